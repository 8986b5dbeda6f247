//! What only a browser can do: start, the live socket, drafts kept locally, focus, shortcuts.
//!
//! Used by `hydrate()` and by the `browser` rooms of features. What always holds: nothing here is compiled into the server.

mod live;
mod local_copy;
mod query_form;
mod screens;
mod shortcuts;
mod tasks;

use crate::{
    app::{App, Screen, Shortcuts},
    live::Live,
};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;

/// Between attempts to load the first screen's code: the page can be read and its forms sent meanwhile.
const AGAIN_MS: u32 = 3_000;

/// Brings the page to life as soon as its code is there, then marks the body, so that nothing races the wasm.
pub async fn start() {
    console_error_panic_hook::set_once();
    // what the module's own beginning took is over: the browser answers the reader before the page is brought to life
    TimeoutFuture::new(0).await;
    let path = document().location().and_then(|location| location.pathname().ok()).unwrap_or_default();
    if let Some(screen) = Screen::of(&path) {
        while screen.load().await.is_err() {
            TimeoutFuture::new(AGAIN_MS).await;
        }
    }
    tasks::hold();
    local_copy::install();
    crate::app::query_form::install(query_form::query_of);
    screens::load_ahead();
    leptos::mount::hydrate_body(|| {
        let channel = Live::new();
        live::follow(channel);
        provide_context(channel);
        let keys = Shortcuts::new();
        shortcuts::listen(keys);
        provide_context(keys);
        App()
    });
    TimeoutFuture::new(0).await;
    tasks::release();
    if let Some(body) = document().body() {
        let _ = body.set_attribute("data-hydrated", "");
    }
    screens::fetch_next();
}
