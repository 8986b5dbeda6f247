//! The frame of a page: [`Shell`] once around everything, [`Page`] per route, [`Split`] for content with a side.
//!
//! Used by `app.rs` and by every page. What always holds: one `<main id="main">`, one `<h1>` per page that can take the
//! focus after a navigation, and nothing sticks to the top, so that the focus is never covered.

mod page;
mod shell;
mod split;

pub use page::{Crumb, Page, PageWidth};
pub use shell::{NavItem, Shell};
pub use split::Split;
