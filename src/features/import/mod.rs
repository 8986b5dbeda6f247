//! The history of an old desk, brought in from its records (HIST-4). `FORMAT.md` says what they look like.
//!
//! Used by `atiende import` and by the demo worlds. What always holds: a case comes with all of its events or not at all;
//! what is there already is left as it is, so that a run can be repeated, stopped and run beside another; numbers, instants
//! and the name of the old desk are kept; no mail is written.
#![doc = include_str!("FORMAT.md")]

#[cfg(feature = "ssr")]
pub mod server;
