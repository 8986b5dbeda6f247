//! The use cases of chats.
//!
//! Used by the server functions. What always holds: a write locks the chat's row and then its case's, in this order, so that
//! messages of both sides are numbered one after the other; what was stored is announced whole, with its number, after the
//! commit; sent again under its key it is answered with the number that it has (P4).
//!
//! Statements: `send` 5, its repeat 2; `open` 4; `since` 2; `desk` 1 and one for names; `mark` 2; `hours` 1, and one for what was
//! kept; `set_hours` 2; what locks a chat has one more on PostgreSQL.

mod begin;
mod close;
mod desk;
mod end;
mod hours;
mod page;
mod store;
mod talk;
mod transcript;

pub use begin::{begin, new_chat};
pub use close::close_queues;
pub use desk::{desk, hand_over, join, take};
pub use end::{end, rate};
pub use hours::{hours, set_hours};
pub use page::{open, since};
pub use talk::{mark, send};
pub use transcript::mail_transcript;

use super::model::ChatEvent;
use crate::{
    error::AppError,
    features::cases::{
        model::{CaseEvent, Channel, EventDetail, PersonName},
        server::{
            Entry, Log,
            store::{self as cases, LockedCase},
        },
    },
    live::{Frame, Topic},
    policy::Act,
    server::{
        Visit,
        authz::{Grant, Held, Permit},
        db::Tx,
        markdown,
    },
    values::ChatId,
};
use store::LockedChat;

/// Locks a chat and then its case.
async fn lock<A: Act, B: Act>(
    tx: &mut Tx,
    chats: &Permit<A>,
    of_cases: &Permit<B>,
    chat: &str,
) -> Result<(Held<LockedChat>, Held<LockedCase>), AppError> {
    let chat: ChatId = chat.parse().map_err(|_| AppError::NotFound)?;
    let chat = store::lock(tx, chats, &chat).await?.ok_or(AppError::NotFound)?;
    let case = cases::lock(tx, of_cases, chat.number).await?.ok_or(AppError::NotFound)?;
    Ok((chat, case))
}

/// A case's log, to be continued by a chat.
fn log_of(case: &Held<LockedCase>, visit: &Visit) -> Log {
    Log::of(case, visit).over(Channel::Chat)
}

/// Stores what was logged and announces it whole to the chat, as a hint to everybody else.
async fn append(
    visit: &Visit,
    tx: &mut Tx,
    grant: &impl Grant,
    chat: &ChatId,
    case: &Held<LockedCase>,
    log: &Log,
) -> Result<(), AppError> {
    let author = visit.actor().require()?.named();
    append_of(visit, tx, grant, chat, case, (&author, log)).await
}

/// The same of what somebody did who is not here.
async fn append_of(
    visit: &Visit,
    tx: &mut Tx,
    grant: &impl Grant,
    chat: &ChatId,
    case: &Held<LockedCase>,
    (author, log): (&PersonName, &Log),
) -> Result<(), AppError> {
    cases::append(tx, grant, case, log, &author.id, visit.now()).await?;
    for (at, entry) in log.entries().iter().enumerate() {
        tx.announce(
            Topic::Chat(chat.clone()),
            Frame::Logged { logged: Box::new(logged(visit, author, case.last_seq + 1 + at as i64, entry)) },
        );
    }
    tx.announce(Topic::Case(case.id.clone()), Frame::Changed);
    Ok(())
}

/// An entry as it is announced, before it is read back.
fn logged(visit: &Visit, author: &PersonName, seq: i64, entry: &Entry) -> ChatEvent {
    ChatEvent {
        event: CaseEvent {
            id: entry.id.clone(),
            seq,
            at: visit.now(),
            author: Some(author.clone()),
            channel: Channel::Chat,
            detail: entry.detail.clone(),
            body_html: markdown::html(&entry.body, &entry.body_marks).expect("marks of this very text"),
            attachments: Vec::new(),
        },
        key: entry.key.clone().unwrap_or_default(),
    }
}

/// The desk's queue, the customer's pages and the lists of the organization show that a chat stands elsewhere.
fn stands_elsewhere(tx: &mut Tx, chat: &Held<LockedChat>, case: &Held<LockedCase>) {
    for topic in [
        Topic::Chat(chat.id.clone()),
        Topic::Desk,
        Topic::Organization(case.organization.clone()),
        Topic::Person(chat.customer.clone()),
    ] {
        tx.announce(topic, Frame::Changed);
    }
}

/// A message's entry.
fn message(visit: &Visit, body: &str, key: String) -> Entry {
    Entry::with_body(visit, EventDetail::Messaged, body, Some(key))
}
