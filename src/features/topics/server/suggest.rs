//! Topics beside a case that is being written, and the case that is not opened because of one (HELP-3).

use super::{find, store};
use crate::{
    error::AppError,
    features::{
        cases::server::store::{self as cases, DraftOf},
        topics::{model::Hit, rules},
    },
    policy::{Place, act},
    server::{Visit, http},
    values::{DAY_MS, ProductId, TopicId},
};

/// Topics that fit a case's title, of its product if that has some of its own.
pub async fn suggest(visit: &Visit, product: &str, title: &str) -> Result<Vec<Hit>, AppError> {
    let permit = visit.permit::<act::ReadTopics>(Place::Anywhere)?;
    if !rules::says_enough(title) {
        return Ok(Vec::new());
    }
    let shelf = match product.parse::<ProductId>() {
        Ok(product) => store::shelf_of(visit.portal().db(), &permit, &product).await?,
        Err(_) => None,
    };
    let hits = find(visit, title, shelf.as_deref()).await?;
    Ok(hits.ranked().take(rules::SUGGESTIONS_MOST).collect())
}

/// A topic solved it: the draft of the case goes, and the topic has the credit.
pub async fn solve(visit: &Visit, topic: &str) -> Result<(), AppError> {
    let permit = visit.permit::<act::OpenCase>(Place::Anywhere)?;
    let reads = visit.permit::<act::ReadTopics>(Place::Anywhere)?;
    let id: TopicId = topic.parse().map_err(|_| AppError::NotFound)?;
    let brief = store::find_brief(visit.portal().db(), &reads, &id).await?.ok_or(AppError::NotFound)?;
    let mut tx = visit.portal().db().begin().await?;
    let held = store::hold(&mut tx, &reads, &id).await?.ok_or(AppError::NotFound)?;
    let of = DraftOf { person: permit.author()?, organization: permit.organization()?, scope: "case" };
    cases::delete_draft(&mut tx, &permit, of).await?;
    store::add_solved(&mut tx, &reads, &held, visit.now().0.div_euclid(DAY_MS)).await?;
    tx.commit().await?;
    http::lead_plain_form(&format!("{}?solved=1", brief.address));
    Ok(())
}
