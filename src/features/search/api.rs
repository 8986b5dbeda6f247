//! The server functions of the search.

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

/// What may answer a case on a product with this title, while it is written (HELP-3).
#[server(prefix = "/api", endpoint = "search/suggest", input = GetUrl, output = Json)]
pub async fn suggest(product: String, title: String) -> Result<Vec<Suggestion>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::suggest(&visit, &product, &title).await
}

/// Something solved it (an [`Answer`]): deletes the draft of the case, and counts (HELP-3).
#[server(prefix = "/api", endpoint = "search/solve", output = Json)]
pub async fn solve(answer: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::solve(&visit, &answer).await
}
