//! The start page.
//!
//! Used by the routes. What always holds: it shows where the reader is needed and the one thing to begin with; what cannot
//! be done yet says why and from when.

mod home_cases;
mod home_page;
mod home_places;
mod home_products;
mod home_topics;

pub use home_page::HomePage;
