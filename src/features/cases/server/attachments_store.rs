//! The SQL of attachments and nothing else.

use super::store::{DraftOf, FileRow};
use crate::{
    features::cases::model::AttachmentSummary,
    policy::act,
    server::{
        authz::{Grant, Held, Permit, cases_in_reach},
        db::{Db, StoreError, Tx, sql},
    },
    values::{AttachmentId, CaseId, CaseNumber, DraftId, Moment, PersonId},
};
use std::str::FromStr;

#[derive(serde::Deserialize)]
struct IdRow {
    id: String,
}

#[derive(serde::Deserialize)]
struct CountRow {
    n: i64,
}

fn read<T: FromStr>(id: &str, table: &'static str) -> Result<T, StoreError> {
    id.parse().map_err(|_| StoreError::Damaged { table, column: "id" })
}

/// The id of a case within the grant's reach.
pub async fn find_case(db: &Db, grant: &impl Grant, number: CaseNumber) -> Result<Option<CaseId>, StoreError> {
    let statement = sql("SELECT c.id FROM support_case c WHERE").push_bind(" c.number = ", number.count()).push(" AND");
    let row: Option<IdRow> = db.optional(grant, cases_in_reach(statement, grant)).await?;
    row.map(|row| read(&row.id, "support_case")).transpose()
}

/// The draft that files are attached to; an empty one, with `id`, if there is none. Who attaches at the same time waits.
pub async fn hold_draft(
    tx: &mut Tx,
    grant: &impl Grant,
    of: DraftOf<'_>,
    id: &DraftId,
    now: Moment,
) -> Result<Held<DraftId>, StoreError> {
    let statement = sql("INSERT INTO draft (id, person_id, organization_id, scope, content, updated_at)
VALUES ($1, $2, $3, $4, '{}', $5)
ON CONFLICT (person_id, organization_id, scope) DO UPDATE SET updated_at = excluded.updated_at
RETURNING id")
    .bind(id)
    .bind(of.person)
    .bind(of.organization)
    .bind(of.scope)
    .bind(now);
    let row: Option<IdRow> = tx.optional(grant, statement).await?;
    Ok(Held::under(grant, read(&row.map(|row| row.id).unwrap_or_default(), "draft")?))
}

/// How many files a draft has.
pub async fn count(tx: &mut Tx, grant: &impl Grant, draft: &Held<DraftId>) -> Result<i64, StoreError> {
    let statement = sql("SELECT COUNT(*) AS n FROM attachment WHERE draft_id = $1").bind(&**draft);
    let row: Option<CountRow> = tx.optional(grant, statement).await?;
    Ok(row.map_or(0, |row| row.n))
}

/// A file that is announced, or, with a digest, one that is whole.
pub struct NewAttachment<'a> {
    pub file: &'a AttachmentSummary,
    pub owner: &'a PersonId,
    pub draft: &'a Held<DraftId>,
    pub sha256: Option<&'a str>,
}

