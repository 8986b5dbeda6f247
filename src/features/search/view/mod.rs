//! The search page, and the palette over every page.

mod groups;
mod palette;
mod recent;
mod search_page;

pub use palette::Palette;
pub use search_page::SearchPage;
