//! Pages of help: its start with the search, a topic, and what operators look after and write.

mod difference;
mod drafts;
mod edit_actions;
mod edit_beside;
mod edit_copy;
mod edit_form;
mod edit_page;
mod edit_state;
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
mod versions_page;

pub use edit_page::EditPage;
pub use help_page::HelpPage;
pub use hits::HitList;
pub use meant::Meant;
pub use operate_page::OperatePage;
pub use popular::{PopularTopics, popular_because};
pub use topic_page::TopicPage;
pub use versions_page::VersionsPage;
