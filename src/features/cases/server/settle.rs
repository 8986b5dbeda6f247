//! What a customer decides about a case: confirm or refuse a solution, close as obsolete, reopen.

use super::{
    log::{Entry, Log},
    store,
    tell::{self, News},
};
use crate::{
    error::AppError,
    features::cases::{
        model::*,
        rules::{self, REASON_MOST, Settlement},
    },
    policy::{Place, act},
    route,
    server::{Visit, http},
    values::{CaseNumber, Problem, Problems},
};

/// Settles a case. Done twice it is done once; what the case does not allow any more is a conflict.
pub async fn settle(visit: &Visit, case: &str, intent: &str, reason: &str) -> Result<Outcome<()>, AppError> {
    let permit = visit.permit::<act::SettleCase>(Place::Anywhere)?;
    let number: CaseNumber = case.parse().map_err(|_| AppError::NotFound)?;
    let settlement: Settlement = intent.parse().map_err(|()| AppError::field("intent", Problem::NotAChoice))?;
    let mut tx = visit.portal().db().begin().await?;
    let case = store::lock(&mut tx, &permit, number).await?.ok_or(AppError::NotFound)?;
    let decided = rules::settle(&case.position, settlement, visit.now()).map_err(|_| AppError::Conflict)?;
    let Some(detail) = decided else {
        tx.commit().await?;
        http::lead_plain_form(&route::case(number));
        return Ok(Outcome::Done(()));
    };
    let mut problems = Problems::default();
    let least = u32::from(settlement == Settlement::Refuse);
    let reason = problems.text("reason", reason, least, REASON_MOST);
    if !problems.is_empty() {
        http::lead_plain_form(&format!("{}?check=settle#settle", route::case(number)));
        return Ok(Outcome::Problems(problems));
    }
    let entry = Entry::with_body(visit, detail.clone(), &reason, None);
    let event = entry.id.clone();
    let mut log = Log::of(&case, visit);
    log.add(entry);
    store::append(&mut tx, &permit, &case, &log, permit.author()?, visit.now()).await?;
    let news = News::of(&detail, &event, &reason);
    tell::tell(visit, &mut tx, &permit, &case, log.assignee(), &news).await?;
    tx.commit().await?;
    http::lead_plain_form(&route::case(number));
    Ok(Outcome::Done(()))
}
