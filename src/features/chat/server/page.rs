//! A chat as its page shows it, and what a browser has missed of it.

use super::store;
use crate::{
    error::AppError,
    features::{
        cases::server::store::{self as cases, LogRange},
        chat::{model::*, rules},
    },
    policy::{Place as Where, act},
    server::{
        Visit,
        authz::{Held, Permit},
    },
    values::{ChatId, EventId},
};

/// The organization's other cases that an engineer sees beside a chat.
const EARLIER_MOST: i64 = 6;

/// A chat with its messages, for those who may see it: its customer, and the vendor's people.
pub async fn open(visit: &Visit, chat: &str) -> Result<ChatContent, AppError> {
    let (permit, chat) = find(visit, chat).await?;
    let db = visit.portal().db();
    let around = store::around(db, &permit, &chat).await?;
    let part = cases::log_part(db, &permit, &store::case_of(&permit, &chat), range(&chat, chat.first_seq - 1)).await?;
    let earlier = match visit.permit::<act::AnswerChat>(Where::Anywhere) {
        Ok(_) => cases::of_organization(db, &permit, &store::case_of(&permit, &chat), EARLIER_MOST).await?,
        Err(_) => Vec::new(),
    };
    let place = (chat.state == ChatState::Waiting)
        .then(|| Place { before: around.before, wait_ms: rules::expected_wait_ms(around.before, &around.waited_ms) });
    Ok(ChatContent {
        chat: chat.into_inner(),
        events: part.events.into_iter().map(event).collect(),
        members: around.members,
        place,
        draft: part.draft,
        earlier,
        reply_key: visit.id::<EventId>().to_string(),
        now: visit.now(),
    })
}

/// What was logged after a number, at any age (CHAT-5). Of very much the first: the browser asks on from the last of them.
pub async fn since(visit: &Visit, chat: &str, after: i64) -> Result<Vec<ChatEvent>, AppError> {
    let (permit, chat) = find(visit, chat).await?;
    let range = range(&chat, after.max(chat.first_seq - 1));
    // numbers have no gaps
    let range = LogRange { until: range.until.min(range.after.saturating_add(range.most)), ..range };
    let part = cases::log_part(visit.portal().db(), &permit, &store::case_of(&permit, &chat), range).await?;
    Ok(part.events.into_iter().map(event).collect())
}

async fn find(visit: &Visit, chat: &str) -> Result<(Permit<act::ReadCases>, Held<Chat>), AppError> {
    let permit = visit.permit::<act::ReadCases>(Where::Anywhere)?;
    let id: ChatId = chat.parse().map_err(|_| AppError::NotFound)?;
    let chat = store::find_chat(visit.portal().db(), &permit, &id).await?.ok_or(AppError::NotFound)?;
    Ok((permit, chat))
}

fn range(chat: &Chat, after: i64) -> LogRange {
    LogRange { after, until: chat.last_seq.unwrap_or(i64::MAX), most: rules::EVENTS_MOST }
}

fn event((event, key): (crate::features::cases::model::CaseEvent, Option<String>)) -> ChatEvent {
    ChatEvent { event, key: key.unwrap_or_default() }
}
