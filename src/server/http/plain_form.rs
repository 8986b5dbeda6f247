//! Plain forms: those that a browser sends by itself, before or without wasm. They are led to a page that shows what came
//! of them; our own code in the browser gets the answer itself.

use axum::http::{HeaderMap, header, request::Parts};
use leptos::prelude::with_context;

/// Does a browser wait for a page?
pub fn wants_page(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}

/// Is this the request of a plain form?
pub fn is_plain_form() -> bool {
    with_context(|parts: &Parts| wants_page(&parts.headers)).unwrap_or_default()
}

/// Leads a plain form to a page.
pub fn lead_plain_form(to: &str) {
    if is_plain_form() {
        leptos_axum::redirect(to);
    }
}

/// Leads to a page, with and without wasm.
pub fn lead(to: &str) {
    if with_context(|_: &Parts| ()).is_some() {
        leptos_axum::redirect(to);
    }
}
