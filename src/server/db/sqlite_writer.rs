//! The one writing connection of SQLite, with group commit.
//!
//! SQLite has one writer at a time, and a durable commit costs an fsync. So transactions that have queued share a commit:
//! the first begins it, the next ones run inside it behind savepoints, and each is answered after the commit that holds
//! its work. A lone transaction commits at once. Behind a commit that several shared, the next one waits a moment for more of
//! them: in a rush fewer commits write the same pages, and what is read between two of them stays in the readers' caches.
//!
//! Statements run on the thread that waits for them; what waits for the disk or for another program's lock does not.

use super::{
    Record, Statement, StoreError,
    open::PATIENCE,
    sqlite::{self, Readers, Use},
};
use rusqlite::{Connection, ErrorCode};
use std::{path::PathBuf, sync::Arc, time::Duration};
use tokio::{
    sync::{Mutex, OwnedMutexGuard, oneshot},
    time::{Instant, sleep, sleep_until},
};

/// How often it is tried to begin while another program writes.
const TRY_EVERY: Duration = Duration::from_millis(10);
/// How long after a shared commit the next one waits.
const GATHER: Duration = Duration::from_millis(5);

#[derive(Clone)]
pub(super) struct Writer(Arc<Mutex<Lane>>);

struct Lane {
    /// `None`: it was closed, for it found the file read-only.
    connection: Option<Connection>,
    path: PathBuf,
    readers: Readers,
    group: Group,
    /// When the last commit ended, if several shared it.
    shared_at: Option<Instant>,
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
    /// `None`: it has ended.
    lane: Option<OwnedMutexGuard<Lane>>,
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
    fn connection(&self) -> Result<&Connection, StoreError> {
        self.connection.as_ref().ok_or_else(|| StoreError::Unavailable("read-only".to_owned()))
    }

    fn command(&self, text: &'static str) -> Result<(), StoreError> {
        Ok(sqlite::command(self.connection()?, text)?)
    }

    /// Begins a group. Another program's lock is waited for without holding a thread.
    async fn begin(&mut self) -> Result<(), StoreError> {
        let until = Instant::now() + PATIENCE;
        loop {
            let begun = sqlite::command(self.reconnect()?, "BEGIN IMMEDIATE");
            if !begun.as_ref().is_err_and(sqlite::is_locked) || Instant::now() >= until {
                return Ok(begun?);
            }
            sleep(TRY_EVERY).await;
        }
    }

    fn flush(&mut self) {
        if !self.group.open || self.group.waiting.is_empty() {
            return;
        }
        let committed = self.command("COMMIT").map_err(|error| error.to_string());
        if committed.is_err() {
            // A failed COMMIT (disk full, busy) may leave the transaction open.
            let _ = self.command("ROLLBACK");
        }
        self.shared_at = (self.group.waiting.len() > 1).then(Instant::now);
        std::mem::take(&mut self.group).answer(&committed);
    }

    fn reconnect(&mut self) -> Result<&Connection, StoreError> {
        if self.connection.is_none() {
            self.connection = Some(sqlite::open(&self.path, Use::Writing)?);
            self.readers.keep();
        }
        self.connection()
    }

    /// Closes every connection. What was opened on a read-only file stays so, also what SQLite shares among the
    /// connections of a process: opened anew, they see whether the file can be written meanwhile (P7).
    ///
    /// The group ends here and not with the next commit: the connection that is opened anew has begun nothing.
    fn disconnect(&mut self) {
        std::mem::take(&mut self.group).answer(&Err("read-only".to_owned()));
        self.connection = None;
        self.readers.keep_none();
    }
}

impl Writer {
    /// `path` is where the connection was opened, to open it anew.
    pub(super) fn new(connection: Connection, path: PathBuf, readers: Readers) -> Writer {
        let (connection, group) = (Some(connection), Group::default());
        Writer(Arc::new(Mutex::new(Lane { connection, path, readers, group, shared_at: None })))
    }

    pub(super) async fn turn(&self) -> Result<Turn, StoreError> {
        let mut lane = self.0.clone().lock_owned().await;
        let savepoint = lane.group.open;
        if savepoint {
            lane.command("SAVEPOINT turn")?;
        } else {
            lane.begin().await?;
        }
        lane.group.open = true;
        Ok(Turn { lane: Some(lane), writer: self.clone(), savepoint, read_only: false })
    }

    /// Commits the open group, on a thread that may wait for the disk. The lock is fair, so all who had queued before have
    /// joined the group by then.
    fn flush_soon(self, shared_at: Option<Instant>) {
        tokio::spawn(async move {
            if let Some(shared_at) = shared_at {
                sleep_until(shared_at + GATHER).await;
            }
            let mut lane = self.0.lock_owned().await;
            let flushed = tokio::task::spawn_blocking(move || lane.flush()).await;
            if let Err(error) = flushed {
                tracing::error!(%error, "a commit went away");
            }
        });
    }

