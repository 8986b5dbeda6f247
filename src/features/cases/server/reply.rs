//! Comments of customers and answers of engineers.

use super::{
    log::{Entry, Log},
    store::{self, DraftOf, LockedCase},
    tell::{self, News},
};
use crate::{
    error::AppError,
    features::cases::{
        model::*,
        rules::{self, CheckedReply, Intent, Side},
    },
    policy::{Act, Place, act},
    route,
    server::{
        Visit,
        authz::{Held, Permit},
        db::Tx,
        http, markdown,
    },
    values::{CaseNumber, Problem, Problems},
};

/// Markdown as it will be stored; nothing is.
pub fn preview(visit: &Visit, source: &str) -> Result<String, AppError> {
    visit.actor().require()?;
    if source.chars().count() > rules::DESCRIPTION_MOST as usize {
        let now = source.chars().count() as u32;
        return Err(AppError::field("source", Problem::TooLong { most: rules::DESCRIPTION_MOST, now }));
    }
    Ok(markdown::render(source))
}

/// Sends a comment, or as an engineer an answer. A repeat is one (CASE-6); what others wrote meanwhile is shown first
/// (CASE-18). What cannot be sent is kept as a draft.
pub async fn comment(visit: &Visit, form: ReplyForm) -> Result<Sent, AppError> {
    match visit.permit::<act::AnswerCase>(Place::Anywhere) {
        Ok(permit) => send(visit, &permit, Side::Engineer, &form).await,
        Err(_) => send(visit, &visit.permit::<act::CommentCase>(Place::Anywhere)?, Side::Customer, &form).await,
    }
}

async fn send<A: Act>(visit: &Visit, permit: &Permit<A>, side: Side, form: &ReplyForm) -> Result<Sent, AppError> {
    let number: CaseNumber = form.case.parse().map_err(|_| AppError::NotFound)?;
    let author = permit.author()?;
    let mut tx = visit.portal().db().begin().await?;
    let case = store::lock(&mut tx, permit, number).await?.ok_or(AppError::NotFound)?;
    let reply = match rules::check_reply(form, side) {
        Ok(reply) => reply,
        Err(problems) => return keep(visit, tx, permit, &case, &form.body, Sent::Problems(problems)).await,
    };
    let state = store::reply_state(&mut tx, permit, &case, author, reply.key.as_deref(), form.seen).await?;
    if state.is_repeat {
        tx.commit().await?;
        http::lead_plain_form(&route::case(number));
        return Ok(Sent::Done);
    }
    if state.incomplete > 0 {
        let problems = Problems::one("attachments", Problem::Incomplete);
        return keep(visit, tx, permit, &case, &form.body, Sent::Problems(problems)).await;
    }
    if state.newer > 0 {
        let newer = Sent::NewerComments { last_seq: case.last_seq };
        return keep(visit, tx, permit, &case, &form.body, newer).await;
    }
    let Ok(to) = rules::reply_moves_to(&case.position, side, reply.intent, visit.now()) else {
        keep(visit, tx, permit, &case, &form.body, Sent::Done).await?;
        return Err(AppError::Conflict);
    };
    store_reply(visit, tx, permit, side, &case, reply, to).await?;
    http::lead_plain_form(&format!("{}#end", route::case(number)));
    Ok(Sent::Done)
}

async fn store_reply<A: Act>(
    visit: &Visit,
    mut tx: Tx,
    permit: &Permit<A>,
    side: Side,
    case: &Held<LockedCase>,
    reply: CheckedReply,
    to: Status,
) -> Result<(), AppError> {
    let who = visit.actor().require()?;
    let is_closed = case.position.status == Status::Closed;
    let mut log = Log::of(case, visit);
    if side == Side::Engineer && case.assignee.is_none() && !is_closed {
        log.assign(Some((&who.person, &who.name)));
    }
    let detail = match reply.intent {
        Intent::Comment | Intent::Waiting => EventDetail::Commented,
        Intent::Solution => EventDetail::SolutionProposed,
    };
    let entry = Entry::with_body(visit, detail, &reply.body, reply.key.clone());
    let event = entry.id.clone();
    log.add(entry);
    if is_closed && to != Status::Closed {
        log.record(EventDetail::Reopened);
    }
    log.move_to(to);
    store::append(&mut tx, permit, case, &log, &who.person, visit.now()).await?;
    let scope = format!("comment:{}", case.id);
    let of = DraftOf { person: &who.person, organization: permit.organization()?, scope: &scope };
    if let Some(draft) = store::delete_draft(&mut tx, permit, of).await? {
        store::move_attachments(&mut tx, permit, &draft, &case.id, Some(&event)).await?;
    }
    let news = match reply.intent {
        Intent::Comment => News::Comment(&event, &reply.body),
        Intent::Solution => News::Solution(&event, &reply.body),
        Intent::Waiting => News::Question(&event, &reply.body),
    };
    tell::tell(visit, &mut tx, permit, case, log.assignee(), &news).await?;
    tx.commit().await?;
    Ok(())
}

/// Keeps what could not be sent, and leads a plain form back to it.
async fn keep<A: Act>(
    visit: &Visit,
    mut tx: Tx,
    permit: &Permit<A>,
    case: &Held<LockedCase>,
    body: &str,
    sent: Sent,
) -> Result<Sent, AppError> {
    let scope = format!("comment:{}", case.id);
    let of = DraftOf { person: permit.author()?, organization: permit.organization()?, scope: &scope };
    store::put_reply_draft(&mut tx, permit, of, &visit.id(), body, visit.now()).await?;
    tx.commit().await?;
    let why = match &sent {
        Sent::NewerComments { .. } => "newer=1",
        Sent::Problems(_) => "check=1",
        Sent::Done => "late=1",
    };
    http::lead_plain_form(&format!("{}?{why}#reply", route::case(case.number)));
    Ok(sent)
}

/// Keeps what is being typed (CASE-5); `scope` is `comment` or `note`. Files are attached to what it answers.
pub async fn save_reply(visit: &Visit, case: &str, scope: &str, body: &str) -> Result<ReplyDraft, AppError> {
    match scope {
        "note" => save(visit, &visit.permit::<act::WriteNote>(Place::Anywhere)?, case, "note", body).await,
        "comment" => match visit.permit::<act::AnswerCase>(Place::Anywhere) {
            Ok(permit) => save(visit, &permit, case, "comment", body).await,
            Err(_) => save(visit, &visit.permit::<act::CommentCase>(Place::Anywhere)?, case, "comment", body).await,
        },
        _ => Err(AppError::field("scope", Problem::NotAChoice)),
    }
}

async fn save<A: Act>(
    visit: &Visit,
    permit: &Permit<A>,
    case: &str,
    scope: &str,
    body: &str,
) -> Result<ReplyDraft, AppError> {
    let number: CaseNumber = case.parse().map_err(|_| AppError::NotFound)?;
    let mut tx = visit.portal().db().begin().await?;
    let case = store::lock(&mut tx, permit, number).await?.ok_or(AppError::NotFound)?;
    let scope = format!("{scope}:{}", case.id);
    let of = DraftOf { person: permit.author()?, organization: permit.organization()?, scope: &scope };
    let id = store::put_reply_draft(&mut tx, permit, of, &visit.id(), body, visit.now()).await?;
    let attachments = store::pending_attachments(&mut tx, permit, &id).await?;
    tx.commit().await?;
    http::lead_plain_form(&format!("{}#reply", route::case(number)));
    Ok(ReplyDraft { id, body: body.to_owned(), attachments, updated_at: visit.now() })
}
