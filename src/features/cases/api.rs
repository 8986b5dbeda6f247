//! The server functions of cases. Writes answer an [`Outcome`] or [`Sent`]; a plain form (no wasm) is redirected by the
//! use case to where its result is seen.

use super::model::*;
use crate::{
    error::AppError,
    values::{Problems, WatcherId},
    wire::Json,
};
use leptos::prelude::*;
use server_fn::codec::GetUrl;

/// The case list, page by page. `query` is the list's query string.
#[server(prefix = "/api", endpoint = "cases/list", input = GetUrl, output = Json)]
pub async fn list_cases(query: String) -> Result<CaseListContent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::list(&visit, &CaseFilter::parse(&query)).await
}

/// One case with its log. `number` as it stands in the address.
#[server(prefix = "/api", endpoint = "cases/open", input = GetUrl, output = Json)]
pub async fn open_case(number: String) -> Result<CasePageContent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::open(&visit, &number).await
}

/// What the wizard shows.
#[server(prefix = "/api", endpoint = "cases/new", input = GetUrl, output = Json)]
pub async fn open_page() -> Result<OpenPageContent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::open_page(&visit).await
}

/// Saves a step of the wizard. `step` is the step that was filled in, `go` the one that follows or `stay`; fields that are
/// not of the step are empty and stay as they were.
#[server(prefix = "/api", endpoint = "cases/save-draft", output = Json)]
pub async fn save_draft(form: CaseForm, step: String, go: String) -> Result<CaseDraft, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::save_draft(&visit, form, &step, &go).await
}

#[server(prefix = "/api", endpoint = "cases/delete-draft", output = Json)]
pub async fn delete_draft() -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::delete_draft(&visit).await
}

/// Opens the drafted case. Submitting twice opens one (CASE-6): the draft's id is the key.
#[server(prefix = "/api", endpoint = "cases/create", output = Json)]
pub async fn create_case(draft: String) -> Result<Outcome<CaseSummary>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::create(&visit, &draft).await
}

/// Markdown as the server will render it; nothing is stored.
#[server(prefix = "/api", endpoint = "cases/preview", output = Json)]
pub async fn preview(source: String) -> Result<String, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::preview(&visit, &source)
}

/// A comment of a customer or an answer of an engineer.
#[server(prefix = "/api", endpoint = "cases/comment", output = Json)]
pub async fn comment(form: ReplyForm) -> Result<Sent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::comment(&visit, form).await
}

/// An internal note.
#[server(prefix = "/api", endpoint = "cases/note", output = Json)]
pub async fn write_note(form: ReplyForm) -> Result<Sent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::notes::write(&visit, form).await
}

/// Keeps what is being typed: `scope` is `comment` or `note`.
#[server(prefix = "/api", endpoint = "cases/save-reply", output = Json)]
pub async fn save_reply(case: String, scope: String, body: String) -> Result<ReplyDraft, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::save_reply(&visit, &case, &scope, &body).await
}

/// Confirms a proposed solution, refuses it (with a reason), closes as obsolete, or reopens: `intent` is `confirm`,
/// `refuse`, `obsolete` or `reopen`.
#[server(prefix = "/api", endpoint = "cases/settle", output = Json)]
pub async fn settle_case(case: String, intent: String, reason: String) -> Result<Outcome<()>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::settle(&visit, &case, &intent, &reason).await
}

/// Starts a follow-up draft of a case that can no longer be reopened (CASE-10).
#[server(prefix = "/api", endpoint = "cases/follow-up", output = Json)]
pub async fn follow_up(case: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::follow_up(&visit, &case).await
}

#[server(prefix = "/api", endpoint = "cases/watch", output = Json)]
pub async fn add_watcher(case: String, email: String) -> Result<Outcome<()>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::watchers::add(&visit, &case, &email).await
}

#[server(prefix = "/api", endpoint = "cases/unwatch", output = Json)]
pub async fn remove_watcher(case: String, watcher: WatcherId) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::watchers::remove(&visit, &case, &watcher).await
}

/// Confirms watching by the token of a mail.
#[server(prefix = "/api", endpoint = "cases/confirm-watching", output = Json)]
pub async fn confirm_watching(token: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::watchers::confirm(&visit, &token).await
}

/// Saves the list's query string under a name.
#[server(prefix = "/api", endpoint = "cases/save-view", output = Json)]
pub async fn save_view(name: String, query: String) -> Result<Outcome<SavedView>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::views::save(&visit, &name, &query).await
}

#[server(prefix = "/api", endpoint = "cases/delete-view", output = Json)]
pub async fn delete_view(view: crate::values::ViewId) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::views::delete(&visit, &view).await
}

/// Removes an attachment that was not sent yet.
#[server(prefix = "/api", endpoint = "cases/drop-attachment", output = Json)]
pub async fn drop_attachment(attachment: crate::values::AttachmentId) -> Result<Problems, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::attachments::drop_pending(&visit, &attachment).await
}
