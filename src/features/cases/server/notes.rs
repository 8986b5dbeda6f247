//! Internal notes: engineers among themselves. What always holds: a note changes nothing that a customer's query, live
//! channel, mail or export looks at; it is heard on a topic of its own (CASE-17).

use super::{notes_store, store};
use crate::{
    error::AppError,
    features::cases::{model::*, rules},
    live::{Frame, Topic},
    policy::{Place, act},
    route,
    server::{Visit, authz::Held, http, markdown},
    values::{CaseNumber, EventId, Problem, Problems},
};

/// A note to be written.
pub struct NewNote {
    pub id: EventId,
    pub body: String,
    pub body_marks: String,
}

/// A case's notes; for everyone but engineers there are none.
pub(super) async fn list(visit: &Visit, case: &Held<Case>) -> Result<Vec<CaseNote>, AppError> {
    match visit.permit::<act::ReadNotes>(Place::Anywhere) {
        Ok(permit) => Ok(notes_store::list(visit.portal().db(), &permit, case).await?),
        Err(_) => Ok(Vec::new()),
    }
}

/// Writes a note. A repeat is one.
pub async fn write(visit: &Visit, form: ReplyForm) -> Result<Sent, AppError> {
    let permit = visit.permit::<act::WriteNote>(Place::Anywhere)?;
    let number: CaseNumber = form.case.parse().map_err(|_| AppError::NotFound)?;
    let author = permit.author()?;
    let mut tx = visit.portal().db().begin().await?;
    let case = store::lock(&mut tx, &permit, number).await?.ok_or(AppError::NotFound)?;
    let scope = format!("note:{}", case.id);
    let of = store::DraftOf { person: author, organization: permit.organization()?, scope: &scope };
    let checked = rules::check_reply(&form, rules::Side::Engineer);
    let draft = store::put_reply_draft(&mut tx, &permit, of, &visit.id(), &form.body, visit.now()).await?;
    let files = store::pending_attachments(&mut tx, &permit, &draft).await?;
    let reply = match checked {
        Ok(reply) if files.iter().all(AttachmentSummary::is_complete) => reply,
        checked => {
            // What was typed stays as the draft.
            tx.commit().await?;
            http::lead_plain_form(&format!("{}?check=note#note", route::case(number)));
            let incomplete = || Problems::one("attachments", Problem::Incomplete);
            return Ok(Sent::Problems(checked.err().unwrap_or_else(incomplete)));
        }
    };
    let note = NewNote { id: visit.id(), body_marks: markdown::marks(&reply.body), body: reply.body };
    let key = reply.key.unwrap_or_else(|| note.id.to_string());
    if notes_store::insert(&mut tx, &permit, &case, author, &note, &key, visit.now()).await? {
        notes_store::move_attachments(&mut tx, &permit, &draft, &case, &note).await?;
        tx.announce(Topic::Notes(case.id.clone()), Frame::Changed);
    }
    store::delete_draft(&mut tx, &permit, of).await?;
    tx.commit().await?;
    http::lead_plain_form(&format!("{}#note", route::case(number)));
    Ok(Sent::Done)
}
