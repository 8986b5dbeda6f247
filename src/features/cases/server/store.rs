//! The SQL of cases and nothing else. Internal notes have a store of their own: nothing here names their table.

mod audience;
mod case;
mod detail;
mod draft;
mod engineer;
pub mod import;
mod list;
mod page;
mod saved_view;
mod search;
mod traces;
mod watcher;

pub use audience::{Audience, Member, audience};
pub use case::{
    Insertion, LockedCase, append, count, find_submitted, insert, lock, message_state, move_attachments, reply_state,
};
pub use draft::{
    DraftContent, DraftOf, FileRow, StoredDraft, WizardContent, delete_draft, find_draft, find_form, find_products,
    lock_draft, pending_attachments, put_draft, put_form, put_reply_draft, wizard,
};
pub use engineer::find_engineer;
pub use list::{
    ListFrame, SummaryRow, frame, list, list_rows, of_organization, open_cases, pick, searched, summaries, within,
};
pub use page::{LogPart, LogRange, PageParts, find_case, log_part, page_parts};
pub use saved_view::{delete_view, insert_view};
pub use search::{ChangedCase, cases_after, changed_after, count_cases, in_sight, texts_of};
pub use traces::{CaseTraces, traces};
pub use watcher::{
    NewWatcher, WatcherRow, confirm_watcher, count_watchers, delete_watcher, find_inside, insert_watchers, spend_link,
};

use crate::server::db::StoreError;
use std::str::FromStr;

/// Reads a stored text as the value that it was.
fn read<T: FromStr>(text: &str, table: &'static str, column: &'static str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Damaged { table, column })
}

/// Reads a stored text that may be absent.
fn read_some<T: FromStr>(
    text: Option<&str>,
    table: &'static str,
    column: &'static str,
) -> Result<Option<T>, StoreError> {
    text.map(|text| read(text, table, column)).transpose()
}
