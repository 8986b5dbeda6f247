//! Files to which nothing belongs any more.

use super::store;
use crate::{
    error::AppError,
    server::{Portal, authz::Actor, files::disk_error},
    values::{AttachmentId, DAY_MS, HOUR_MS, Moment},
};

/// A file without a row is removed after this time: its row may be about to be written.
const ORPHAN_AGE_MS: i64 = DAY_MS;
/// Ids that are looked up at once.
const SWEEP_ROWS: usize = 500;

/// Removes what nothing belongs to: files of deleted drafts, and bytes without a row. For the hourly job; answers how
/// many files went.
pub async fn sweep(portal: &Portal) -> Result<usize, AppError> {
    let permit = Actor::system("files.sweep").maintenance();
    let now = portal.now();
    let mut tx = portal.db().begin().await?;
    store::delete_abandoned(&mut tx, &permit, now.plus_ms(-HOUR_MS)).await?;
    tx.commit().await?;
    let ids = portal.files().ids().await.map_err(|error| disk_error(&error))?;
    let old: Vec<AttachmentId> = ids.into_iter().filter(|id| now.since_ms(made_at(id)) > ORPHAN_AGE_MS).collect();
    let mut removed = 0;
    for some in old.chunks(SWEEP_ROWS) {
        let known = store::known(portal.db(), &permit, some).await?;
        for id in some.iter().filter(|id| !known.contains(id)) {
            portal.files().remove(id).await.map_err(|error| disk_error(&error))?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// The instant that a UUIDv7 begins with (RFC 9562, section 5.7).
fn made_at(id: &AttachmentId) -> Moment {
    let digits: String = id.as_str().chars().filter(|c| *c != '-').take(12).collect();
    Moment(i64::from_str_radix(&digits, 16).unwrap_or(i64::MAX))
}
