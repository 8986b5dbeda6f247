//! Help topics: what a vendor's documentation says, to read, to find and to write (HELP-1 to HELP-7).
//!
//! Used by everybody who is signed in; operators bring them in with `atiende topics import` and write them in the portal. What
//! always holds: a topic's HTML was made on the server from its Markdown and can run nothing (SEC-7); a topic that is gone from
//! its folder is withdrawn, not deleted; what an operator wrote no import takes away; the search is derived from the database
//! and can be built anew.
#![doc = include_str!("FORMAT.md")]

pub mod api;
pub mod model;
pub mod rules;
pub mod view;

#[cfg(feature = "ssr")]
pub mod server;
