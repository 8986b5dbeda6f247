//! A portal that belongs to one test.

use super::{Backend, Reader, database::Database};
use atiende::{
    server::{
        Portal,
        authz::Actor,
        clock::{Clock, Ids},
        config::Settings,
        db::{Db, Statement},
        demo,
        http::{HttpState, Site, router},
        live::Hub,
        telemetry,
    },
    values::Moment,
};
use axum::Router;
use clap::Parser;
use std::{
    future::Future,
    panic::{AssertUnwindSafe, resume_unwind},
    path::PathBuf,
};

/// The instant at which every test begins: 2026-11-23T09:00:00Z, a Monday.
pub const NOW: Moment = Moment(1_795_424_400_000);

/// The portal, its world (`server::demo`, without cases) and the router that serves it.
pub struct TestApp {
    pub portal: Portal,
    pub world: demo::World,
    pub backend: Backend,
    pub router: Router,
    pub data_dir: PathBuf,
    pub(super) mail_seen: std::sync::Mutex<std::collections::BTreeSet<String>>,
}

/// Runs a test on SQLite, and on PostgreSQL when `ATIENDE_TEST_POSTGRES_URL` names a server.
pub fn on_both(test: impl AsyncFn(&TestApp)) {
    for backend in Backend::all() {
        run(backend, &test);
    }
}

/// Runs a test that says nothing about the database.
pub fn on_sqlite(test: impl AsyncFn(&TestApp)) {
    run(Backend::Sqlite, &test);
}

fn run(backend: Backend, test: &impl AsyncFn(&TestApp)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let database = Database::make(backend).await;
        let app = TestApp::start(&database).await;
        let ended = caught(async {
            test(&app).await;
            app.nothing_unseen().await;
        });
        let ended = ended.await;
        app.portal.db().close().await;
        drop(app);
        database.drop().await;
        if let Err(panic) = ended {
            eprintln!("on {backend:?}");
            resume_unwind(panic);
        }
    });
}

/// A panic of the test must not leave its database behind.
async fn caught(test: impl Future<Output = ()>) -> std::thread::Result<()> {
    use futures::FutureExt as _;
    AssertUnwindSafe(test).catch_unwind().await
}

/// The settings as the command line would read them.
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    settings: Settings,
}

/// A portal with nothing in it, with the tests' clock and ids.
pub async fn portal_on(database: &Database) -> Portal {
    let mut arguments = vec!["atiende".to_owned(), "--data-dir".to_owned(), database.folder.display().to_string()];
    if let Some(url) = &database.url {
        arguments.extend(["--database-url".to_owned(), url.clone()]);
    }
    let _ = telemetry::start("warn", telemetry::LogFormat::Text);
    let settings = Arguments::parse_from(arguments).settings.complete().expect("good settings");
    let clock = Clock::set(NOW);
    let hub = Hub::new(clock.clone());
    atiende::server::db::migrate(settings.database(), &settings.data_dir).await.expect("a migrated database");
    let db = Db::open(settings.database(), &settings.data_dir, hub.clone()).await.expect("an open database");
    Portal::new(db, hub, clock, Ids::seeded(1), settings)
}

/// Another instance on the database of a portal, with settings of its own.
pub async fn instance_of(portal: &Portal, settings: Settings) -> Portal {
    let clock = portal.clock().clone();
    let hub = Hub::new(clock.clone());
    let db = Db::open(settings.database(), &settings.data_dir, hub.clone()).await.expect("an open database");
    Portal::new(db, hub, clock, Ids::seeded(2), settings)
}

impl TestApp {
    /// A portal with its world, on a database of its own.
    pub async fn start(database: &Database) -> TestApp {
        let portal = portal_on(database).await;
        let world = demo::build(&portal).await.expect("a world");
        let router = router(HttpState::new(portal.clone(), Site::none()));
        TestApp {
            portal,
            world,
            backend: database.backend,
            router,
            data_dir: database.folder.clone(),
            mail_seen: Default::default(),
        }
    }

    /// Somebody whom the portal does not know.
    pub fn nobody(&self) -> Reader<'_> {
        Reader::new(self)
    }

    /// A person of the world, signed in over HTTP.
    pub async fn sign_in(&self, email: &str) -> Reader<'_> {
        let mut reader = Reader::new(self);
        reader.sign_in(email, demo::PASSWORD).await;
        reader
    }

    /// Changes a row behind the portal's back, as what is still to be built will do by the front door.
    pub async fn change(&self, statement: Statement) {
        let grant = Actor::system("test.change").maintenance();
        let mut tx = self.portal.db().begin().await.expect("a transaction");
        assert_eq!(tx.run(&grant, statement).await.expect("a change"), 1);
        tx.commit().await.expect("a commit");
    }

    /// The first column of what a statement finds; texts.
    pub async fn texts(&self, statement: Statement) -> Vec<String> {
        let grant = Actor::system("test.look").maintenance();
        let rows: Vec<(String,)> = self.portal.db().all(&grant, statement).await.expect("rows");
        rows.into_iter().map(|(text,)| text).collect()
    }

    /// Moves the clock.
    pub fn pass_ms(&self, ms: i64) {
        self.portal.clock().advance(ms);
    }
}
