//! What topics are, wherever they are read.

mod edit;

pub use edit::*;

use crate::{
    features::cases::model::ProductName,
    i18n::Language,
    policy::codes,
    route,
    values::{Marked, Moment, ProductId, TopicId},
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A heading of a topic's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 2 to 6: the first is the page's.
    pub level: u32,
    /// The id of its place in the page.
    pub id: String,
    pub text: String,
}

/// A line of a product's table of contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// 0 at the top.
    pub depth: u32,
    pub title: String,
    /// Where it leads: to a topic, outside, or nowhere, because it only groups what follows.
    pub address: Option<String>,
}

/// A topic that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    pub id: TopicId,
    pub address: String,
    pub language: Language,
    /// The title of its shelf.
    pub shelf: String,
    pub title: Marked,
    pub text: Marked,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hits {
    /// In the reader's language, the best first.
    pub own: Vec<Hit>,
    /// In the other language.
    pub others: Vec<Hit>,
    /// Do the words belong to the other language, more than to the reader's?
    pub is_of_others: bool,
    /// What was probably meant, if a word was misspelled.
    pub meant: Option<String>,
}

impl Hits {
    /// All of them, those first to whose language the words belong.
    pub fn ranked(self) -> impl Iterator<Item = Hit> {
        let (first, then) = if self.is_of_others { (self.others, self.own) } else { (self.own, self.others) };
        first.into_iter().chain(then)
    }
}

/// A topic's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicContent {
    pub id: TopicId,
    /// The text's; not the one that was asked for where the topic is not there in that one.
    pub language: Language,
    pub title: String,
    pub description: String,
    pub html: String,
    pub headings: Vec<Heading>,
    pub guide: Option<Guide>,
    /// The same topic in the other language.
    pub translation: Option<String>,
    /// Since when that one says something newer (HELP-6).
    pub stale_since: Option<Moment>,
    /// No list and no search leads to it.
    pub is_unlisted: bool,
    pub changed_at: Moment,
    /// The reader's own vote.
    pub vote: Option<Vote>,
    /// `None`: it is shown to those who are signed in only.
    pub public: Option<PublicTopic>,
}

/// Where everybody finds a topic, and its translation: whole addresses, for search engines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicTopic {
    pub address: String,
    pub translation: Option<(Language, String)>,
}

/// A topic as others name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicBrief {
    pub address: String,
    pub title: String,
    /// Which of the portal's products it is about, if operators said so.
    pub product: Option<ProductId>,
}

impl TopicBrief {
    /// A link to it, as it is written in a message (CHAT-9).
    pub fn written(&self) -> String {
        link(&self.title, &self.address)
    }
}

/// A link in Markdown; what is a sign there is not one in the title.
pub fn link(title: &str, address: &str) -> String {
    let mut escaped = String::with_capacity(title.len());
    for letter in title.chars() {
        if letter.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    format!("[{escaped}]({address})")
}

/// A table of contents as it stands beside a topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guide {
    pub title: String,
    pub address: String,
    pub lines: Vec<GuideLine>,
    pub previous: Option<Neighbor>,
    pub next: Option<Neighbor>,
}

/// A line of a table of contents of which only the branch of a topic is unfolded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuideLine {
    pub depth: u32,
    pub title: String,
    /// Of a line that only groups: where its first topic is.
    pub address: Option<String>,
    pub place: LinePlace,
}

/// What a line is to the topic that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinePlace {
    Current,
    /// The topic stands below it.
    Above,
    /// It has lines below it, which are not shown.
    Folded,
    Plain,
}

/// The topic before or behind another in the table of contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbor {
    pub title: String,
    pub address: String,
}

codes! {
    /// Did a topic help (HELP-4)?
    Vote {
        Helpful = "yes",
        Unhelpful = "no",
    }
}

/// What the start page of help asks for; its address is its only state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HelpQuery {
    pub text: String,
    /// A shelf's name, or empty for all.
    pub product: String,
}

/// Characters of a search that are read.
const TEXT_MOST: usize = 200;

impl HelpQuery {
    /// Reads a query string; what it does not know it leaves out.
    pub fn parse(query: &str) -> HelpQuery {
        let mut asked = HelpQuery::default();
        for (name, value) in route::pairs(query) {
            match name.as_str() {
                "q" => asked.text = value.trim_start().chars().take(TEXT_MOST).collect(),
                "product" => asked.product = value,
                _ => {}
            }
        }
        asked
    }

    /// The address of the page that shows it.
    pub fn href(&self) -> String {
        route::with_query(route::TOPICS, &self.to_string())
    }
}

impl fmt::Display for HelpQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [("q", &self.text), ("product", &self.product)];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", route::encode(value)))
            .collect();
        f.write_str(&parts.join("&"))
    }
}

/// The start page of help.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpContent {
    /// What topics were brought in for, in the order of their titles.
    pub shelves: Vec<Shelf>,
    /// `None`: nothing was asked for.
    pub found: Option<Hits>,
    /// In the reader's language; none while something was asked for.
    pub guides: Vec<GuideSummary>,
    pub popular: Vec<PopularTopic>,
}

/// What topics were brought in for: a product, as its folder calls it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelf {
    pub name: String,
    pub title: String,
}

/// A table of contents as the start page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuideSummary {
    /// The id of its place in the page.
    pub id: String,
    pub title: String,
    pub description: String,
    /// Its first level.
    pub lines: Vec<GuideLine>,
}

/// A popular topic, with what its rank follows from (HELP-1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PopularTopic {
    pub address: String,
    pub title: String,
    /// The title of its shelf.
    pub shelf: String,
    /// Of the last 30 days.
    pub views: i64,
    pub votes: i64,
    pub helpful: i64,
    pub is_pinned: bool,
}

/// A vote on a topic, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VoteForm {
    pub topic: String,
    /// A code of [`Vote`].
    pub vote: String,
    pub reason: String,
    /// Where a plain form leads back to.
    pub next: String,
}

/// What operators look after.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperateContent {
    /// What is in work, the latest change first.
    pub drafts: Vec<DraftLine>,
    /// Translations that fell behind, the longest first (HELP-6).
    pub stale: Vec<StaleLine>,
    /// What is withdrawn or unlisted, the latest first.
    pub out_of_sight: Vec<OutOfSightLine>,
    pub shelves: Vec<ShelfLine>,
    pub products: Vec<ProductName>,
    /// Topics of which three said lately that they do not help.
    pub tasks: Vec<TopicTask>,
    pub pinned: Vec<TopicTask>,
    pub missed: Vec<Missing>,
    /// Of each language.
    pub synonyms: Vec<SynonymLines>,
    pub now: Moment,
}

/// A shelf, and which of the portal's products it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShelfLine {
    pub name: String,
    pub title: String,
    pub product: Option<ProductId>,
    pub topics: i64,
    pub is_public: bool,
}

/// A topic to look after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicTask {
    pub id: TopicId,
    pub address: String,
    pub title: String,
    /// How many said that it does not help.
    pub against: i64,
    /// Why, the latest first.
    pub reasons: Vec<String>,
}

/// What was looked for and not found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    pub language: Language,
    pub text: String,
    pub count: i64,
    pub last_at: Moment,
}

/// Words that the search takes for each other: those of one line, with commas between them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SynonymLines {
    pub language: Language,
    pub lines: String,
}

/// The form of a shelf, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShelfForm {
    pub name: String,
    pub title: String,
    /// A product's id, or empty for none.
    pub product: String,
    /// `yes`: its topics are shown to everybody.
    pub public: String,
}
