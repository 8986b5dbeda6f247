use super::said::{Said, typed};
use crate::{
    app::{start_of, use_language, use_viewer},
    features::access::{api::SignIn, model::FormProblem},
    i18n::text::access as t,
    route,
    ui::{
        Button, ButtonKind, ButtonLink, ErrorSummary, InputKind, Notice, TextField,
        layout::{Page, PageWidth},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::Title;

/// The door. After signing in it leads to where the reader wanted to go.
#[component]
pub fn SignInPage() -> impl IntoView {
    let language = use_language();
    let said = Said::read(language);
    let next = typed("next");
    let go_on = (!next.is_empty()).then(|| view! { <p class="page-lead">{t::sign_in_go_on(language)}</p> });
    let error = said.error(&[FormProblem::Credentials]);
    view! {
        <Title text=t::sign_in_title(language)/>
        <Page title=t::sign_in_title(language) width=PageWidth::Form>
            <div class="stack">
                {go_on}
                <SignedInAlready/>
                <ErrorSummary title=t::sign_in_failed(language) lines=said.summary(|_| "email")/>
            </div>
            <form class="access-form" method="post" action=SignIn::url()>
                <input type="hidden" name="form[next]" value=next/>
                <TextField id="email" name="form[email]" label=t::email(language) kind=InputKind::Email
                    value=typed("email") autocomplete="username" required=true/>
                <TextField id="password" name="form[password]" label=t::password(language) kind=InputKind::Password
                    error=error autocomplete="current-password" required=true/>
                <div class="form-actions">
                    <Button label=t::sign_in(language) kind=ButtonKind::Primary/>
                    <a href=route::FORGOTTEN>{t::forgotten(language)}</a>
                </div>
            </form>
            <p class="access-help">{t::sign_in_help(language)}</p>
            {use_viewer().public_help.then(|| view! { <p><a href=route::TOPICS rel="external">{t::read_help(language)}</a></p> })}
        </Page>
    }
    .into_any()
}

/// Says so to somebody who comes here signed in; the form stays, to sign in as somebody else.
#[component]
fn SignedInAlready() -> impl IntoView {
    let language = use_language();
    let viewer = use_viewer();
    let start = start_of(&viewer).to_owned();
    viewer.person.map(|person| {
        let go_on = move || view! { <ButtonLink href=start label=t::go_on(language) rel="external"/> };
        view! { <Notice actions=go_on>{t::signed_in_already(language, &person.name)}</Notice> }
    })
}
