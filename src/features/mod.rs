//! The features: one folder each, which holds all that the feature is.
//!
//! The same names everywhere: `model` (what crosses the wire), `rules` (decisions without input or output), `api` (server
//! functions of three lines), `view/` (pages and parts), `server/` (use cases and their store). What always holds: a
//! feature's tables are named only in its own stores.

pub mod access;
pub mod answers;
pub mod cases;
pub mod chat;
pub mod desk;
pub mod forum;
pub mod import;
pub mod organizations;
pub mod outbox;
pub mod search;
pub mod topics;
