//! The use cases of cases: permit, load, rule, store, announce; each write in one transaction.
//!
//! Used by the server functions, by the desk (which has the engineers' actions) and by the seed. What always holds: a
//! write locks the case's row before its rules look at it, so of two that meet the second sees what the first did; the
//! row follows the events of its log and is never set otherwise; whoever hears of it hears after the commit.
//!
//! Statements of each use case, without the one that finds the session (a test holds them):
//!
//! | use case | statements |
//! |---|---|
//! | `list` | 2: the page, and what its filter offers |
//! | `open` | 2, for engineers 3: the case, what stands around it, internal notes |
//! | `open_page` | 1, with a draft that has a title 2 or 3 |
//! | `search` | 1 |
//! | `save_draft` | 3, as a plain form 4 |
//! | `create` | 10, and one per mail |
//! | `comment` | 6, and one per mail |
//! | `settle` | 4, and one per mail |
//!
//! Files, watchers and a follow-up cost one or two more; on PostgreSQL a write tells the other instances with one more.

pub mod attachments;
mod attachments_store;
mod create;
mod export;
pub mod import;
mod list;
mod log;
mod mail;
pub mod notes;
mod notes_store;
mod page;
mod reply;
mod search;
mod settle;
pub mod store;
mod tell;
pub mod views;
pub mod watchers;
mod wizard;

pub use create::create;
pub use list::list;
pub use log::{Entry, Log};
pub use page::open;
pub use reply::{comment, preview, save_reply};
pub use search::{CaseSearch, follow, rebuild, search};
pub use settle::settle;
pub use tell::{News, tell, tell_of};
pub use wizard::{delete_draft, follow_up, open_page, save_draft};

use crate::server::http::HttpState;
use axum::Router;

/// The routes of attachments and exports.
pub fn routes() -> Router<HttpState> {
    Router::new().merge(attachments::routes()).merge(export::routes())
}
