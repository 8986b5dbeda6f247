//! The connections of SQLite, and how a statement runs on one: on the thread that waits for its answer.
//!
//! What always holds: a statement that reads for long, or meets a lock, goes to a thread of its own, so that nobody else's
//! request waits for it.
//!
//! 2026-11-23, decided: not through sqlx, which gives each connection a thread. Nearly every statement takes some
//! microseconds; to hand it over, to wake up with its answer, and the pool's two questions whether the connection still
//! lives, took a hundred.

use super::{Record, Statement, StoreError, Value, open::PATIENCE, record::from_sqlite};
use rusqlite::{
    CachedStatement, Connection, Error, ErrorCode, OpenFlags, Result, ToSql,
    config::DbConfig,
    types::{ToSqlOutput, ValueRef},
};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

/// Statements that each connection keeps ready: all of the portal's, and filters in their usual forms.
const STATEMENTS_KEPT: usize = 256;
/// Steps of SQLite's machine after which it asks whether to go on.
const STEPS: i32 = 1_000;
/// So often it may go on while others wait: together some milliseconds.
const ROUNDS_MOST: u32 = 32;

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Reading,
    Writing,
}

/// Opens a migrated database. Nobody waits on this connection for a lock: who meets one goes elsewhere to wait.
pub(super) fn open(path: &Path, purpose: Use) -> Result<Connection> {
    let access = match purpose {
        Use::Reading => OpenFlags::SQLITE_OPEN_READ_ONLY,
        Use::Writing => OpenFlags::SQLITE_OPEN_READ_WRITE,
    };
    // NO_MUTEX: a connection is only ever used by one thread at a time.
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    // Without this, SQLite looks at the values that are bound and compiles a kept statement anew whenever they change: a
    // quarter of what reading a case took. Our plans stand for every value (a test reads them).
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // To open may mean to read the journal anew, which one connection does for all.
    connection.busy_timeout(PATIENCE)?;
    // FULL: an acknowledged commit survives a loss of power (promise P1). The cache is 8 MiB.
    connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -8192")?;
    if purpose == Use::Writing {
        // What a savepoint may have to undo stays in memory instead of a file. The journal is copied back when it has 16 MiB:
        // a page that many commits change is copied once then, and four times as often by default.
        connection.execute_batch("PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 4000")?;
    }
    connection.busy_timeout(Duration::ZERO)?;
    Ok(connection)
}

/// Runs a statement that gives rows.
pub(super) fn all<T: Record>(connection: &Connection, statement: &Statement) -> Result<Vec<T>> {
    let mut prepared = prepare(connection, statement)?;
    let names: Vec<String> = prepared.column_names().into_iter().map(str::to_owned).collect();
    let mut rows = prepared.raw_query();
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        records.push(from_sqlite(&names, row)?);
    }
    Ok(records)
}

/// Runs a statement that gives no rows; answers how many it touched.
pub(super) fn run(connection: &Connection, statement: &Statement) -> Result<u64> {
    Ok(prepare(connection, statement)?.raw_execute()? as u64)
}

/// Runs a statement without values.
pub(super) fn command(connection: &Connection, text: &'static str) -> Result<()> {
    connection.prepare_cached(text)?.query([])?.next().map(|_| ())
}

fn prepare<'c>(connection: &'c Connection, statement: &Statement) -> Result<CachedStatement<'c>> {
    let mut prepared = connection.prepare_cached(statement.text())?;
    for at in 1..=prepared.parameter_count() {
        // `$7` is a name to SQLite, which counts names in the order in which the text first has them.
        let number = prepared.parameter_name(at).and_then(|name| name.get(1..)?.parse::<usize>().ok());
        let value = number.and_then(|number| statement.values().get(number.checked_sub(1)?));
        prepared.raw_bind_parameter(at, value.ok_or(Error::InvalidParameterCount(statement.values().len(), at))?)?;
    }
    Ok(prepared)
}

