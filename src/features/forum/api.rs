//! The server functions of the forum. A plain form (no wasm) is redirected by the use case to where its result is seen.

use super::model::*;
use crate::{error::AppError, features::cases::model::Outcome, values::ThreadId, wire::Json};
use leptos::prelude::*;
use server_fn::codec::GetUrl;

/// The threads that a query string asks for, see [`ThreadFilter`].
#[server(prefix = "/api", endpoint = "forum/list", input = GetUrl, output = Json)]
pub async fn list_threads(query: String) -> Result<ForumContent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::list(&visit, &ThreadFilter::parse(&query)).await
}

/// A thread with its posts behind a number; the address of one that was merged leads to where its posts are. With a `check`
/// also what a plain form could not store.
#[server(prefix = "/api", endpoint = "forum/open", input = GetUrl, output = Json)]
pub async fn open_thread(thread: String, after: i64, check: String) -> Result<ThreadContent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::open(&visit, &thread, after, &check).await
}

/// The page on which something is asked; `case` is the number of the case that it is made of, or empty.
#[server(prefix = "/api", endpoint = "forum/new", input = GetUrl, output = Json)]
pub async fn new_thread(case: String, check: String) -> Result<NewThreadContent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::new_thread(&visit, &case, &check).await
}

/// Threads like the one whose title is being typed (FORUM-2).
#[server(prefix = "/api", endpoint = "forum/similar", input = GetUrl, output = Json)]
pub async fn similar_threads(title: String) -> Result<Vec<ThreadHit>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::similar(&visit, &title).await
}

/// Begins a thread; under one key it is one (P4).
#[server(prefix = "/api", endpoint = "forum/ask", output = Json)]
pub async fn ask(form: ThreadForm) -> Result<Outcome<ThreadId>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::ask(&visit, form).await
}

/// Answers in a thread; under one key it is one post (P4). It gives the number of the post.
#[server(prefix = "/api", endpoint = "forum/answer", output = Json)]
pub async fn answer_thread(thread: String, body: String, key: String) -> Result<Outcome<i64>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::answer(&visit, &thread, &body, &key).await
}

/// Changes an own post, within its time.
#[server(prefix = "/api", endpoint = "forum/edit", output = Json)]
pub async fn edit_post(post: String, body: String, after: i64) -> Result<Outcome<()>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::edit(&visit, &post, &body, after).await
}

/// Finds a post helpful, or (with `0`) not any more.
#[server(prefix = "/api", endpoint = "forum/vote", output = Json)]
pub async fn vote_for(post: String, helpful: i64, after: i64) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::vote(&visit, &post, helpful != 0, after).await
}

/// Accepts a post as the answer of its question; without one none is accepted.
#[server(prefix = "/api", endpoint = "forum/accept", output = Json)]
pub async fn accept_answer(thread: String, post: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::accept(&visit, &thread, &post).await
}

/// Reports a post to those who look after the forum.
#[server(prefix = "/api", endpoint = "forum/report", output = Json)]
pub async fn report_post(post: String, reason: String) -> Result<Outcome<()>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::report(&visit, &post, &reason).await
}

/// Fills the draft of a case with a thread of the reader's own, and leads to it.
#[server(prefix = "/api", endpoint = "forum/to-case", output = Json)]
pub async fn to_case(thread: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::to_case(&visit, &thread).await
}

/// What was reported and nobody has settled; `after` is a place in the list.
#[server(prefix = "/api", endpoint = "forum/queue", input = GetUrl, output = Json)]
pub async fn open_queue(after: String) -> Result<QueueContent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::queue(&visit, &after).await
}

/// The categories of the products' forums; with a `check` also what a plain form could not store.
#[server(prefix = "/api", endpoint = "forum/categories", input = GetUrl, output = Json)]
pub async fn list_categories(check: String) -> Result<CategoriesContent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::categories(&visit, &check).await
}

/// Adds a category, or changes its names.
#[server(prefix = "/api", endpoint = "forum/save-category", output = Json)]
pub async fn save_category(form: CategoryForm) -> Result<Outcome<()>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::save_category(&visit, form).await
}

/// Settles what was reported about a post, which stays as it is.
#[server(prefix = "/api", endpoint = "forum/dismiss", output = Json)]
pub async fn dismiss_reports(post: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::dismiss(&visit, &post).await
}

/// Hides a post and says why; a thread's first post hides the thread.
#[server(prefix = "/api", endpoint = "forum/hide", output = Json)]
pub async fn hide_post(post: String, reason: String) -> Result<Outcome<()>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::hide(&visit, &post, &reason).await
}

/// Shows a hidden post again.
#[server(prefix = "/api", endpoint = "forum/restore", output = Json)]
pub async fn restore_post(post: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::restore(&visit, &post).await
}

/// Locks a thread, so that nobody else answers in it, or (with `0`) opens it again.
#[server(prefix = "/api", endpoint = "forum/lock", output = Json)]
pub async fn lock_thread(thread: String, locked: i64) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::lock(&visit, &thread, locked != 0).await
}

/// Moves a thread to a product or one of its categories.
#[server(prefix = "/api", endpoint = "forum/move", output = Json)]
pub async fn move_thread(thread: String, place: String) -> Result<Outcome<()>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::move_thread(&visit, &thread, &place).await
}

/// Merges a thread into another, which is named by its address.
#[server(prefix = "/api", endpoint = "forum/merge", output = Json)]
pub async fn merge_thread(thread: String, into: String) -> Result<Outcome<ThreadId>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::merge(&visit, &thread, &into).await
}
