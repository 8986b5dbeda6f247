//! What only a browser can do for cases: send files in pieces.
//!
//! Used by `view::uploads`; the server has `no_browser.rs` in its place.

mod upload;

pub use upload::{remove, take};
