//! Topics beside a case that is being written, and the credit of one that solved it (HELP-3).

use super::{find, store};
use crate::{
    error::AppError,
    features::topics::{model::Hit, rules},
    policy::{Place, act},
    server::{Visit, db::Tx},
    values::{DAY_MS, ProductId, TopicId},
};

/// Topics that fit a case's title, of its product if that has some of its own.
pub async fn suggest(visit: &Visit, product: Option<&ProductId>, title: &str) -> Result<Vec<Hit>, AppError> {
    let permit = visit.permit::<act::ReadTopics>(Place::Anywhere)?;
    let shelf = match product {
        Some(product) => store::shelf_of(visit.portal().db(), &permit, product).await?,
        None => None,
    };
    let hits = find(visit, &permit, title, shelf.as_deref()).await?;
    Ok(hits.ranked().take(rules::SUGGESTIONS_MOST).collect())
}

/// Counts a case that was not opened because of a topic.
pub async fn credit(visit: &Visit, tx: &mut Tx, topic: &str) -> Result<(), AppError> {
    let permit = visit.permit::<act::ReadTopics>(Place::Anywhere)?;
    let id: TopicId = topic.parse().map_err(|_| AppError::NotFound)?;
    let held = store::hold(tx, &permit, &id).await?.ok_or(AppError::NotFound)?;
    Ok(store::add_solved(tx, &permit, &held, visit.now().0.div_euclid(DAY_MS)).await?)
}
