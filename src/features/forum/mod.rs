//! The forum: questions and discussions about the products, shared by all organizations (FORUM-1 to FORUM-4).
//!
//! Used by everybody who is signed in. What always holds: of a person others see the name and whether it is one of the
//! vendor's people, never an organization, an address or a role; what was hidden is sent to nobody but those who look after
//! the forum; a text from a case is published only after everything in it that may identify somebody was changed or
//! confirmed (FORUM-3); a form that is sent twice is one thread or one post (P4).
//!
//! 2026-11-26, decided: everybody reads all products' forums, not only those of their own. The forum is where people learn
//! what others do, roll-outs included, and nothing in it belongs to an organization.
//!
//! 2026-11-26, decided: a thread's own text is its first post, instead of a column of the thread. Votes, changes, reports and
//! hiding are then of one kind of thing, and merging moves posts and nothing else.

pub mod api;
pub mod model;
pub mod rules;
pub mod view;

#[cfg(feature = "ssr")]
pub mod server;
