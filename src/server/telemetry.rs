//! Logs: to standard error, as text or JSON; and the incident numbers that tie an answer to its cause.

use crate::error::AppError;
use tracing_subscriber::{EnvFilter, fmt, prelude::*};

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}

/// Starts logging; `filter` is `tracing`'s directive syntax, such as `info,atiende=debug`.
pub fn start(filter: &str, format: LogFormat) -> Result<(), String> {
    let filter = EnvFilter::try_new(filter).map_err(|error| format!("ATIENDE_LOG: {error}"))?;
    let registry = tracing_subscriber::registry().with(filter);
    let begun = match format {
        LogFormat::Text => registry.with(fmt::layer().with_writer(std::io::stderr)).try_init(),
        LogFormat::Json => registry.with(fmt::layer().json().with_writer(std::io::stderr)).try_init(),
    };
    begun.map_err(|error| format!("ATIENDE_LOG: {error}"))
}

/// Logs a cause that nobody outside may read, and answers with its incident number.
pub fn broken(cause: &dyn std::fmt::Display) -> AppError {
    let incident = crate::server::secret::incident();
    tracing::error!(%incident, %cause, "broken");
    AppError::Broken { incident }
}
