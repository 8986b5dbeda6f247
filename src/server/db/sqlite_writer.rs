//! The one writing connection of SQLite, with group commit.
//!
//! SQLite has one writer at a time, and a durable commit costs an fsync. So transactions that have queued share a commit:
//! the first begins it, the next ones run inside it behind savepoints, and each is answered after the commit that holds
//! its work. A lone transaction commits at once.

use super::{StoreError, error::is_read_only};
use sqlx::{
    ConnectOptions as _, Connection as _, Executor as _, SqliteConnection, SqlitePool, sqlite::SqliteConnectOptions,
};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

#[derive(Clone)]
pub(super) struct Writer(Arc<Mutex<Lane>>);

struct Lane {
    /// `None`: it was closed, for it found the file read-only.
    connection: Option<SqliteConnection>,
    options: SqliteConnectOptions,
    readers: SqlitePool,
    read_only: Arc<AtomicBool>,
    group: Group,
}

#[derive(Default)]
struct Group {
    /// Has `BEGIN` run?
    open: bool,
    /// Those whose work is inside and who wait for the commit.
    waiting: Vec<oneshot::Sender<Result<(), String>>>,
}

/// The writer, held by one transaction.
pub(super) struct Turn {
    lane: OwnedMutexGuard<Lane>,
    writer: Writer,
    /// Did this transaction set a savepoint, as it is not the first of its group?
    savepoint: bool,
    /// Did a statement of it find the file read-only? (`BEGIN IMMEDIATE` does not.)
    read_only: bool,
}

impl Group {
    fn answer(self, committed: &Result<(), String>) {
        for waiting in self.waiting {
            let _ = waiting.send(committed.clone());
        }
    }
}

impl Lane {
    fn connection(&mut self) -> Result<&mut SqliteConnection, StoreError> {
        self.connection.as_mut().ok_or_else(|| StoreError::Unavailable("read-only".to_owned()))
    }

    async fn run(&mut self, sql: &'static str) -> Result<(), StoreError> {
        self.connection()?.execute(sql).await?;
        Ok(())
    }

    async fn flush(&mut self) {
        if !self.group.open || self.group.waiting.is_empty() {
            return;
        }
        let committed = self.run("COMMIT").await.map_err(|error| error.to_string());
        if committed.is_err() {
            // A failed COMMIT (disk full, busy) may leave the transaction open.
            let _ = self.run("ROLLBACK").await;
        }
        std::mem::take(&mut self.group).answer(&committed);
    }

    async fn reconnect(&mut self) -> Result<&mut SqliteConnection, StoreError> {
        if self.connection.is_none() {
            self.connection = Some(self.options.connect().await?);
            self.read_only.store(false, Ordering::Relaxed);
        }
        self.connection()
    }

    /// Closes every connection. What was opened on a read-only file stays so, also what SQLite shares among the
    /// connections of a process: opened anew, they see whether the file can be written meanwhile (P7).
    ///
    /// The group ends here and not with the next commit: the connection that is opened anew has begun nothing.
    async fn disconnect(&mut self) {
        self.read_only.store(true, Ordering::Relaxed);
        std::mem::take(&mut self.group).answer(&Err("read-only".to_owned()));
        if let Some(connection) = self.connection.take() {
            let _ = connection.close().await;
        }
        while let Some(idle) = self.readers.try_acquire() {
            let _ = idle.close().await;
        }
    }
}

impl Writer {
    /// `options` open the connection anew; `read_only` keeps the pool from taking readers back.
    pub(super) fn new(
        connection: SqliteConnection,
        options: SqliteConnectOptions,
        readers: SqlitePool,
        read_only: Arc<AtomicBool>,
    ) -> Writer {
        let (connection, group) = (Some(connection), Group::default());
        Writer(Arc::new(Mutex::new(Lane { connection, options, readers, read_only, group })))
    }

    pub(super) async fn turn(&self) -> Result<Turn, StoreError> {
        let mut lane = self.0.clone().lock_owned().await;
        let savepoint = lane.group.open;
        if savepoint {
            lane.run("SAVEPOINT turn").await?;
        } else {
            lane.reconnect().await?.execute("BEGIN IMMEDIATE").await?;
        }
        lane.group.open = true;
        Ok(Turn { lane, writer: self.clone(), savepoint, read_only: false })
    }

    /// Commits the open group, if another has not done it meanwhile. The lock is fair, so all who had queued before
    /// have joined the group by now.
    async fn flush(self) {
        self.0.lock_owned().await.flush().await;
    }

