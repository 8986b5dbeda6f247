//! Canned answers: the page on which operators write them, and the menu from which engineers put one into a chat.
//!
//! Used by the routes and by the chat's composer. What always holds: the page works without scripting, the menu is only there
//! with it; the answers are asked for when the menu is opened, not before.

mod answer_form;
mod answers_page;
mod picker;

pub use answers_page::AnswersPage;
pub use picker::{AnswerMenu, Picker};
