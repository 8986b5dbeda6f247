use super::{
    Db, Inner, Pools,
    sqlite::{self as lite, Readers, Use},
    sqlite_writer::Writer,
};
use crate::server::live::Hub;
use sqlx::{
    ConnectOptions as _, Connection as _, PgPool,
    migrate::{AppliedMigration, Migrate as _, Migrator},
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::{
    path::{Path, PathBuf},
    str::FromStr,
    sync::{Arc, atomic::AtomicU64},
    time::Duration,
};

static SQLITE: Migrator = sqlx::migrate!("src/server/db/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("src/server/db/postgres");

const POSTGRES_CONNECTIONS: u32 = 16;
/// How long a statement waits for a lock or a connection before the answer is "unavailable".
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// Why the database could not be opened; one line that names the setting.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("ATIENDE_DATABASE_URL: {0}")]
    Address(String),
    #[error("ATIENDE_DATABASE_URL: the database cannot be opened: {0}")]
    Open(sqlx::Error),
    #[error("ATIENDE_DATABASE_URL: the database cannot be migrated: {0}")]
    Migrate(sqlx::migrate::MigrateError),
    #[error("ATIENDE_DATABASE_URL: the database was written by a newer version; use that one (a downgrade is refused)")]
    Newer,
    #[error("ATIENDE_DATABASE_URL: the schema is older than this version; run `atiende migrate`")]
    Older,
    #[error(
        "ATIENDE_DATABASE_URL: the database is from before the first release and cannot be read any more; begin with another \
         ATIENDE_DATA_DIR or an empty database"
    )]
    Early,
}

/// Where the database is: `postgres://…`, `sqlite:<path>`, or nothing for `atiende.db` in the data directory.
pub(super) enum Address {
    Sqlite(PathBuf),
    Postgres(Box<PgConnectOptions>),
}

pub(super) fn address(url: Option<&str>, data_dir: &Path) -> Result<Address, OpenError> {
    match url {
        None => Ok(Address::Sqlite(data_dir.join("atiende.db"))),
        Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
            PgConnectOptions::from_str(url).map(|o| Address::Postgres(Box::new(o))).map_err(|_| {
                OpenError::Address("not a PostgreSQL address (postgres://user:password@host/database)".to_owned())
            })
        }
        Some(url) => match url.strip_prefix("sqlite:").map(|path| path.strip_prefix("//").unwrap_or(path)) {
            // SQLite takes both for a database that each connection has for itself.
            Some("" | ":memory:") => Err(OpenError::Address("not the path of a file (sqlite:<path>)".to_owned())),
            Some(path) => Ok(Address::Sqlite(PathBuf::from(path))),
            None => Err(OpenError::Address("neither postgres://… nor sqlite:<path>".to_owned())),
        },
    }
}

/// Is this the address of a database? It is not opened.
pub fn check(url: &str) -> Result<(), OpenError> {
    address(Some(url), Path::new("")).map(|_| ())
}

/// How a database is made and migrated.
pub(super) fn sqlite(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // FULL: an acknowledged commit survives a loss of power (promise P1).
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .disable_statement_logging()
}

/// Brings the schema up to date, under the database's own lock. Answers how many migrations it knows.
pub async fn migrate(url: Option<&str>, data_dir: &Path) -> Result<usize, OpenError> {
    match address(url, data_dir)? {
        Address::Sqlite(path) => {
            let mut connection = sqlite(&path).connect().await.map_err(OpenError::Open)?;
            // An empty database has no list yet.
            known(&connection.list_applied_migrations(&SQLITE.table_name).await.unwrap_or_default(), &SQLITE)?;
            SQLITE.run(&mut connection).await.map_err(migration)?;
            Ok(SQLITE.iter().count())
        }
        Address::Postgres(options) => {
            let mut connection = options.connect().await.map_err(OpenError::Open)?;
            known(&connection.list_applied_migrations(&POSTGRES.table_name).await.unwrap_or_default(), &POSTGRES)?;
            POSTGRES.run(&mut connection).await.map_err(migration)?;
            Ok(POSTGRES.iter().count())
        }
    }
}

fn migration(error: sqlx::migrate::MigrateError) -> OpenError {
    match error {
        // The database holds a migration that this program does not know.
        sqlx::migrate::MigrateError::VersionMissing(_) => OpenError::Newer,
        other => OpenError::Migrate(other),
    }
}

impl Db {
    /// Opens a migrated database.
    pub async fn open(url: Option<&str>, data_dir: &Path, hub: Hub) -> Result<Db, OpenError> {
        let pools = match address(url, data_dir)? {
            Address::Sqlite(path) => open_sqlite(&path).await?,
            Address::Postgres(options) => open_postgres(*options).await?,
        };
        Ok(Db(Arc::new(Inner { pools, hub, statements: AtomicU64::new(0) })))
    }

    /// Does the database answer? For readiness.
    pub async fn ping(&self) -> Result<(), super::StoreError> {
        match &self.0.pools {
            Pools::Sqlite { readers, writer } => {
                writer.ping().await?;
                readers.ping()?;
            }
            Pools::Postgres(pool) => {
                sqlx::query("SELECT 1").execute(pool).await?;
            }
        }
        Ok(())
    }

    /// Ends the work with the database after what runs.
    pub async fn close(&self) {
        match &self.0.pools {
            Pools::Sqlite { readers, writer } => {
                readers.close();
                if let Err(error) = writer.settle().await {
                    tracing::warn!(%error, "the journal stays beside the database");
                }
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

async fn open_sqlite(path: &Path) -> Result<Pools, OpenError> {
    let mut connection = sqlite(path).connect().await.map_err(OpenError::Open)?;
    let applied = connection.list_applied_migrations(&SQLITE.table_name).await.map_err(|_| OpenError::Older)?;
    same_age(&applied, &SQLITE)?;
    connection.close().await.map_err(OpenError::Open)?;
    let readers = Readers::new(path);
    let connection = lite::open(path, Use::Writing)
        .map_err(|error| OpenError::Open(sqlx::Error::AnyDriverError(Box::new(error))))?;
    Ok(Pools::Sqlite { writer: Writer::new(connection, path.to_owned(), readers.clone()), readers })
}

async fn open_postgres(options: PgConnectOptions) -> Result<Pools, OpenError> {
    let pool: PgPool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .connect_with(options.disable_statement_logging())
        .await
        .map_err(OpenError::Open)?;
    let mut connection = pool.acquire().await.map_err(OpenError::Open)?;
    let applied = connection.list_applied_migrations(&POSTGRES.table_name).await.map_err(|_| OpenError::Older)?;
    drop(connection);
    same_age(&applied, &POSTGRES)?;
    Ok(Pools::Postgres(pool))
}

/// Was a database brought up by migrations that this program has, each with the text that it has here?
fn known(applied: &[AppliedMigration], migrator: &Migrator) -> Result<(), OpenError> {
    let mut is_newer = false;
    for one in applied {
        match migrator.iter().find(|migration| migration.version == one.version) {
            Some(migration) if migration.checksum != one.checksum => return Err(OpenError::Early),
            Some(_) => {}
            None => is_newer = true,
        }
    }
    if is_newer { Err(OpenError::Newer) } else { Ok(()) }
}

fn same_age(applied: &[AppliedMigration], migrator: &Migrator) -> Result<(), OpenError> {
    known(applied, migrator)?;
    if applied.len() < migrator.iter().count() { Err(OpenError::Older) } else { Ok(()) }
}