impl ToSql for Value {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Text(Some(text)) => ValueRef::Text(text.as_bytes()),
            Value::Int(Some(int)) => ValueRef::Integer(*int),
            Value::Id(Some(id)) => ValueRef::Blob(id.as_bytes()),
            Value::Text(None) | Value::Int(None) | Value::Id(None) => ValueRef::Null,
        }))
    }
}

/// Does another connection hold the lock?
pub(super) fn is_locked(error: &Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// The connections that read: as many as ever read at once.
#[derive(Clone)]
pub(super) struct Readers(Arc<Pool>);

struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<Reader>>,
    /// Are connections taken back?
    kept: AtomicBool,
    closed: AtomicBool,
}

struct Reader {
    connection: Connection,
    /// So often the running statement may still go on.
    rounds: Arc<AtomicU32>,
}

/// How a statement may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pace {
    /// While others wait for the thread: neither long nor at a lock.
    Brief,
    /// On a thread of its own.
    Patient,
}

impl Readers {
    pub(super) fn new(path: &Path) -> Readers {
        Readers(Arc::new(Pool {
            path: path.to_owned(),
            idle: Mutex::default(),
            kept: AtomicBool::new(true),
            closed: AtomicBool::new(false),
        }))
    }

    pub(super) async fn all<T: Record>(&self, statement: Statement) -> Result<Vec<T>, StoreError> {
        match self.read(&statement, Pace::Brief) {
            Err(error) if is_locked(&error) || error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) => {
                let readers = self.clone();
                let read = tokio::task::spawn_blocking(move || readers.read(&statement, Pace::Patient));
                Ok(read.await.map_err(|error| StoreError::Other(Box::new(error)))??)
            }
            read => Ok(read?),
        }
    }

    /// Can the database be read?
    pub(super) fn ping(&self) -> Result<(), StoreError> {
        let reader = self.take()?;
        let answered = command(&reader.connection, "SELECT 1");
        self.give_back(reader);
        Ok(answered?)
    }

    fn read<T: Record>(&self, statement: &Statement, pace: Pace) -> Result<Vec<T>> {
        let reader = self.take()?;
        let read = match pace {
            Pace::Brief => reader.read(statement, ROUNDS_MOST),
            Pace::Patient => {
                reader.connection.busy_timeout(PATIENCE)?;
                let read = reader.read(statement, u32::MAX);
                reader.connection.busy_timeout(Duration::ZERO)?;
                read
            }
        };
        self.give_back(reader);
        read
    }

    fn take(&self) -> Result<Reader> {
        if self.0.closed.load(Ordering::Relaxed) {
            return Err(Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CANTOPEN), None));
        }
        let idle = self.idle().pop();
        idle.map_or_else(|| Reader::open(&self.0.path), Ok)
    }

    fn give_back(&self, reader: Reader) {
        if self.0.kept.load(Ordering::Relaxed) && !self.0.closed.load(Ordering::Relaxed) {
            self.idle().push(reader);
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Reader>> {
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on every statement has a connection of its own, opened anew.
    pub(super) fn keep_none(&self) {
        self.0.kept.store(false, Ordering::Relaxed);
        self.idle().clear();
    }

    /// Connections are kept again.
    pub(super) fn keep(&self) {
        self.0.kept.store(true, Ordering::Relaxed);
    }

    /// Nothing is read any more.
    pub(super) fn close(&self) {
        self.0.closed.store(true, Ordering::Relaxed);
        self.idle().clear();
    }
}

impl Reader {
    fn open(path: &Path) -> Result<Reader> {
        let connection = open(path, Use::Reading)?;
        let rounds = Arc::new(AtomicU32::new(0));
        let left = rounds.clone();
        let is_enough =
            move || left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err();
        connection.progress_handler(STEPS, Some(is_enough))?;
        Ok(Reader { connection, rounds })
    }

    fn read<T: Record>(&self, statement: &Statement, rounds: u32) -> Result<Vec<T>> {
        self.rounds.store(rounds, Ordering::Relaxed);
        all(&self.connection, statement)
    }
}
