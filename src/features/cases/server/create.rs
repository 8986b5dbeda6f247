//! From a draft to a case.

use super::{
    log::Entry,
    store::{self, DraftOf, Insertion},
    tell::{self, News},
    watchers::{self, Welcome},
    wizard,
};
use crate::{
    error::AppError,
    features::{
        cases::{model::*, rules},
        forum::server::became_case,
    },
    policy::{Place, act},
    route,
    server::{Visit, http, markdown},
    values::{CaseId, DraftId, Problem, Problems},
};

/// Opens the drafted case. The draft's id is its key: sent twice, even at once, it opens one (CASE-6).
pub async fn create(visit: &Visit, draft: &str) -> Result<Outcome<CaseSummary>, AppError> {
    let permit = visit.permit::<act::OpenCase>(Place::Anywhere)?;
    let draft: DraftId = draft.parse().map_err(|_| AppError::NotFound)?;
    let (person, organization) = (permit.author()?, permit.organization()?);
    let mut tx = visit.portal().db().begin().await?;

    let Some(stored) = store::lock_draft(&mut tx, &permit, &draft, person, organization).await? else {
        let before =
            store::find_submitted(&mut tx, &permit, person, draft.as_str()).await?.ok_or(AppError::NotFound)?;
        tx.commit().await?;
        return Ok(opened(before));
    };
    let products = wizard::products(visit, &mut tx, &permit).await?;
    let attachments = store::pending_attachments(&mut tx, &permit, &draft).await?;
    let new = match checked(&stored.content.form, &products, &attachments) {
        Ok(new) => new,
        Err(problems) => {
            http::lead_plain_form(&wizard::page_with_problems(rules::first_step_with(&problems)));
            return Ok(Outcome::Problems(problems));
        }
    };
    let permit = visit.permit::<act::OpenCase>(Place::Product(new.product.clone()))?;
    let follow_up_of = match stored.content.follow_up_of {
        Some(number) => {
            let read = visit.permit::<act::ReadCases>(Place::Anywhere)?;
            store::lock(&mut tx, &read, number).await?
        }
        None => None,
    };

    let number = store::count(&mut tx, &permit).await?;
    let id: CaseId = visit.id();
    let insertion = Insertion {
        id: &id,
        number,
        organization,
        requester: person,
        case: &new,
        description_marks: &markdown::marks(&new.description),
        follow_up_of: follow_up_of.as_ref().map(|old| &old.id),
        key: draft.as_str(),
        opened: &Entry::bare(visit, EventDetail::Opened),
        channel: Channel::Web,
        now: visit.now(),
    };
    let case = store::insert(&mut tx, &permit, &insertion).await?;
    store::move_attachments(&mut tx, &permit, &draft, &id, None).await?;
    store::delete_draft(&mut tx, &permit, DraftOf { person, organization, scope: "case" }).await?;
    if let Some(old) = &follow_up_of {
        tell::followed_up(visit, &mut tx, &permit, old, number).await?;
    }
    if let Some(thread) = &stored.content.thread {
        became_case(&mut tx, &permit, thread, &id).await?;
    }
    watchers::invite(visit, &mut tx, &permit, &case, &new.watchers, Welcome::WithTheCase).await?;
    tell::tell(visit, &mut tx, &permit, &case, None, &News::Opened).await?;
    let summary = store::find_submitted(&mut tx, &permit, person, draft.as_str()).await?.ok_or(AppError::NotFound)?;
    tx.commit().await?;
    Ok(opened(summary))
}

/// The form's rules, and those of its files.
fn checked(
    form: &CaseForm,
    products: &[ProductSummary],
    attachments: &[AttachmentSummary],
) -> Result<NewCase, Problems> {
    let checked = rules::check(form, products);
    let problem = if attachments.len() > rules::ATTACHMENTS_MOST as usize {
        Problem::TooMany { most: rules::ATTACHMENTS_MOST }
    } else if !attachments.iter().all(AttachmentSummary::is_complete) {
        Problem::Incomplete
    } else {
        return checked;
    };
    let mut problems = checked.err().unwrap_or_default();
    problems.add("attachments", problem);
    Err(problems)
}

fn opened(case: CaseSummary) -> Outcome<CaseSummary> {
    http::lead_plain_form(&route::case(case.number));
    Outcome::Done(case)
}
