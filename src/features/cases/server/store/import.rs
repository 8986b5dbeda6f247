//! The SQL that brings in an old desk's cases, and nothing else: many rows in a statement.

use super::{detail, read};
use crate::{
    features::cases::{
        model::Resolution,
        server::import::{FileOf, ImportedCase},
    },
    policy::act,
    server::{
        authz::Permit,
        db::{Db, Dialect, Statement, StoreError, Tx, sql},
    },
    values::{CaseId, CaseNumber},
};
use std::collections::{HashMap, HashSet};

/// Rows of a statement: SQLite takes 32,766 values in one, a case has 25.
const ROWS: usize = 250;

/// Two imports at once write one batch after the other, so that neither brings in what the other is writing.
pub async fn wait_for_others(tx: &mut Tx, permit: &Permit<act::Maintain>) -> Result<(), StoreError> {
    let statement = sql(match tx.dialect() {
        // BEGIN IMMEDIATE holds the only writer.
        Dialect::Sqlite => "SELECT 'held' AS held",
        Dialect::Postgres => "SELECT CAST(pg_advisory_xact_lock(hashtext('atiende.import')) AS TEXT) AS held",
    });
    tx.all::<(String,)>(permit, statement).await.map(|_| ())
}

#[derive(serde::Deserialize)]
struct ThereRow {
    id: String,
    number: i64,
    origin_number: String,
}

/// Numbers of a list in a statement.
const NUMBERS: usize = 1_000;

fn with_numbers(origin: &str, numbers: &[&str]) -> Statement {
    sql("SELECT id, number, origin_number FROM support_case")
        .push_bind(" WHERE origin = ", origin)
        .push_list(" AND origin_number IN ", numbers.iter().copied())
}

/// Cases of an old desk that are in the portal, by the numbers that they had there.
pub async fn find(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    origin: &str,
    numbers: &[&str],
) -> Result<HashMap<String, (CaseId, CaseNumber)>, StoreError> {
    let mut found = HashMap::new();
    for some in numbers.chunks(NUMBERS) {
        let rows: Vec<ThereRow> = tx.all(permit, with_numbers(origin, some)).await?;
        for row in rows {
            let id = read(&row.id, "support_case", "id")?;
            found.insert(row.origin_number, (id, CaseNumber::from_count(row.number)));
        }
    }
    Ok(found)
}

/// Which of these numbers of an old desk are in the portal.
pub async fn known(
    db: &Db,
    permit: &Permit<act::Maintain>,
    origin: &str,
    numbers: &[&str],
) -> Result<HashSet<String>, StoreError> {
    let mut found = HashSet::new();
    for some in numbers.chunks(NUMBERS) {
        let rows: Vec<ThereRow> = db.all(permit, with_numbers(origin, some)).await?;
        found.extend(rows.into_iter().map(|row| row.origin_number));
    }
    Ok(found)
}

#[derive(serde::Deserialize)]
struct CountRow {
    value: i64,
}

/// Takes so many of the portal's numbers; answers the first.
pub async fn count(tx: &mut Tx, permit: &Permit<act::Maintain>, cases: i64) -> Result<i64, StoreError> {
    let statement = sql("UPDATE counter SET value = value + $1 WHERE name = 'case' RETURNING value").bind(cases);
    let row: Option<CountRow> = tx.optional(permit, statement).await?;
    row.map(|row| row.value - cases + 1).ok_or(StoreError::Damaged { table: "counter", column: "name" })
}

