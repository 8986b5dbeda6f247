//! One search over everything that a reader may see, by kind: cases, help topics and threads of the
//! forum (HELP-2); and what of it may answer a case that is being written (HELP-3).
//!
//! Used by the search page and by the palette over every page. What always holds: each kind is found by its own feature under
//! the reader's permit for it; a kind that the reader may not read is left out, not refused.

pub mod api;
pub mod model;
pub mod view;

#[cfg(feature = "ssr")]
pub mod server;
