//! The queue's page, and an engineer's actions on a case's page.
//!
//! Used by the routes and by `cases::view`. What always holds: every action is a form that posts without scripting; with
//! it, the page stays as it stands and says what came of the action; people who only read see why.

mod case_actions;
mod case_rail;
mod deed;
mod lanes;
mod news;
mod queue_filter;
mod queue_page;
mod queue_row;
mod queue_table;
mod selection;

pub use case_actions::CaseActions;
pub use queue_page::QueuePage;
