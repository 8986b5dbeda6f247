use super::said::{Said, typed};
use crate::{
    app::{ErrorView, PageStatus, use_language},
    error::AppError,
    features::access::{
        api::{SetPassword, open_link},
        model::{FormProblem, LinkKind, LinkSummary},
        rules,
    },
    i18n::{Language, text::access as t},
    route,
    ui::{
        Button, ButtonKind, ButtonLink, ErrorSummary, InputKind, Skeleton, TextField,
        layout::{Page, PageWidth},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// Behind a mailed link: who it is for, and the new password.
#[component]
pub fn WelcomePage() -> impl IntoView {
    let language = use_language();
    let params = use_params_map();
    let token = Memo::new(move |_| params.with(|params| params.get("token")).unwrap_or_default());
    let link = Resource::new(move || token.get(), open_link);
    view! {
        <Transition fallback=move || view! { <Skeleton label=t::loading(language)/> }>
            {move || Suspend::new(async move {
                match link.await {
                    Ok(link) => view! { <Welcome token=token.get_untracked() link/> }.into_any(),
                    Err(AppError::NotFound) => view! { <Spent/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

/// The link was used, has expired or never was: all look alike.
#[component]
fn Spent() -> impl IntoView {
    let language = use_language();
    PageStatus::set(&AppError::NotFound);
    view! {
        <Title text=t::spent_title(language)/>
        <Page title=t::spent_title(language) lead=t::spent_text(language) width=PageWidth::Form>
            <div class="row">
                <ButtonLink href=route::FORGOTTEN label=t::spent_ask(language) kind=ButtonKind::Primary/>
                <ButtonLink href=route::SIGN_IN label=t::back_to_sign_in(language)/>
            </div>
        </Page>
    }
    .into_any()
}

#[component]
fn Welcome(token: String, link: LinkSummary) -> impl IntoView {
    let language = use_language();
    let (title, lead) = heading(language, &link);
    let said = Said::read(language);
    let password_error = said.error(&[
        FormProblem::PasswordMissing,
        FormProblem::PasswordShort,
        FormProblem::PasswordLong,
        FormProblem::PasswordWeak,
    ]);
    let person = match link.kind {
        LinkKind::Invitation | LinkKind::Reset => view! { <KnownPerson link/> }.into_any(),
        LinkKind::Operator => view! { <Introduction said=said.clone()/> }.into_any(),
    };
    view! {
        <Title text=title.clone()/>
        <Page title=title lead=lead width=PageWidth::Form>
            <ErrorSummary title=t::welcome_failed(language) lines=said.summary(field)/>
            <form class="access-form" method="post" action=SetPassword::url()>
                <input type="hidden" name="form[token]" value=token/>
                {person}
                <TextField id="password" name="form[password]" label=t::new_password(language)
                    hint=t::new_password_hint(language, rules::PASSWORD_FEWEST_CHARS) kind=InputKind::Password
                    error=password_error autocomplete="new-password" required=true/>
                <TextField id="again" name="form[again]" label=t::again(language) kind=InputKind::Password
                    error=said.error(&[FormProblem::PasswordDiffers]) autocomplete="new-password" required=true/>
                <div class="form-actions">
                    <Button label=t::set_password(language) kind=ButtonKind::Primary/>
                </div>
            </form>
        </Page>
    }
    .into_any()
}

fn heading(language: Language, link: &LinkSummary) -> (String, &'static str) {
    match link.kind {
        LinkKind::Invitation => (t::welcome_invitation(language, &link.name), t::welcome_invitation_lead(language)),
        LinkKind::Reset => (t::welcome_reset(language).to_owned(), t::welcome_reset_lead(language)),
        LinkKind::Operator => (t::welcome_operator(language).to_owned(), t::welcome_operator_lead(language)),
    }
}

/// The id of the field that a problem is about.
fn field(problem: FormProblem) -> &'static str {
    match problem {
        FormProblem::Name => "name",
        FormProblem::Email | FormProblem::EmailTaken => "email",
        FormProblem::PasswordDiffers => "again",
        FormProblem::PasswordMissing
        | FormProblem::PasswordShort
        | FormProblem::PasswordLong
        | FormProblem::PasswordWeak
        | FormProblem::Credentials
        | FormProblem::Wait
        | FormProblem::Phone
        | FormProblem::Zone
        | FormProblem::ChatsMost
        | FormProblem::Choice => "password",
    }
}

/// Whom the link is for; the hidden field tells password managers the account.
#[component]
fn KnownPerson(link: LinkSummary) -> impl IntoView {
    let language = use_language();
    let email = link.email.to_string();
    let organization = link.organization.map(|name| {
        view! { <div><dt>{t::organization(language)}</dt><dd>{name}</dd></div> }
    });
    view! {
        <dl class="facts" data-layout="ruled">
            <div><dt>{t::name(language)}</dt><dd>{link.name}</dd></div>
            <div><dt>{t::email(language)}</dt><dd>{email.clone()}</dd></div>
            {organization}
        </dl>
        <input type="hidden" name="username" autocomplete="username" value=email/>
    }
}

/// The first operator says who they are.
#[component]
fn Introduction(said: Said) -> impl IntoView {
    let language = use_language();
    view! {
        <TextField id="name" name="form[name]" label=t::name(language) value=typed("name")
            error=said.error(&[FormProblem::Name]) autocomplete="name" maxlength=rules::NAME_MOST_CHARS required=true/>
        <TextField id="email" name="form[email]" label=t::email(language) kind=InputKind::Email value=typed("email")
            error=said.error(&[FormProblem::Email, FormProblem::EmailTaken]) autocomplete="username" required=true/>
    }
}
