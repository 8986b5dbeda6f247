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

/// The operators' page of topics.
#[server(prefix = "/api", endpoint = "topics/operate", input = GetUrl, output = Json)]
pub async fn operate_topics() -> Result<OperateContent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::operate(&visit).await
}

/// Says what a shelf is called and which product it belongs to.
#[server(prefix = "/api", endpoint = "topics/save-shelf", output = Json)]
pub async fn save_shelf(form: ShelfForm) -> Result<Outcome<()>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::save_shelf(&visit, form).await
}

/// Says which words of a language the search takes for each other (HELP-2).
#[server(prefix = "/api", endpoint = "topics/save-synonyms", output = Json)]
pub async fn save_synonyms(language: String, lines: String) -> Result<Outcome<()>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::save_synonyms(&visit, &language, &lines).await
}

/// Pins a topic (`yes`) or takes it away (`no`).
#[server(prefix = "/api", endpoint = "topics/pin", output = Json)]
pub async fn pin_topic(topic: String, pinned: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::pin(&visit, &topic, &pinned).await
}

/// Closes the task that votes against a topic became.
#[server(prefix = "/api", endpoint = "topics/close-task", output = Json)]
pub async fn close_task(topic: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::close_task(&visit, &topic).await
}

/// Says whether a topic helped (HELP-4); a later vote takes the place of the earlier.
#[server(prefix = "/api", endpoint = "topics/vote", output = Json)]
pub async fn vote_topic(form: VoteForm) -> Result<Outcome<Vote>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::vote(&visit, form).await
}

/// The editor of a topic (`id`), of a new one, or of the translation of one (`translate`); with an earlier text (`version`), or
/// with what a plain form brought (`check`).
#[server(prefix = "/api", endpoint = "topics/edit/open", input = GetUrl, output = Json)]
pub async fn open_edit(query: String) -> Result<EditContent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::open_edit(&visit, &query).await
}

/// Keeps what was written as a draft, and sends it on as the form's button says.
#[server(prefix = "/api", endpoint = "topics/edit/save", output = Json)]
pub async fn save_topic(form: EditForm) -> Result<Outcome<Edited>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::save(&visit, form).await
}

/// A text as it will look at a path of a language.
#[server(prefix = "/api", endpoint = "topics/edit/preview", output = Json)]
pub async fn preview_topic(language: String, path: String, body: String) -> Result<Preview, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::preview(&visit, &language, &path, &body).await
}

/// Throws away what is in work of a topic.
#[server(prefix = "/api", endpoint = "topics/edit/discard", output = Json)]
pub async fn discard_topic_draft(topic: String, number: i64) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::discard(&visit, &topic, number).await
}

/// Takes a topic away from its readers, as it was `seen`.
#[server(prefix = "/api", endpoint = "topics/edit/withdraw", output = Json)]
pub async fn withdraw_topic(topic: String, seen: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::withdraw(&visit, &topic, &seen).await
}

/// The versions of a topic, from a place in their list on (`before`), and what has changed since one of them (`show`).
#[server(prefix = "/api", endpoint = "topics/edit/versions", input = GetUrl, output = Json)]
pub async fn open_versions(topic: String, query: String) -> Result<VersionsContent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::open_versions(&visit, &topic, &query).await
}
