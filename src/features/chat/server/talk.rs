//! Messages, and how far they have come.

use super::{append, lock, log_of, message, store};
use crate::{
    error::AppError,
    features::{
        cases::{
            model::Outcome,
            rules::{self as case_rules, Intent, Side},
            server::store::{self as cases, DraftOf, LockedCase},
        },
        chat::{model::*, rules},
    },
    live::{Frame, Topic},
    policy::{Act, Place, act},
    route,
    server::{
        Visit,
        authz::{Held, Permit},
        db::Tx,
        http,
    },
    values::{ChatId, Problem, Problems},
};

/// Sends a message. Sent again under the same key it is the same message, with the same number, whatever has happened to the
/// chat since (CHAT-5, P4). Sent too often it is refused before the database hears of it, and may be sent again later.
pub async fn send(visit: &Visit, form: MessageForm) -> Result<Outcome<Receipt>, AppError> {
    match visit.permit::<act::AnswerChat>(Place::Anywhere) {
        Ok(permit) => send_as(visit, &permit, &permit, Side::Engineer, &form).await,
        Err(_) => {
            let chats = visit.permit::<act::Chat>(Place::Anywhere)?;
            send_as(visit, &chats, &visit.permit::<act::CommentCase>(Place::Anywhere)?, Side::Customer, &form).await
        }
    }
}

async fn send_as<A: Act, B: Act>(
    visit: &Visit,
    chats: &Permit<A>,
    of_cases: &Permit<B>,
    side: Side,
    form: &MessageForm,
) -> Result<Outcome<Receipt>, AppError> {
    let who = visit.actor().require()?;
    visit.portal().messages().count(&who.person, visit.now())?;
    let mut tx = visit.portal().db().begin().await?;
    let (chat, case) = lock(&mut tx, chats, of_cases, &form.chat).await?;
    let (body, key) = match rules::check_message(form) {
        Ok(checked) => checked,
        Err(problems) => {
            keep(visit, tx, of_cases, &chat.id, &case, &form.body, "check=1").await?;
            return Ok(Outcome::Problems(problems));
        }
    };
    let state = cases::message_state(&mut tx, of_cases, &case, &who.person, &key).await?;
    if let Some((id, seq, at)) = state.sent {
        tx.commit().await?;
        http::lead_plain_form(&route::chat(&chat.id));
        return Ok(Outcome::Done(Receipt { id, seq, at }));
    }
    if state.incomplete > 0 {
        keep(visit, tx, of_cases, &chat.id, &case, &form.body, "problem=file-incomplete").await?;
        return Ok(Outcome::Problems(Problems::one("attachments", Problem::Incomplete)));
    }
    let moves_to = case_rules::reply_moves_to(&case.position, side, Intent::Comment, visit.now());
    let (true, Ok(to)) = (chat.takes_part && chat.state != ChatState::Ended, moves_to) else {
        keep(visit, tx, of_cases, &chat.id, &case, &form.body, "late=1").await?;
        return Err(AppError::Conflict);
    };
    let entry = message(visit, &body, key);
    let receipt = Receipt { id: entry.id.clone(), seq: case.last_seq + 1, at: visit.now() };
    let mut log = log_of(&case, visit);
    log.add(entry);
    log.move_to(to);
    if state.has_draft {
        let scope = format!("comment:{}", case.id);
        let of = DraftOf { person: &who.person, organization: &who.standing.organization, scope: &scope };
        append(visit, &mut tx, of_cases, &chat.id, &case, &log).await?;
        if let Some(draft) = cases::delete_draft(&mut tx, of_cases, of).await? {
            cases::move_attachments(&mut tx, of_cases, &draft, &case.id, Some(&receipt.id)).await?;
            tx.announce(Topic::Chat(chat.id.clone()), Frame::Changed);
        }
    } else {
        append(visit, &mut tx, of_cases, &chat.id, &case, &log).await?;
    }
    tx.commit().await?;
    http::lead_plain_form(&format!("{}#chat-box", route::chat(&chat.id)));
    Ok(Outcome::Done(receipt))
}

/// Keeps what a plain form could not send as the draft that the box and the case show, and leads back to it; a page with
/// scripting has it still.
async fn keep<B: Act>(
    visit: &Visit,
    mut tx: Tx,
    of_cases: &Permit<B>,
    chat: &ChatId,
    case: &Held<LockedCase>,
    body: &str,
    why: &str,
) -> Result<(), AppError> {
    if http::is_plain_form() {
        let scope = format!("comment:{}", case.id);
        let of = DraftOf { person: of_cases.author()?, organization: of_cases.organization()?, scope: &scope };
        cases::put_reply_draft(&mut tx, of_cases, of, &visit.id(), body, visit.now()).await?;
        tx.commit().await?;
        http::lead_plain_form(&format!("{}?{why}", route::chat(chat)));
    }
    Ok(())
}

/// Says how far the messages have come to the reader; only forward. Whoever does not take part has no marks.
pub async fn mark(visit: &Visit, chat: &str, marks: Marks) -> Result<(), AppError> {
    match visit.permit::<act::AnswerChat>(Place::Anywhere) {
        Ok(permit) => mark_as(visit, &permit, chat, marks).await,
        Err(_) => mark_as(visit, &visit.permit::<act::Chat>(Place::Anywhere)?, chat, marks).await,
    }
}

async fn mark_as<A: Act>(visit: &Visit, permit: &Permit<A>, chat: &str, marks: Marks) -> Result<(), AppError> {
    let id: ChatId = chat.parse().map_err(|_| AppError::NotFound)?;
    let mut tx = visit.portal().db().begin().await?;
    let chat = store::lock(&mut tx, permit, &id).await?.ok_or(AppError::NotFound)?;
    let person = permit.author()?;
    if let Some(marks) = store::set_marks(&mut tx, permit, &chat, person, marks).await? {
        // whoever shows no marks hears of them still: what is unread is counted from them (CHAT-6)
        let is_shown = visit.actor().require()?.shown.marks;
        let to = if is_shown { Topic::Chat(id) } else { Topic::Person(person.clone()) };
        tx.announce(to, Frame::Marked { person: person.clone(), marks });
    }
    tx.commit().await?;
    Ok(())
}