pub async fn insert_cases(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    origin: &str,
    cases: &[ImportedCase],
    there: &HashMap<String, (CaseId, CaseNumber)>,
) -> Result<(), StoreError> {
    for some in cases.chunks(ROWS) {
        let mut statement = sql("INSERT INTO support_case (id, number, organization_id, product_id, requester_id, assignee_id,
       title, description, description_marks, status, resolution, priority, reproducible, steps, environment, changes, impact,
       identifiers, opened_at, changed_at, closed_at, last_seq, follow_up_of, origin, origin_number) VALUES");
        for (at, case) in some.iter().enumerate() {
            let number = there.get(&case.number).map_or(0, |(_, number)| number.count());
            let follows = case.follow_up_of.as_ref().and_then(|other| there.get(other)).map(|(id, _)| id);
            statement = statement
                .push_bind(if at == 0 { " (" } else { ", (" }, &case.id)
                .push_bind(", ", number)
                .push_bind(", ", &case.organization)
                .push_bind(", ", &case.product)
                .push_bind(", ", &case.requester)
                .push_bind(", ", case.assignee.as_ref())
                .push_bind(", ", &case.title)
                .push_bind(", ", &case.description)
                .push_bind(", ", &case.description_marks)
                .push_bind(", ", case.status.code())
                .push_bind(", ", case.resolution.map(Resolution::code))
                .push_bind(", ", case.priority.rank())
                .push_bind(", 0, ", &case.steps)
                .push_bind(", ", &case.environment)
                .push_bind(", ", &case.changes)
                .push_bind(", ", &case.impact)
                .push_bind(", '{}', ", case.opened_at)
                .push_bind(", ", case.changed_at)
                .push_bind(", ", case.closed_at)
                .push_bind(", ", case.events.len() as i64)
                .push_bind(", ", follows)
                .push_bind(", ", origin)
                .push_bind(", ", &case.number)
                .push(")");
        }
        tx.run(permit, statement).await?;
    }
    Ok(())
}

pub async fn insert_events(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    cases: &[ImportedCase],
) -> Result<(), StoreError> {
    let all = cases.iter().flat_map(|case| case.events.iter().enumerate().map(move |(at, event)| (case, at, event)));
    let all: Vec<_> = all.collect();
    for some in all.chunks(4 * ROWS) {
        let mut statement = sql("INSERT INTO case_event
       (id, case_id, seq, kind, at, author_id, channel, detail, body, body_marks) VALUES");
        for (row, (case, at, event)) in some.iter().enumerate() {
            statement = statement
                .push_bind(if row == 0 { " (" } else { ", (" }, &event.id)
                .push_bind(", ", &case.id)
                .push_bind(", ", *at as i64 + 1)
                .push_bind(", ", event.detail.kind())
                .push_bind(", ", event.at)
                .push_bind(", ", event.author.as_ref())
                .push_bind(", ", event.channel.code())
                .push_bind(", ", detail::written(&event.detail))
                .push_bind(", ", &event.body)
                .push_bind(", ", &event.body_marks)
                .push(")");
        }
        tx.run(permit, statement).await?;
    }
    Ok(())
}

/// Names of files: a row without a kind of content and without bytes.
pub async fn insert_files(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    cases: &[ImportedCase],
) -> Result<(), StoreError> {
    let all: Vec<_> = cases.iter().flat_map(|case| case.files.iter().map(move |file| (&case.id, file))).collect();
    for some in all.chunks(4 * ROWS) {
        let mut statement = files();
        for (row, (case, file)) in some.iter().enumerate() {
            let (event, note) = match &file.belongs_to {
                FileOf::Description => (None, None),
                FileOf::Event(event) => (Some(event), None),
                FileOf::Note(note) => (None, Some(note)),
            };
            statement = statement
                .push_bind(if row == 0 { " (" } else { ", (" }, &file.id)
                .push_bind(", ", &file.owner)
                .push_bind(", ", *case)
                .push_bind(", ", event)
                .push_bind(", ", note)
                .push_bind(", ", &file.name)
                .push_bind(", '', 0, 0, ", file.at)
                .push(")");
        }
        tx.run(permit, statement).await?;
    }
    Ok(())
}

fn files() -> Statement {
    sql("INSERT INTO attachment
       (id, owner_id, case_id, event_id, note_id, name, media_type, size_bytes, received_bytes, created_at) VALUES")
}
