//! What the command line does to accounts (`atiende admin`). Whoever may run the program may do all of it; links are
//! printed, not mailed.

use super::{super::model::LinkKind, links, store};
use crate::{
    error::AppError,
    features::organizations::{
        model::Plan,
        server::provision_store::{self, NewOrganization, NewPerson, Side},
    },
    i18n::Language,
    policy::{Role, Visibility, act},
    server::{
        Portal, Visit,
        authz::{Actor, Permit},
        db::Tx,
        secret,
    },
    values::{DAY_MS, Email, HOUR_MS, Moment, OrganizationId, PersonId, Problem},
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
    let person = insert(&visit, &mut tx, &permit, email, name, role).await?;
    let token = secret::token();
    let link = links::new_link(&visit, &token, LinkKind::Invitation, &person, INVITATION_MS);
    store::insert_link(&mut tx, &permit, &link).await?;
    tx.commit().await?;
    Ok(links::address(portal, &token))
}

/// A person without a password in the vendor's organization, which is made if there is none.
pub(super) async fn insert(
    visit: &Visit,
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    email: &Email,
    name: &str,
    role: Role,
) -> Result<PersonId, AppError> {
    let vendor = match store::find_vendor(tx, permit).await? {
        Some(vendor) => vendor,
        None => insert_vendor(visit, tx, permit).await?,
    };
    let id: PersonId = visit.id();
    let person = NewPerson { id: &id, email, name, language: Language::default(), phone: None, password_hash: None };
    provision_store::insert_person(tx, permit, &person, visit.now()).await?;
    provision_store::insert_membership(tx, permit, &vendor, &id, role, visit.now()).await?;
    Ok(id)
}

/// The vendor's organization of an empty portal; its name and zone are settled later.
async fn insert_vendor(visit: &Visit, tx: &mut Tx, permit: &Permit<act::Maintain>) -> Result<OrganizationId, AppError> {
    let id: OrganizationId = visit.id();
    let vendor = NewOrganization {
        id: &id,
        side: Side::Vendor,
        name: "Atiende",
        language: Language::default(),
        zone: "UTC",
        region: "ES",
        plan: Plan::Elite,
        visibility: Visibility::Everyone,
    };
    provision_store::insert_organization(tx, permit, &vendor, visit.now()).await?;
    Ok(id)
}

/// A link for a new password; `None`: nobody has this address.
pub async fn reset_link(portal: &Portal, email: &Email) -> Result<Option<String>, AppError> {
    let visit = Visit::system(portal, "admin.reset-link", portal.now());
    let permit = Actor::system("admin.reset-link").maintenance();
    let Some(account) = store::find_account(portal.db(), &permit, email).await? else { return Ok(None) };
    let token = secret::token();
    let link = links::new_link(&visit, &token, LinkKind::Reset, &account.person, RESET_MS);
    let mut tx = portal.db().begin().await?;
    store::insert_link(&mut tx, &permit, &link).await?;
    tx.commit().await?;
    Ok(Some(links::address(portal, &token)))
}

/// The vendor's people, by address.
pub async fn list(portal: &Portal) -> Result<Vec<VendorPerson>, AppError> {
    let permit = Actor::system("admin.list").maintenance();
    Ok(store::list_vendor_people(portal.db(), &permit).await?)
}

/// Ends all sessions of a person; `None`: nobody has this address.
pub async fn revoke_sessions(portal: &Portal, email: &Email) -> Result<Option<u64>, AppError> {
    let permit = Actor::system("admin.revoke-sessions").maintenance();
    let Some(account) = store::find_account(portal.db(), &permit, email).await? else { return Ok(None) };
    let mut tx = portal.db().begin().await?;
    let ended = store::delete_sessions(&mut tx, &permit, &account.person).await?;
    tx.commit().await?;
    Ok(Some(ended))
}
