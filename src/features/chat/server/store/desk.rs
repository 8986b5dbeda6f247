use super::read;
use crate::{
    features::{
        cases::model::PersonName,
        chat::{
            model::*,
            rules::{Load, QUEUE_MOST},
        },
    },
    policy::act,
    server::{
        authz::Permit,
        db::{Db, Dialect, StoreError, Tx, sql},
    },
    values::{CaseNumber, ChatId, Moment, PersonId},
};

/// Own chats that the desk shows: more than anybody answers.
const OWN_MOST: i64 = 20;

#[derive(serde::Deserialize)]
struct SummaryRow {
    id: String,
    number: i64,
    title: String,
    product: String,
    organization: String,
    customer: String,
    state: String,
    asked_at: i64,
    unread: i64,
}

/// $1 engineer, $2 most that wait, $3 most of one's own.
const DESK: &str = "
SELECT h.id, c.number, c.title, p.name AS product, o.name AS organization, u.name AS customer, h.state, h.asked_at,
       h.unread
  FROM (SELECT w.id, w.case_id, w.customer_id, w.state, w.asked_at, 0 AS unread
          FROM (SELECT * FROM chat q WHERE q.state = 'waiting' ORDER BY q.asked_at, q.id LIMIT $2) w
        UNION ALL
        SELECT t.id, t.case_id, t.customer_id, t.state, t.asked_at,
               (SELECT COUNT(*) FROM case_event e
                 WHERE e.case_id = t.case_id AND e.seq > t.read_seq AND e.seq >= t.first_seq AND e.author_id <> $1
                   AND (e.body <> '' OR e.kind = 'opened'))
          FROM (SELECT q.id, q.case_id, q.customer_id, q.state, q.asked_at, q.first_seq, m.read_seq
                  FROM chat_member m JOIN chat q ON q.id = m.chat_id
                 WHERE m.person_id = $1 AND m.left_at IS NULL AND q.state = 'open'
                 ORDER BY q.asked_at, q.id LIMIT $3) t) h
  JOIN support_case c ON c.id = h.case_id
  JOIN product p ON p.id = c.product_id
  JOIN organization o ON o.id = c.organization_id
  JOIN person u ON u.id = h.customer_id
 ORDER BY h.asked_at, h.id";

/// The chats that wait, the first first, and those in which the reader takes part.
pub async fn desk(db: &Db, permit: &Permit<act::AnswerChat>) -> Result<ChatDesk, StoreError> {
    let statement = sql(DESK).bind(permit.person()).bind(QUEUE_MOST).bind(OWN_MOST);
    let rows: Vec<SummaryRow> = db.all(permit, statement).await?;
    let mut desk = ChatDesk::default();
    for row in rows {
        let list = match read(&row.state, "state")? {
            ChatState::Waiting => &mut desk.waiting,
            ChatState::Open | ChatState::Ended => &mut desk.own,
        };
        list.push(ChatSummary {
            id: read(&row.id, "id")?,
            number: CaseNumber::from_count(row.number),
            title: row.title,
            product: row.product,
            organization: row.organization,
            customer: row.customer,
            asked_at: Moment(row.asked_at),
            unread: row.unread,
        });
    }
    Ok(desk)
}

#[derive(serde::Deserialize)]
struct LoadRow {
    open: i64,
    chats_most: Option<i64>,
}

/// How many open chats an engineer answers, and may at most. Until the transaction ends nobody else counts them: of two chats
/// that the engineer takes at once, the second is counted behind the first.
pub async fn load(tx: &mut Tx, permit: &Permit<act::AnswerChat>, engineer: &PersonId) -> Result<Load, StoreError> {
    // a statement of its own: one that waits for the lock counts what it saw before. Whoever writes as this engineer goes on
    let locked = sql("SELECT p.id FROM person p WHERE p.id = $1").bind(engineer).push(match tx.dialect() {
        Dialect::Sqlite => "",
        Dialect::Postgres => " FOR NO KEY UPDATE",
    });
    let _: Option<IdRow> = tx.optional(permit, locked).await?;
    let statement = sql(
        "SELECT (SELECT COUNT(*) FROM chat h WHERE h.engineer_id = p.id AND h.state = 'open') AS open, p.chats_most
  FROM person p WHERE p.id = $1",
    )
    .bind(engineer);
    let row: Option<LoadRow> = tx.optional(permit, statement).await?;
    Ok(row.map_or(Load { open: 0, own_most: None }, |row| Load { open: row.open, own_most: row.chats_most }))
}

#[derive(serde::Deserialize)]
struct IdRow {
    id: String,
}

/// Who has waited longest. Two engineers who ask at once get two chats.
pub async fn next_waiting(tx: &mut Tx, permit: &Permit<act::AnswerChat>) -> Result<Option<ChatId>, StoreError> {
    let statement = sql("SELECT h.id FROM chat h WHERE h.state = 'waiting' ORDER BY h.asked_at, h.id LIMIT 1");
    let statement = statement.push(match tx.dialect() {
        Dialect::Sqlite => "",
        Dialect::Postgres => " FOR UPDATE OF h SKIP LOCKED",
    });
    let row: Option<IdRow> = tx.optional(permit, statement).await?;
    row.map(|row| read(&row.id, "id")).transpose()
}

#[derive(serde::Deserialize)]
struct EngineerRow {
    id: String,
    name: String,
}

/// Those of these people who are engineers, by name.
pub async fn engineers(
    db: &Db,
    permit: &Permit<act::AnswerChat>,
    people: &[&PersonId],
) -> Result<Vec<PersonName>, StoreError> {
    let statement = sql("SELECT p.id, p.name FROM person p WHERE").push_list(" p.id IN ", people.iter().copied()).push(
        " AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.role = 'Engineer') ORDER BY p.name",
    );
    let rows: Vec<EngineerRow> = db.all(permit, statement).await?;
    rows.into_iter()
        .map(|row| Ok(PersonName { id: read(&row.id, "person_id")?, name: row.name, vendor: true }))
        .collect()
}
