//! The demo world on both databases.

use crate::support::{Backend, Database, portal_on};
use atiende::server::{
    Portal,
    authz::Actor,
    db::{Statement, sql},
    demo::{self, Amount, Made, SeedError, Size},
};
use indicatif::ProgressBar;
use tokio::io::AsyncReadExt as _;

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
         UNION ALL SELECT id, title || ' ' || active_at || ' ' || votes FROM forum_thread
         UNION ALL SELECT id, name || ' ' || media_type || ' ' || size_bytes FROM attachment")
}

#[test]
fn demo_3_the_same_seed_and_instant_give_the_same_ids_names_and_times() {
    for (size, cases, lines) in [(Size::Tour, 60, 400), (Size::Demo, 1_200, 6_000)] {
        let worlds = again(async |portal, backend| {
            let made = demo::seed(portal, size, 7, &ProgressBar::hidden()).await.expect("a world");
            assert_eq!(made, Made { organizations: 11, people: 26, cases }, "{backend:?}");
        });
        assert!(worlds[0].len() > lines, "{}", worlds[0].len());
        for world in &worlds[1..] {
            assert!(worlds[0] == *world, "two worlds of one seed differ");
        }
    }
}

/// The world for measuring is too large for a test: the same with a hundredth of its organizations and a thousandth of its
/// cases.
#[test]
fn demo_3_a_world_of_the_kind_of_load_has_organizations_people_and_years_of_its_own() {
    let worlds = again(async |portal, backend| {
        let made = small_load(portal, 7).await.expect("a world");
        assert_eq!(made, Made { organizations: 11 + 29, people: 26 + 3 * 29, cases: 60 + 199 }, "{backend:?}");
        let made_up = "SELECT CAST(COUNT(*) AS TEXT) FROM person
            WHERE email LIKE '%@clientes.example' AND password_hash IS NOT NULL";
        assert_eq!(texts(portal, sql(made_up)).await, ["87"], "everybody can sign in");
        let years = "SELECT CAST((MAX(opened_at) - MIN(opened_at)) / 86400000 / 365 AS TEXT) FROM support_case";
        assert_eq!(texts(portal, sql(years)).await, ["3"]);
        let own = "SELECT o.name FROM organization o JOIN support_case c ON c.organization_id = o.id
            WHERE c.origin IS NOT NULL GROUP BY o.name";
        assert!(texts(portal, sql(own)).await.len() > 20, "most of them have cases");
        assert!(!portal.settings().data_dir.join("past").exists(), "the records are gone");
    });
    for world in &worlds[1..] {
        assert!(worlds[0] == *world, "two worlds of one seed differ");
    }
    let other = once(Backend::Sqlite, async |portal, _| {
        small_load(portal, 8).await.expect("a world");
    });
    assert!(worlds[0] != other, "another seed gives another past");
}

async fn small_load(portal: &Portal, seed: u64) -> Result<Made, SeedError> {
    let amount = Amount { organizations: 29, cases: 199, days: 1_095 };
    demo::seed_with(portal, Some(amount), seed, &ProgressBar::hidden()).await
}

/// PRODUCT.md, section 13: what forms, lists and mails have to bear is in the world that is shown.
#[test]
fn a_tour_holds_data_as_awkward_as_it_comes() {
    once(Backend::Sqlite, async |portal, _| {
        demo::seed(portal, Size::Tour, 1, &ProgressBar::hidden()).await.expect("a world");
        let names = texts(portal, sql("SELECT name FROM person")).await;
        for name in ["José María Muñoz Íñiguez", "Xóchitl Ñáñez Güemes", "נועם בן־דוד", "ليلى الحداد", "Zoë Fox 🦊"]
        {
            assert!(names.iter().any(|known| known == name), "{name}");
        }
        let texts_of_cases = texts(portal, sql("SELECT description FROM support_case")).await;
        for part in ["«תגית ראשית»", "🧾➡️❌", "RÃ\u{ad}o", "|---|---|"] {
            assert!(texts_of_cases.iter().any(|text| text.contains(part)), "{part}");
        }
        let log = texts_of_cases.iter().find_map(|text| text.split("```").find(|part| part.contains("worker=3")));
        assert_eq!(log.map(|log| log[1..log.len() - 1].chars().count()), Some(9_000));
        let begins = |name: &'static str| async move { file(portal, name).await };
        let (size, _, bytes) = begins("retry.log").await;
        assert_eq!((size, bytes), (0, Vec::new()), "an empty file");
        let (size, media_type, bytes) = begins("informe mensual.pdf").await;
        assert!(size > 100_000 && media_type == "image/png" && bytes.starts_with(b"\x89PNG"), "a wrong extension");
        for name in ["visitas cruceros ñandú.png", "captura 😕.png", "קובץ.txt"] {
            assert!(begins(name).await.0 > 0, "{name}");
        }
    });
}

/// Size, kind and first bytes of the file of a name.
async fn file(portal: &Portal, name: &str) -> (i64, String, Vec<u8>) {
    let grant = Actor::system("test.demo").maintenance();
    let statement = sql("SELECT id, size_bytes, media_type FROM attachment WHERE name = $1").bind(name);
    let found: Vec<(String, i64, String)> = portal.db().all(&grant, statement).await.expect("rows");
    let (id, size_bytes, media_type) = found[0].clone();
    let mut bytes = Vec::new();
    let opened = portal.files().open(&id.parse().expect("an id")).await;
    opened.expect("a file").take(8).read_to_end(&mut bytes).await.expect("bytes");
    (size_bytes, media_type, bytes)
}

/// What has an id in a world that was made on a database of its own.
fn once(backend: Backend, make: impl AsyncFn(&Portal, Backend)) -> Vec<String> {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
        let database = Database::make(backend).await;
        let portal = portal_on(&database).await;
        make(&portal, backend).await;
        let world = read(&portal).await;
        portal.db().close().await;
        database.drop().await;
        world
    })
}

/// The same again, and on the other database.
fn again(make: impl AsyncFn(&Portal, Backend)) -> Vec<Vec<String>> {
    [Backend::Sqlite].into_iter().chain(Backend::all()).map(|backend| once(backend, &make)).collect()
}

async fn texts(portal: &Portal, statement: Statement) -> Vec<String> {
    let grant = Actor::system("test.demo").maintenance();
    let rows: Vec<(String,)> = portal.db().all(&grant, statement).await.expect("rows");
    rows.into_iter().map(|(text,)| text).collect()
}

async fn read(portal: &Portal) -> Vec<String> {
    let grant = Actor::system("test.demo").maintenance();
    let rows: Vec<Row> = portal.db().all(&grant, lines()).await.expect("rows");
    let mut lines: Vec<_> = rows.into_iter().map(|Row { id, line }| format!("{id} {line}")).collect();
    // The databases sort letters differently.
    lines.sort();
    lines
}
