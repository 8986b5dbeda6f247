//! `atiende import`: the history of an old desk, with a bar that says how long it still takes.

use super::Failure;
use crate::{
    features::import::server::{self as import, Counts, Mode, Order, Report},
    server::config::Settings,
};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::tz::TimeZone;
use std::path::PathBuf;

/// Characters of an origin: it stands in a line of a case's facts.
const ORIGIN_MOST: usize = 60;

#[derive(Args)]
pub(super) struct Import {
    /// Folder of the records: organizations, people, cases and events, each as .csv or .jsonl
    folder: PathBuf,
    /// What people call the system that they come from
    #[arg(long, value_parser = origin)]
    origin: String,
    /// Time zone of instants that name no offset
    #[arg(long, default_value = "UTC", value_parser = zone)]
    zone: TimeZone,
    /// Check everything and write nothing
    #[arg(long)]
    dry_run: bool,
    /// File to which every row that was not brought in is written, as CSV
    #[arg(long)]
    report: Option<PathBuf>,
}

fn origin(text: &str) -> Result<String, String> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err("a name is needed".to_owned()),
        1..=ORIGIN_MOST => Ok(name),
        _ => Err(format!("longer than {ORIGIN_MOST} characters")),
    }
}

fn zone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name).map_err(|_| "there is no such time zone (Europe/Madrid)".to_owned())
}

pub(super) async fn run(settings: Settings, how: Import) -> Result<(), Failure> {
    let mut report = match &how.report {
        Some(path) => Report::to_file(path).map_err(|error| format!("{}: {error}", path.display()))?,
        None => Report::default(),
    };
    let portal = super::open(settings).await?;
    let order = Order {
        folder: &how.folder,
        origin: &how.origin,
        zone: how.zone,
        mode: if how.dry_run { Mode::Check } else { Mode::Write },
        rows_most: None,
    };
    let bar = bar();
    let ended = import::run(&portal, order, &mut report, &bar).await;
    bar.finish_and_clear();
    portal.db().close().await;
    // also of a run that stopped: what came stays, and what was wrong with the rows before has to be mended as well
    print(&report, how.dry_run);
    ended.map_err(|error| error.to_string())?;
    match report.rejected {
        0 => Ok(()),
        1 => Err(Failure::Command("a row was not brought in".to_owned())),
        rows => Err(Failure::Command(format!("{rows} rows were not brought in"))),
    }
}

/// On a terminal; elsewhere nothing is drawn.
pub(super) fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{wide_bar} {human_pos} of {human_len} cases, {eta} to go");
    let bar = ProgressBar::no_length();
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}

fn print(report: &Report, is_dry: bool) {
    let new = if is_dry { "would be new" } else { "new" };
    let line = |name: &str, Counts { read, new: brought, known }: Counts| {
        println!("{name:<16}{read:>10} read {brought:>10} {new} {known:>10} there before");
    };
    line("organizations", report.organizations);
    line("people", report.people);
    line("cases", report.cases);
    println!("{:<16}{:>10} read {:>10} {new}", "events", report.events.read, report.events.new);
    if report.left_out > 0 {
        println!("{} cases were left out, because of their own row or one of their events", report.left_out);
    }
    for rejection in &report.first {
        println!("{rejection}");
    }
    let shown = report.first.len() as u64;
    if report.rejected > shown {
        println!("and {} more; --report FILE writes all of them", report.rejected - shown);
    }
}
