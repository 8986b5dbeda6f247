//! The topics that are read most (HELP-1): ranked now and then, and kept in memory, for every start page shows some.

use super::store::{self, Ranked};
use crate::{
    error::AppError,
    features::topics::model::PopularTopic,
    policy::{Reach, act},
    server::{
        Portal, Visit,
        authz::{Actor, Grant as _, Permit, SignedIn},
    },
    values::{DAY_MS, ProductId},
};
use std::sync::{Arc, Mutex, PoisonError};

/// Days whose views count.
const DAYS: i64 = 30;
/// Topics that are ranked of each shelf and language.
const OF_EACH_SHELF: i64 = 5;

/// The ranking of one instance.
#[derive(Default)]
pub struct Popular(Mutex<Arc<Vec<Ranked>>>);

/// Ranks all topics anew.
pub async fn rank(portal: &Portal) -> Result<(), AppError> {
    let permit = Actor::system("topics.rank").maintenance();
    let after_day = portal.now().0.div_euclid(DAY_MS) - DAYS;
    let ranked = store::ranked(portal.db(), &permit, after_day, OF_EACH_SHELF).await?;
    *portal.popular().0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(ranked);
    Ok(())
}

/// The popular topics of the products of the reader's organization, of all for the vendor's people, and of shelves that
/// belong to none: at most so many. Who is not signed in sees those that are shown to everybody.
pub fn popular(visit: &Visit, permit: &Permit<act::ReadTopics>, most: usize) -> Result<Vec<PopularTopic>, AppError> {
    let ranked = visit.portal().popular().0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let public = visit.portal().public_shelves().now();
    let is_theirs = |ranked: &Ranked| match visit.actor().signed_in() {
        None => permit.reach() == Reach::Public && public.contains(&ranked.shelf),
        Some(SignedIn { standing, .. }) => {
            let has = |product: &ProductId| standing.products.iter().any(|entitled| entitled.product == *product);
            standing.is_vendor() || ranked.product.as_ref().is_none_or(has)
        }
    };
    let is_shown = |ranked: &&Ranked| ranked.language == visit.language() && is_theirs(ranked);
    Ok(ranked.iter().filter(is_shown).take(most).map(|ranked| ranked.topic.clone()).collect())
}
