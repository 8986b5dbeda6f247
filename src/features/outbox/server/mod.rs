//! The use cases of the outbox, and the job that sends.
#![allow(unused_variables, clippy::unused_async, clippy::todo, reason = "being built")]
use super::model::*;
use crate::{
    error::AppError,
    server::{Visit, http::HttpState},
    values::*,
};
use axum::Router;
pub fn routes() -> Router<HttpState> {
    Router::new()
}
pub async fn list(visit: &Visit, state: Option<MailState>, after: Option<Cursor>) -> Result<OutboxContent, AppError> {
    todo!()
}
pub async fn open(visit: &Visit, id: &str) -> Result<MailContent, AppError> {
    todo!()
}
pub async fn send_again(visit: &Visit, id: &MailId) -> Result<(), AppError> {
    todo!()
}
