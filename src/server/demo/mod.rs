//! The demo world of PRODUCT.md, section 13: a vendor, its products and ten customers in every state of a roll-out.
//!
//! Used by `atiende demo seed`, by the tests (which take its people) and by the end-to-end suite. What always holds: the
//! same seed and instant give the same ids, names and times (DEMO-3); addresses end in `.example`, phone numbers come from
//! the ranges that the North American and British numbering plans keep for fiction; no mail leaves.

mod organizations;
mod people;
mod world;

pub use world::{PASSWORD, PERSONAS, World, build};
