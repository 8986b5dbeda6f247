//! The SQL of access and nothing else.

mod account;
mod known;
mod link;
mod session;
mod throttle;
mod vendor;

pub(super) use account::set_preferences;
pub use account::{
    Account, Who, find_account, find_preferences, set_chats_most, set_language, set_password, set_theme,
};
pub use known::{HeldSession, find_held};
pub use link::{Link, NewLink, delete_links, find_link, insert_link, use_link};
pub use session::{
    NewSession, delete_other_sessions, delete_session, delete_sessions, delete_sessions_by_link, find_session,
    insert_session, list_sessions, set_organization, touch,
};
pub use throttle::{Hit, forgive, hit};
pub use vendor::{find_vendor, list_vendor_people, operators};

use crate::{
    policy::act,
    server::{
        authz::Permit,
        db::{StoreError, Tx, sql},
    },
    values::Moment,
};

fn damaged(column: &'static str) -> StoreError {
    StoreError::Damaged { table: "session", column }
}

fn damaged_person(column: &'static str) -> StoreError {
    StoreError::Damaged { table: "person", column }
}

/// Deletes expired sessions, and links and throttles that ended before `long_ago`.
pub async fn delete_ended(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    now: Moment,
    long_ago: Moment,
) -> Result<(), StoreError> {
    tx.run(permit, sql("DELETE FROM session WHERE expires_at <= $1").bind(now)).await?;
    tx.run(permit, sql("DELETE FROM mailed_link WHERE expires_at <= $1").bind(long_ago)).await?;
    tx.run(permit, sql("DELETE FROM throttle WHERE since <= $1").bind(long_ago)).await?;
    Ok(())
}
