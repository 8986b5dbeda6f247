//! Pages of help: its start with the search, and a topic.

mod guide_nav;
mod help_page;
mod hits;
mod page_contents;
mod popular;
mod topic_foot;
mod topic_page;
mod topic_vote;

pub use help_page::HelpPage;
pub use hits::HitList;
pub use popular::{PopularTopics, popular_because};
pub use topic_page::TopicPage;
