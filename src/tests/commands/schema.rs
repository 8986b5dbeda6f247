//! Old and new schemas: neither is guessed at.

use super::{Folder, run, text};
use sqlx::{ConnectOptions as _, Executor as _, sqlite::SqliteConnectOptions};

#[test]
fn p8_a_database_of_a_newer_version_is_refused_and_left_as_it_is() {
    let folder = changed(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'of tomorrow', 1, x'00', 0)",
    );
    let line = "atiende: ATIENDE_DATABASE_URL: the database was written by a newer version; use that one (a downgrade is refused)\n";
    is_refused(&folder, line);
}

#[test]
fn p8_a_database_from_before_the_first_release_is_refused_and_left_as_it_is() {
    // Its migrations had other texts, and there were more of them.
    let folder = changed(
        "DELETE FROM _sqlx_migrations WHERE version > 1;
         UPDATE _sqlx_migrations SET checksum = x'00';
         INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (2, 'import', 1, x'00', 0)",
    );
    let line = "atiende: ATIENDE_DATABASE_URL: the database is from before the first release and cannot be read any more; \
                begin with another ATIENDE_DATA_DIR or an empty database\n";
    is_refused(&folder, line);
}

/// A migrated database with another history.
fn changed(history: &'static str) -> Folder {
    let folder = Folder::new();
    assert!(run(&folder.0, &["migrate"], &[]).status.success());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let options = SqliteConnectOptions::new().filename(folder.0.join("atiende.db"));
        let mut connection = options.connect().await.expect("the database");
        connection.execute(sqlx::raw_sql(history)).await.expect("another history");
    });
    folder
}

fn is_refused(folder: &Folder, line: &str) {
    for (command, settings) in [("migrate", &[][..]), ("admin", &[]), ("admin", &[("ATIENDE_NO_MIGRATE", "true")])] {
        let arguments = if command == "admin" { vec!["admin", "list"] } else { vec![command] };
        let output = run(&folder.0, &arguments, settings);
        assert_eq!((text(&output.stderr).as_str(), output.status.code()), (line, Some(1)), "{arguments:?}");
    }
}

#[test]
fn p8_an_empty_database_is_migrated_or_refused_when_others_migrate() {
    let folder = Folder::new();
    let output = run(&folder.0, &["admin", "list"], &[("ATIENDE_NO_MIGRATE", "true")]);
    let line = "atiende: ATIENDE_DATABASE_URL: the schema is older than this version; run `atiende migrate`\n";
    assert_eq!((text(&output.stderr).as_str(), output.status.code()), (line, Some(1)));
    assert!(run(&folder.0, &["admin", "list"], &[]).status.success());
}
