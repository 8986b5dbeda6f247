//! The server functions of help topics.

use super::model::*;
use crate::{error::AppError, features::cases::model::Outcome, wire::Json};
use leptos::prelude::*;
use server_fn::codec::GetUrl;

/// The start page of help: what a query string asks for, or what there is.
#[server(prefix = "/api", endpoint = "topics/help", input = GetUrl, output = Json)]
pub async fn open_help(query: String) -> Result<HelpContent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::help(&visit, &query).await
}

/// A topic, by the tag of its language and its path.
#[server(prefix = "/api", endpoint = "topics/open", input = GetUrl, output = Json)]
pub async fn open_topic(language: String, path: String) -> Result<TopicContent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::open(&visit, &language, &path).await
}

/// Says whether a topic helped (HELP-4); a later vote takes the place of the earlier.
#[server(prefix = "/api", endpoint = "topics/vote", output = Json)]
pub async fn vote_topic(form: VoteForm) -> Result<Outcome<Vote>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::vote(&visit, form).await
}
