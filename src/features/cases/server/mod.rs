//! The use cases of cases: permit, load, rule, store, announce; each in one transaction.
#![allow(unused_variables, clippy::unused_async, clippy::todo, reason = "being built")]

use super::model::*;
use crate::{
    error::AppError,
    server::{Visit, http::HttpState},
    values::*,
};
use axum::Router;

pub fn routes() -> Router<HttpState> {
    Router::new()
}
pub async fn list(visit: &Visit, filter: &CaseFilter) -> Result<CaseListContent, AppError> {
    todo!()
}
pub async fn open(visit: &Visit, number: &str) -> Result<CasePageContent, AppError> {
    todo!()
}
pub async fn open_page(visit: &Visit) -> Result<OpenPageContent, AppError> {
    todo!()
}
pub async fn save_draft(visit: &Visit, form: CaseForm, step: &str, go: &str) -> Result<CaseDraft, AppError> {
    todo!()
}
pub async fn delete_draft(visit: &Visit) -> Result<(), AppError> {
    todo!()
}
pub async fn create(visit: &Visit, draft: &str) -> Result<Outcome<CaseSummary>, AppError> {
    todo!()
}
pub fn preview(visit: &Visit, source: &str) -> Result<String, AppError> {
    todo!()
}
pub async fn comment(visit: &Visit, form: ReplyForm) -> Result<Sent, AppError> {
    todo!()
}
pub async fn save_reply(visit: &Visit, case: &str, scope: &str, body: &str) -> Result<ReplyDraft, AppError> {
    todo!()
}
pub async fn settle(visit: &Visit, case: &str, intent: &str, reason: &str) -> Result<Outcome<()>, AppError> {
    todo!()
}
pub async fn follow_up(visit: &Visit, case: &str) -> Result<(), AppError> {
    todo!()
}
pub mod notes {
    use super::*;
    pub async fn write(visit: &Visit, form: ReplyForm) -> Result<Sent, AppError> {
        todo!()
    }
}
pub mod watchers {
    use super::*;
    pub async fn add(visit: &Visit, case: &str, email: &str) -> Result<Outcome<()>, AppError> {
        todo!()
    }
    pub async fn remove(visit: &Visit, case: &str, w: &WatcherId) -> Result<(), AppError> {
        todo!()
    }
    pub async fn confirm(visit: &Visit, token: &str) -> Result<(), AppError> {
        todo!()
    }
}
pub mod views {
    use super::*;
    pub async fn save(visit: &Visit, name: &str, query: &str) -> Result<Outcome<SavedView>, AppError> {
        todo!()
    }
    pub async fn delete(visit: &Visit, view: &ViewId) -> Result<(), AppError> {
        todo!()
    }
}
pub mod attachments {
    use super::*;
    pub async fn drop_pending(visit: &Visit, id: &AttachmentId) -> Result<Problems, AppError> {
        todo!()
    }
}
