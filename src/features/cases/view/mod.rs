//! The pages of cases, and the parts of a case that other features show too.
//!
//! Used by the routes, the desk and the start page. What always holds: a page is complete in the server's HTML, its forms
//! post without scripting, and what the reader typed survives every answer that arrives meanwhile.

mod attach;
mod case_facts;
mod case_head;
mod case_page;
mod case_status;
mod composer;
mod deeds;
mod files;
mod instant;
mod list_filter;
mod list_page;
mod list_table;
mod list_views;
mod open_page;
mod preview;
mod priority;
mod reply;
mod reply_form;
mod settle;
mod steps;
mod suggestions;
mod timeline;
mod timeline_event;
pub mod uploads;
mod watchers;
mod watching_page;
mod wizard;

pub use attach::Attach;
pub use case_page::CasePage;
pub use case_status::{CaseStatus, resolution_name, status_name, status_text};
pub use deeds::tell_failures;
pub use files::{Files, Pictures};
pub use instant::{Ago, Instant, clock_time};
pub use list_page::{DraftNotice, ListPage, NewCaseButton};
pub use open_page::OpenPage;
pub use priority::{CasePriority, priority_meaning};
pub use timeline_event::{event_symbol, happened};
pub use watching_page::WatchingPage;
