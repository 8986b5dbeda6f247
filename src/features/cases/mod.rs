//! Cases: opened by customers, answered by engineers, followed by both until they are closed.
//!
//! Used by customers (list, case, wizard), by the desk and by the history. What always holds: whatever happens to a case
//! is an event in its log, written in the same transaction as the change; a case out of the reader's reach does not
//! exist for that reader; an internal note is a type and a table of its own.

pub mod api;
pub mod model;
pub mod rules;
pub mod view;

#[cfg(feature = "hydrate")]
pub mod browser;
#[path = "no_browser.rs"]
#[cfg(not(feature = "hydrate"))]
pub mod browser;
#[cfg(feature = "ssr")]
pub mod server;
