//! The commands of the one binary.
//!
//! What always holds: a command that fails says why in one line on standard error and exits with 1; bad settings with 2.

mod serve;

use super::{
    clock::{Clock, Ids},
    config::Settings,
    db::{self, Db},
    live::Hub,
    portal::Portal,
    telemetry,
};
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Atiende, a customer support portal
#[derive(Parser)]
#[command(name = "atiende", version, about, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the portal (the default)
    Serve,
    /// Bring the database's schema up to date
    Migrate,
}

/// Runs the command line.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    if let Err(problem) = telemetry::start(&cli.settings.log, cli.settings.log_format) {
        eprintln!("atiende: {problem}");
        return ExitCode::from(2);
    }
    let settings = match cli.settings.complete() {
        Ok(settings) => settings,
        Err(problem) => {
            eprintln!("atiende: {problem}");
            return ExitCode::from(2);
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("atiende: {error}");
            return ExitCode::FAILURE;
        }
    };
    let done = runtime.block_on(async {
        match cli.command.unwrap_or(Command::Serve) {
            Command::Serve => serve::run(settings).await,
            Command::Migrate => migrate(&settings).await,
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("atiende: {problem}");
            ExitCode::FAILURE
        }
    }
}

async fn migrate(settings: &Settings) -> Result<(), String> {
    make_data_dir(settings)?;
    let known = db::migrate(settings.database(), &settings.data_dir).await.map_err(|e| e.to_string())?;
    println!("the schema is up to date ({known} migrations)");
    Ok(())
}

fn make_data_dir(settings: &Settings) -> Result<(), String> {
    std::fs::create_dir_all(&settings.data_dir)
        .map_err(|error| format!("ATIENDE_DATA_DIR: {}: {error}", settings.data_dir.display()))
}

/// Opens the portal as the settings say, with the system's clock; migrates first unless told not to.
async fn open(settings: Settings) -> Result<Portal, String> {
    open_with(settings, Clock::System, Ids::Random).await
}

async fn open_with(settings: Settings, clock: Clock, ids: Ids) -> Result<Portal, String> {
    make_data_dir(&settings)?;
    if !settings.no_migrate {
        db::migrate(settings.database(), &settings.data_dir).await.map_err(|e| e.to_string())?;
    }
    let hub = Hub::new(clock.clone());
    let db = Db::open(settings.database(), &settings.data_dir, hub.clone()).await.map_err(|e| e.to_string())?;
    Ok(Portal::new(db, hub, clock, ids, settings))
}
