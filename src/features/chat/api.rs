//! The server functions of chats. A plain form (no wasm) is redirected by the use case to where its result is seen.

use super::model::*;
use crate::{error::AppError, features::cases::model::Outcome, values::ChatId, wire::Json};
use leptos::prelude::*;
use server_fn::codec::GetUrl;

/// The page on which a chat begins; `case` is the number of the case that it continues, `topic` the id of the help topic that
/// it is about; one of them or both are empty.
#[server(prefix = "/api", endpoint = "chat/new", input = GetUrl, output = Json)]
pub async fn new_chat(case: String, #[server(default)] topic: String) -> Result<NewChatContent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::new_chat(&visit, &case, &topic).await
}

/// Begins a chat, or files a case where no chat can begin (CHAT-4).
#[server(prefix = "/api", endpoint = "chat/begin", output = Json)]
pub async fn begin_chat(form: ChatForm) -> Result<Outcome<Begun>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::begin(&visit, form).await
}

/// A chat with its messages.
#[server(prefix = "/api", endpoint = "chat/open", input = GetUrl, output = Json)]
pub async fn open_chat(chat: String) -> Result<ChatContent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::open(&visit, &chat).await
}

/// What was logged after a number.
#[server(prefix = "/api", endpoint = "chat/since", input = GetUrl, output = Json)]
pub async fn chat_since(chat: String, after: i64) -> Result<Vec<ChatEvent>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::since(&visit, &chat, after).await
}

/// Sends a message; under one key it is one (P4).
#[server(prefix = "/api", endpoint = "chat/send", output = Json)]
pub async fn send_message(form: MessageForm) -> Result<Outcome<Receipt>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::send(&visit, form).await
}

/// Says how far the messages have come to the reader.
#[server(prefix = "/api", endpoint = "chat/mark", output = Json)]
pub async fn mark(chat: String, delivered: i64, read: i64) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::mark(&visit, &chat, Marks { delivered, read }).await
}

/// Ends a chat, or leaves the queue.
#[server(prefix = "/api", endpoint = "chat/end", output = Json)]
pub async fn end_chat(chat: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::end(&visit, &chat).await
}

/// Rates an ended chat: `good` or `bad`.
#[server(prefix = "/api", endpoint = "chat/rate", output = Json)]
pub async fn rate_chat(chat: String, rating: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::rate(&visit, &chat, &rating).await
}

/// Posts the transcript to the reader.
#[server(prefix = "/api", endpoint = "chat/transcript", output = Json)]
pub async fn mail_transcript(chat: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::mail_transcript(&visit, &chat).await
}

/// The chats that wait, and the reader's own.
#[server(prefix = "/api", endpoint = "chat/desk", input = GetUrl, output = Json)]
pub async fn open_desk() -> Result<ChatDesk, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::desk(&visit).await
}

/// Takes a chat; without one whoever has waited longest. `None`: nobody waits.
#[server(prefix = "/api", endpoint = "chat/take", output = Json)]
pub async fn take_chat(chat: String) -> Result<Option<ChatId>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::take(&visit, &chat).await
}

/// Takes part in a colleague's chat.
#[server(prefix = "/api", endpoint = "chat/join", output = Json)]
pub async fn join_chat(chat: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::join(&visit, &chat).await
}

/// Hands a chat over to another engineer.
#[server(prefix = "/api", endpoint = "chat/hand-over", output = Json)]
pub async fn hand_over(chat: String, engineer: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::hand_over(&visit, &chat, &engineer).await
}

/// When chats are answered; with a `product` what its form needs, with a `check` also what a plain form could not store.
#[server(prefix = "/api", endpoint = "chat/hours", input = GetUrl, output = Json)]
pub async fn chat_hours(product: String, check: String) -> Result<HoursContent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::hours(&visit, &product, &check).await
}

/// Sets the hours of a product's chat.
#[server(prefix = "/api", endpoint = "chat/set-hours", output = Json)]
pub async fn set_hours(form: HoursForm) -> Result<Outcome<()>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::set_hours(&visit, form).await
}
