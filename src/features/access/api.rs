//! The server functions of access. All that change who is signed in or how a page looks are plain form posts that load
//! the next page as a whole: a session, a language or a theme never changes under a running page.

use super::model::*;
use crate::{error::AppError, values::SessionId, wire::Json};
use leptos::prelude::*;
use server_fn::codec::GetUrl;

/// Signs in, or goes back to the form with what was wrong in the address.
#[server(prefix = "/api", endpoint = "access/sign-in", output = Json)]
pub async fn sign_in(form: SignInForm) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::sign_in(&visit, form).await
}

#[server(prefix = "/api", endpoint = "access/sign-out", output = Json)]
pub async fn sign_out() -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::sign_out(&visit).await
}

/// Mails a reset link, if there is such an account; the answer is the same if not.
#[server(prefix = "/api", endpoint = "access/forgotten", output = Json)]
pub async fn request_reset(email: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::request_reset(&visit, &email).await
}

/// What a mailed link is for; a spent or unknown one is not found.
#[server(prefix = "/api", endpoint = "access/link", input = GetUrl, output = Json)]
pub async fn open_link(token: String) -> Result<LinkSummary, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::open_link(&visit, &token).await
}

/// Sets the password by a mailed link, ends every other session and signs in.
#[server(prefix = "/api", endpoint = "access/set-password", output = Json)]
pub async fn set_password(form: PasswordForm) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::set_password(&visit, form).await
}

/// The reader's own sessions, the last used first.
#[server(prefix = "/api", endpoint = "access/sessions", input = GetUrl, output = Json)]
pub async fn list_sessions() -> Result<SessionsContent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::list_sessions(&visit).await
}

#[server(prefix = "/api", endpoint = "access/end-session", output = Json)]
pub async fn end_session(session: SessionId) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::end_session(&visit, &session).await
}

/// Ends all of the reader's sessions but the one that asks.
#[server(prefix = "/api", endpoint = "access/end-other-sessions", output = Json)]
pub async fn end_other_sessions() -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::end_other_sessions(&visit).await
}

/// Works in another organization of the same person.
#[server(prefix = "/api", endpoint = "access/switch-organization", output = Json)]
pub async fn switch_organization(organization: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::switch_organization(&visit, &organization).await
}

/// Chooses a language, signed in or not, and comes back to the same page.
#[server(prefix = "/api", endpoint = "access/language", output = Json)]
pub async fn choose_language(language: String, next: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::choose_language(&visit, &language, &next).await
}

/// Chooses a theme, signed in or not, and comes back to the same page.
#[server(prefix = "/api", endpoint = "access/theme", output = Json)]
pub async fn choose_theme(theme: String, next: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::choose_theme(&visit, &theme, &next).await
}

/// The preferences as they are stored, and the time zones to choose from.
#[server(prefix = "/api", endpoint = "access/open-preferences", input = GetUrl, output = Json)]
pub async fn open_preferences() -> Result<PreferencesContent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::open_preferences(&visit).await
}

#[server(prefix = "/api", endpoint = "access/preferences", output = Json)]
pub async fn save_preferences(form: PreferencesForm) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::save_preferences(&visit, form).await
}
