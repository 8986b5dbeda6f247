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
pub use popular::PopularTopics;
pub use topic_page::TopicPage;

use super::model::Run;
use leptos::prelude::*;

/// A stretch of text with what was asked for marked.
fn marked(runs: Vec<Run>) -> Vec<AnyView> {
    let run = |Run { text, is_marked }| match is_marked {
        true => view! { <mark>{text}</mark> }.into_any(),
        false => text.into_any(),
    };
    runs.into_iter().map(run).collect()
}
