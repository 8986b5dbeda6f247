//! Authorization as types: an [`Actor`] gets a [`Permit`] from the policy, and nothing is read or written without one.
//!
//! Used by every use case and by the database door. What always holds: only [`Actor::permit`] makes a permit, a permit
//! for one action serves no other, and a row out of its reach is not found.

mod actor;
mod authenticate;
mod held;
mod permit;
mod scope;

pub use actor::{Actor, Membership, SignedIn};
pub use authenticate::{SESSION_COOKIE, authenticate, clear_cookie, session_cookie, session_digest};
pub use held::Held;
pub use permit::{Grant, Permit};
pub use scope::{cases_in_reach, chats_in_reach, shelves_in_reach, threads_in_reach, topics_in_reach};
