//! The server function of the search.

use super::model::*;
use crate::{error::AppError, wire::Json};
use leptos::prelude::*;
use server_fn::codec::GetUrl;

/// Everything for what somebody typed; without a word, what is read most.
#[server(prefix = "/api", endpoint = "search/find", input = GetUrl, output = Json)]
pub async fn find_everything(text: String) -> Result<Everything, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::find(&visit, &text).await
}
