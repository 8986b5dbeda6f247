//! The SQL of chats and nothing else; their messages are events, which `cases::server::store` keeps.

mod close;
mod desk;
mod hours;
mod page;
mod transcript;

pub use close::{Waiting, waiting};
pub use desk::{desk, engineers, load, next_waiting};
pub use hours::{hours, lock_product, set_hours};
pub use page::{NewPage, around, case_of, find_chat, new_page};
pub use transcript::{lines, texts};

use super::super::model::{ChatState, Marks, Rating};
use crate::{
    server::{
        authz::{Grant, Held, chats_in_reach},
        db::{Dialect, StoreError, Tx, sql},
    },
    values::{CaseId, CaseNumber, ChatId, Moment, PersonId},
};
use std::str::FromStr;

/// A chat whose row is locked until the transaction ends.
#[derive(Clone, Debug)]
pub struct LockedChat {
    pub id: ChatId,
    pub case: CaseId,
    pub number: CaseNumber,
    pub customer: PersonId,
    pub engineer: Option<PersonId>,
    pub state: ChatState,
    /// Does the acting person take part?
    pub takes_part: bool,
}

#[derive(serde::Deserialize)]
struct LockedRow {
    id: String,
    case_id: String,
    number: i64,
    customer_id: String,
    engineer_id: Option<String>,
    state: String,
    takes_part: i64,
}

