//! What the command line does to accounts (`atiende admin`). Whoever may run the program may do all of it; links are
//! printed, not mailed.

use super::{super::model::LinkKind, admin_store, links, store};
use crate::{
    error::AppError,
    policy::Role,
    server::{Portal, Visit, authz::Actor, secret},
    values::{DAY_MS, Email, HOUR_MS, Moment, PersonId, Problem},
};

/// How long the link of a new account works.
const INVITATION_MS: i64 = 14 * DAY_MS;
/// How long a link for a new password works.
const RESET_MS: i64 = HOUR_MS;

/// One of the vendor's people.
pub struct VendorPerson {
    pub email: String,
    pub name: String,
    pub role: Role,
    /// Was the invitation accepted?
    pub can_sign_in: bool,
    /// The newest session's last use.
    pub seen_at: Option<Moment>,
}

/// Makes an account in the vendor's organization; answers the link that sets its password. A known address is a conflict.
pub async fn create(portal: &Portal, email: &Email, name: &str, role: Role) -> Result<String, AppError> {
    if !matches!(role, Role::Engineer | Role::Operator) {
        return Err(AppError::field("role", Problem::NotAChoice));
    }
    let visit = Visit::system(portal, "admin.create", portal.now());
    let permit = Actor::system("admin.create").maintenance();
    let mut tx = portal.db().begin().await?;
    let vendor = match store::find_vendor(&mut tx, &permit).await? {
        Some(vendor) => vendor,
        None => store::insert_vendor(&mut tx, &permit, &visit.id(), visit.now()).await?,
    };
    let person: PersonId = visit.id();
    admin_store::insert_person(&mut tx, &permit, &person, email, name, visit.now()).await?;
    admin_store::insert_membership(&mut tx, &permit, &person, &vendor, role, visit.now()).await?;
    let token = secret::token();
    let link = links::new_link(&visit, &token, LinkKind::Invitation, &person, INVITATION_MS);
    store::insert_link(&mut tx, &permit, &link).await?;
    tx.commit().await?;
    Ok(links::address(portal, &token))
}

/// A link for a new password; `None`: nobody has this address.
pub async fn reset_link(portal: &Portal, email: &Email) -> Result<Option<String>, AppError> {
    let visit = Visit::system(portal, "admin.reset-link", portal.now());
    let permit = Actor::system("admin.reset-link").maintenance();
    let Some(person) = admin_store::find_person(portal.db(), &permit, email).await? else { return Ok(None) };
    let token = secret::token();
    let link = links::new_link(&visit, &token, LinkKind::Reset, &person, RESET_MS);
    let mut tx = portal.db().begin().await?;
    store::insert_link(&mut tx, &permit, &link).await?;
    tx.commit().await?;
    Ok(Some(links::address(portal, &token)))
}

/// The vendor's people, by address.
pub async fn list(portal: &Portal) -> Result<Vec<VendorPerson>, AppError> {
    let permit = Actor::system("admin.list").maintenance();
    Ok(admin_store::list_vendor_people(portal.db(), &permit).await?)
}

/// Ends all sessions of a person; `None`: nobody has this address.
pub async fn revoke_sessions(portal: &Portal, email: &Email) -> Result<Option<u64>, AppError> {
    let permit = Actor::system("admin.revoke-sessions").maintenance();
    let Some(person) = admin_store::find_person(portal.db(), &permit, email).await? else { return Ok(None) };
    let mut tx = portal.db().begin().await?;
    let ended = admin_store::delete_sessions(&mut tx, &permit, &person).await?;
    tx.commit().await?;
    Ok(Some(ended))
}