    /// Leaves nothing in the journal beside the database's file, which then can be copied alone. The emptied journal stays:
    /// without one, a portal whose folder is read-only could not open the database at all.
    pub(super) async fn settle(&self) -> Result<(), StoreError> {
        let mut lane = self.0.clone().lock_owned().await;
        lane.flush().await;
        let checkpoint = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)");
        let (busy, _, _): (i64, i64, i64) = checkpoint.fetch_one(lane.connection()?).await?;
        if busy == 0 { Ok(()) } else { Err(StoreError::Unavailable("another program reads the database".to_owned())) }
    }

    /// Does the connection answer? Waits for the running turn.
    pub(super) async fn ping(&self) -> Result<(), StoreError> {
        let mut lane = self.0.clone().lock_owned().await;
        Ok(lane.reconnect().await?.ping().await?)
    }
}

impl Turn {
    pub(super) fn connection(&mut self) -> Result<&mut SqliteConnection, StoreError> {
        self.lane.connection()
    }

    /// What a statement's error means; the turn remembers what it has to do about it.
    pub(super) fn refused(&mut self, error: sqlx::Error) -> StoreError {
        self.read_only |= is_read_only(&error);
        error.into()
    }

    /// Ends the turn, answers when the work is durable.
    pub(super) async fn commit(mut self) -> Result<(), StoreError> {
        if self.savepoint {
            self.lane.run("RELEASE turn").await?;
        }
        let (sender, receiver) = oneshot::channel();
        self.lane.group.waiting.push(sender);
        let Turn { lane, writer, .. } = self;
        drop(lane);
        // A task of its own: a caller who goes away must not leave a group uncommitted.
        tokio::spawn(writer.flush());
        match receiver.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(cause)) => Err(StoreError::Unavailable(cause)),
            Err(_) => Err(StoreError::Unavailable("the writer went away".to_owned())),
        }
    }

    /// Undoes this transaction's work and leaves that of its group.
    pub(super) async fn roll_back(mut self) {
        let undone = if self.savepoint {
            self.lane.run("ROLLBACK TO turn; RELEASE turn").await
        } else {
            self.lane.group.open = false;
            self.lane.run("ROLLBACK").await
        };
        if let Err(error) = undone {
            // The whole group is lost then: nobody in it has been answered yet.
            tracing::error!(%error, "a roll-back failed");
            let _ = self.lane.run("ROLLBACK").await;
            self.lane.group = Group::default();
        }
        if self.read_only {
            self.lane.disconnect().await;
        }
        let flush = !self.lane.group.waiting.is_empty();
        let Turn { lane, writer, .. } = self;
        drop(lane);
        if flush {
            writer.flush().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::sqlite::SqliteJournalMode;

    async fn insert(turn: &mut Turn, n: i64) {
        let statement = sqlx::query("INSERT INTO kept (n) VALUES ($1)").bind(n);
        statement.execute(turn.connection().expect("a connection")).await.expect("a row");
    }

    #[tokio::test]
    async fn a_group_that_loses_its_connection_is_answered_and_the_next_one_begins_anew() {
        let folder = std::env::temp_dir().join(format!("atiende-writer-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let options = SqliteConnectOptions::new().filename(folder.join("one.db")).create_if_missing(true);
        let options = options.journal_mode(SqliteJournalMode::Wal);
        let mut connection = options.connect().await.expect("a database");
        connection.execute("CREATE TABLE kept (n BIGINT NOT NULL)").await.expect("a table");
        let readers = SqlitePool::connect_lazy_with(options.clone());
        let writer = Writer::new(connection, options, readers.clone(), Arc::default());

        let mut first = writer.turn().await.expect("a turn");
        insert(&mut first, 1).await;
        let refused = async {
            let mut turn = writer.turn().await.expect("a turn of the same group");
            turn.read_only = true;
            turn.roll_back().await;
        };
        let next = async {
            let mut turn = writer.turn().await.expect("a turn");
            assert!(!turn.savepoint, "there is nothing to stand behind");
            insert(&mut turn, 2).await;
            turn.commit().await
        };
        // In this order they queue: the group's commit comes after all of them.
        let (_, pinged, next, first) = tokio::join!(biased; refused, writer.ping(), next, first.commit());
        assert!(matches!(first, Err(StoreError::Unavailable(cause)) if cause == "read-only"));
        pinged.expect("opened anew");
        next.expect("committed");
        let kept: Vec<(i64,)> = sqlx::query_as("SELECT n FROM kept").fetch_all(&readers).await.expect("rows");
        assert_eq!(kept, [(2,)]);
        readers.close().await;
        let _ = std::fs::remove_dir_all(folder);
    }
}
