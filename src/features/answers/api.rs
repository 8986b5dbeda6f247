//! The server functions of canned answers.

use super::model::*;
use crate::{error::AppError, features::cases::model::Outcome, wire::Json};
use leptos::prelude::*;
use server_fn::codec::GetUrl;

/// The answers that can be used on a product, by title.
#[server(prefix = "/api", endpoint = "answers/list", input = GetUrl, output = Json)]
pub async fn list_answers(product: String) -> Result<Vec<CannedAnswer>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::list(&visit, &product).await
}

/// The operators' page; with a `check` also what a plain form could not store.
#[server(prefix = "/api", endpoint = "answers/open", input = GetUrl, output = Json)]
pub async fn open_answers(check: String) -> Result<AnswersContent, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::open(&visit, &check).await
}

/// Writes a new answer, or changes one.
#[server(prefix = "/api", endpoint = "answers/save", output = Json)]
pub async fn save_answer(form: AnswerForm) -> Result<Outcome<()>, AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::save(&visit, form).await
}

#[server(prefix = "/api", endpoint = "answers/delete", output = Json)]
pub async fn delete_answer(name: String) -> Result<(), AppError> {
    let visit = crate::server::Visit::current()?;
    super::server::delete(&visit, &name).await
}
