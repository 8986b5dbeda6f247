//! The browser's room where there is no browser: no file comes from one.

use super::{model::AttachmentSummary, view::uploads::Uploads};
use leptos::ev::Event;

/// Takes nothing.
pub fn take(_: Uploads, _: &Event) -> bool {
    false
}

/// There was nothing.
pub fn remove(_: AttachmentSummary) {}
