//! The run of an import, from the folder to the last batch.

use super::{
    directory::{Desk, Directory},
    fields::Reading,
    order,
    prepare::{Plan, numbers, prepare},
    records::{CASES, EVENTS, ORGANIZATIONS, PEOPLE},
    report::Report,
    source::Source,
};
use crate::{
    error::AppError,
    features::cases::server::{import::import, store::import as store},
    policy::act,
    server::{
        Portal,
        authz::{Actor, Permit},
        db::StoreError,
    },
};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use indicatif::ProgressBar;
use jiff::tz::TimeZone;
use std::{path::Path, sync::Arc};

/// Cases that are written in one transaction: the portal's own writers wait for it for a tenth of a second or two.
const BATCH: usize = 200;
/// Records of such a transaction, unless a single case has more: 200 cases as the demo worlds' have a tenth of it.
const BATCH_BYTES: u64 = 4 * 1024 * 1024;
/// Batches that are made ready while one is written.
const AHEAD: usize = 2;

/// Does a run write?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Everything is checked and nothing written.
    Check,
    Write,
}

/// What is to be imported.
pub struct Order<'a> {
    pub folder: &'a Path,
    /// What people call the old desk.
    pub origin: &'a str,
    /// Of instants that name no offset.
    pub zone: TimeZone,
    pub mode: Mode,
    /// Rows of a file; `None`: as `FORMAT.md` says.
    pub rows_most: Option<u32>,
}

/// Why nothing, or nothing more, could be brought in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("{0}")]
    Folder(String),
    #[error("{name}: {reason}")]
    File { name: String, reason: String },
    #[error("{0} came to the portal while the files were read; running it again goes on")]
    Meanwhile(String),
    #[error("the disk: {0}")]
    Disk(#[from] std::io::Error),
    #[error("{0}; what was brought in so far stays, and running it again goes on")]
    Portal(#[from] AppError),
}

impl ImportError {
    pub(super) fn changed() -> ImportError {
        ImportError::Folder("the files were changed while they were read".to_owned())
    }
}

impl From<StoreError> for ImportError {
    fn from(error: StoreError) -> ImportError {
        ImportError::Portal(error.into())
    }
}

/// Brings in a folder of records. `progress` counts cases. The report holds also of a run that stops what came before.
pub async fn run(
    portal: &Portal,
    order: Order<'_>,
    report: &mut Report,
    progress: &ProgressBar,
) -> Result<(), ImportError> {
    let ended = bring_in(portal, order, report, progress).await;
    let reported = report.finish();
    ended?;
    Ok(reported?)
}

async fn bring_in(
    portal: &Portal,
    order: Order<'_>,
    report: &mut Report,
    progress: &ProgressBar,
) -> Result<(), ImportError> {
    let permit = Actor::system("import").maintenance();
    if !order.folder.is_dir() {
        return Err(ImportError::Folder(format!("{}: there is no such folder", order.folder.display())));
    }
    let find = |kind| Source::find(order.folder, kind, order.rows_most);
    let (organizations, people) = (find(&ORGANIZATIONS)?, find(&PEOPLE)?);
    let (cases, events) = (find(&CASES)?, find(&EVENTS)?);
    if [&organizations, &people, &cases, &events].iter().all(|source| source.is_none()) {
        let reason = "none of organizations, people, cases and events is there, as .csv or .jsonl";
        return Err(ImportError::Folder(format!("{}: {reason}", order.folder.display())));
    }
    let reading = Reading { zone: order.zone, now: portal.now() };
    let desk = Desk { portal, permit: &permit, origin: order.origin, reading: &reading };
    let (directory, newcomers) = Directory::read(&desk, organizations.as_ref(), people.as_ref(), report).await?;
    let order_of_cases = order::Order::build(&desk, &directory, cases.as_ref(), events.as_ref(), report).await?;
    match order.mode {
        Mode::Check => {
            report.organizations.new = newcomers.organizations.len() as u64;
            report.people.new = newcomers.people_new;
        }
        Mode::Write => newcomers.write(&desk, &directory, people.as_ref(), report).await?,
    }
    let origin = order.origin.to_owned();
    let plan = Plan { order: order_of_cases, directory, reading, origin, cases, events };
    progress.set_length(plan.order.turns().len() as u64);
    match order.mode {
        Mode::Check => check(portal, &permit, plan, report, progress).await,
        Mode::Write => write(portal, &permit, plan, report, progress).await,
    }
}

/// Counts what would be written.
async fn check(
    portal: &Portal,
    permit: &Permit<act::Maintain>,
    plan: Plan,
    report: &mut Report,
    progress: &ProgressBar,
) -> Result<(), ImportError> {
    for some in plan.order.turns().chunks(BATCH) {
        let there = there(portal, permit, &plan, some).await?;
        report.cases.known += there.len() as u64;
        report.cases.new += (some.len() - there.len()) as u64;
        report.events.new += events(&plan, some.iter().filter(|case| !there.contains(case)));
        progress.inc(some.len() as u64);
    }
    Ok(())
}

/// Makes batches ready and writes them, one after the other.
async fn write(
    portal: &Portal,
    permit: &Permit<act::Maintain>,
    plan: Plan,
    report: &mut Report,
    progress: &ProgressBar,
) -> Result<(), ImportError> {
    let plan = Arc::new(plan);
    let ready = stream::iter(plan.order.batches(BATCH, BATCH_BYTES)).map(|some| {
        let plan = plan.clone();
        async move {
            let read = some.len() as u64;
            let there = there(portal, permit, &plan, &some).await?;
            let new: Vec<u32> = some.into_iter().filter(|case| !there.contains(case)).collect();
            let events = events(&plan, new.iter());
            let prepared = tokio::task::spawn_blocking(move || prepare(&plan, &new)).await;
            let prepared = prepared.map_err(|error| ImportError::Folder(error.to_string()))??;
            Ok::<_, ImportError>((read, events, prepared))
        }
    });
    let mut ready = std::pin::pin!(ready.buffered(AHEAD));
    while let Some((read, events, cases)) = ready.try_next().await? {
        let before = read - cases.len() as u64;
        let written =
            if cases.is_empty() { Default::default() } else { import(portal, permit, &plan.origin, cases).await? };
        report.cases.known += before + written.known;
        report.cases.new += written.cases;
        report.events.new += events;
        progress.inc(read);
    }
    Ok(())
}

fn events<'a>(plan: &Plan, cases: impl Iterator<Item = &'a u32>) -> u64 {
    cases.map(|case| plan.order.events(*case).count() as u64).sum()
}

/// Those of the cases that were brought in before.
async fn there(
    portal: &Portal,
    permit: &Permit<act::Maintain>,
    plan: &Plan,
    some: &[u32],
) -> Result<Vec<u32>, ImportError> {
    let numbers = numbers(plan, some)?;
    let names: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let known = store::known(portal.db(), permit, &plan.origin, &names).await?;
    Ok(some.iter().zip(&numbers).filter(|(_, number)| known.contains(*number)).map(|(case, _)| *case).collect())
}
