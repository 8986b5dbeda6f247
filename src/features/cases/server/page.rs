//! One case as its page shows it.

use super::{notes, store};
use crate::{
    error::AppError,
    features::cases::model::*,
    policy::{Place, act},
    server::Visit,
    values::{CaseNumber, EventId},
};

/// A case with its log, for whoever may see it. A number that is wrong, foreign or not given out is not found alike.
pub async fn open(visit: &Visit, number: &str) -> Result<CasePageContent, AppError> {
    let permit = visit.permit::<act::ReadCases>(Place::Anywhere)?;
    let number: CaseNumber = number.parse().map_err(|_| AppError::NotFound)?;
    let db = visit.portal().db();
    let case = store::find_case(db, &permit, number, visit.language()).await?.ok_or(AppError::NotFound)?;
    let assign = visit.permit::<act::AssignCase>(Place::Anywhere).ok();
    let parts = store::page_parts(db, &permit, &case, assign.as_ref()).await?;
    let notes = notes::list(visit, &case).await?;
    Ok(CasePageContent {
        case: case.into_inner(),
        attachments: parts.attachments,
        events: parts.events,
        notes,
        watchers: parts.watchers,
        comment_draft: parts.comment_draft,
        note_draft: parts.note_draft,
        follow_ups: parts.follow_ups,
        chat: parts.chat,
        engineers: parts.engineers,
        reply_key: visit.id::<EventId>().to_string(),
        now: visit.now(),
    })
}
