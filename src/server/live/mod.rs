//! The live channel: a hub inside the process, one socket per tab, and a relay between instances.
//!
//! Used by `db::Tx` (which lets announcements be heard after its commit) and by the browser. What always holds: a
//! subscription has a permit and loses it within seconds when the right ends; a slow client is closed and asks again.

mod hub;
mod presence;
mod relay;
mod rights;
mod socket;
mod store;

pub use crate::live::{ClientFrame, Frame, ServerFrame, Topic};
pub use hub::{Announcement, Hub, Seat, Subscriber};
pub use relay::{RETENTION_MS, run as run_relay};
pub use socket::upgrade;
pub use store::delete_before;
