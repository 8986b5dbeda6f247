//! The use cases of organizations.
#![allow(unused_variables, clippy::unused_async, clippy::todo, reason = "being built")]
pub mod seed_store;

use super::model::*;
use crate::{error::AppError, server::Visit};
pub async fn home(visit: &Visit) -> Result<HomeContent, AppError> {
    todo!()
}
