//! What only engineers do: see who waits, take a chat, join it, hand it over.

use super::{append, lock, log_of, stands_elsewhere, store};
use crate::{
    error::AppError,
    features::{
        cases::{model::EventDetail, server::store as cases},
        chat::{model::*, rules},
    },
    policy::{Place as Where, act},
    route,
    server::{Visit, http},
    values::{PersonId, Problem},
};

/// The chats that wait, and the reader's own.
pub async fn desk(visit: &Visit) -> Result<ChatDesk, AppError> {
    let permit = visit.permit::<act::AnswerChat>(Where::Anywhere)?;
    let db = visit.portal().db();
    let present = visit.portal().hub().present();
    let mut desk = store::desk(db, &permit).await?;
    let there: Vec<&PersonId> = present.iter().map(|present| &present.person).collect();
    desk.engineers = store::engineers(db, &permit, &there).await?;
    desk.now = visit.now();
    desk.presences = present;
    Ok(desk)
}

/// Takes a chat out of the queue: the one that is named, or whoever has waited longest. Of two engineers exactly one has it.
pub async fn take(visit: &Visit, chat: &str) -> Result<Option<crate::values::ChatId>, AppError> {
    let permit = visit.permit::<act::AnswerChat>(Where::Anywhere)?;
    let who = visit.actor().require()?;
    let mut tx = visit.portal().db().begin().await?;
    let chat = match chat {
        "" => store::next_waiting(&mut tx, &permit).await?.map(|id| id.to_string()),
        chat => Some(chat.to_owned()),
    };
    let Some(chat) = chat else {
        http::lead_plain_form(route::CHATS);
        return Ok(None);
    };
    let (chat, case) = lock(&mut tx, &permit, &permit, &chat).await?;
    if chat.state == ChatState::Open && chat.engineer.as_ref() == Some(&who.person) {
        tx.commit().await?;
        http::lead_plain_form(&route::chat(&chat.id));
        return Ok(Some(chat.id.clone()));
    }
    if chat.state != ChatState::Waiting {
        return Err(AppError::Conflict);
    }
    let load = store::load(&mut tx, &permit, &who.person).await?;
    if rules::room(load) == 0 {
        return Err(AppError::field("chat", Problem::TooMany { most: load.most() as u32 }));
    }
    store::set_engineer(&mut tx, &permit, &chat, &who.person, visit.now()).await?;
    let mut log = log_of(&case, visit);
    log.record(EventDetail::ChatTaken);
    if case.assignee.as_ref() != Some(&who.person) {
        log.assign(Some((&who.person, &who.name)));
    }
    append(visit, &mut tx, &permit, &chat.id, &case, &log).await?;
    stands_elsewhere(&mut tx, &chat, &case);
    tx.commit().await?;
    http::lead_plain_form(&route::chat(&chat.id));
    Ok(Some(chat.id.clone()))
}

/// Takes part in a colleague's chat (CHAT-7).
pub async fn join(visit: &Visit, chat: &str) -> Result<(), AppError> {
    let permit = visit.permit::<act::AnswerChat>(Where::Anywhere)?;
    let who = visit.actor().require()?;
    let mut tx = visit.portal().db().begin().await?;
    let (chat, case) = lock(&mut tx, &permit, &permit, chat).await?;
    http::lead_plain_form(&route::chat(&chat.id));
    if chat.takes_part {
        tx.commit().await?;
        return Ok(());
    }
    if chat.state != ChatState::Open {
        return Err(AppError::Conflict);
    }
    store::join(&mut tx, &permit, &chat, &who.person, visit.now()).await?;
    let mut log = log_of(&case, visit);
    log.record(EventDetail::ChatJoined);
    append(visit, &mut tx, &permit, &chat.id, &case, &log).await?;
    stands_elsewhere(&mut tx, &chat, &case);
    tx.commit().await?;
    Ok(())
}

/// Hands a chat over to another engineer, who has its whole history (CHAT-7). The giver takes part no more.
pub async fn hand_over(visit: &Visit, chat: &str, to: &str) -> Result<(), AppError> {
    let permit = visit.permit::<act::AnswerChat>(Where::Anywhere)?;
    let who = visit.actor().require()?;
    let not_a_choice = || AppError::field("engineer", Problem::NotAChoice);
    let mut tx = visit.portal().db().begin().await?;
    let (chat, case) = lock(&mut tx, &permit, &permit, chat).await?;
    let to: PersonId = to.parse().map_err(|_| not_a_choice())?;
    let to = cases::find_engineer(&mut tx, &permit, &to).await?.ok_or_else(not_a_choice)?;
    http::lead_plain_form(&route::chat(&chat.id));
    if chat.engineer.as_ref() == Some(&to.id) {
        tx.commit().await?;
        return Ok(());
    }
    if chat.state != ChatState::Open || !chat.takes_part {
        return Err(AppError::Conflict);
    }
    store::leave(&mut tx, &permit, &chat, &who.person, visit.now()).await?;
    store::set_engineer(&mut tx, &permit, &chat, &to.id, visit.now()).await?;
    let mut log = log_of(&case, visit);
    log.record(EventDetail::ChatHandedOver { to: to.name.clone() });
    if case.assignee.as_ref() != Some(&to.id) {
        log.assign(Some((&to.id, &to.name)));
    }
    append(visit, &mut tx, &permit, &chat.id, &case, &log).await?;
    stands_elsewhere(&mut tx, &chat, &case);
    tx.commit().await?;
    Ok(())
}
