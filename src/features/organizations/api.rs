use super::model::*;
use crate::{error::AppError, wire::Json};
use leptos::prelude::*;
use server_fn::codec::GetUrl;

/// What the start page shows.
#[server(prefix = "/api", endpoint = "organizations/home", input = GetUrl, output = Json)]
pub async fn home() -> Result<HomeContent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::home(&visit).await
}
