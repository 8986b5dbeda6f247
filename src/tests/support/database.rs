//! A database and a folder that nobody else uses.

use sqlx::{ConnectOptions as _, Connection as _, Executor as _, PgConnection, postgres::PgConnectOptions};
use std::{path::PathBuf, str::FromStr as _};

/// Names the PostgreSQL server on which tests make databases of their own.
const SERVER: &str = "ATIENDE_TEST_POSTGRES_URL";

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

impl Backend {
    /// Those that are at hand.
    pub fn all() -> Vec<Backend> {
        let mut all = vec![Backend::Sqlite];
        if server().is_some() {
            all.push(Backend::Postgres);
        }
        all
    }
}

#[allow(clippy::disallowed_methods, reason = "the tests have this one setting")]
fn server() -> Option<String> {
    std::env::var(SERVER).ok()
}

/// A place for one portal; [`Database::drop`] removes it.
pub struct Database {
    pub backend: Backend,
    pub folder: PathBuf,
    /// `None`: the embedded database in the folder.
    pub url: Option<String>,
    name: String,
}

impl Database {
    pub async fn make(backend: Backend) -> Database {
        let random: String = atiende::server::secret::token()
            .to_lowercase()
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(16)
            .collect();
        let name = format!("atiende_test_{random}");
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&folder).expect("a folder");
        let url = match backend {
            Backend::Sqlite => None,
            Backend::Postgres => {
                let server = server().expect("a PostgreSQL server");
                connect(&server)
                    .await
                    .execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}")))
                    .await
                    .expect("a database");
                Some(with_database(&server, &name))
            }
        };
        Database { backend, folder, url, name }
    }

    pub async fn drop(self) {
        let _ = std::fs::remove_dir_all(&self.folder);
        if let (Backend::Postgres, Some(server)) = (self.backend, server()) {
            let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
            let mut connection = connect(&server).await;
            let _ = connection.execute(sqlx::AssertSqlSafe(statement)).await;
            let _ = connection.close().await;
        }
    }
}

async fn connect(server: &str) -> PgConnection {
    let options = PgConnectOptions::from_str(server).expect("a PostgreSQL address");
    options.connect().await.expect("the PostgreSQL server answers")
}

/// The server's address with another database's name.
fn with_database(server: &str, name: &str) -> String {
    let (address, query) = server.split_once('?').map_or((server, String::new()), |(a, q)| (a, format!("?{q}")));
    let (scheme, rest) = address.split_once("://").expect("an address");
    let host = rest.split('/').next().unwrap_or_default();
    format!("{scheme}://{host}/{name}{query}")
}
