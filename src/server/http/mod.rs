//! HTTP: the router with its layers, in the order in which a request meets them.
//!
//! Used by the commands and by the flow tests, which drive the same router in memory. What always holds: every request
//! gets a `Visit` before anything else happens, a writing request from another site goes no further, and every answer
//! carries the security headers and its request id.

mod answers;
mod failure;
mod headers;
mod health;
mod packed;
mod pages;
pub mod permissions;
mod plain_form;
mod router;
mod site;
mod visits;

pub use answers::WireError;
pub use plain_form::{is_plain_form, lead, lead_plain_form, wants_page};
pub use router::{HttpState, router};
pub use site::Site;
pub use visits::{LANGUAGE_COOKIE, THEME_COOKIE};
