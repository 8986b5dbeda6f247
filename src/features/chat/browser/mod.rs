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
use web_sys::HtmlElement;

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
