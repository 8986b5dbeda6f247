//! Cases of an old desk, written as they were: with its numbers, instants and name (HIST-4), without mail.

use super::{notes_store, store};
use crate::{
    error::AppError,
    features::cases::model::*,
    policy::act,
    server::{Portal, authz::Permit, derived},
    values::{AttachmentId, CaseId, CaseNumber, EventId, Moment, OrganizationId, PersonId, ProductId},
};
use std::collections::HashMap;

/// A case with all that happened to it.
#[derive(Clone, Debug)]
pub struct ImportedCase {
    pub id: CaseId,
    /// The old desk's.
    pub number: String,
    pub organization: OrganizationId,
    pub product: ProductId,
    pub requester: PersonId,
    pub assignee: Option<PersonId>,
    pub title: String,
    pub description: String,
    pub description_marks: String,
    pub status: Status,
    pub resolution: Option<Resolution>,
    pub priority: Priority,
    pub environment: String,
    pub steps: String,
    pub changes: String,
    pub impact: String,
    pub opened_at: Moment,
    pub changed_at: Moment,
    pub closed_at: Option<Moment>,
    /// The old desk's numbers.
    pub follow_up_of: Option<String>,
    pub merged_into: Option<String>,
    /// In their order; the first says that the case was opened.
    pub events: Vec<ImportedEvent>,
    pub notes: Vec<ImportedNote>,
    pub files: Vec<ImportedFile>,
}

#[derive(Clone, Debug)]
pub struct ImportedEvent {
    pub id: EventId,
    pub at: Moment,
    /// `None`: the old desk itself.
    pub author: Option<PersonId>,
    pub channel: Channel,
    pub detail: EventDetail,
    pub body: String,
    pub body_marks: String,
}

#[derive(Clone, Debug)]
pub struct ImportedNote {
    pub id: EventId,
    pub at: Moment,
    pub author: PersonId,
    pub body: String,
    pub body_marks: String,
}

/// The name of a file that was not brought over.
#[derive(Clone, Debug)]
pub struct ImportedFile {
    pub id: AttachmentId,
    pub owner: PersonId,
    pub at: Moment,
    pub belongs_to: FileOf,
    pub name: String,
}

#[derive(Clone, Debug)]
pub enum FileOf {
    Description,
    Event(EventId),
    Note(EventId),
}

/// What became of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub cases: u64,
    /// Cases that were there before.
    pub known: u64,
}

/// Writes cases that are not there yet, each with all of its events, in one transaction. What a case follows or was
/// merged into stands in the same batch, before it, or was written earlier.
pub async fn import(
    portal: &Portal,
    permit: &Permit<act::Maintain>,
    origin: &str,
    mut cases: Vec<ImportedCase>,
) -> Result<Written, AppError> {
    let mut tx = portal.db().begin().await?;
    store::import::wait_for_others(&mut tx, permit).await?;
    let named =
        cases.iter().flat_map(|case| [Some(&case.number), case.follow_up_of.as_ref(), case.merged_into.as_ref()]);
    let named: Vec<&str> = named.flatten().map(String::as_str).collect();
    let mut there = store::import::find(&mut tx, permit, origin, &named).await?;
    let read = cases.len() as u64;
    cases.retain(|case| !there.contains_key(&case.number));
    let written = Written { cases: cases.len() as u64, known: read - cases.len() as u64 };
    if cases.is_empty() {
        return Ok(written);
    }
    let mut number = store::import::count(&mut tx, permit, cases.len() as i64).await?;
    for case in &mut cases {
        there.insert(case.number.clone(), (case.id.clone(), CaseNumber::from_count(number)));
        number += 1;
        lead_to_what_it_was_merged_into(origin, case, &there);
    }
    store::import::insert_cases(&mut tx, permit, origin, &cases, &there).await?;
    store::import::insert_events(&mut tx, permit, &cases).await?;
    notes_store::insert_imported(&mut tx, permit, &cases).await?;
    store::import::insert_files(&mut tx, permit, &cases).await?;
    tx.commit().await?;
    Ok(written)
}

/// The portal's number of the other case is known only now.
fn lead_to_what_it_was_merged_into(
    origin: &str,
    case: &mut ImportedCase,
    there: &HashMap<String, (CaseId, CaseNumber)>,
) {
    let Some((_, number)) = case.merged_into.as_ref().and_then(|other| there.get(other)) else { return };
    let at = case.closed_at.unwrap_or(case.changed_at);
    case.events.push(ImportedEvent {
        id: derived::id(at, &[origin, "merged", &case.number]),
        at,
        author: None,
        channel: Channel::Import,
        detail: EventDetail::MergedInto { number: *number },
        body: String::new(),
        body_marks: String::new(),
    });
}
