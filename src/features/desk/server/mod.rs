//! The use cases of the desk: the queue, and what only engineers do to a case.
//!
//! Used by the server functions. What always holds: the row decides. An action locks the case before its rules look at
//! it, so of two engineers who take a case at once exactly one has it; the other is told (`Conflict`).
//!
//! Statements: `queue` 2; `take`, `set_status`, `set_priority` 4 and one per mail; `assign` one more.

mod store;

use super::model::*;
use crate::{
    error::AppError,
    features::cases::{
        model::{Priority, Resolution, Status},
        rules,
        server::{
            Entry, Log, News,
            store::{self as cases, LockedCase},
            tell,
        },
    },
    policy::{Act, Place, act},
    route,
    server::{
        Visit,
        authz::{Held, Permit},
        db::Tx,
        http,
    },
    values::{CaseNumber, PersonId, Problem},
};

/// The queue.
pub async fn queue(visit: &Visit, filter: &DeskFilter) -> Result<DeskContent, AppError> {
    let permit = visit.permit::<act::WorkDesk>(Place::Anywhere)?;
    let db = visit.portal().db();
    let page = store::queue(db, &permit, filter).await?;
    let frame = store::frame(db, &permit).await?;
    Ok(DeskContent {
        rows: page.rows,
        next: page.next,
        counts: frame.counts,
        now: visit.now(),
        products: frame.products,
        organizations: frame.organizations,
    })
}

/// Takes an unassigned case. One's own is taken already; somebody else's, or a closed one, is a conflict.
pub async fn take(visit: &Visit, case: &str) -> Result<(), AppError> {
    let permit = visit.permit::<act::AssignCase>(Place::Anywhere)?;
    let who = visit.actor().require()?;
    let (mut tx, case) = lock(visit, &permit, case).await?;
    if case.assignee.as_ref() == Some(&who.person) {
        return done_before(tx, &case).await;
    }
    if case.assignee.is_some() || case.position.status == Status::Closed {
        return Err(AppError::Conflict);
    }
    let mut log = Log::of(&case, visit);
    log.assign(Some((&who.person, &who.name)));
    finish(visit, &mut tx, &permit, &case, &log).await?;
    tx.commit().await?;
    done(&case)
}

/// Assigns a case to an engineer; an empty `to` gives it back to the queue.
pub async fn assign(visit: &Visit, case: &str, to: &str) -> Result<(), AppError> {
    let permit = visit.permit::<act::AssignCase>(Place::Anywhere)?;
    let not_a_choice = || AppError::field("engineer", Problem::NotAChoice);
    let to: Option<PersonId> = match to {
        "" => None,
        to => Some(to.parse().map_err(|_| not_a_choice())?),
    };
    let (mut tx, case) = lock(visit, &permit, case).await?;
    if case.assignee == to {
        return done_before(tx, &case).await;
    }
    if case.position.status == Status::Closed {
        return Err(AppError::Conflict);
    }
    let mut log = Log::of(&case, visit);
    match &to {
        Some(person) => {
            let to = cases::find_engineer(&mut tx, &permit, person).await?.ok_or_else(not_a_choice)?;
            log.assign(Some((&to.id, &to.name)));
        }
        None => log.assign(None),
    }
    finish(visit, &mut tx, &permit, &case, &log).await?;
    tx.commit().await?;
    done(&case)
}

/// Sets the status; closing needs a resolution.
pub async fn set_status(visit: &Visit, case: &str, status: &str, resolution: &str) -> Result<(), AppError> {
    let permit = visit.permit::<act::SetStatus>(Place::Anywhere)?;
    let to: Status = status.parse().map_err(|()| AppError::field("status", Problem::NotAChoice))?;
    let resolution: Option<Resolution> = resolution.parse().ok();
    if to == Status::Closed && resolution.is_none() {
        return Err(AppError::field("resolution", Problem::Missing));
    }
    let (mut tx, case) = lock(visit, &permit, case).await?;
    let decided = rules::engineer_may_set(&case.position, to, resolution, visit.now());
    let Some(detail) = decided.map_err(|_| AppError::Conflict)? else { return done_before(tx, &case).await };
    let mut log = Log::of(&case, visit);
    log.record(detail);
    finish(visit, &mut tx, &permit, &case, &log).await?;
    tx.commit().await?;
    done(&case)
}

/// Sets the priority.
pub async fn set_priority(visit: &Visit, case: &str, priority: &str) -> Result<(), AppError> {
    let permit = visit.permit::<act::SetPriority>(Place::Anywhere)?;
    let to: Priority = priority.parse().map_err(|()| AppError::field("priority", Problem::NotAChoice))?;
    let (mut tx, case) = lock(visit, &permit, case).await?;
    if case.priority == to {
        return done_before(tx, &case).await;
    }
    if case.position.status == Status::Closed {
        return Err(AppError::Conflict);
    }
    let mut log = Log::of(&case, visit);
    log.set_priority(to);
    finish(visit, &mut tx, &permit, &case, &log).await?;
    tx.commit().await?;
    done(&case)
}

async fn lock<A: Act>(visit: &Visit, permit: &Permit<A>, case: &str) -> Result<(Tx, Held<LockedCase>), AppError> {
    let number: CaseNumber = case.parse().map_err(|_| AppError::NotFound)?;
    let mut tx = visit.portal().db().begin().await?;
    let case = cases::lock(&mut tx, permit, number).await?.ok_or(AppError::NotFound)?;
    Ok((tx, case))
}

/// Stores what was logged and tells of it.
async fn finish<A: Act>(
    visit: &Visit,
    tx: &mut Tx,
    permit: &Permit<A>,
    case: &Held<LockedCase>,
    log: &Log,
) -> Result<(), AppError> {
    cases::append(tx, permit, case, log, permit.author()?, visit.now()).await?;
    for Entry { id, detail, body, .. } in log.entries() {
        tell(visit, tx, permit, case, log.assignee(), &News::of(detail, id, body)).await?;
    }
    Ok(())
}

/// It stands so already: the answer waits until what made it so is durable.
async fn done_before(tx: Tx, case: &Held<LockedCase>) -> Result<(), AppError> {
    tx.commit().await?;
    done(case)
}

/// Leads a plain form back to the case.
fn done(case: &Held<LockedCase>) -> Result<(), AppError> {
    http::lead_plain_form(&route::case(case.number));
    Ok(())
}
