//! The database door: every statement of the portal passes here.
//!
//! Used by the stores (`features/*/server/store.rs`) and nobody else. What always holds:
//! - no statement runs without a grant (`server::authz`), and each is counted;
//! - every query is written once, with `$1` placeholders, for SQLite and PostgreSQL;
//! - an id is a value of its own type on the way in and a text on the way out: what is bound as a text finds no id in SQLite;
//! - what a transaction announces is heard after its commit, and never when it was rolled back.
//!
//! 2026-11-23, decided: an enum over the two databases instead of `sqlx::Any` (fails on PostgreSQL types), of generics over
//! `Database` (bounds on every function) and of two implementations of a trait (two texts drift apart).
//!
//! 2026-11-25, decided: ids are 16 bytes in SQLite and texts in PostgreSQL. As texts they were a fifth of SQLite's file;
//! PostgreSQL's `uuid` would need casts in statements that both share.

mod empty;
mod error;
mod open;
mod record;
mod sqlite;
mod sqlite_writer;
mod statement;
mod transaction;

pub use empty::empty;
pub use error::StoreError;
pub use open::{OpenError, check, migrate};
pub use record::Record;
pub use statement::{Statement, Value, sql};
pub use transaction::Tx;

use crate::server::{authz::Grant, live::Hub};
use sqlx::{AssertSqlSafe, PgPool, postgres::PgArguments};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

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
        readers: sqlite::Readers,
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
        match &self.0.pools {
            Pools::Sqlite { readers, .. } => readers.all(statement).await,
            Pools::Postgres(pool) => {
                let (text, values) = for_postgres(statement);
                let rows = sqlx::query_with(text, values).fetch_all(pool).await?;
                rows.iter().map(record::from_postgres).collect()
            }
        }
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
        let (action, pieces, text) = (grant.action().name(), statement.pieces(), statement.text());
        tracing::trace!(action, %pieces, text, "statement");
    }
}

fn for_postgres(statement: Statement) -> (AssertSqlSafe<String>, PgArguments) {
    use sqlx::Arguments as _;
    let (text, values) = statement.into_parts();
    let mut arguments = PgArguments::default();
    for value in values {
        let added = match value {
            Value::Text(text) => arguments.add(text),
            Value::Int(int) => arguments.add(int),
            Value::Id(id) => arguments.add(id.map(|id| id.hyphenated().to_string())),
        };
        added.expect("texts and integers can always be bound");
    }
    (AssertSqlSafe(text), arguments)
}
