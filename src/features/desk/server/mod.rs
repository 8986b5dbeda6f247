//! The use cases of the desk.
#![allow(unused_variables, clippy::unused_async, clippy::todo, reason = "being built")]
use super::model::*;
use crate::{error::AppError, server::Visit, values::PersonId};
pub async fn queue(visit: &Visit, filter: &DeskFilter) -> Result<DeskContent, AppError> {
    todo!()
}
pub async fn take(visit: &Visit, case: &str) -> Result<(), AppError> {
    todo!()
}
pub async fn assign(visit: &Visit, case: &str, to: Option<PersonId>) -> Result<(), AppError> {
    todo!()
}
pub async fn set_status(visit: &Visit, case: &str, status: &str, resolution: &str) -> Result<(), AppError> {
    todo!()
}
pub async fn set_priority(visit: &Visit, case: &str, priority: &str) -> Result<(), AppError> {
    todo!()
}
