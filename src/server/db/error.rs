use crate::error::AppError;

/// What the database answered, sorted by what the portal can do about it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique or foreign key constraint refused the row; `0` names the constraint or its columns.
    #[error("constraint {0}")]
    Conflict(String),
    /// A stored value that the program cannot read.
    #[error("damaged: {table}.{column}")]
    Damaged { table: &'static str, column: &'static str },
    /// Locked, full, read-only, away: the write was not done and may be tried again.
    #[error("unavailable: {0}")]
    Unavailable(String),
    #[error(transparent)]
    Other(Box<dyn std::error::Error + Send + Sync>),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        use rusqlite::ffi;
        let rusqlite::Error::SqliteFailure(failure, message) = &error else {
            return StoreError::Other(Box::new(error));
        };
        let message = || message.clone().unwrap_or_else(|| failure.to_string());
        match failure.extended_code {
            ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_FOREIGNKEY => {
                StoreError::Conflict(message())
            }
            code if is_passing_in_sqlite(code.into()) => StoreError::Unavailable(message()),
            _ => StoreError::Other(Box::new(error)),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        use sqlx::error::ErrorKind;
        match &error {
            sqlx::Error::Database(database) => {
                let constraint = || database.constraint().unwrap_or_else(|| database.message()).to_owned();
                match database.kind() {
                    ErrorKind::UniqueViolation | ErrorKind::ForeignKeyViolation => StoreError::Conflict(constraint()),
                    ErrorKind::NotNullViolation
                    | ErrorKind::CheckViolation
                    | ErrorKind::ExclusionViolation
                    | ErrorKind::Other => {
                        if is_passing(database.code().as_deref()) {
                            StoreError::Unavailable(database.message().to_owned())
                        } else {
                            StoreError::Other(Box::new(error))
                        }
                    }
                    _ => StoreError::Other(Box::new(error)),
                }
            }
            sqlx::Error::Io(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Tls(_) => StoreError::Unavailable(error.to_string()),
            _ => StoreError::Other(Box::new(error)),
        }
    }
}

/// Result codes of SQLite that pass by themselves or by somebody's hand: busy 5, locked 6, read-only 8, I/O 10, full 13,
/// cannot open 14, with their extended forms.
fn is_passing_in_sqlite(code: i64) -> bool {
    matches!(code & 0xff, 5 | 6 | 8 | 10 | 13 | 14)
}

/// SQLSTATE classes of PostgreSQL that do: 08 connection, 25006 read-only, 40 rollback, 53 resources, 55P03 lock, 57P shut
/// down.
fn is_passing(code: Option<&str>) -> bool {
    let is_one = |code: &str| {
        ["08", "40", "53", "57P"].iter().any(|class| code.starts_with(class)) || code == "25006" || code == "55P03"
    };
    code.is_some_and(is_one)
}

impl From<StoreError> for AppError {
    /// The one place where a cause is logged and gets its incident number.
    fn from(error: StoreError) -> AppError {
        match error {
            StoreError::Unavailable(cause) => {
                tracing::error!(store.cause = %cause, "the database refused");
                AppError::Unavailable
            }
            StoreError::Conflict(constraint) => {
                tracing::info!(store.constraint = %constraint, "a constraint refused a write");
                AppError::Conflict
            }
            StoreError::Damaged { .. } | StoreError::Other(_) => crate::server::telemetry::broken(&error),
        }
    }
}
