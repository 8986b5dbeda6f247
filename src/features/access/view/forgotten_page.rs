use super::said::{Said, typed};
use crate::{
    app::use_language,
    features::access::{api::RequestReset, model::FormProblem},
    i18n::text::access as t,
    route,
    ui::{
        Button, ButtonKind, ErrorSummary, InputKind, Notice, TextField, Tone,
        layout::{Page, PageWidth},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::Title;

/// Asks for a mailed link. Its answer does not tell whether there is such an account.
#[component]
pub fn ForgottenPage() -> impl IntoView {
    let language = use_language();
    let sent = !typed("sent").is_empty();
    let content = if sent { view! { <Sent/> }.into_any() } else { view! { <ForgottenForm/> }.into_any() };
    view! {
        <Title text=t::forgotten_title(language)/>
        <Page title=t::forgotten_title(language) lead=t::forgotten_lead(language) width=PageWidth::Form>
            <div class="stack">
                {content}
                <p><a href=route::SIGN_IN>{t::back_to_sign_in(language)}</a></p>
            </div>
        </Page>
    }
    .into_any()
}

#[component]
fn Sent() -> impl IntoView {
    let language = use_language();
    view! {
        <Notice tone=Tone::Success title=t::forgotten_sent_title(language) live=true>
            {t::forgotten_sent(language)}
        </Notice>
    }
}

#[component]
fn ForgottenForm() -> impl IntoView {
    let language = use_language();
    let said = Said::read(language);
    view! {
        <ErrorSummary title=t::forgotten_failed(language) lines=said.summary(|_| "email")/>
        <form class="access-form" method="post" action=RequestReset::url()>
            <TextField id="email" name="email" label=t::email(language) kind=InputKind::Email value=typed("email")
                error=said.error(&[FormProblem::Email]) autocomplete="username" required=true/>
            <div class="form-actions">
                <Button label=t::forgotten_send(language) kind=ButtonKind::Primary/>
            </div>
        </form>
    }
}
