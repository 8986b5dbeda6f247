use crate::server::http::HttpState;
use axum::{extract::State, http::StatusCode};

/// `GET /live`.
pub async fn upgrade(State(_): State<HttpState>) -> StatusCode {
    StatusCode::NOT_IMPLEMENTED
}
