//! The part of help that everybody reads without signing in, where operators allow it.

use super::store;
use crate::{
    error::AppError,
    features::topics::rules::PUBLIC_PACE,
    policy::{Place, act},
    server::{
        Portal, Visit,
        authz::{Actor, Permit},
        pace::Pace,
    },
};
use std::sync::{Arc, PoisonError, RwLock};

/// The shelves that operators show to everybody, as this instance knows them. Whether one is shown still, each statement asks.
pub struct PublicShelves {
    known: RwLock<Arc<Vec<String>>>,
    /// By address.
    readers: Pace<String>,
}

impl Default for PublicShelves {
    fn default() -> PublicShelves {
        let (most, within_ms) = PUBLIC_PACE;
        PublicShelves { known: RwLock::default(), readers: Pace::new(most, within_ms) }
    }
}

impl PublicShelves {
    pub fn now(&self) -> Arc<Vec<String>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Takes over what operators of this instance or another show to everybody.
pub async fn load_public(portal: &Portal) -> Result<(), AppError> {
    let permit = Actor::system("topics.public").maintenance();
    let shelves = store::public_shelves(portal.db(), &permit).await?;
    *portal.public_shelves().known.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(shelves);
    Ok(())
}

/// The permit of somebody who reads help: as a person, or as everybody where something is shown to everybody.
pub(super) fn reading(visit: &Visit) -> Result<Permit<act::ReadTopics>, AppError> {
    let shelves = visit.portal().public_shelves();
    if visit.actor().signed_in().is_some() || shelves.now().is_empty() {
        return visit.permit(Place::Anywhere);
    }
    shelves.readers.count(&visit.address().to_owned(), visit.now())?;
    visit.permit(Place::Public)
}
