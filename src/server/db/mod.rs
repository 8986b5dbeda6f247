//! The database door: every statement of the portal passes here.
//!
//! Used by the stores (`features/*/server/store.rs`) and nobody else. What always holds:
//! - no statement runs without a grant (`server::authz`), and each is counted;
//! - every query is written once, with `$1` placeholders, for SQLite and PostgreSQL;
//! - what a transaction announces is heard after its commit, and never when it was rolled back.
//!
//! 2026-11-23, decided: an enum over two typed pools instead of `sqlx::Any` (fails on PostgreSQL types), of generics over
//! `Database` (bounds on every function) and of two implementations of a trait (two texts drift apart).

mod empty;
mod error;
mod open;
mod sqlite_writer;
mod statement;
mod transaction;

pub use empty::empty;
pub use error::StoreError;
pub use open::{OpenError, check, migrate};
pub use statement::{Statement, Value, sql};
pub use transaction::Tx;

use crate::server::{authz::Grant, live::Hub};
use sqlx::{FromRow, PgPool, Postgres, Sqlite, SqlitePool, postgres::PgRow, sqlite::SqliteRow};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// A row type that both databases can fill: `#[derive(sqlx::FromRow)]` on a struct of `String`, `i64` and options.
pub trait Record: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> {}
impl<T> Record for T where T: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> {}

/// Which database stands behind the door, for the few statements that must differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

/// The open database. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    pools: Pools,
    hub: Hub,
    statements: AtomicU64,
}

enum Pools {
    /// Many readers that cannot write, one writer that commits what has queued together.
    Sqlite {
        readers: SqlitePool,
        writer: sqlite_writer::Writer,
    },
    Postgres(PgPool),
}

impl Db {
    pub fn dialect(&self) -> Dialect {
        match self.0.pools {
            Pools::Sqlite { .. } => Dialect::Sqlite,
            Pools::Postgres(_) => Dialect::Postgres,
        }
    }

    /// How many statements have passed since the start.
    pub fn statements(&self) -> u64 {
        self.0.statements.load(Ordering::Relaxed)
    }

    /// The PostgreSQL pool, for the listener of `server::live`.
    pub(in crate::server) fn postgres(&self) -> Option<&PgPool> {
        match &self.0.pools {
            Pools::Sqlite { .. } => None,
            Pools::Postgres(pool) => Some(pool),
        }
    }

    /// Reads all rows of a statement, outside of a transaction.
    pub async fn all<T: Record>(&self, grant: &impl Grant, statement: Statement) -> Result<Vec<T>, StoreError> {
        self.count(grant, &statement);
        let (text, values) = statement.into_parts();
        let text = sqlx::AssertSqlSafe(text);
        Ok(match &self.0.pools {
            Pools::Sqlite { readers, .. } => {
                sqlx::query_as_with::<Sqlite, T, _>(text, for_sqlite(values)).fetch_all(readers).await?
            }
            Pools::Postgres(pool) => {
                sqlx::query_as_with::<Postgres, T, _>(text, for_postgres(values)).fetch_all(pool).await?
            }
        })
    }

    /// Reads the only row of a statement, or none.
    pub async fn optional<T: Record>(&self, grant: &impl Grant, statement: Statement) -> Result<Option<T>, StoreError> {
        Ok(self.all(grant, statement).await?.pop())
    }

    /// Begins a write transaction. Dropped without [`Tx::commit`], it is rolled back.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Tx::begin(self.clone()).await
    }

    fn count(&self, grant: &impl Grant, statement: &Statement) {
        self.0.statements.fetch_add(1, Ordering::Relaxed);
        tracing::trace!(action = grant.action().name(), pieces = %statement.pieces(), "statement");
    }
}

fn for_sqlite(values: Vec<Value>) -> sqlx::sqlite::SqliteArguments {
    use sqlx::Arguments as _;
    let mut arguments = sqlx::sqlite::SqliteArguments::default();
    for value in values {
        let added = match value {
            Value::Text(text) => arguments.add(text),
            Value::Int(int) => arguments.add(int),
        };
        added.expect("texts and integers can always be bound");
    }
    arguments
}

fn for_postgres(values: Vec<Value>) -> sqlx::postgres::PgArguments {
    use sqlx::Arguments as _;
    let mut arguments = sqlx::postgres::PgArguments::default();
    for value in values {
        let added = match value {
            Value::Text(text) => arguments.add(text),
            Value::Int(int) => arguments.add(int),
        };
        added.expect("texts and integers can always be bound");
    }
    arguments
}
