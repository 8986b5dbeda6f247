//! The dialect of Markdown in which help topics are written (HELP-7), read and turned into HTML that may stand in a page.
//!
//! Used by the import and by the editor. Pure: it knows a file's text and which other files there are, and nothing else. What always holds:
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
pub use plain::of_inline;

use crate::{
    features::topics::model::{Heading, Trouble},
    i18n::Language,
};
use pulldown_cmark::{Options, Parser, TextMergeStream};
use std::fmt::{self, Display, Formatter};

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

/// Something that could not be read as it was meant, and what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub trouble: Trouble,
    pub about: String,
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
    pub fn of(trouble: Trouble, about: impl Into<String>) -> Finding {
        let mut about: String = about.into();
        if about.len() > ABOUT_MOST_BYTES {
            about.truncate((0..=ABOUT_MOST_BYTES).rev().find(|at| about.is_char_boundary(*at)).unwrap_or(0));
            about.push('…');
        }
        Finding { trouble, about }
    }

    pub fn kind(&self) -> FindingKind {
        match self.trouble {
            Trouble::FrontMatter => FindingKind::FrontMatter,
            Trouble::NoSnippet | Trouble::LoopedSnippet | Trouble::SurplusSnippet => FindingKind::Include,
            Trouble::Unopened | Trouble::Unclosed | Trouble::UnknownMark => FindingKind::Mark,
            Trouble::Picture | Trouble::File => FindingKind::File,
            Trouble::Nowhere | Trouble::NoPlace => FindingKind::Link,
        }
    }
}

/// As a line of the import's report says it.
impl Display for Finding {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let about = &self.about;
        match self.trouble {
            Trouble::FrontMatter => f.write_str(about),
            Trouble::NoSnippet => write!(f, "there is no snippet {about:?}"),
            Trouble::LoopedSnippet => write!(f, "the snippet {about:?} includes itself"),
            Trouble::SurplusSnippet => write!(f, "the snippet {about:?} is one too many"),
            Trouble::Unopened => write!(f, "a {about} that closes nothing"),
            Trouble::Unclosed => write!(f, "nothing closes {about}"),
            Trouble::UnknownMark => write!(f, "the mark {about} is not known"),
            Trouble::Picture => write!(f, "the picture {about} is shown as its text"),
            Trouble::File => write!(f, "the file {about} did not come along"),
            Trouble::Nowhere => write!(f, "{about} leads nowhere"),
            Trouble::NoPlace => write!(f, "there is no place {about}"),
        }
    }
}

/// Bytes of a finding, which is a line of a report.
const ABOUT_MOST_BYTES: usize = 300;
/// Findings of one file; what is wrong a thousand times needs no thousand lines.
const FINDINGS_MOST: usize = 1_000;

/// Renders the text of a topic, which is what follows its front matter, with all that it includes.
pub fn render(place: &Place<'_>, text: &str) -> Rendered {
    let text = lines::apart(text);
    let events = TextMergeStream::new(Parser::new_ext(&text, OPTIONS)).collect();
    let mut rendered = rewrite::rewrite(place, events);
    rendered.html = clean::clean(&rendered.html);
    rendered.findings.truncate(FINDINGS_MOST);
    rendered
}

#[cfg(test)]
mod tests;
