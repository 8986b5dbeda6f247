//! `atiende demo`: a world to show.

use super::Failure;
use crate::server::{
    clock::{Clock, Ids},
    config::Settings,
    db,
    demo::{self, PASSWORD, PERSONAS, Size},
};
use clap::{Args, Subcommand};

#[derive(Subcommand)]
pub(super) enum DemoCommand {
    /// Fill an empty database with the demo world
    Seed(World),
    /// Delete everything and seed again
    Reset(World),
}

#[derive(Args)]
pub(super) struct World {
    /// How much there is
    #[arg(long, value_enum, default_value = "tour")]
    size: Size,
    /// The same number gives the same ids, names and times
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

pub(super) async fn run(settings: Settings, command: DemoCommand) -> Result<(), Failure> {
    let world = match command {
        DemoCommand::Seed(world) => world,
        DemoCommand::Reset(world) => {
            empty(&settings).await?;
            world
        }
    };
    seed(settings, &world).await
}

async fn seed(settings: Settings, world: &World) -> Result<(), Failure> {
    // The clock stands while the world is made: its times follow from this instant alone.
    let clock = Clock::set(Clock::System.now());
    let portal = super::open_with(settings, clock, Ids::seeded(world.seed)).await?;
    if !demo::is_empty(&portal).await.map_err(|error| error.to_string())? {
        let way_on = "the database is not empty; `atiende demo reset` deletes everything and seeds again";
        return Err(Failure::Command(way_on.to_owned()));
    }
    let bar = super::import::bar();
    let made = demo::seed(&portal, world.size, world.seed, &bar).await;
    bar.finish_and_clear();
    let made = made.map_err(|error| format!("the demo world failed: {error}"))?;
    portal.db().close().await;
    println!("{} organizations, {} people, {} cases", made.organizations, made.people, made.cases);
    println!("the password of everybody is {PASSWORD}");
    for (email, who) in PERSONAS {
        println!("{email:<28}{who}");
    }
    Ok(())
}

/// Deletes all rows, attachments and mail files.
async fn empty(settings: &Settings) -> Result<(), Failure> {
    super::make_data_dir(settings)?;
    db::migrate(settings.database(), &settings.data_dir).await.map_err(|error| error.to_string())?;
    db::empty(settings.database(), &settings.data_dir).await.map_err(|error| error.to_string())?;
    for folder in ["files", "mail"] {
        let folder = settings.data_dir.join(folder);
        match std::fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Failure::Command(format!("ATIENDE_DATA_DIR: {}: {error}", folder.display())));
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}
