//! The two databases hold the same tables.

use crate::support::{Backend, Database};
use sqlx::{
    ConnectOptions as _, Connection as _, Executor as _, PgConnection, Row as _, SqliteConnection,
    sqlite::SqliteConnectOptions,
};
use std::collections::{BTreeMap, BTreeSet};

/// A column: is it a whole number, and may it be absent?
type Columns = BTreeMap<(String, String), (bool, bool)>;
/// Table, columns in their order, unique, partial.
type Indexes = BTreeSet<(String, Vec<String>, bool, bool)>;

#[test]
fn both_databases_have_the_same_schema() {
    if !Backend::all().contains(&Backend::Postgres) {
        return;
    }
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let (lite, full) = (Database::make(Backend::Sqlite).await, Database::make(Backend::Postgres).await);
        for database in [&lite, &full] {
            let migrated = atiende::server::db::migrate(database.url.as_deref(), &database.folder).await;
            migrated.expect("a migrated database");
        }
        let options = SqliteConnectOptions::new().filename(lite.folder.join("atiende.db"));
        let mut sqlite = options.connect().await.expect("the embedded database");
        let mut postgres = PgConnection::connect(full.url.as_deref().expect("an address")).await.expect("PostgreSQL");
        let (in_sqlite, in_postgres) = (sqlite_columns(&mut sqlite).await, postgres_columns(&mut postgres).await);
        assert!(in_sqlite.len() > 100, "{}", in_sqlite.len());
        assert_eq!(difference(&in_sqlite, &in_postgres), Vec::<String>::new(), "columns");
        let (in_sqlite, in_postgres) = (sqlite_indexes(&mut sqlite).await, postgres_indexes(&mut postgres).await);
        assert!(in_sqlite.len() > 40, "{}", in_sqlite.len());
        assert_eq!(in_sqlite.symmetric_difference(&in_postgres).collect::<Vec<_>>(), Vec::<&_>::new(), "indexes");
        postgres.close().await.expect("a closed connection");
        lite.drop().await;
        full.drop().await;
    });
}

fn difference(a: &Columns, b: &Columns) -> Vec<String> {
    let names: BTreeSet<_> = a.keys().chain(b.keys()).collect();
    let differ = names.into_iter().filter(|name| a.get(name) != b.get(name));
    differ.map(|name| format!("{name:?}: {:?} in SQLite, {:?} in PostgreSQL", a.get(name), b.get(name))).collect()
}

async fn sqlite_columns(connection: &mut SqliteConnection) -> Columns {
    let rows = connection.fetch_all(
        "SELECT m.name, c.name, c.type, c.\"notnull\" OR c.pk > 0 FROM sqlite_master m, pragma_table_info(m.name) c
          WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> '_sqlx_migrations'",
    );
    let rows = rows.await.expect("the catalogue");
    rows.iter()
        .map(|row| ((row.get(0), row.get(1)), (row.get::<String, _>(2) == "INTEGER", row.get::<i64, _>(3) == 0)))
        .collect()
}

async fn postgres_columns(connection: &mut PgConnection) -> Columns {
    let rows = connection.fetch_all(
        "SELECT table_name::text, column_name::text, data_type = 'bigint', is_nullable = 'YES' FROM information_schema.columns
          WHERE table_schema = 'public' AND table_name <> '_sqlx_migrations'",
    );
    let rows = rows.await.expect("the catalogue");
    rows.iter().map(|row| ((row.get(0), row.get(1)), (row.get(2), row.get(3)))).collect()
}

async fn sqlite_indexes(connection: &mut SqliteConnection) -> Indexes {
    let rows = connection.fetch_all(
        "SELECT m.name, l.\"unique\", l.partial,
                (SELECT group_concat(i.name) FROM (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno) i)
           FROM sqlite_master m, pragma_index_list(m.name) l WHERE m.type = 'table' AND m.name <> '_sqlx_migrations'",
    );
    let rows = rows.await.expect("the catalogue");
    rows.iter()
        .map(|row| (row.get(0), words(row.get(3)), row.get::<i64, _>(1) == 1, row.get::<i64, _>(2) == 1))
        .collect()
}

async fn postgres_indexes(connection: &mut PgConnection) -> Indexes {
    let rows = connection.fetch_all(
        "SELECT t.relname::text, i.indisunique, i.indpred IS NOT NULL,
                (SELECT string_agg(a.attname, ',' ORDER BY k.at) FROM unnest(i.indkey) WITH ORDINALITY k(number, at)
                   JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number)
           FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
          WHERE n.nspname = 'public' AND t.relname <> '_sqlx_migrations'",
    );
    let rows = rows.await.expect("the catalogue");
    rows.iter().map(|row| (row.get(0), words(row.get(3)), row.get(1), row.get(2))).collect()
}

fn words(list: String) -> Vec<String> {
    list.split(',').map(str::to_owned).collect()
}
