//! What only a browser can do: start, the live socket, drafts kept locally, focus, shortcuts.
//!
//! Used by `hydrate()` and by the `browser` rooms of features. What always holds: nothing here is compiled into the server.

use crate::app::App;

/// Brings the page to life, then marks the body, so that nothing races the wasm.
pub fn start() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(App);
    if let Some(body) = leptos::prelude::document().body() {
        let _ = body.set_attribute("data-hydrated", "");
    }
}
