//! The demo world on both databases.

use crate::support::{Backend, Database, portal_on};
use atiende::server::{
    Portal,
    authz::Actor,
    db::{Statement, sql},
    demo::{self, Size},
};
use indicatif::ProgressBar;

#[derive(serde::Deserialize)]
struct Row {
    id: String,
    line: String,
}

/// What has an id: people, cases, events, files.
fn lines() -> Statement {
    sql("SELECT id, email || ' ' || name AS line FROM person
         UNION ALL SELECT id, number || ' ' || title || ' ' || status || ' ' || opened_at FROM support_case
         UNION ALL SELECT id, kind || ' ' || at FROM case_event
         UNION ALL SELECT id, name || ' ' || media_type || ' ' || size_bytes FROM attachment")
}

#[test]
fn demo_3_the_same_seed_and_instant_give_the_same_ids_names_and_times() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let worlds: Vec<Vec<String>> = runtime.block_on(async {
        let mut worlds = Vec::new();
        for backend in [Backend::all(), Backend::all()].concat() {
            let database = Database::make(backend).await;
            let portal = portal_on(&database).await;
            let made = demo::seed(&portal, Size::Demo, 7, &ProgressBar::hidden()).await.expect("a world");
            assert_eq!((made.organizations, made.people, made.cases), (11, 26, 1_200), "{backend:?}");
            worlds.push(read(&portal).await);
            portal.db().close().await;
            database.drop().await;
        }
        worlds
    });
    assert!(worlds[0].len() > 6_000, "{}", worlds[0].len());
    for world in &worlds[1..] {
        assert!(worlds[0] == *world, "two worlds of one seed differ");
    }
}

async fn read(portal: &Portal) -> Vec<String> {
    let grant = Actor::system("test.demo").maintenance();
    let rows: Vec<Row> = portal.db().all(&grant, lines()).await.expect("rows");
    let mut lines: Vec<_> = rows.into_iter().map(|Row { id, line }| format!("{id} {line}")).collect();
    // The databases sort letters differently.
    lines.sort();
    lines
}