/// Locks a chat within the grant's reach; what is out of reach is not found. Its case is locked after it.
pub async fn lock(tx: &mut Tx, grant: &impl Grant, chat: &ChatId) -> Result<Option<Held<LockedChat>>, StoreError> {
    let reader = grant.actor().signed_in().map(|who| &who.person);
    let statement = sql("SELECT h.id, h.case_id, c.number, h.customer_id, h.engineer_id, h.state,
       (SELECT COUNT(*) FROM chat_member m WHERE m.chat_id = h.id AND m.left_at IS NULL AND m.person_id = ")
    .push_bind("", reader)
    .push(") AS takes_part FROM chat h JOIN support_case c ON c.id = h.case_id WHERE h.id = ")
    .push_bind("", chat)
    .push(" AND");
    let statement = chats_in_reach(statement, grant).push(match tx.dialect() {
        // BEGIN IMMEDIATE holds the only writer.
        Dialect::Sqlite => "",
        Dialect::Postgres => " FOR UPDATE OF h",
    });
    if tx.dialect() == Dialect::Postgres {
        // who waits here for the lock has not seen who was put in or out meanwhile, and looks again behind it
        let _: Option<LockedRow> = tx.optional(grant, statement.clone()).await?;
    }
    let row: Option<LockedRow> = tx.optional(grant, statement).await?;
    let Some(row) = row else { return Ok(None) };
    let locked = LockedChat {
        id: read(&row.id, "id")?,
        case: read(&row.case_id, "case_id")?,
        number: CaseNumber::from_count(row.number),
        customer: read(&row.customer_id, "customer_id")?,
        engineer: row.engineer_id.as_deref().map(|id| read(id, "engineer_id")).transpose()?,
        state: read(&row.state, "state")?,
        takes_part: row.takes_part > 0,
    };
    Ok(Some(Held::under(grant, locked)))
}

#[derive(serde::Deserialize)]
struct BegunRow {
    id: Option<String>,
    number: i64,
}

/// What a form with this key began before (P4): its chat, and that chat's case.
pub async fn find_begun(
    tx: &mut Tx,
    grant: &impl Grant,
    customer: &PersonId,
    key: &str,
) -> Result<Option<(ChatId, CaseNumber)>, StoreError> {
    let statement = sql("SELECT h.id, c.number FROM chat h JOIN support_case c ON c.id = h.case_id
 WHERE h.customer_id = $1 AND h.start_key = $2")
    .bind(customer)
    .bind(key);
    let row: Option<BegunRow> = tx.optional(grant, statement).await?;
    row.map(|row| Ok((read(&row.id.unwrap_or_default(), "id")?, CaseNumber::from_count(row.number)))).transpose()
}

/// Does a chat run: the customer's own, or one on the case?
pub async fn is_running(
    tx: &mut Tx,
    grant: &impl Grant,
    customer: &PersonId,
    case: Option<&CaseId>,
) -> Result<bool, StoreError> {
    let statement = sql("SELECT h.id FROM chat h WHERE h.state <> 'ended' AND h.customer_id = $1
UNION SELECT h.id FROM chat h WHERE h.state <> 'ended' AND h.case_id = $2")
    .bind(customer)
    .bind(case);
    let running: Option<(String,)> = tx.optional(grant, statement).await?;
    Ok(running.is_some())
}

/// A chat that begins.
pub struct NewRow<'a> {
    pub id: &'a ChatId,
    pub case: &'a CaseId,
    pub customer: &'a PersonId,
    pub first_seq: i64,
    pub key: &'a str,
    pub now: Moment,
}

/// Inserts a chat with its customer, who has seen what they wrote.
pub async fn insert(tx: &mut Tx, grant: &impl Grant, new: &NewRow<'_>) -> Result<(), StoreError> {
    let statement =
        sql("INSERT INTO chat (id, case_id, customer_id, state, first_seq, asked_at, start_key) VALUES ($1, $2, $3, 'waiting', $4, $5, $6)")
            .bind(new.id)
            .bind(new.case)
            .bind(new.customer)
            .bind(new.first_seq)
            .bind(new.now)
            .bind(new.key);
    tx.run(grant, statement).await?;
    insert_member(tx, grant, new.id, new.customer, new.now).await
}

/// Somebody takes part, perhaps again.
async fn insert_member(
    tx: &mut Tx,
    grant: &impl Grant,
    chat: &ChatId,
    person: &PersonId,
    now: Moment,
) -> Result<(), StoreError> {
    let statement = sql(
        "INSERT INTO chat_member (chat_id, person_id, joined_at, delivered_seq, read_seq) VALUES ($1, $2, $3, 0, 0)
ON CONFLICT (chat_id, person_id) DO UPDATE SET joined_at = excluded.joined_at, left_at = NULL",
    )
    .bind(chat)
    .bind(person)
    .bind(now);
    tx.run(grant, statement).await.map(|_| ())
}

/// Somebody takes part from now on.
pub async fn join(
    tx: &mut Tx,
    grant: &impl Grant,
    chat: &Held<LockedChat>,
    person: &PersonId,
    now: Moment,
) -> Result<(), StoreError> {
    insert_member(tx, grant, &chat.id, person, now).await
}

/// Somebody takes part no more.
pub async fn leave(
    tx: &mut Tx,
    grant: &impl Grant,
    chat: &Held<LockedChat>,
    person: &PersonId,
    now: Moment,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE chat_member SET left_at = $1 WHERE chat_id = $2 AND person_id = $3")
        .bind(now)
        .bind(&chat.id)
        .bind(person);
    tx.run(grant, statement).await.map(|_| ())
}

/// Gives a chat to an engineer; the first one takes it out of the queue.
pub async fn set_engineer(
    tx: &mut Tx,
    grant: &impl Grant,
    chat: &Held<LockedChat>,
    engineer: &PersonId,
    now: Moment,
) -> Result<(), StoreError> {
    let statement =
        sql("UPDATE chat SET engineer_id = $1, state = 'open', taken_at = COALESCE(taken_at, $2) WHERE id = $3")
            .bind(engineer)
            .bind(now)
            .bind(&chat.id);
    tx.run(grant, statement).await?;
    insert_member(tx, grant, &chat.id, engineer, now).await
}

/// Ends a chat with the event of this number.
pub async fn end(
    tx: &mut Tx,
    grant: &impl Grant,
    chat: &Held<LockedChat>,
    last_seq: i64,
    now: Moment,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE chat SET state = 'ended', ended_at = $1, last_seq = $2 WHERE id = $3")
        .bind(now)
        .bind(last_seq)
        .bind(&chat.id);
    tx.run(grant, statement).await.map(|_| ())
}

pub async fn set_rating(
    tx: &mut Tx,
    grant: &impl Grant,
    chat: &Held<LockedChat>,
    rating: Rating,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE chat SET rating = $1 WHERE id = $2").bind(rating.code()).bind(&chat.id);
    tx.run(grant, statement).await.map(|_| ())
}

#[derive(serde::Deserialize)]
struct MarksRow {
    delivered_seq: i64,
    read_seq: i64,
}

/// Moves somebody's marks forward, never back and never beyond the log; `None`: they stood there, or further.
pub async fn set_marks(
    tx: &mut Tx,
    grant: &impl Grant,
    chat: &Held<LockedChat>,
    person: &PersonId,
    marks: Marks,
) -> Result<Option<Marks>, StoreError> {
    let statement = sql("UPDATE chat_member SET
       delivered_seq = CASE WHEN delivered_seq < $1 THEN $1 ELSE delivered_seq END,
       read_seq = CASE WHEN read_seq < $2 THEN $2 ELSE read_seq END
 WHERE chat_id = $3 AND person_id = $4 AND (delivered_seq < $1 OR read_seq < $2)
   AND $1 <= (SELECT c.last_seq FROM support_case c WHERE c.id = $5) AND $2 <= $1
RETURNING delivered_seq, read_seq")
    .bind(marks.delivered)
    .bind(marks.read)
    .bind(&chat.id)
    .bind(person)
    .bind(&chat.case);
    let row: Option<MarksRow> = tx.optional(grant, statement).await?;
    Ok(row.map(|row| Marks { delivered: row.delivered_seq, read: row.read_seq }))
}

/// Reads a stored text as the value that it was.
fn read<T: FromStr>(text: &str, column: &'static str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Damaged { table: "chat", column })
}
