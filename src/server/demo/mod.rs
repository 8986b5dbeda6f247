//! The demo world of PRODUCT.md, section 13: a vendor, its products and ten customers in every state of a roll-out.
//!
//! Used by `atiende demo seed`, by the tests (which take its people) and by the end-to-end suite. What always holds: the
//! same seed and instant give the same ids, names and times (DEMO-3); addresses end in `.example`, phone numbers come from
//! the ranges that the North American and British numbering plans keep for fiction; no mail leaves.

mod answers;
mod awkward;
mod cases;
mod files;
mod forum;
mod help;
mod organizations;
mod past;
mod people;
mod phrases;
mod records;
mod topics;
mod world;

pub use past::Amount;
pub use world::{PASSWORD, PERSONAS, World, build};

use super::{Portal, authz::Actor, db::StoreError};
use crate::{
    error::AppError,
    features::{
        import::server::{self as import, ImportError, Mode, Order, Report},
        organizations::server::provision_store,
        outbox,
        topics::server::import::ImportError as TopicsError,
    },
};
use indicatif::ProgressBar;
use jiff::tz::TimeZone;

/// How much a world holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Size {
    /// Ten organizations and about 60 cases: enough for a tour of every screen
    Tour,
    /// The same with 1,200 cases of 14 months
    Demo,
    /// 3,000 organizations and 200,000 cases of three years
    Load,
}

impl Size {
    /// What came before the cases of the tour.
    fn past(self) -> Option<Amount> {
        match self {
            Size::Tour => None,
            Size::Demo => Some(Amount { organizations: 0, cases: 1_140, days: 425 }),
            Size::Load => Some(Amount { organizations: 2_990, cases: 199_940, days: 1_095 }),
        }
    }
}

/// Why a world was not made.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    #[error("{0}")]
    Portal(#[from] AppError),
    #[error("{0}")]
    Import(#[from] ImportError),
    #[error("{0}")]
    Topics(#[from] TopicsError),
    /// Its own records are not right.
    #[error("{0}")]
    Rejected(String),
}

impl From<StoreError> for SeedError {
    fn from(error: StoreError) -> SeedError {
        SeedError::Portal(error.into())
    }
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
pub async fn seed(portal: &Portal, size: Size, seed: u64, progress: &ProgressBar) -> Result<Made, SeedError> {
    seed_with(portal, size.past(), seed, progress).await
}

/// The same with any amount of past before the tour's cases.
pub async fn seed_with(
    portal: &Portal,
    past: Option<Amount>,
    seed: u64,
    progress: &ProgressBar,
) -> Result<Made, SeedError> {
    let world = build(portal).await?;
    let mut made = Made { organizations: world.organizations(), people: world.people(), cases: 0 };
    if let Some(amount) = past {
        let report = bring_in(portal, &world, seed, amount, progress).await?;
        made.organizations += report.organizations.new as usize;
        made.people += report.people.new as usize;
        made.cases += report.cases.new as usize;
    }
    answers::seed(portal, &world).await?;
    help::seed(portal, &world).await?;
    made.cases += cases::seed(portal, &world).await?;
    forum::seed(portal, &world).await?;
    let permit = Actor::system("demo.seed").maintenance();
    let hash = portal.passwords().hash(PASSWORD).await.ok_or(AppError::Unavailable)?;
    let mut tx = portal.db().begin().await?;
    outbox::server::seed_store::settle_all(&mut tx, &permit, UNKNOWN_MAILBOX).await?;
    provision_store::set_passwords(&mut tx, &permit, past::DOMAIN, &hash).await?;
    tx.commit().await?;
    Ok(made)
}

/// Writes down a past and imports it.
async fn bring_in(
    portal: &Portal,
    world: &World,
    seed: u64,
    amount: Amount,
    progress: &ProgressBar,
) -> Result<Report, SeedError> {
    let folder = portal.settings().data_dir.join("past");
    std::fs::create_dir_all(&folder).map_err(ImportError::Disk)?;
    past::write(&folder, world, seed, amount).map_err(ImportError::Disk)?;
    let order =
        Order { folder: &folder, origin: past::ORIGIN, zone: TimeZone::UTC, mode: Mode::Write, rows_most: None };
    let mut report = Report::default();
    import::run(portal, order, &mut report, progress).await?;
    std::fs::remove_dir_all(&folder).map_err(ImportError::Disk)?;
    match report.first.first() {
        Some(rejection) => Err(SeedError::Rejected(rejection.to_string())),
        None => Ok(report),
    }
}
