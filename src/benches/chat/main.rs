//! `make bench-chat`: what a chat costs, beside the least that the same traffic can cost: a room server that stores nothing (the
//! floor). Both run on this machine, in turn, with as many sockets, and the same program listens and measures.
//!
//! On PostgreSQL, when `ATIENDE_TEST_POSTGRES_URL` names a server, also how long a message takes from one instance to another.

#[path = "../../tests/support/database.rs"]
mod database;
mod load;
mod servers;
mod world;

use clap::Parser;
use database::Backend;
use load::{Crowd, Outcome, Side};
use servers::{Floor, Portal, Server};
use std::{path::PathBuf, time::Duration};
use world::World;

#[derive(Parser)]
struct Wanted {
    /// Sockets, two in each room
    #[arg(long, default_value_t = 5_000)]
    sockets: usize,
    /// Sockets that stand idle while a page is asked for
    #[arg(long, default_value_t = 10_000)]
    idle: usize,
    /// Messages a second; nobody is heard to be writing more often than every 1.5 s
    #[arg(long, default_value_t = 2_000.0)]
    rate: f64,
    /// Messages a second between two instances
    #[arg(long, default_value_t = 200.0)]
    rate_across: f64,
    /// How long each run lasts
    #[arg(long, default_value_t = 8.0)]
    seconds: f64,
    /// The portal's program
    #[arg(long)]
    portal: PathBuf,
    /// The floor's program
    #[arg(long)]
    floor: PathBuf,
    /// What `cargo bench` passes
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() {
    let wanted = Wanted::parse();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let local = tokio::task::LocalSet::new();
    runtime.block_on(local.run_until(async {
        beside_the_floor(&wanted).await;
        if Backend::all().contains(&Backend::Postgres) {
            across_instances(&wanted).await;
        }
    }));
}

/// One line of what is shown: a figure, and what it should be.
fn line(what: &str, goal: &str, figure: String) {
    println!("{what:<66} {goal:>14} {figure:>22}");
}

async fn beside_the_floor(wanted: &Wanted) {
    let world = World::make(Backend::Sqlite, wanted.sockets / 2).await;
    let floor = Floor::start(&wanted.floor, &world.database.folder).await;
    let portal = Portal::start(&wanted.portal, &world.database, &[]).await;
    println!("{} sockets in rooms of two, {} messages/s, {} s each", wanted.sockets, wanted.rate, wanted.seconds);

    let (least, floor_kb) = typing(wanted, &floor, &world).await;
    drop(floor);
    let before = portal.resident_kb();
    let mut crowd = Crowd::gather(&portal, &world, wanted.sockets).await;
    let kb = (portal.resident_kb() - before) as f64 / wanted.sockets as f64;
    let typing = crowd.typing(wanted.rate, wanted.seconds).await;
    line("is writing, p99, the floor", "", ms(&least));
    line(
        "is writing, p99, the portal",
        "≤ 3 F",
        format!("{} = {:.2} F", ms(&typing), typing.p99_ms() / least.p99_ms()),
    );
    line("is writing, lost", "0", typing.lost().to_string());
    line("memory of a socket, the floor", "", format!("{floor_kb:.1} kB"));
    line("memory of a socket, the portal", "≤ 2 F (17 kB)", format!("{kb:.1} kB = {:.2} F", kb / floor_kb));

    let idle = portal.cpu_seconds();
    tokio::time::sleep(Duration::from_secs(5)).await;
    let idle = (portal.cpu_seconds() - idle) / 5.0;
    let before = portal.cpu_seconds();
    let stored = crowd.stored(wanted.rate, wanted.seconds).await;
    let cpu = portal.cpu_seconds() - before;
    // each message goes to both sides
    let delivery_us = cpu * 1e6 / (2 * stored.arrived.len()) as f64;
    line("stored messages, p99 until the other side's socket", "≤ 25 ms", ms(&stored));
    line("stored messages, lost", "0", stored.lost().to_string());
    line("stored messages a second", "", format!("{:.0}", stored.per_second()));
    line("computing per stored delivery, of which a message has two", "≤ 120 µs", format!("{delivery_us:.0} µs"));
    line("computing of the sockets while nothing happens", "", format!("{:.1} %", idle * 100.0));
    drop(crowd);
    drop(portal);

    let portal = Portal::start(&wanted.portal, &world.database, &[]).await;
    let alone = load::pages(&portal, &world, wanted.seconds).await;
    let crowd = Crowd::gather(&portal, &world, wanted.idle).await;
    let among = load::pages(&portal, &world, wanted.seconds).await;
    let grown = (among.p99_ms() / alone.p99_ms() - 1.0) * 100.0;
    line(
        &format!("resident with {} idle sockets", wanted.idle),
        "< 600 MB",
        format!("{} MB", portal.resident_kb() / 1024),
    );
    line("a page's p99 without them", "", ms(&alone));
    line("a page's p99 among them", "≤ +20 %", format!("{} ({grown:+.0} %)", ms(&among)));
    drop((crowd, portal));
    world.database.drop().await;
}

/// The floor's own run: latency, and memory of a socket in kB.
async fn typing(wanted: &Wanted, floor: &Floor, world: &World) -> (Outcome, f64) {
    let before = floor.resident_kb();
    let mut crowd = Crowd::gather(floor, world, wanted.sockets).await;
    let kb = (floor.resident_kb() - before) as f64 / wanted.sockets as f64;
    (crowd.typing(wanted.rate, wanted.seconds).await, kb)
}

/// Customers at one instance, engineers at the other.
async fn across_instances(wanted: &Wanted) {
    // an engineer, who has five of them, stays below what a person may send
    let rooms = 200;
    let world = World::make(Backend::Postgres, rooms).await;
    println!("Two instances on PostgreSQL, {} messages/s", wanted.rate_across);
    for (what, goal, settings) in [
        ("stored messages, p99 to the other instance", "< 500 ms", [].as_slice()),
        ("the same without notifications", "< 2,500 ms", [("ATIENDE_NO_NOTIFY", "true")].as_slice()),
    ] {
        let here = Portal::start(&wanted.portal, &world.database, settings).await;
        let there = Portal::start(&wanted.portal, &world.database, settings).await;
        let mut crowd = Crowd::of_two(&here, &there, &world, 2 * rooms).await;
        let stored = crowd.stored(wanted.rate_across, wanted.seconds).await;
        line(what, goal, ms(&stored));
        line("lost", "0", stored.lost().to_string());
        drop((crowd, here, there));
    }
    world.database.drop().await;
}

fn ms(outcome: &Outcome) -> String {
    format!("{:.2} ms", outcome.p99_ms())
}

/// Who sits where in a room.
const SIDES: [Side; 2] = [Side::Customer, Side::Engineer];
