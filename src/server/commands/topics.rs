//! `atiende topics`: help topics from a folder of Markdown, and their search.

use super::Failure;
use crate::{
    features::{
        cases::server as cases,
        forum::server as forum,
        topics::server::{
            import::{self, Report},
            search::{self, Measured},
        },
    },
    server::{Portal, config::Settings, search::follow::FollowError},
};
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    path::{Path, PathBuf},
    time::Instant,
};

#[derive(Subcommand)]
pub(super) enum TopicsCommand {
    /// Bring in a folder of topics (src/features/topics/FORMAT.md says what its files look like)
    Import(Import),
    /// Build the search's indexes anew: topics, threads of the forum, cases
    Index,
    /// Measure the search with queries whose topic is known: kind, language, query and path in each line, separated by tabs
    Eval(Eval),
}

#[derive(Args)]
pub(super) struct Import {
    folder: PathBuf,
    /// File to which everything that could not be read as it was meant is written, as CSV
    #[arg(long)]
    report: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct Eval {
    file: PathBuf,
}

pub(super) async fn run(settings: Settings, command: TopicsCommand) -> Result<(), Failure> {
    match command {
        TopicsCommand::Import(how) => import(settings, &how).await,
        TopicsCommand::Index => index(settings).await,
        TopicsCommand::Eval(how) => eval(settings, &how.file).await,
    }
}

async fn import(settings: Settings, how: &Import) -> Result<(), Failure> {
    let mut report = match &how.report {
        Some(path) => Report::to_file(path).map_err(|error| format!("{}: {error}", path.display()))?,
        None => Report::default(),
    };
    let portal = super::open(settings).await?;
    let bar = bar("topics");
    let ended = import::run(&portal, &how.folder, &mut report, &bar).await;
    bar.finish_and_clear();
    print(&report);
    let ended = ended.map_err(|error| error.to_string());
    let followed = match ended {
        Ok(()) => search::follow(&portal).await.map(|_| ()).map_err(|error| error.to_string()),
        stopped => stopped,
    };
    portal.db().close().await;
    Ok(followed?)
}

/// On a terminal; elsewhere nothing is drawn.
fn bar(what: &str) -> ProgressBar {
    let style =
        ProgressStyle::with_template(&format!("{{wide_bar}} {{human_pos}} of {{human_len}} {what}, {{eta}} to go"));
    let bar = ProgressBar::no_length();
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}

fn print(report: &Report) {
    let Report { files, others, guides, new, changed, unchanged, withdrawn, kept, unread, .. } = *report;
    println!("{files} files: {new} topics new, {changed} changed, {unchanged} as before, {withdrawn} withdrawn");
    println!("{guides} tables of contents, {unread} files unread, {others} other files passed over");
    if kept > 0 {
        println!("{kept} were edited in the portal and stay so; their files changed or are gone");
    }
    let kinds: Vec<_> = report.findings.iter().map(|(kind, count)| format!("{count} × {}", kind.name())).collect();
    if !kinds.is_empty() {
        println!("not read as it was meant: {}", kinds.join(", "));
    }
    for line in &report.first {
        println!("{line}");
    }
    let shown = report.first.len() as u64;
    if report.lines() > shown {
        println!("and {} more; --report FILE writes all of them", report.lines() - shown);
    }
}

async fn index(settings: Settings) -> Result<(), Failure> {
    let portal = super::open(settings).await?;
    let ended = build(&portal).await;
    portal.db().close().await;
    Ok(ended.map_err(|error| error.to_string())?)
}

async fn build(portal: &Portal) -> Result<(), FollowError> {
    let say = |count: u64, what: &str, begun: Instant| {
        println!("the index is built: {count} {what} in {:.1} s", begun.elapsed().as_secs_f64());
    };
    let begun = Instant::now();
    say(search::rebuild(portal).await?, "topics", begun);
    let begun = Instant::now();
    say(forum::rebuild(portal).await?, "threads", begun);
    let begun = Instant::now();
    say(cases::rebuild(portal).await? as u64, "cases", begun);
    Ok(())
}

async fn eval(settings: Settings, file: &Path) -> Result<(), Failure> {
    let problem = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let text = std::fs::read_to_string(file).map_err(|error| problem(&error))?;
    let queries = search::queries(&text).map_err(|error| problem(&error))?;
    let portal = super::open(settings).await?;
    let followed = search::follow(&portal).await;
    portal.db().close().await;
    followed.map_err(|error| error.to_string())?;
    let bar = bar("queries");
    bar.set_length(queries.len() as u64);
    let search = portal.topics().clone();
    let inc = bar.clone();
    let measured = tokio::task::spawn_blocking(move || search::evaluate(&search, &queries, || inc.inc(1))).await;
    bar.finish_and_clear();
    let measured = measured.map_err(|error| error.to_string())?.map_err(|error| error.to_string())?;
    print_figures(&measured);
    Ok(())
}

fn print_figures(measured: &Measured) {
    println!("kind\tlanguage\tn\tsuccess@1\tsuccess@3\tsuccess@10\tMRR@10");
    for ((kind, language), figures) in &measured.figures {
        println!("{kind}\t{language}\t{figures}");
    }
    println!("all\tall\t{}", measured.all);
    let ms = |thousandths| measured.within(thousandths).as_secs_f64() * 1_000.0;
    eprintln!("a query took {:.2} ms (p50), {:.2} ms (p99)", ms(500), ms(990));
}
