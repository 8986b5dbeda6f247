//! How a chat ends, and what its customer says of it.

use super::{append, lock, log_of, stands_elsewhere, store};
use crate::{
    error::AppError,
    features::{
        cases::{
            model::EventDetail,
            server::{News, tell},
        },
        chat::model::*,
    },
    live::{Frame, Topic},
    policy::{Act, Place as Where, act},
    route,
    server::{Visit, authz::Permit, http},
    values::{EventId, Problem},
};

/// Ends a chat, from either side (CHAT-8); done twice it is done once. A customer who still waits leaves the queue: what was
/// written is a comment on the case then, and those who follow it are told (CHAT-3).
pub async fn end(visit: &Visit, chat: &str) -> Result<(), AppError> {
    match visit.permit::<act::AnswerChat>(Where::Anywhere) {
        Ok(permit) => end_as(visit, &permit, &permit, chat).await,
        Err(_) => {
            let chats = visit.permit::<act::Chat>(Where::Anywhere)?;
            end_as(visit, &chats, &visit.permit::<act::CommentCase>(Where::Anywhere)?, chat).await
        }
    }
}

async fn end_as<A: Act, B: Act>(
    visit: &Visit,
    chats: &Permit<A>,
    of_cases: &Permit<B>,
    chat: &str,
) -> Result<(), AppError> {
    let mut tx = visit.portal().db().begin().await?;
    let (chat, case) = lock(&mut tx, chats, of_cases, chat).await?;
    http::lead_plain_form(&route::chat(&chat.id));
    if chat.state == ChatState::Ended {
        tx.commit().await?;
        return Ok(());
    }
    if !chat.takes_part {
        return Err(AppError::Conflict);
    }
    let waited = chat.state == ChatState::Waiting;
    let mut log = log_of(&case, visit);
    log.record(if waited { EventDetail::ChatLeft } else { EventDetail::ChatEnded });
    append(visit, &mut tx, of_cases, &chat.id, &case, &log).await?;
    store::end(&mut tx, of_cases, &chat, case.last_seq + 1, visit.now()).await?;
    if waited {
        let event: EventId = log.entries()[0].id.clone();
        let texts = store::texts(&mut tx, of_cases, &chat).await?;
        let news = if texts.opens_the_case { News::Opened } else { News::Comment(&event, &texts.body) };
        tell(visit, &mut tx, of_cases, &case, case.assignee.as_ref(), &news).await?;
    }
    stands_elsewhere(&mut tx, &chat, &case);
    tx.commit().await?;
    Ok(())
}

/// What the customer says of an ended chat; said again, the last word counts.
pub async fn rate(visit: &Visit, chat: &str, rating: &str) -> Result<(), AppError> {
    let permit = visit.permit::<act::Chat>(Where::Anywhere)?;
    let of_cases = visit.permit::<act::CommentCase>(Where::Anywhere)?;
    let mut tx = visit.portal().db().begin().await?;
    let (chat, _case) = lock(&mut tx, &permit, &of_cases, chat).await?;
    let rating: Rating = rating.parse().map_err(|()| AppError::field("rating", Problem::NotAChoice))?;
    http::lead_plain_form(&route::chat(&chat.id));
    if chat.state != ChatState::Ended || chat.engineer.is_none() {
        return Err(AppError::Conflict);
    }
    store::set_rating(&mut tx, &permit, &chat, rating).await?;
    tx.announce(Topic::Chat(chat.id.clone()), Frame::Changed);
    tx.commit().await?;
    Ok(())
}
