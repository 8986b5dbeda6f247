//! What is known of sessions, on SQLite, is known under a number that every change draws anew (SEC-2).

use crate::support::{Backend, TestApp, on_both, on_sqlite};
use atiende::{
    error::AppError,
    features::organizations::model::HomeContent,
    server::{
        authz::Actor,
        db::{Statement, sql},
    },
};
use sqlx::{ConnectOptions as _, Connection as _, sqlite::SqliteConnectOptions};
use std::collections::BTreeSet;

const LIAM: &str = "liam@northwind.example";

/// Statements that change nothing and yet are changes, by the table from which a standing is read.
const CHANGES: [(&str, &str); 8] = [
    ("person", "UPDATE person SET name = name"),
    ("organization", "UPDATE organization SET suspended_at = suspended_at"),
    ("product", "UPDATE product SET chat = chat"),
    ("membership", "UPDATE membership SET role = role"),
    (
        "case_viewer",
        "INSERT INTO case_viewer (organization_id, person_id) SELECT organization_id, person_id FROM membership LIMIT 1",
    ),
    ("entitlement", "UPDATE entitlement SET product_id = product_id"),
    ("rollout_product", "UPDATE rollout_product SET rollout_id = rollout_id"),
    ("rollout_organization", "UPDATE rollout_organization SET state = state"),
];

async fn drawn(app: &TestApp) -> String {
    app.texts(sql("SELECT CAST(value AS TEXT) FROM counter WHERE name = 'standing'")).await.remove(0)
}

async fn run(app: &TestApp, statement: Statement) {
    let grant = Actor::system("test.change").maintenance();
    let mut tx = app.portal.db().begin().await.expect("a transaction");
    tx.run(&grant, statement).await.expect("a change");
    tx.commit().await.expect("a commit");
}

#[test]
fn sec_2_everything_that_a_standing_is_read_from_draws_the_number_anew() {
    let source = include_str!("../../features/access/server/store/session.rs");
    let statement =
        source.split("const SESSION").nth(1).and_then(|rest| rest.split("\";").next()).expect("it is there");
    let words: Vec<&str> = statement.split_whitespace().collect();
    let tables = words.windows(2).filter(|pair| matches!(pair[0], "FROM" | "JOIN")).map(|pair| pair[1]);
    let read: BTreeSet<&str> = tables.filter(|table| !["s", "session"].contains(table)).collect();
    assert_eq!(read, CHANGES.map(|(table, _)| table).into());
    on_sqlite(async |app| {
        for (table, change) in CHANGES {
            let before = drawn(app).await;
            run(app, sql(change)).await;
            assert_ne!(drawn(app).await, before, "{table}");
        }
        for removal in ["DELETE FROM case_viewer", "DELETE FROM entitlement", "DELETE FROM rollout_product"] {
            let before = drawn(app).await;
            run(app, sql(removal)).await;
            assert_ne!(drawn(app).await, before, "{removal}");
        }
        let before = drawn(app).await;
        run(app, sql("UPDATE session SET seen_at = seen_at + 1")).await;
        run(app, sql("UPDATE person SET chats_most = 3")).await;
        assert_eq!(drawn(app).await, before, "what is read at every request, and what is not read");
    });
}

#[test]
fn sec_2_what_another_program_changes_holds_for_the_next_request() {
    on_sqlite(async |app| {
        let liam = app.sign_in(LIAM).await;
        let may = async || liam.ask::<HomeContent>("organizations/home", &[]).await.map(|_| ());
        assert_eq!((may().await, may().await), (Ok(()), Ok(())));
        let options = SqliteConnectOptions::new().filename(app.data_dir.join("atiende.db"));
        let mut other = options.connect().await.expect("another program");
        let person = uuid::Uuid::parse_str(app.world.person(LIAM).as_str()).expect("an id").into_bytes().to_vec();
        let ended = sqlx::query("DELETE FROM membership WHERE person_id = $1").bind(person);
        assert!(ended.execute(&mut other).await.expect("a change").rows_affected() > 0);
        assert_eq!(may().await, Err(AppError::SignIn));
        other.close().await.expect("a closed connection");
    });
}

#[test]
fn sec_2_a_session_that_is_known_is_one_statement_and_another_name_shows_at_once() {
    on_both(async |app| {
        let liam = app.sign_in(LIAM).await;
        let home = async || -> (String, u64) {
            let before = app.portal.db().statements();
            let page = liam.page("/account").await;
            (page.text("dl.facts"), app.portal.db().statements() - before)
        };
        let (first, _) = home().await;
        let (again, statements) = home().await;
        assert_eq!(first, again);
        run(app, sql("UPDATE person SET name = 'Another Name'")).await;
        let (renamed, after) = home().await;
        assert!(renamed.contains("Another Name"), "{renamed}");
        let one_more = u64::from(app.backend == Backend::Sqlite);
        assert_eq!(after, statements + one_more, "read anew where it was known");
        assert_eq!(home().await, (renamed, statements));
    });
}