    /// Leaves nothing in the journal beside the database's file, which then can be copied alone. The emptied journal stays:
    /// without one, a portal whose folder is read-only could not open the database at all.
    pub(super) async fn settle(&self) -> Result<(), StoreError> {
        let mut lane = self.0.clone().lock_owned().await;
        let settled = tokio::task::spawn_blocking(move || {
            lane.flush();
            let connection = lane.connection()?;
            connection.busy_timeout(PATIENCE)?;
            let busy: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
            Ok::<_, StoreError>(busy)
        });
        match settled.await.map_err(|error| StoreError::Other(Box::new(error)))?? {
            0 => Ok(()),
            _ => Err(StoreError::Unavailable("another program reads the database".to_owned())),
        }
    }

    /// Does the connection answer? Waits for the running turn.
    pub(super) async fn ping(&self) -> Result<(), StoreError> {
        let mut lane = self.0.clone().lock_owned().await;
        Ok(sqlite::command(lane.reconnect()?, "SELECT 1")?)
    }
}

impl Turn {
    /// Runs a statement that gives rows.
    pub(super) fn all<T: Record>(&mut self, statement: &Statement) -> Result<Vec<T>, StoreError> {
        let rows = sqlite::all(self.lane().connection()?, statement);
        rows.map_err(|error| self.refused(error))
    }

    /// Runs a statement that gives no rows; answers how many it touched.
    pub(super) fn run(&mut self, statement: &Statement) -> Result<u64, StoreError> {
        let touched = sqlite::run(self.lane().connection()?, statement);
        touched.map_err(|error| self.refused(error))
    }

    fn lane(&mut self) -> &mut Lane {
        self.lane.as_mut().expect("a turn holds the writer until it ends")
    }

    /// What a statement's error means; the turn remembers what it has to do about it.
    fn refused(&mut self, error: rusqlite::Error) -> StoreError {
        self.read_only |= error.sqlite_error_code() == Some(ErrorCode::ReadOnly);
        error.into()
    }

    /// Ends the turn, answers when the work is durable.
    pub(super) async fn commit(mut self) -> Result<(), StoreError> {
        if self.savepoint {
            self.lane().command("RELEASE turn")?;
        }
        let (sender, receiver) = oneshot::channel();
        let shared_at = self.lane().shared_at;
        let waiting = &mut self.lane().group.waiting;
        waiting.push(sender);
        // The first sees to the commit of all, by a task: when it goes away, the group must not stay uncommitted.
        let is_first = waiting.len() == 1;
        self.lane = None;
        if is_first {
            self.writer.clone().flush_soon(shared_at);
        }
        match receiver.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(cause)) => Err(StoreError::Unavailable(cause)),
            Err(_) => Err(StoreError::Unavailable("the writer went away".to_owned())),
        }
    }
}

impl Drop for Turn {
    /// Undoes what was not committed, and leaves the work of its group.
    fn drop(&mut self) {
        let Some(mut lane) = self.lane.take() else { return };
        let undone = if self.savepoint {
            lane.command("ROLLBACK TO turn").and_then(|()| lane.command("RELEASE turn"))
        } else {
            lane.group.open = false;
            lane.command("ROLLBACK")
        };
        if let Err(error) = undone {
            // The whole group is lost then: nobody in it has been answered yet, as long as repeats commit too (see `Tx::commit`).
            tracing::error!(%error, "a roll-back failed");
            let _ = lane.command("ROLLBACK");
            lane.group = Group::default();
        }
        if self.read_only {
            lane.disconnect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::sql;

    #[derive(serde::Deserialize)]
    struct KeptRow {
        n: i64,
    }

    fn insert(turn: &mut Turn, n: i64) {
        turn.run(&sql("INSERT INTO kept (n) VALUES ($1)").bind(n)).expect("a row");
    }

    #[tokio::test]
    async fn a_group_that_loses_its_connection_is_answered_and_the_next_one_begins_anew() {
        let folder = std::env::temp_dir().join(format!("atiende-writer-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join("one.db");
        let made = Connection::open(&path).expect("a database");
        made.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE kept (n INTEGER NOT NULL)").expect("a table");
        let readers = Readers::new(&path);
        let connection = sqlite::open(&path, Use::Writing).expect("a connection");
        let writer = Writer::new(connection, path, readers.clone());

        let mut first = writer.turn().await.expect("a turn");
        insert(&mut first, 1);
        let refused = async {
            let mut turn = writer.turn().await.expect("a turn of the same group");
            turn.read_only = true;
            drop(turn);
        };
        let next = async {
            let mut turn = writer.turn().await.expect("a turn");
            assert!(!turn.savepoint, "there is nothing to stand behind");
            insert(&mut turn, 2);
            turn.commit().await
        };
        // In this order they queue: the group's commit comes after all of them.
        let (_, pinged, next, first) = tokio::join!(biased; refused, writer.ping(), next, first.commit());
        assert!(matches!(first, Err(StoreError::Unavailable(cause)) if cause == "read-only"));
        pinged.expect("opened anew");
        next.expect("committed");
        let kept: Vec<KeptRow> = readers.all(sql("SELECT n FROM kept")).await.expect("rows");
        assert_eq!(kept.iter().map(|row| row.n).collect::<Vec<_>>(), [2]);
        let _ = std::fs::remove_dir_all(folder);
    }
}
