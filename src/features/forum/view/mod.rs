//! The pages of the forum: the list, a thread, asking, and what was reported.
//!
//! Used by the routes. What always holds: every page is complete in the server's HTML and its forms post without scripting;
//! of a person they show the name and whether it is one of the vendor's people, and nothing else.

mod answer_form;
mod ask_page;
mod categories_page;
mod deeds;
mod forum_page;
mod forum_table;
mod moderation_page;
mod post_deeds;
mod post_entry;
mod redaction;
mod thread_page;
mod thread_side;
mod typed;
mod words;

pub use ask_page::AskPage;
pub use categories_page::CategoriesPage;
pub use forum_page::ForumPage;
pub use moderation_page::ModerationPage;
pub use thread_page::ThreadPage;
pub use words::standing;
