#![doc = include_str!("ARCHITECTURE.md")]
#![recursion_limit = "512"]

pub mod app;
pub mod error;
pub mod features;
pub mod i18n;
pub mod live;
pub mod policy;
pub mod route;
pub mod ui;
pub mod values;
pub mod wire;

#[cfg(feature = "hydrate")]
pub mod browser;
#[cfg(feature = "ssr")]
pub mod server;

/// Where the browser begins: brings the page that the server wrote to life.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    wasm_bindgen_futures::spawn_local(browser::start());
}
