//! The one writing connection of SQLite, with group commit.
//!
//! SQLite has one writer at a time, and a durable commit costs an fsync. So transactions that have queued share a commit:
//! the first begins it, the next ones run inside it behind savepoints, and each is answered after the commit that holds
//! its work. A lone transaction commits at once.

use super::StoreError;
use sqlx::{Connection as _, Executor as _, SqliteConnection};
use std::sync::Arc;
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

#[derive(Clone)]
pub(super) struct Writer(Arc<Mutex<Lane>>);

struct Lane {
    connection: SqliteConnection,
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
}

impl Writer {
    pub(super) fn new(connection: SqliteConnection) -> Writer {
        Writer(Arc::new(Mutex::new(Lane { connection, group: Group::default() })))
    }

    pub(super) async fn turn(&self) -> Result<Turn, StoreError> {
        let mut lane = self.0.clone().lock_owned().await;
        let savepoint = lane.group.open;
        let begin = if savepoint { "SAVEPOINT turn" } else { "BEGIN IMMEDIATE" };
        lane.connection.execute(begin).await?;
        lane.group.open = true;
        Ok(Turn { lane, writer: self.clone(), savepoint })
    }

    /// Commits the open group, if another has not done it meanwhile. The lock is fair, so all who had queued before
    /// have joined the group by now.
    async fn flush(self) {
        let mut lane = self.0.lock_owned().await;
        if !lane.group.open || lane.group.waiting.is_empty() {
            return;
        }
        let committed = lane.connection.execute("COMMIT").await.map(|_| ()).map_err(|e| e.to_string());
        if committed.is_err() {
            // A failed COMMIT (disk full, busy) may leave the transaction open.
            let _ = lane.connection.execute("ROLLBACK").await;
        }
        let group = std::mem::take(&mut lane.group);
        for waiting in group.waiting {
            let _ = waiting.send(committed.clone());
        }
    }

    /// Waits for the running group and closes the connection.
    pub(super) async fn ping(&self) -> Result<(), StoreError> {
        let mut lane = self.0.clone().lock_owned().await;
        Ok(lane.connection.ping().await?)
    }
}

impl Turn {
    pub(super) fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.lane.connection
    }

    /// Ends the turn, answers when the work is durable.
    pub(super) async fn commit(mut self) -> Result<(), StoreError> {
        if self.savepoint {
            self.lane.connection.execute("RELEASE turn").await?;
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
            self.lane.connection.execute("ROLLBACK TO turn; RELEASE turn").await
        } else {
            self.lane.group.open = false;
            self.lane.connection.execute("ROLLBACK").await
        };
        if let Err(error) = undone {
            // The whole group is lost then: nobody in it has been answered yet.
            tracing::error!(%error, "a roll-back failed");
            let _ = self.lane.connection.execute("ROLLBACK").await;
            self.lane.group = Group::default();
        }
        let flush = !self.lane.group.waiting.is_empty();
        let Turn { lane, writer, .. } = self;
        drop(lane);
        if flush {
            writer.flush().await;
        }
    }
}
