//! Organizations: customers and the vendor, their products, memberships and where they stand in roll-outs.
//!
//! Used by the home page, the seed and (later) roll-outs and people. What always holds: a membership lies in exactly one
//! organization, and vendor roles exist only in the vendor's.

pub mod api;
pub mod model;
pub mod view;

#[cfg(feature = "ssr")]
pub mod server;
