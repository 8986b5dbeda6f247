//! The desk: the engineer's queue, and the actions on a case that only engineers have.
//!
//! Used by engineers; operators read. Composed from `cases`. What always holds: taking a case is decided by the row, so
//! of two engineers who take it at once exactly one has it.

pub mod api;
pub mod model;
pub mod view;

#[cfg(feature = "ssr")]
pub mod server;
