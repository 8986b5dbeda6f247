//! The dialect of Markdown in which help topics are written (HELP-7), read and turned into HTML that may stand in a page.
//!
//! Used by the import. Pure: it knows a file's text and which other files there are, and nothing else. What always holds:
//! - what comes out was built from a closed list of elements and attributes (SEC-7), loads nothing from anywhere, and works
//!   without scripting: collapsibles and tabs are `details`;
//! - it takes time in proportion to the length of the text, whatever was written;
//! - what could not be read is reported, and its text is kept where it has one.

mod clean;
mod contents;
mod front_matter;
mod ids;
mod includes;
mod labels;
mod lines;
mod links;
mod marks;
mod plain;
mod raw;
mod rewrite;
mod sections;
mod tags;

pub use contents::{Line, contents};
pub use front_matter::{FrontMatter, split};
pub use includes::Snippets;
pub use links::{Goal, Paths, address};
pub use plain::{of_html, of_inline};

use crate::{features::topics::model::Heading, i18n::Language};
use pulldown_cmark::{Options, Parser, TextMergeStream};

/// Longer files are not read, and a text does not grow beyond it by what it includes.
pub const FILE_MOST_BYTES: usize = 4 * 1024 * 1024;

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES);

/// A topic's file, as far as its text does not say it.
pub struct Place<'a> {
    pub language: Language,
    /// Below the language's folder, with its ending: `pulso/main/start.md`.
    pub path: &'a str,
    pub paths: &'a Paths,
    pub snippets: &'a Snippets,
}

/// What became of a topic's text.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    pub html: String,
    /// The text's own first heading, which the page shows as its title; it is not in the HTML.
    pub heading: Option<String>,
    pub headings: Vec<Heading>,
    /// The places that can be led to, with their prefix.
    pub anchors: Vec<String>,
    /// Links to places in topics: the topic's path and the place's id with its prefix.
    pub leads: Vec<(String, String)>,
    pub findings: Vec<Finding>,
}

/// Something that could not be read as it was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub kind: FindingKind,
    pub what: String,
}

/// Kinds of findings, for counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// Lines of front matter, or all of it.
    FrontMatter,
    /// A snippet that is not there, or that includes itself.
    Include,
    /// A mark that the dialect does not have, or one that nothing opens or closes.
    Mark,
    /// A picture or a file that did not come along.
    File,
    /// A link to nowhere.
    Link,
}

impl FindingKind {
    pub fn name(self) -> &'static str {
        match self {
            FindingKind::FrontMatter => "front matter",
            FindingKind::Include => "include",
            FindingKind::Mark => "mark",
            FindingKind::File => "file",
            FindingKind::Link => "link",
        }
    }
}

impl Finding {
    fn of(kind: FindingKind, what: impl Into<String>) -> Finding {
        let mut what: String = what.into();
        if what.len() > WHAT_MOST_BYTES {
            what.truncate((0..=WHAT_MOST_BYTES).rev().find(|at| what.is_char_boundary(*at)).unwrap_or(0));
            what.push('…');
        }
        Finding { kind, what }
    }
}

/// Bytes of a finding, which is a line of a report.
const WHAT_MOST_BYTES: usize = 300;
/// Findings of one file; what is wrong a thousand times needs no thousand lines.
const FINDINGS_MOST: usize = 1_000;

/// Renders the text of a topic, which is what follows its front matter.
pub fn render(place: &Place<'_>, text: &str) -> Rendered {
    let mut findings = Vec::new();
    let text = place.snippets.included(text, &mut findings);
    let text = lines::apart(&text);
    let events = TextMergeStream::new(Parser::new_ext(&text, OPTIONS)).collect();
    let mut rendered = rewrite::rewrite(place, events);
    rendered.html = clean::clean(&rendered.html);
    findings.append(&mut rendered.findings);
    findings.truncate(FINDINGS_MOST);
    rendered.findings = findings;
    rendered
}

#[cfg(test)]
mod tests;
