//! The outbox: mail that is written with the change it tells of, and sent by a job until it arrives or fails for good.
//!
//! Used by every feature that mails (`server::post`) and read by operators. What always holds: a mail commits with its
//! change or not at all; nobody gets the same mail twice; what was sent can be read.

pub mod api;
pub mod model;
pub mod view;

#[cfg(feature = "ssr")]
pub mod server;
