//! The two databases hold the same tables.

use crate::support::{Backend, Database};
use sqlx::{
    ConnectOptions as _, Connection as _, Executor as _, PgConnection, Row as _, SqliteConnection,
    sqlite::SqliteConnectOptions,
};
use std::collections::{BTreeMap, BTreeSet};

/// A column: what it holds, and may it be absent?
type Columns = BTreeMap<(String, String), (Holds, bool)>;
/// Table, columns in their order, unique, partial.
type Indexes = BTreeSet<(String, Vec<String>, bool, bool)>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Whole,
    Text,
    /// 16 bytes in SQLite. In PostgreSQL a text: what is called so, or refers to one.
    Id,
}

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
        let ids = in_sqlite.values().filter(|(holds, _)| *holds == Holds::Id).count();
        assert!(ids > 40, "{ids}");
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
    let holds = |name: &str| match name {
        "INTEGER" => Holds::Whole,
        "TEXT" => Holds::Text,
        "BLOB" => Holds::Id,
        other => panic!("a column of {other}"),
    };
    rows.iter().map(|row| ((row.get(0), row.get(1)), (holds(row.get(2)), row.get::<i64, _>(3) == 0))).collect()
}

async fn postgres_columns(connection: &mut PgConnection) -> Columns {
    let rows = connection.fetch_all(
        "SELECT c.table_name::text, c.column_name::text, c.data_type::text, c.is_nullable = 'YES',
                c.column_name = 'id' OR c.column_name LIKE '%\\_id' OR EXISTS (
                    SELECT 1 FROM pg_constraint f JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]
                     WHERE f.contype = 'f' AND f.conrelid::regclass::text = c.table_name AND a.attname = c.column_name)
           FROM information_schema.columns c WHERE c.table_schema = 'public' AND c.table_name <> '_sqlx_migrations'",
    );
    let rows = rows.await.expect("the catalogue");
    let holds = |table: &str, name: &str, is_id: bool| match (name, is_id) {
        ("bigint", _) => Holds::Whole,
        // The instance and its count.
        ("text", true) if table != "live_event" => Holds::Id,
        ("text", _) => Holds::Text,
        (other, _) => panic!("a column of {other}"),
    };
    rows.iter().map(|row| ((row.get(0), row.get(1)), (holds(row.get(0), row.get(2), row.get(4)), row.get(3)))).collect()
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
