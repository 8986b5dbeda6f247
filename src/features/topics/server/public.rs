//! The part of help that everybody reads without signing in, where operators allow it.

use super::store;
use crate::{
    error::AppError,
    policy::{Place, act},
    server::{
        Portal, Visit,
        authz::{Actor, Permit},
    },
};
use std::sync::{Arc, PoisonError, RwLock};

/// The shelves that operators show to everybody, as this instance knows them. Whether one is shown still, each statement asks.
#[derive(Default)]
pub struct PublicShelves(RwLock<Arc<Vec<String>>>);

impl PublicShelves {
    pub fn now(&self) -> Arc<Vec<String>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Takes over what operators of this instance or another show to everybody.
pub async fn load_public(portal: &Portal) -> Result<(), AppError> {
    let permit = Actor::system("topics.public").maintenance();
    let shelves = store::public_shelves(portal.db(), &permit).await?;
    *portal.public_shelves().0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(shelves);
    Ok(())
}

/// The permit of somebody who reads help: as a person, or as everybody where something is shown to everybody.
pub(super) fn reading(visit: &Visit) -> Result<Permit<act::ReadTopics>, AppError> {
    let is_nobody = visit.actor().signed_in().is_none();
    let place = match is_nobody && !visit.portal().public_shelves().now().is_empty() {
        true => Place::Public,
        false => Place::Anywhere,
    };
    visit.permit(place)
}
