//! Deletes every row and keeps the schema: a demo world begins again, also under a server that runs.

use super::open::{Address, OpenError, address, sqlite};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _, Row as _};
use std::path::Path;

/// Tables whose rows the migrations wrote.
const KEPT: [&str; 2] = ["_sqlx_migrations", "counter"];

/// Empties a migrated database, in one transaction.
pub async fn empty(url: Option<&str>, data_dir: &Path) -> Result<(), OpenError> {
    match address(url, data_dir)? {
        Address::Sqlite(path) => empty_sqlite(&path).await,
        Address::Postgres(options) => empty_postgres(*options).await,
    }
    .map_err(OpenError::Open)
}

async fn empty_sqlite(path: &Path) -> Result<(), sqlx::Error> {
    // Without foreign keys, so that the order does not matter.
    let mut connection = sqlite(path).foreign_keys(false).connect().await?;
    let rows = connection.fetch_all("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    let tables: Vec<String> = rows.await?.iter().map(|row| row.get(0)).collect();
    let mut tx = connection.begin().await?;
    for table in tables.iter().filter(|table| !KEPT.contains(&table.as_str())) {
        tx.execute(AssertSqlSafe(format!("DELETE FROM \"{table}\""))).await?;
    }
    tx.execute(COUNT_AGAIN).await?;
    tx.commit().await
}

async fn empty_postgres(options: sqlx::postgres::PgConnectOptions) -> Result<(), sqlx::Error> {
    let mut connection = options.connect().await?;
    let rows = connection.fetch_all("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").await?;
    let tables: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    let tables: Vec<String> =
        tables.iter().filter(|table| !KEPT.contains(&table.as_str())).map(|table| format!("\"{table}\"")).collect();
    let mut tx = connection.begin().await?;
    tx.execute(AssertSqlSafe(format!("TRUNCATE {}", tables.join(", ")))).await?;
    tx.execute(COUNT_AGAIN).await?;
    tx.commit().await
}

/// Case numbers begin where the first migration began them.
const COUNT_AGAIN: &str = "UPDATE counter SET value = 100000 WHERE name = 'case'";
