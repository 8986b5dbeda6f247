use super::model::*;
use crate::{error::AppError, values::MailId, wire::Json};
use leptos::prelude::*;
use server_fn::codec::GetUrl;

/// The outbox, newest first; `state` is a code or empty, `after` a cursor or empty.
#[server(prefix = "/api", endpoint = "outbox/list", input = GetUrl, output = Json)]
pub async fn list_mail(state: String, after: String) -> Result<OutboxContent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::list(&visit, state.parse().ok(), after.parse().ok()).await
}

#[server(prefix = "/api", endpoint = "outbox/open", input = GetUrl, output = Json)]
pub async fn open_mail(id: String) -> Result<MailContent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::open(&visit, &id).await
}

/// Queues a failed or sent mail once more.
#[server(prefix = "/api", endpoint = "outbox/send-again", output = Json)]
pub async fn send_again(id: MailId) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::send_again(&visit, &id).await
}
