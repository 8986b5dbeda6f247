use super::damaged;
use crate::{
    policy::act,
    server::{
        authz::Permit,
        db::{Db, StoreError, sql},
    },
    values::{Moment, OrganizationId, SessionId},
};

/// A session that holds, without its person: what of it can change while everything else stays.
pub struct HeldSession {
    pub session: SessionId,
    pub organization: OrganizationId,
    pub seen_at: Moment,
    /// The number of everything that a standing is read from; only SQLite draws one.
    pub drawn: i64,
}

#[derive(serde::Deserialize)]
struct HeldRow {
    id: String,
    organization_id: String,
    seen_at: i64,
    value: i64,
}

/// The session behind a token's digest, if it has not expired, and the number under which standings can be read now.
pub async fn find_held(
    db: &Db,
    permit: &Permit<act::Enter>,
    token_hash: &str,
    now: Moment,
) -> Result<Option<HeldSession>, StoreError> {
    let statement = sql("SELECT s.id, s.organization_id, s.seen_at, c.value
  FROM session s JOIN counter c ON c.name = 'standing' WHERE s.token_hash = $1 AND s.expires_at > $2")
    .bind(token_hash)
    .bind(now);
    let row: Option<HeldRow> = db.optional(permit, statement).await?;
    row.map(|row| {
        Ok(HeldSession {
            session: row.id.parse().map_err(|_| damaged("id"))?,
            organization: row.organization_id.parse().map_err(|_| damaged("organization_id"))?,
            seen_at: Moment(row.seen_at),
            drawn: row.value,
        })
    })
    .transpose()
}
