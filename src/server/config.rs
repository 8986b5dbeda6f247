//! Every setting: a flag, its `ATIENDE_…` variable and its default, described once.
//!
//! Used by the commands. What always holds: a setting that cannot work stops the start with one line that names it.

use super::telemetry::LogFormat;
use axum::http::Uri;
use clap::Args;
use std::{fmt, net::SocketAddr, path::PathBuf};

/// Secret text: printed masked.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn reveal(&self) -> &str {
        &self.0
    }
}
impl From<String> for Secret {
    fn from(text: String) -> Secret {
        Secret(text)
    }
}
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}
impl std::str::FromStr for Secret {
    type Err = std::convert::Infallible;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Secret(text.to_owned()))
    }
}

/// The settings of the portal.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// Folder of the embedded database, attachments and mail files
    #[arg(long, env = "ATIENDE_DATA_DIR", default_value = "data", global = true)]
    pub data_dir: PathBuf,
    /// postgres://user:password@host/database, or sqlite:<path>; by default atiende.db in the data folder
    #[arg(long, env = "ATIENDE_DATABASE_URL", global = true, hide_env_values = true)]
    pub database_url: Option<Secret>,
    /// File that holds the database's address
    #[arg(long, env = "ATIENDE_DATABASE_URL_FILE", global = true, conflicts_with = "database_url")]
    pub database_url_file: Option<PathBuf>,
    /// Address and port to listen on; port 0 lets the system pick
    #[arg(long, env = "ATIENDE_LISTEN", default_value = "127.0.0.1:3117", global = true)]
    pub listen: SocketAddr,
    /// Address under which people reach the portal; needed when it does not listen on loopback only
    #[arg(long, env = "ATIENDE_BASE_URL", global = true)]
    pub base_url: Option<String>,
    /// Folder of the built browser files
    #[arg(long, env = "ATIENDE_SITE_DIR", default_value = "target/site", global = true)]
    pub site_dir: PathBuf,
    /// smtps://user:password@host:port, or smtp://…?tls=required; without it mail is written to files in the data folder
    #[arg(long, env = "ATIENDE_SMTP_URL", global = true, hide_env_values = true)]
    pub smtp_url: Option<Secret>,
    /// File that holds the mail server's address
    #[arg(long, env = "ATIENDE_SMTP_URL_FILE", global = true, conflicts_with = "smtp_url")]
    pub smtp_url_file: Option<PathBuf>,
    /// Sender of the portal's mail
    #[arg(long, env = "ATIENDE_MAIL_FROM", default_value = "Atiende <no-reply@atiende.example>", global = true)]
    pub mail_from: String,
    /// Proxies whose X-Forwarded-For and X-Forwarded-Proto count, as addresses separated by commas
    #[arg(long, env = "ATIENDE_TRUSTED_PROXIES", value_delimiter = ',', global = true)]
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// What is logged, in the syntax of tracing's EnvFilter
    #[arg(long, env = "ATIENDE_LOG", default_value = "info,sqlx=warn", global = true)]
    pub log: String,
    /// How log lines look
    #[arg(long, env = "ATIENDE_LOG_FORMAT", default_value = "text", global = true)]
    pub log_format: LogFormat,
    /// Hours after which an idle session ends
    #[arg(long, env = "ATIENDE_SESSION_IDLE_HOURS", default_value_t = 72, value_parser = clap::value_parser!(i64).range(1..=8760), global = true)]
    pub session_idle_hours: i64,
    /// Do not migrate at the start; refuse to start on an older schema instead
    #[arg(long, env = "ATIENDE_NO_MIGRATE", global = true)]
    pub no_migrate: bool,
    /// Instances on one PostgreSQL do not wake each other by NOTIFY, which a pooler in transaction mode loses: they look every
    /// 1.5 s. Who is writing, and which engineers are there, is then known within an instance only
    #[arg(long, env = "ATIENDE_NO_NOTIFY", global = true)]
    pub no_notify: bool,
}

