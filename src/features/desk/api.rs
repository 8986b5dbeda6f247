use super::model::*;
use crate::{error::AppError, wire::Json};
use leptos::prelude::*;
use server_fn::codec::GetUrl;

/// The queue, page by page. `query` is the page's query string.
#[server(prefix = "/api", endpoint = "desk/queue", input = GetUrl, output = Json)]
pub async fn queue(query: String) -> Result<DeskContent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::queue(&visit, &DeskFilter::parse(&query)).await
}

/// Takes an unassigned case. Somebody else's is a conflict.
#[server(prefix = "/api", endpoint = "desk/take", output = Json)]
pub async fn take_case(case: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::take(&visit, &case).await
}

/// Assigns a case to an engineer; without one it goes back to the queue.
#[server(prefix = "/api", endpoint = "desk/assign", output = Json)]
pub async fn assign_case(case: String, engineer: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::assign(&visit, &case, &engineer).await
}

/// Sets the status; `resolution` is needed for `closed` only.
#[server(prefix = "/api", endpoint = "desk/set-status", output = Json)]
pub async fn set_status(case: String, status: String, resolution: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::set_status(&visit, &case, &status, &resolution).await
}

#[server(prefix = "/api", endpoint = "desk/set-priority", output = Json)]
pub async fn set_priority(case: String, priority: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::set_priority(&visit, &case, &priority).await
}
