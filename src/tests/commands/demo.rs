use super::{Folder, run, text};
use sqlx::{ConnectOptions as _, Executor as _, Row as _, sqlite::SqliteConnectOptions};

#[test]
fn demo_1_a_world_is_seeded_once_and_reset_by_its_own_command() {
    let folder = Folder::new();
    let first = run(&folder.0, &["demo", "seed"], &[]);
    assert!(text(&first.stdout).starts_with("11 organizations, 26 people, 60 cases\n"), "{}", text(&first.stderr));
    let again = run(&folder.0, &["demo", "seed"], &[]);
    assert_eq!(again.status.code(), Some(1));
    let line = "atiende: the database is not empty; `atiende demo reset` deletes everything and seeds again\n";
    assert_eq!(text(&again.stderr), line);
    let before = contents(&folder);
    let reset = run(&folder.0, &["demo", "reset"], &[]);
    assert!(reset.status.success(), "{}", text(&reset.stderr));
    assert_eq!(before, contents(&folder), "DEMO-3: the same names, ids and distances in time");
    let other = run(&folder.0, &["demo", "reset", "--seed", "2"], &[]);
    assert!(other.status.success(), "{}", text(&other.stderr));
    assert_ne!(before, contents(&folder), "another seed gives other ids");
}

/// What the world holds, its times counted from its newest account, its ids without the instant that they begin with.
fn contents(folder: &Folder) -> Vec<String> {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let options = SqliteConnectOptions::new().filename(folder.0.join("atiende.db"));
        let mut connection = options.connect().await.expect("the database");
        let rows = connection.fetch_all(
            "SELECT c.number || ' ' || substr(hex(c.id), 13) || ' ' || substr(hex(p.id), 13) || ' ' || c.title || ' ' || c.status || ' ' || p.name || ' ' || c.last_seq || ' '
                    || (c.opened_at - (SELECT MIN(created_at) FROM organization)) || ' '
                    || (c.changed_at - (SELECT MIN(created_at) FROM organization))
               FROM support_case c JOIN person p ON p.id = c.requester_id ORDER BY c.number",
        );
        rows.await.expect("rows").iter().map(|row| row.get(0)).collect()
    })
}
