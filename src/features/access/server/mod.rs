//! The use cases of access: permit, load, rule, store, announce; each write in one transaction.
#![allow(unused_variables, clippy::unused_async, clippy::todo, reason = "being built")]

mod session;
mod store;

pub use session::{FoundSession, find_signed_in, sign_in, sign_out, touch};

use super::model::*;
use crate::{
    error::AppError,
    server::{Visit, authz::SignedIn},
    values::SessionId,
};

/// What the views may know of a signed-in person.
pub fn viewer_person(who: &SignedIn) -> ViewerPerson {
    ViewerPerson {
        id: who.person.clone(),
        name: who.name.clone(),
        email: who.email.clone(),
        phone: who.phone.clone(),
        region: who.region.clone(),
        organization_name: who.organization_name.clone(),
        standing: who.standing.clone(),
        memberships: who
            .memberships
            .iter()
            .map(|m| MembershipSummary {
                organization: m.organization.clone(),
                name: m.name.clone(),
                roles: m.roles.clone(),
            })
            .collect(),
    }
}

pub async fn request_reset(visit: &Visit, email: &str) -> Result<(), AppError> {
    todo!()
}
pub async fn open_link(visit: &Visit, token: &str) -> Result<LinkSummary, AppError> {
    todo!()
}
pub async fn set_password(visit: &Visit, form: PasswordForm) -> Result<(), AppError> {
    todo!()
}
pub async fn list_sessions(visit: &Visit) -> Result<Vec<SessionSummary>, AppError> {
    todo!()
}
pub async fn end_session(visit: &Visit, session: &SessionId) -> Result<(), AppError> {
    todo!()
}
pub async fn end_other_sessions(visit: &Visit) -> Result<(), AppError> {
    todo!()
}
pub async fn switch_organization(visit: &Visit, organization: &str) -> Result<(), AppError> {
    todo!()
}
pub async fn choose_language(visit: &Visit, language: &str, next: &str) -> Result<(), AppError> {
    todo!()
}
pub async fn choose_theme(visit: &Visit, theme: &str, next: &str) -> Result<(), AppError> {
    todo!()
}
pub async fn save_preferences(visit: &Visit, form: PreferencesForm) -> Result<(), AppError> {
    todo!()
}
