//! Attachments (CASE-20): announced, sent in pieces that can be resumed, and read by who may see the case.
//!
//! The protocol is the core of tus 1.0 without its optional parts: `POST /files` announces a file, `PATCH /files/{id}`
//! appends at `Upload-Offset`, `HEAD /files/{id}` says where to go on. A plain form sends whole files to `/files/form`.
//! What always holds: until it is sent with its draft, a file is its owner's alone; a download is never active content;
//! the kind of a file is what its bytes say.

mod announce;
mod plain_form;
mod read;
mod send;
mod sweep;

pub use send::{attach, drop_pending};
pub use sweep::sweep;

use super::attachments_store as store;
use crate::server::http::HttpState;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

/// The addresses of attachments.
pub fn routes() -> Router<HttpState> {
    Router::new()
        .route("/files", post(announce::announce))
        // Every file has a limit of its own, counted while it arrives.
        .route("/files/form", post(plain_form::send_form).layer(DefaultBodyLimit::disable()))
        .route("/files/{id}", get(read::download).head(send::offset).patch(send::append))
        .route("/files/{id}/picture", get(read::picture))
}
