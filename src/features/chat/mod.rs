//! Chats: a customer and an engineer who write to each other at once.
//!
//! Used by customers, and by engineers from their desk. What always holds: the transcript is the timeline of a case
//! (CHAT-2), so that there is one log, one right to read it and one numbering; a message is numbered under the lock of its
//! case's row, and a key of its author's browser makes a repeat harmless for ever (CHAT-5, P2, P4); who is there and who is
//! typing is never stored.
//!
//! 2026-11-25, decided: the number of a message is that of its event in the case's log, instead of a count of the chat's
//! own. Two numberings of one text would have to be kept in step under two locks, and a browser that finds a gap asks for
//! the log anyway, which also tells of what was done to the case meanwhile.

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
