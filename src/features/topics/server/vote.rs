//! Did a topic help (HELP-4)?

use super::store;
use crate::{
    error::AppError,
    features::{
        cases::model::Outcome,
        topics::{
            model::{Vote, VoteForm},
            rules,
        },
    },
    policy::{Place, act},
    route,
    server::{Visit, http},
};

/// A person's word on a topic; the last one counts.
pub async fn vote(visit: &Visit, form: VoteForm) -> Result<Outcome<Vote>, AppError> {
    let permit = visit.permit::<act::ReadTopics>(Place::Anywhere)?;
    let new = match rules::check_vote(&form).ok_or(AppError::NotFound)? {
        Ok(new) => new,
        Err(problems) => return Ok(Outcome::Problems(problems)),
    };
    let mut tx = visit.portal().db().begin().await?;
    let topic = store::hold(&mut tx, &permit, &new.topic).await?.ok_or(AppError::NotFound)?;
    store::put_vote(&mut tx, &permit, &topic, permit.author()?, &new, visit.now()).await?;
    if new.vote == Vote::Unhelpful {
        let since = visit.now().plus_ms(-rules::AGAINST_WITHIN_MS);
        store::open_task(&mut tx, &permit, &topic, since, rules::AGAINST_LEAST, visit.now()).await?;
    }
    tx.commit().await?;
    let page = route::inside(&form.next).split('?').next().unwrap_or_default();
    http::lead_plain_form(&format!("{}#help", route::with_query(page, &format!("voted={}", new.vote))));
    Ok(Outcome::Done(new.vote))
}
