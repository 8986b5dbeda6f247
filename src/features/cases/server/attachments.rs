//! Attachments.
#![allow(clippy::unused_async, clippy::todo, reason = "being built")]

use crate::{
    error::AppError,
    server::{Visit, http::HttpState},
    values::{AttachmentId, Problems},
};
use axum::Router;

pub fn routes() -> Router<HttpState> {
    Router::new()
}

pub async fn drop_pending(_visit: &Visit, _id: &AttachmentId) -> Result<Problems, AppError> {
    todo!()
}
