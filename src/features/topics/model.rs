//! What topics are, wherever they are read.

use crate::i18n::Language;
use serde::{Deserialize, Serialize};

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

/// A stretch of a text that was found: a word that was asked for, or what stands between them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    pub text: String,
    pub is_marked: bool,
}

/// A topic that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    pub address: String,
    pub language: Language,
    pub product: String,
    pub title: Vec<Run>,
    pub text: Vec<Run>,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hits {
    /// In the reader's language, the best first.
    pub own: Vec<Hit>,
    /// In the other language.
    pub others: Vec<Hit>,
}
