//! The SQL of the live channel and nothing else.

use super::{Announcement, Frame, Topic};
use crate::{
    policy::act,
    server::{
        authz::{Permit, cases_in_reach, chats_in_reach},
        db::{Db, Statement, StoreError, Tx, sql},
    },
    values::{CaseId, ChatId, Moment},
};

/// Hands announcements to the other instances; runs in the transaction that they belong to.
pub(super) fn insert(announcements: &[Announcement], id: impl Fn() -> String, now: Moment) -> Statement {
    let mut statement = sql("INSERT INTO live_event (id, topic, frame, at) VALUES ");
    for (at, Announcement { topic, frame }) in announcements.iter().enumerate() {
        let frame = serde_json::to_string(frame).expect("a frame is JSON");
        statement = statement
            .push_bind(if at == 0 { "(" } else { ", (" }, id())
            .push_bind(", ", topic.to_string())
            .push_bind(", ", frame)
            .push_bind(", ", now)
            .push(")");
    }
    statement
}

/// What some instance announced.
pub(super) struct Relayed {
    pub id: String,
    pub at: Moment,
    pub announcement: Announcement,
}

#[derive(serde::Deserialize)]
struct RelayedRow {
    id: String,
    topic: String,
    frame: String,
    at: i64,
}

/// Everything announced since an instant, by any instance.
pub(super) async fn list_since(
    db: &Db,
    permit: &Permit<act::Maintain>,
    since: Moment,
) -> Result<Vec<Relayed>, StoreError> {
    let statement = sql("SELECT id, topic, frame, at FROM live_event WHERE at > $1 ORDER BY at, id").bind(since);
    let rows: Vec<RelayedRow> = db.all(permit, statement).await?;
    let damaged = |column| StoreError::Damaged { table: "live_event", column };
    rows.into_iter()
        .map(|row| {
            let topic: Topic = row.topic.parse().map_err(|_| damaged("topic"))?;
            let frame: Frame = serde_json::from_str(&row.frame).map_err(|_| damaged("frame"))?;
            Ok(Relayed { id: row.id, at: Moment(row.at), announcement: Announcement { topic, frame } })
        })
        .collect()
}

/// Deletes what was announced before an instant, at least [`super::RETENTION_MS`] back.
pub async fn delete_before(tx: &mut Tx, permit: &Permit<act::Maintain>, before: Moment) -> Result<u64, StoreError> {
    tx.run(permit, sql("DELETE FROM live_event WHERE at < $1").bind(before)).await
}

#[derive(serde::Deserialize)]
struct ToldRow {
    #[allow(dead_code, reason = "the statement is run for its effect")]
    told: Option<String>,
}

/// Wakes the other instances, in a statement of its own: a commit that notifies takes a lock that all others wait for.
pub(super) async fn notify(
    db: &Db,
    permit: &Permit<act::Maintain>,
    channel: &'static str,
    payload: &str,
) -> Result<(), StoreError> {
    let statement = sql("SELECT CAST(pg_notify($1, $2) AS TEXT) AS told").bind(channel).bind(payload);
    db.all::<ToldRow>(permit, statement).await.map(|_| ())
}

#[derive(serde::Deserialize)]
struct IdRow {
    id: String,
}

/// Those of these cases that the reader may see.
pub(super) async fn cases_in_sight(
    db: &Db,
    permit: &Permit<act::ReadCases>,
    cases: &[&CaseId],
) -> Result<Vec<CaseId>, StoreError> {
    let statement =
        sql("SELECT c.id FROM support_case c WHERE").push_list(" c.id IN ", cases.iter().copied()).push(" AND");
    let rows: Vec<IdRow> = db.all(permit, cases_in_reach(statement, permit)).await?;
    rows.into_iter()
        .map(|row| row.id.parse().map_err(|_| StoreError::Damaged { table: "support_case", column: "id" }))
        .collect()
}

/// Those of these chats that the reader may see.
pub(super) async fn chats_in_sight(
    db: &Db,
    permit: &Permit<act::ReadCases>,
    chats: &[&ChatId],
) -> Result<Vec<ChatId>, StoreError> {
    let statement = sql("SELECT h.id FROM chat h JOIN support_case c ON c.id = h.case_id WHERE")
        .push_list(" h.id IN ", chats.iter().copied())
        .push(" AND");
    let rows: Vec<IdRow> = db.all(permit, chats_in_reach(statement, permit)).await?;
    rows.into_iter()
        .map(|row| row.id.parse().map_err(|_| StoreError::Damaged { table: "chat", column: "id" }))
        .collect()
}
