//! Access: who you are. Sign-in and out, invitation and reset links, own sessions, own preferences.
//!
//! Used by everybody. What always holds: a token or a password is never stored nor logged, only its digest; an unknown
//! account answers exactly like a wrong password; a session ends everywhere at once when it is ended.

pub mod api;
pub mod model;
pub mod rules;
pub mod view;

#[cfg(feature = "ssr")]
pub mod server;