impl Settings {
    /// Reads the files of secrets and checks what the parser cannot; an error is one line that names the setting.
    pub fn complete(mut self) -> Result<Settings, String> {
        if let Some(path) = &self.database_url_file {
            self.database_url = Some(read_secret("ATIENDE_DATABASE_URL_FILE", path)?);
        }
        if let Some(path) = &self.smtp_url_file {
            self.smtp_url = Some(read_secret("ATIENDE_SMTP_URL_FILE", path)?);
        }
        if let Some(url) = &self.database_url {
            super::db::check(url.reveal()).map_err(|error| error.to_string())?;
        }
        if let Some(url) = &self.smtp_url {
            super::mail::Transport::check(url.reveal())?;
        }
        if let Some(url) = &self.base_url {
            let origin = origin(url);
            self.base_url = Some(origin.ok_or("ATIENDE_BASE_URL: not of the form https://host or http://host:port")?);
        } else if !self.listen.ip().is_loopback() {
            return Err("ATIENDE_BASE_URL: needed when ATIENDE_LISTEN is not a loopback address".to_owned());
        }
        if !self.listen.ip().is_loopback() && self.smtp_url.is_none() {
            tracing::warn!("ATIENDE_SMTP_URL is not set: mail is written to files");
        }
        self.mail_from
            .parse::<lettre::message::Mailbox>()
            .map_err(|_| "ATIENDE_MAIL_FROM: not of the form Name <address>".to_owned())?;
        Ok(self)
    }

    /// The database's address as the door takes it.
    pub fn database(&self) -> Option<&str> {
        self.database_url.as_ref().map(Secret::reveal)
    }

    /// The address that people use, once the port is known; without a slash at its end.
    pub fn public_origin(&self, bound: SocketAddr) -> String {
        self.base_url.clone().unwrap_or_else(|| format!("http://{bound}"))
    }
}

/// An address as browsers write it in `Origin`, which is compared letter by letter: in lower case, without the scheme's own
/// port (RFC 6454, section 6.1). `None`: there is more to it than scheme, host and port, or less.
fn origin(url: &str) -> Option<String> {
    // The parser drops what stands behind a `#`.
    let url = Some(url.to_lowercase()).filter(|url| !url.contains('#'))?;
    let url: Uri = url.trim_end_matches('/').parse().ok()?;
    let (scheme, authority) = (url.scheme_str()?, url.authority()?);
    let own_port = match scheme {
        "https" => 443,
        "http" => 80,
        _ => return None,
    };
    let port = match authority.as_str().strip_prefix(authority.host())? {
        "" => None,
        port => Some(port.strip_prefix(':')?.parse::<u16>().ok()?),
    };
    let is_whole = url.path() == "/" && url.query().is_none() && !authority.host().is_empty();
    let port = port.filter(|port| *port != own_port).map(|port| format!(":{port}")).unwrap_or_default();
    is_whole.then(|| format!("{scheme}://{}{port}", authority.host()))
}

fn read_secret(setting: &str, path: &std::path::Path) -> Result<Secret, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{setting}: {error}"))?;
    Ok(Secret(text.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn the_public_address_is_kept_as_browsers_send_it() {
        for (given, kept) in [
            ("https://Portal.Example/", "https://portal.example"),
            ("HTTPS://portal.example:443", "https://portal.example"),
            ("http://portal.example:8080", "http://portal.example:8080"),
            ("http://[::1]:80", "http://[::1]"),
        ] {
            assert_eq!(origin(given).as_deref(), Some(kept));
        }
        for bad in
            ["", "portal.example", "https://", "ftp://a", "https://a/b", "https://a?b", "https://a#b", "https://b@a"]
        {
            assert_eq!(origin(bad), None, "{bad}");
        }
        for bad in ["https://a b", "https://a:0x1", "https://a:99999", "https://a:"] {
            assert_eq!(origin(bad), None, "{bad}");
        }
    }
}