pub async fn insert(tx: &mut Tx, grant: &impl Grant, new: NewAttachment<'_>, now: Moment) -> Result<(), StoreError> {
    let statement = sql("INSERT INTO attachment
 (id, owner_id, draft_id, name, media_type, size_bytes, received_bytes, sha256, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
    .bind(&new.file.id)
    .bind(new.owner)
    .bind(&**new.draft)
    .bind(&new.file.name)
    .bind(&new.file.media_type)
    .bind(new.file.size_bytes)
    .bind(new.file.received_bytes)
    .bind(new.sha256)
    .bind(now);
    tx.run(grant, statement).await.map(|_| ())
}

/// The person's own file that was not sent yet.
pub async fn find_pending(
    db: &Db,
    grant: &impl Grant,
    owner: &PersonId,
    id: &AttachmentId,
) -> Result<Option<Held<AttachmentSummary>>, StoreError> {
    let statement = sql("SELECT id, name, media_type, size_bytes, received_bytes FROM attachment
 WHERE id = $1 AND owner_id = $2 AND draft_id IS NOT NULL")
    .bind(id)
    .bind(owner);
    let row: Option<FileRow> = db.optional(grant, statement).await?;
    row.map(|row| Ok(Held::under(grant, row.try_into()?))).transpose()
}

/// Counts bytes that arrived. `false`: somebody else counted meanwhile, or the file was removed.
pub async fn set_received(
    tx: &mut Tx,
    grant: &impl Grant,
    file: &Held<AttachmentSummary>,
    received_bytes: i64,
) -> Result<bool, StoreError> {
    let statement =
        sql("UPDATE attachment SET received_bytes = $1 WHERE id = $2 AND received_bytes = $3 AND draft_id IS NOT NULL")
            .bind(received_bytes)
            .bind(&file.id)
            .bind(file.received_bytes);
    Ok(tx.run(grant, statement).await? == 1)
}

/// The last bytes arrived: what the file is, and its digest. As [`set_received`].
pub async fn set_complete(
    tx: &mut Tx,
    grant: &impl Grant,
    file: &Held<AttachmentSummary>,
    media_type: &str,
    sha256: &str,
) -> Result<bool, StoreError> {
    let statement = sql("UPDATE attachment SET received_bytes = size_bytes, media_type = $1, sha256 = $2
 WHERE id = $3 AND received_bytes = $4 AND draft_id IS NOT NULL")
    .bind(media_type)
    .bind(sha256)
    .bind(&file.id)
    .bind(file.received_bytes);
    Ok(tx.run(grant, statement).await? == 1)
}

/// Deletes the person's own file, if it was not sent yet.
pub async fn delete_pending(
    tx: &mut Tx,
    grant: &impl Grant,
    owner: &PersonId,
    id: &AttachmentId,
) -> Result<bool, StoreError> {
    let statement =
        sql("DELETE FROM attachment WHERE id = $1 AND owner_id = $2 AND draft_id IS NOT NULL").bind(id).bind(owner);
    Ok(tx.run(grant, statement).await? == 1)
}

/// A whole file of a case that the reader may see; those of internal notes need `notes` (CASE-17, CASE-20).
pub async fn find_sent(
    db: &Db,
    permit: &Permit<act::ReadCases>,
    notes: Option<&Permit<act::ReadNotes>>,
    id: &AttachmentId,
) -> Result<Option<AttachmentSummary>, StoreError> {
    let statement = sql("SELECT t.id, t.name, t.media_type, t.size_bytes, t.received_bytes
  FROM attachment t JOIN support_case c ON c.id = t.case_id WHERE t.id = ")
    .push_bind("", id)
    .push(" AND t.draft_id IS NULL AND t.received_bytes = t.size_bytes")
    .push(if notes.is_some() { " AND" } else { " AND t.note_id IS NULL AND" });
    let row: Option<FileRow> = db.optional(permit, cases_in_reach(statement, permit)).await?;
    row.map(TryInto::try_into).transpose()
}

/// Deletes files that were never sent and whose draft is gone; `before` leaves time to those that are just being made.
pub async fn delete_abandoned(tx: &mut Tx, permit: &Permit<act::Maintain>, before: Moment) -> Result<u64, StoreError> {
    let statement = sql("DELETE FROM attachment WHERE draft_id IS NOT NULL AND created_at < $1
 AND NOT EXISTS (SELECT 1 FROM draft d WHERE d.id = attachment.draft_id)")
    .bind(before);
    tx.run(permit, statement).await
}

/// Those of these files that the database knows.
pub async fn known(
    db: &Db,
    permit: &Permit<act::Maintain>,
    ids: &[AttachmentId],
) -> Result<Vec<AttachmentId>, StoreError> {
    let rows: Vec<IdRow> = db.all(permit, sql("SELECT id FROM attachment").push_list(" WHERE id IN ", ids)).await?;
    rows.iter().map(|row| read(&row.id, "attachment")).collect()
}
