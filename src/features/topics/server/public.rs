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
use std::{
    net::Ipv6Addr,
    sync::{Arc, PoisonError, RwLock},
};

/// The shelves that operators show to everybody, as this instance knows them. Whether one is shown still, each statement asks.
pub struct PublicShelves {
    known: RwLock<Arc<Vec<String>>>,
    /// By the network that they come from.
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
    shelves.readers.count(&network(visit.address()), visit.now())?;
    visit.permit(Place::Public)
}

/// Whom an address belongs to. Of IPv6 somebody has a whole network of them, of /64 at least (RFC 6177).
fn network(address: &str) -> String {
    let own = address.parse::<Ipv6Addr>().ok().filter(|address| address.to_ipv4_mapped().is_none());
    own.map_or_else(|| address.to_owned(), |address| (address.to_bits() >> 64).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_7_addresses_of_one_network_are_paced_together() {
        assert_eq!(network("2001:db8:1:2::5"), network("2001:db8:1:2:ffff::1"));
        assert_ne!(network("2001:db8:1:2::5"), network("2001:db8:1:3::5"));
        assert_ne!(network("::ffff:192.0.2.1"), network("::ffff:192.0.2.2"));
        assert_eq!(network("192.0.2.1"), "192.0.2.1");
    }
}
