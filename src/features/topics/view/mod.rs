//! Pages of help: its start with the search, a topic, and what operators look after.

mod guide_nav;
mod help_page;
mod hits;
mod meant;
mod operate_page;
mod page_contents;
mod popular;
mod shelf_form;
mod synonyms_form;
mod topic_foot;
mod topic_page;
mod topic_vote;

pub use help_page::HelpPage;
pub use hits::HitList;
pub use meant::Meant;
pub use operate_page::OperatePage;
pub use popular::{PopularTopics, popular_because};
pub use topic_page::TopicPage;
