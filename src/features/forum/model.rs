use crate::{
    features::cases::model::{PersonName, ProductName},
    policy::codes,
    values::{CaseNumber, CategoryId, Cursor, Kept, Marked, Moment, PostId, ProductId, ReportId, ThreadId},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt, str::FromStr};

codes! {
    /// What a thread is for.
    Kind {
        /// Waits for an answer that can be accepted.
        Question = "question",
        Discussion = "discussion",
    }
}

codes! {
    /// Which threads a list shows.
    Show {
        All = "all",
        /// Questions that nobody has answered yet.
        Unanswered = "unanswered",
        /// Questions without an accepted answer.
        Open = "open",
        /// Questions with one.
        Answered = "answered",
    }
}

codes! {
    /// The order of a list.
    Order {
        /// The last written to first.
        Activity = "activity",
        /// The most helpful first.
        Votes = "votes",
    }
}

/// Where a thread stands: a product's forum, or one of its categories. Written as `<product>` or `<product>.<category>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForumPlace {
    pub product: ProductId,
    pub category: Option<CategoryId>,
}

impl fmt::Display for ForumPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.category {
            Some(category) => write!(f, "{}.{category}", self.product),
            None => write!(f, "{}", self.product),
        }
    }
}

impl FromStr for ForumPlace {
    type Err = ();
    fn from_str(text: &str) -> Result<ForumPlace, ()> {
        let (product, category) = match text.split_once('.') {
            Some((product, category)) => (product, Some(category.parse().map_err(|_| ())?)),
            None => (text, None),
        };
        Ok(ForumPlace { product: product.parse().map_err(|_| ())?, category })
    }
}

/// A place with its names in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceName {
    pub place: ForumPlace,
    pub product: String,
    pub category: Option<String>,
}

/// What a list of threads shows; all of it stands in the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreadFilter {
    pub place: Option<ForumPlace>,
    pub show: Show,
    pub order: Order,
    pub after: Option<Cursor<ThreadId>>,
}

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThreadSummary {
    pub id: ThreadId,
    pub kind: Kind,
    pub title: String,
    pub product: String,
    pub category: Option<String>,
    pub author: PersonName,
    pub active_at: Moment,
    pub replies: i64,
    pub votes: i64,
    /// Has it an accepted answer?
    pub answered: bool,
    pub locked: bool,
}

/// A thread that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThreadHit {
    pub thread: ThreadSummary,
    pub title: Marked,
    pub text: Marked,
}

/// The list's page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ForumContent {
    pub rows: Vec<ThreadSummary>,
    pub next: Option<Cursor<ThreadId>>,
    /// By product, in the vendor's order, each before its categories.
    pub places: Vec<PlaceName>,
    pub now: Moment,
}

/// A category of a product's forum, with its name in each language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    pub id: CategoryId,
    pub product: ProductName,
    /// By the tag of the language.
    pub names: BTreeMap<String, String>,
}

/// The form of a category, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CategoryForm {
    /// The category that is changed, or the id that a new one gets.
    pub id: String,
    pub product: String,
    /// By the tag of the language.
    pub names: BTreeMap<String, String>,
}

/// The page on which categories are written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CategoriesContent {
    /// By product, in the vendor's order.
    pub categories: Vec<Category>,
    pub products: Vec<ProductName>,
    /// The id that a new one gets: sent twice it is one.
    pub key: String,
    /// What a plain form brought last that could not be stored.
    pub kept: Option<Kept<CategoryForm>>,
}

/// A thread without its posts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Thread {
    pub id: ThreadId,
    pub kind: Kind,
    pub title: String,
    pub at: PlaceName,
    pub author: PersonName,
    pub replies: i64,
    pub answer: Option<PostId>,
    pub locked: bool,
    pub hidden: bool,
    /// What its author made of it; the author and people of the vendor see it.
    pub case: Option<CaseNumber>,
    /// What an engineer made it of; people of the vendor see it.
    pub source: Option<CaseNumber>,
    /// Cases that were not opened because of it (HELP-3).
    pub solved: i64,
}

/// A text in a thread; the first is what was asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Post {
    pub id: PostId,
    pub seq: i64,
    pub author: PersonName,
    pub at: Moment,
    pub edited_at: Option<Moment>,
    /// Empty for whom it is hidden from.
    pub body_html: String,
    /// The Markdown, for the author while it can be changed.
    pub source: Option<String>,
    pub votes: i64,
    /// By the reader.
    pub voted: bool,
    /// Why it was hidden.
    pub hidden: Option<String>,
}

/// A thread's page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThreadContent {
    pub thread: Thread,
    /// In the order of writing.
    pub posts: Vec<Post>,
    /// The accepted answer, wherever it stands.
    pub answer: Option<Post>,
    /// The number behind which this page begins; 0 is the beginning.
    pub after: i64,
    /// The number behind which the next page begins.
    pub next: Option<i64>,
    /// Where it can be moved to; for those who look after the forum.
    pub places: Vec<PlaceName>,
    /// Makes an answer that is sent twice one.
    pub key: String,
    /// What a plain form brought last that could not be stored.
    pub kept: Option<Kept<Written>>,
    pub now: Moment,
}

/// The form of a new thread, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ThreadForm {
    pub kind: String,
    /// A [`ForumPlace`].
    pub place: String,
    pub title: String,
    pub body: String,
    pub key: String,
    /// The number of the case that it is made of, or empty.
    pub case: String,
    /// What was found in the text and may be published as it is, under any names.
    pub confirmed: BTreeMap<String, String>,
}

/// The page on which something is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewThreadContent {
    pub places: Vec<PlaceName>,
    /// What is there to begin with: nothing, a case's text, or what a plain form could not store.
    pub kept: Kept<ThreadForm>,
    /// What must not be published from the case, besides what everybody can see that it identifies somebody.
    pub known: Option<Known>,
    /// Threads like it (FORUM-2).
    pub similar: Vec<ThreadHit>,
}

/// What is known to identify somebody in a case's text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Of its people and its organization.
    pub names: Vec<String>,
    /// Its number, and what its product's identifiers were answered with.
    pub numbers: Vec<String>,
}

/// What was typed into a form of a thread's page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Written {
    /// The form's name, see [`Deed`].
    pub deed: String,
    /// The thread or the post that it is about.
    pub about: String,
    pub text: String,
}

codes! {
    /// What can be done on a thread's page by writing something.
    Deed {
        Answer = "answer",
        Edit = "edit",
        Report = "report",
        Hide = "hide",
        Move = "move",
        Merge = "merge",
    }
}

/// A line of the moderation queue (FORUM-4).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub id: ReportId,
    pub at: Moment,
    pub reporter: PersonName,
    pub reason: String,
    pub thread: ThreadId,
    pub title: String,
    pub post: PostId,
    pub seq: i64,
    pub author: PersonName,
    /// What was written, as Markdown.
    pub body: String,
    /// Was it hidden already?
    pub hidden: bool,
}

/// The moderation queue, what has waited longest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QueueContent {
    pub rows: Vec<Report>,
    pub next: Option<Cursor<ReportId>>,
    pub now: Moment,
}
