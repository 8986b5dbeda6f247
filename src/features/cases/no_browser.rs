//! The browser's room where there is no browser: no file comes from one.

use super::{model::AttachmentSummary, view::uploads::Uploads};
use leptos::ev::Event;

pub fn take(_: Uploads, _: &Event) -> bool {
    false
}

pub fn remove(_: AttachmentSummary) {}
