//! How a chat ends, and what its customer says of it.

use super::{
    append_of, lock, log_of, stands_elsewhere,
    store::{self, LockedChat},
};
use crate::{
    error::AppError,
    features::{
        cases::{
            model::{EventDetail, PersonName},
            server::{News, store::LockedCase, tell_of},
        },
        chat::model::*,
    },
    live::{Frame, Topic},
    policy::{Act, Place as Where, act},
    route,
    server::{
        Visit,
        authz::{Grant, Held, Permit},
        db::Tx,
        http,
    },
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
    let author = visit.actor().require()?.named();
    let how = if chat.state == ChatState::Waiting { EventDetail::ChatLeft } else { EventDetail::ChatEnded };
    finish(visit, &mut tx, of_cases, (&chat, &case), &author, how).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends a chat. If nobody answered it, its text is news of the case.
pub(super) async fn finish(
    visit: &Visit,
    tx: &mut Tx,
    grant: &impl Grant,
    (chat, case): (&Held<LockedChat>, &Held<LockedCase>),
    author: &PersonName,
    how: EventDetail,
) -> Result<(), AppError> {
    let mut log = log_of(case, visit);
    log.record(how);
    append_of(visit, tx, grant, &chat.id, case, (author, &log)).await?;
    store::end(tx, grant, chat, case.last_seq + 1, visit.now()).await?;
    if chat.state == ChatState::Waiting {
        let event: EventId = log.entries()[0].id.clone();
        let texts = store::texts(tx, grant, chat).await?;
        let news = if texts.opens_the_case { News::Opened } else { News::Comment(&event, &texts.body) };
        tell_of(visit, tx, grant, case, case.assignee.as_ref(), (author, &news)).await?;
    }
    stands_elsewhere(tx, chat, case);
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
