//! The use cases of access: permit, load, rule, store, announce; each write in one transaction.
//!
//! What always holds: an unknown account answers exactly like a wrong password, and an unknown address like a known one;
//! a link works once and until its time; what counts attempts is the database, so that a restart forgets none.

pub mod admin;
mod answer;
mod known;
mod links;
mod own;
mod reset;
mod session;
mod store;
mod throttle;

pub use known::Known;
pub use links::{Invitation, invite, open_link, operator_link, set_password};
pub use own::{
    choose_language, choose_theme, end_other_sessions, end_session, list_sessions, open_preferences, save_preferences,
    switch_organization,
};
pub use reset::request_reset;
pub use session::{FoundSession, find_signed_in, sign_in, sign_out, touch};

use super::model::*;
use crate::{
    server::{
        Portal,
        authz::{Actor, SignedIn},
        db::StoreError,
    },
    values::DAY_MS,
};

/// How long a link or a throttle is kept after its end.
const KEPT_MS: i64 = 30 * DAY_MS;

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

/// Deletes sessions that have expired, and links and throttles that have long ended.
pub async fn clear(portal: &Portal) -> Result<(), StoreError> {
    let permit = Actor::system("access.clear").maintenance();
    let now = portal.now();
    let mut tx = portal.db().begin().await?;
    store::delete_ended(&mut tx, &permit, now, now.plus_ms(-KEPT_MS)).await?;
    tx.commit().await
}
