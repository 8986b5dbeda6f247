//! The demo world of PRODUCT.md, section 13: a vendor, its products and ten customers in every state of a roll-out.
//!
//! Used by `atiende demo seed`, by the tests (which take its people) and by the end-to-end suite. What always holds: the
//! same seed and instant give the same ids, names and times (DEMO-3); addresses end in `.example`, phone numbers come from
//! the ranges that the North American and British numbering plans keep for fiction; no mail leaves.

mod awkward;
mod cases;
mod files;
mod organizations;
mod people;
mod phrases;
mod topics;
mod world;

pub use world::{PASSWORD, PERSONAS, World, build};

use super::{Portal, authz::Actor};
use crate::{
    error::AppError,
    features::{organizations::server::provision_store, outbox},
};

/// How much a world holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Size {
    /// Ten organizations and about 60 cases: enough for a tour of every screen
    Tour,
}

/// How much was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    pub organizations: usize,
    pub people: usize,
    pub cases: usize,
}

/// A follower whose mail comes back, so that the outbox has something to look after.
const UNKNOWN_MAILBOX: &str = "auditoria@despacho-ribera.example";

/// Is there neither an organization nor a person?
pub async fn is_empty(portal: &Portal) -> Result<bool, AppError> {
    let permit = Actor::system("demo.seed").maintenance();
    Ok(provision_store::is_empty(portal.db(), &permit).await?)
}

/// Builds the world in an empty database, at the portal's instant.
pub async fn seed(portal: &Portal, size: Size) -> Result<Made, AppError> {
    let Size::Tour = size;
    let world = build(portal).await?;
    let cases = cases::seed(portal, &world).await?;
    let permit = Actor::system("demo.seed").maintenance();
    let mut tx = portal.db().begin().await?;
    outbox::server::seed_store::settle_all(&mut tx, &permit, UNKNOWN_MAILBOX).await?;
    tx.commit().await?;
    Ok(Made { organizations: world.organizations(), people: world.people(), cases })
}
