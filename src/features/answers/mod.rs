//! Canned answers: texts with variables that operators write once and engineers put into a chat.
//!
//! Used by operators on their own page and by the chat's composer. What always holds: an answer with an unknown variable is
//! never stored; filling one in expands nothing that came out of a value and makes no Markdown of it; it is put into the
//! box and never sent.
//!
//! 2026-11-26, decided: an answer is known by its short name and has no id beside it. Nothing refers to one, and a form that
//! is sent twice finds the first by what it says (P4).

pub mod api;
pub mod model;
pub mod rules;
pub mod view;

#[cfg(feature = "ssr")]
pub mod server;
