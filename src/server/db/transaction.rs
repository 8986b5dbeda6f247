use super::{
    Db, Dialect, Pools, Record, Statement, StoreError, for_postgres, record::from_postgres, sqlite_writer::Turn,
};
use crate::server::{
    authz::Grant,
    live::{Announcement, Frame, Topic},
};
use sqlx::Postgres;

/// A write transaction. What it announces is heard after [`Tx::commit`]; dropped, it is rolled back in silence.
pub struct Tx {
    db: Db,
    work: Option<Work>,
    announcements: Vec<Announcement>,
    mail_posted: bool,
}

enum Work {
    Sqlite(Box<Turn>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Tx {
    pub(super) async fn begin(db: Db) -> Result<Tx, StoreError> {
        let work = match &db.0.pools {
            Pools::Sqlite { writer, .. } => Work::Sqlite(Box::new(writer.turn().await?)),
            Pools::Postgres(pool) => Work::Postgres(pool.begin().await?),
        };
        Ok(Tx { db, work: Some(work), announcements: Vec::new(), mail_posted: false })
    }

    pub fn dialect(&self) -> Dialect {
        self.db.dialect()
    }

    /// Runs a statement that gives rows: a query, or a write with `RETURNING`.
    pub async fn all<T: Record>(&mut self, grant: &impl Grant, statement: Statement) -> Result<Vec<T>, StoreError> {
        self.db.count(grant, &statement);
        match self.work.as_mut().expect("work lasts until commit or drop") {
            Work::Sqlite(turn) => turn.all(&statement),
            Work::Postgres(tx) => {
                let (text, values) = for_postgres(statement);
                let rows = sqlx::query_with(text, values).fetch_all(&mut **tx).await?;
                rows.iter().map(from_postgres).collect()
            }
        }
    }

    /// Runs a statement that gives one row or none.
    pub async fn optional<T: Record>(
        &mut self,
        grant: &impl Grant,
        statement: Statement,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.all(grant, statement).await?.pop())
    }

    /// Runs a statement that gives no rows; answers how many it touched.
    pub async fn run(&mut self, grant: &impl Grant, statement: Statement) -> Result<u64, StoreError> {
        self.db.count(grant, &statement);
        match self.work.as_mut().expect("work lasts until commit or drop") {
            Work::Sqlite(turn) => turn.run(&statement),
            Work::Postgres(tx) => {
                let (text, values) = for_postgres(statement);
                Ok(sqlx::query_with(text, values).execute(&mut **tx).await?.rows_affected())
            }
        }
    }

    /// Tells those who listen to a topic, after the commit.
    pub fn announce(&mut self, topic: Topic, frame: Frame) {
        self.announcements.push(Announcement { topic, frame });
    }

    /// Wakes the sender of mail after the commit (`outbox::server::post_all` calls it).
    pub fn mail_posted(&mut self) {
        self.mail_posted = true;
    }

    /// Makes the work durable, then lets it be heard.
    ///
    /// Whoever answers that something was done before commits as well, though nothing was written: on SQLite this
    /// transaction may have read what another one of its group wrote, which is durable with the group only, or not at all.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        let announcements = std::mem::take(&mut self.announcements);
        let hub = self.db.0.hub.clone();
        if let Some(statement) = hub.relay(self.dialect(), &announcements) {
            let grant = crate::server::authz::Actor::system("live.relay");
            self.run(&grant.maintenance(), statement).await?;
        }
        match self.work.take().expect("work lasts until commit or drop") {
            Work::Sqlite(turn) => turn.commit().await?,
            Work::Postgres(tx) => tx.commit().await?,
        }
        if self.mail_posted {
            hub.wake_mail();
        }
        hub.publish(announcements);
        Ok(())
    }
}
