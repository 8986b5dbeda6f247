//! The commands of the one binary.
//!
//! What always holds: a command that fails says why in one line on standard error and exits with 1; bad settings with 2.

mod admin;
mod config_print;
mod demo;
mod healthcheck;
mod import;
mod problem;
mod routes;
mod serve;
mod topics;

use super::{
    clock::{Clock, Ids},
    config::Settings,
    db::{self, Db},
    live::Hub,
    portal::Portal,
    telemetry,
};
use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, parser::ValueSource};
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
    /// Accounts
    #[command(subcommand)]
    Admin(admin::AdminCommand),
    /// A demo world
    #[command(subcommand)]
    Demo(demo::DemoCommand),
    /// Bring in the history of an old desk (src/features/import/FORMAT.md says what its records look like)
    Import(import::Import),
    /// Help topics and their search
    #[command(subcommand)]
    Topics(topics::TopicsCommand),
    /// List every route and server function with the right that it needs
    Routes(routes::Routes),
    /// Settings
    #[command(subcommand)]
    Config(config_print::ConfigCommand),
    /// Ask the server at ATIENDE_LISTEN whether it is ready
    Healthcheck,
    /// Print the version
    Version,
}

/// Why a command failed, in one line, and with which exit code.
enum Failure {
    /// A setting that will not work until somebody changes it, or what it names.
    Settings(String),
    Command(String),
}

impl From<String> for Failure {
    fn from(problem: String) -> Failure {
        Failure::Command(problem)
    }
}

/// Runs the command line.
pub fn main() -> ExitCode {
    let (problem, code) = match begin() {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Failure::Settings(problem)) => (problem, ExitCode::from(2)),
        Err(Failure::Command(problem)) => (problem, ExitCode::FAILURE),
    };
    eprintln!("atiende: {problem}");
    code
}

fn begin() -> Result<(), Failure> {
    let mut cli = Cli::command();
    let matches = cli.try_get_matches_from_mut(std::env::args_os());
    let matches = matches.map_err(|error| Failure::Settings(problem::of(&cli, error)))?;
    if let Some(unknown) = problem::unknown_variable(&cli) {
        return Err(Failure::Settings(format!("{unknown}: there is no such setting")));
    }
    let Cli { settings, command } = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let command = command.unwrap_or(Command::Serve);
    telemetry::start(log(&command, &settings, &matches), settings.log_format).map_err(Failure::Settings)?;
    let settings = settings.complete().map_err(Failure::Settings)?;
    match command {
        Command::Serve => wait(serve::run(settings))?,
        Command::Migrate => wait(migrate(&settings))?,
        Command::Admin(command) => wait(admin::run(settings, command))?,
        Command::Demo(command) => wait(demo::run(settings, command))?,
        Command::Import(how) => wait(import::run(settings, how))?,
        Command::Topics(command) => wait(topics::run(settings, command))?,
        Command::Healthcheck => wait(healthcheck::run(&settings))?,
        Command::Routes(how) => routes::print(&how),
        Command::Config(config_print::ConfigCommand::Print) => config_print::print(&cli, &matches),
        Command::Version => println!("atiende {}", env!("CARGO_PKG_VERSION")),
    }
    Ok(())
}

/// A command says what it did by itself: it logs only when asked to.
fn log<'a>(command: &Command, settings: &'a Settings, matches: &ArgMatches) -> &'a str {
    let asked = matches.value_source("log") != Some(ValueSource::DefaultValue);
    if asked || matches!(command, Command::Serve) { &settings.log } else { "off" }
}

fn wait(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| error.to_string())?.block_on(work)
}

async fn migrate(settings: &Settings) -> Result<(), Failure> {
    make_data_dir(settings)?;
    let known = db::migrate(settings.database(), &settings.data_dir).await.map_err(|e| e.to_string())?;
    println!("the schema is up to date ({known} migrations)");
    Ok(())
}

fn make_data_dir(settings: &Settings) -> Result<(), Failure> {
    std::fs::create_dir_all(&settings.data_dir)
        .map_err(|error| Failure::Settings(format!("ATIENDE_DATA_DIR: {}: {error}", settings.data_dir.display())))
}

/// Opens the portal as the settings say, with the system's clock; migrates first unless told not to.
async fn open(settings: Settings) -> Result<Portal, Failure> {
    open_with(settings, Clock::System, Ids::Random).await
}

async fn open_with(settings: Settings, clock: Clock, ids: Ids) -> Result<Portal, Failure> {
    make_data_dir(&settings)?;
    if !settings.no_migrate {
        db::migrate(settings.database(), &settings.data_dir).await.map_err(|e| e.to_string())?;
    }
    let hub = Hub::new(clock.clone());
    let db = Db::open(settings.database(), &settings.data_dir, hub.clone()).await.map_err(|e| e.to_string())?;
    Ok(Portal::new(db, hub, clock, ids, settings))
}
