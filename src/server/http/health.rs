//! Probes: is the process alive, and can it serve?

use super::HttpState;
use axum::{extract::State, http::StatusCode};

/// `/livez`: the process runs.
pub async fn livez() -> &'static str {
    "ok\n"
}

/// `/readyz` and `/healthz`: the database answers and the server is not stopping.
pub async fn readyz(State(state): State<HttpState>) -> (StatusCode, &'static str) {
    if state.stopping.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    match state.portal.db().ping().await {
        Ok(()) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "database\n")
        }
    }
}
