use super::{read, read_some};
use crate::{
    policy::act,
    server::{
        authz::{Grant, Held, Permit},
        db::{StoreError, Tx, sql},
    },
    values::{CaseId, Email, Moment, OrganizationId, PersonId, WatcherId},
};

/// A member of the case's organization.
pub struct InsidePerson {
    pub id: PersonId,
    pub email: Email,
    pub name: String,
    pub language: String,
}

#[derive(serde::Deserialize)]
struct InsideRow {
    id: String,
    email: String,
    name: String,
    language: String,
}

/// Those of the addresses that belong to people of the organization.
pub async fn find_inside(
    tx: &mut Tx,
    grant: &impl Grant,
    organization: &OrganizationId,
    emails: &[Email],
) -> Result<Vec<InsidePerson>, StoreError> {
    let statement = sql("SELECT p.id, p.email, p.name, p.language FROM person p
 WHERE EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.organization_id = ")
    .push_bind("", organization)
    .push_list(") AND p.email IN ", emails);
    let rows: Vec<InsideRow> = tx.all(grant, statement).await?;
    rows.into_iter()
        .map(|row| {
            Ok(InsidePerson {
                id: read(&row.id, "person", "id")?,
                email: read(&row.email, "person", "email")?,
                name: row.name,
                language: row.language,
            })
        })
        .collect()
}

/// A watcher to be added.
pub struct NewWatcher {
    pub id: WatcherId,
    pub email: Email,
    /// People of the organization watch at once; an address from outside has nobody yet.
    pub person: Option<PersonId>,
    pub name: String,
    pub language: String,
    /// Digest of the token by which an address from outside confirms.
    pub token_hash: Option<String>,
}

/// Adds watchers; who watches already is left out, and only those added are given back.
pub async fn insert_watchers(
    tx: &mut Tx,
    grant: &impl Grant,
    case: &CaseId,
    added_by: &PersonId,
    watchers: Vec<NewWatcher>,
    link_until: Moment,
    now: Moment,
) -> Result<Vec<NewWatcher>, StoreError> {
    if watchers.is_empty() {
        return Ok(watchers);
    }
    let mut statement = sql("INSERT INTO watcher
       (id, case_id, email, person_id, language, confirmed_at, added_by, added_at) VALUES");
    for (at, watcher) in watchers.iter().enumerate() {
        statement = statement
            .push_bind(if at == 0 { " (" } else { ", (" }, &watcher.id)
            .push_bind(", ", case)
            .push_bind(", ", &watcher.email)
            .push_bind(", ", watcher.person.as_ref())
            .push_bind(", ", &watcher.language)
            .push_bind(", ", watcher.person.as_ref().map(|_| now))
            .push_bind(", ", added_by)
            .push_bind(", ", now)
            .push(")");
    }
    let rows: Vec<WatcherIdRow> =
        tx.all(grant, statement.push(" ON CONFLICT (case_id, email) DO NOTHING RETURNING id")).await?;
    let added: Vec<NewWatcher> =
        watchers.into_iter().filter(|watcher| rows.iter().any(|row| row.id == watcher.id.as_str())).collect();
    insert_links(tx, grant, &added, link_until, now).await?;
    Ok(added)
}

#[derive(serde::Deserialize)]
struct WatcherIdRow {
    id: String,
}

async fn insert_links(
    tx: &mut Tx,
    grant: &impl Grant,
    watchers: &[NewWatcher],
    until: Moment,
    now: Moment,
) -> Result<(), StoreError> {
    let mut statement = sql("INSERT INTO mailed_link (token_hash, kind, watcher_id, created_at, expires_at) VALUES");
    let mut is_first = true;
    for watcher in watchers {
        let Some(hash) = &watcher.token_hash else { continue };
        statement = statement
            .push_bind(if is_first { " (" } else { ", (" }, hash)
            .push_bind(", 'watch', ", &watcher.id)
            .push_bind(", ", now)
            .push_bind(", ", until)
            .push(")");
        is_first = false;
    }
    if is_first { Ok(()) } else { tx.run(grant, statement).await.map(|_| ()) }
}

#[derive(serde::Deserialize)]
struct CountRow {
    count: i64,
}

pub async fn count_watchers(tx: &mut Tx, grant: &impl Grant, case: &CaseId) -> Result<i64, StoreError> {
    let statement = sql("SELECT COUNT(*) AS count FROM watcher WHERE case_id = $1").bind(case);
    let row: Option<CountRow> = tx.optional(grant, statement).await?;
    Ok(row.map_or(0, |row| row.count))
}

/// What is needed of a watcher who is no more, or who confirmed.
pub struct WatcherRow {
    pub case: CaseId,
    pub email: Email,
    pub person: Option<PersonId>,
}

#[derive(serde::Deserialize)]
struct GoneRow {
    case_id: String,
    email: String,
    person_id: Option<String>,
}

impl GoneRow {
    fn read(self) -> Result<WatcherRow, StoreError> {
        Ok(WatcherRow {
            case: read(&self.case_id, "watcher", "case_id")?,
            email: read(&self.email, "watcher", "email")?,
            person: read_some(self.person_id.as_deref(), "watcher", "person_id")?,
        })
    }
}

/// Removes a watcher of a case with the link that was mailed; `None`: there was no such watcher.
pub async fn delete_watcher(
    tx: &mut Tx,
    grant: &impl Grant,
    case: &Held<super::LockedCase>,
    watcher: &WatcherId,
) -> Result<Option<WatcherRow>, StoreError> {
    let statement = sql("DELETE FROM watcher WHERE id = $1 AND case_id = $2 RETURNING case_id, email, person_id")
        .bind(watcher)
        .bind(&case.id);
    let row: Option<GoneRow> = tx.optional(grant, statement).await?;
    let Some(row) = row else { return Ok(None) };
    tx.run(grant, sql("DELETE FROM mailed_link WHERE kind = 'watch' AND watcher_id = $1").bind(watcher)).await?;
    row.read().map(Some)
}

/// Uses the link behind a token: the watcher whom it confirms. A used one still names whom it confirmed.
pub async fn spend_link(
    tx: &mut Tx,
    permit: &Permit<act::Enter>,
    token_hash: &str,
    now: Moment,
) -> Result<Option<WatcherId>, StoreError> {
    let statement = sql("UPDATE mailed_link SET used_at = COALESCE(used_at, $1)
 WHERE token_hash = $2 AND kind = 'watch' AND (used_at IS NOT NULL OR expires_at > $1) RETURNING watcher_id AS id")
    .bind(now)
    .bind(token_hash);
    let row: Option<WatcherIdRow> = tx.optional(permit, statement).await?;
    row.map(|row| read(&row.id, "mailed_link", "watcher_id")).transpose()
}

/// Confirms a watcher; from now on mail reaches them. `None`: removed meanwhile.
pub async fn confirm_watcher(
    tx: &mut Tx,
    permit: &Permit<act::Enter>,
    watcher: &WatcherId,
    now: Moment,
) -> Result<Option<WatcherRow>, StoreError> {
    let statement = sql("UPDATE watcher SET confirmed_at = COALESCE(confirmed_at, $1) WHERE id = $2
RETURNING case_id, email, person_id")
    .bind(now)
    .bind(watcher);
    let row: Option<GoneRow> = tx.optional(permit, statement).await?;
    row.map(GoneRow::read).transpose()
}
