//! The decisions of cases, without input or output: the server enforces them, the browser shows them early.

mod filter;
mod form;
mod reply;
mod status;

pub use form::{check, check_step, first_step_with, merge_step, step_of};
pub use reply::{CheckedReply, Intent, check_reply, check_view_name};
pub use status::{
    NotNow, Position, Settlement, Side, can_reopen, engineer_may_set, reopen_until, reply_moves_to, settle,
    status_after,
};

use crate::values::DAY_MS;

/// Characters of a title: one line of a list, also on a phone.
pub const TITLE_LEAST: u32 = 5;
pub const TITLE_MOST: u32 = 160;
/// Characters of a description (CASE-3).
pub const DESCRIPTION_LEAST: u32 = 50;
/// A log of 9,000 characters and much around it fits; what is longer is a file.
pub const DESCRIPTION_MOST: u32 = 60_000;
/// Characters of the other free texts of the form.
pub const TEXT_MOST: u32 = 20_000;
/// Characters of a product's identifier.
pub const IDENTIFIER_MOST: u32 = 200;
/// Characters of a comment, an answer or a note; as much as a description.
pub const COMMENT_MOST: u32 = 60_000;
/// Characters of a reason, such as that for refusing a solution.
pub const REASON_MOST: u32 = 4_000;
/// Watchers of a case (CASE-13).
pub const WATCHERS_MOST: u32 = 10;
/// Files of one description, comment or note (CASE-20).
pub const ATTACHMENTS_MOST: u32 = 10;
/// Bytes of one file (CASE-20): 150 MB as sizes are shown, 1 MB = 1,000,000 bytes.
pub const ATTACHMENT_MOST_BYTES: i64 = 150_000_000;
/// Saved views of a person: what a menu holds.
pub const VIEWS_MOST: u32 = 20;
/// Characters of a saved view's name.
pub const VIEW_NAME_MOST: u32 = 60;
/// Characters of a search; what is longer is cut.
pub const SEARCH_MOST: usize = 100;
/// Milliseconds after closing in which a case can be reopened (CASE-10).
pub const REOPEN_MS: i64 = 14 * DAY_MS;
