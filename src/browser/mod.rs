//! What only a browser can do: start, the live socket, drafts kept locally, focus, shortcuts.
//!
//! Used by `hydrate()` and by the `browser` rooms of features. What always holds: nothing here is compiled into the server.

mod live;
mod local_copy;
mod shortcuts;

use crate::{
    app::{App, Shortcuts},
    features::cases,
    live::Live,
};
use leptos::prelude::*;

/// Brings the page to life, then marks the body, so that nothing races the wasm.
pub fn start() {
    console_error_panic_hook::set_once();
    local_copy::install();
    cases::browser::install();
    leptos::mount::hydrate_body(|| {
        let channel = Live::new();
        live::follow(channel);
        provide_context(channel);
        let keys = Shortcuts::new();
        shortcuts::listen(keys);
        provide_context(keys);
        App()
    });
    if let Some(body) = document().body() {
        let _ = body.set_attribute("data-hydrated", "");
    }
}
