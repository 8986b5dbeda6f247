//! What only a browser can do for chats: know whether somebody looks, keep the newest message in sight, tell of one that
//! came unseen.
//!
//! Used by `view`; the server has `no_browser.rs` in its place.

mod attention;
mod idle;

pub use attention::{attend, notifications, notify_from_now_on};
pub use idle::idle;

use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, HtmlTextAreaElement};

/// Moves the focus once what is being shown stands.
pub fn focus_soon(id: &'static str) {
    set_timeout(
        move || {
            let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
            element.map(|element| element.focus().ok());
        },
        Duration::ZERO,
    );
}

/// Puts a text into a box where its caret is, in place of what is selected, moves the focus there and gives back what the
/// box holds now. A lone `/` only called for the text and goes; an empty text leaves the box as it is.
pub fn put_in(id: &str, text: &str) -> Option<String> {
    let area = document().get_element_by_id(id)?.dyn_into::<HtmlTextAreaElement>().ok()?;
    area.focus().ok()?;
    if text.is_empty() {
        return None;
    }
    if area.value() == "/" {
        area.select();
    }
    let (from, to) = (area.selection_start().ok()??, area.selection_end().ok()??);
    area.set_range_text_with_start_and_end(text, from, to).ok()?;
    let caret = from + text.encode_utf16().count() as u32;
    area.set_selection_range(caret, caret).ok()?;
    Some(area.value())
}
