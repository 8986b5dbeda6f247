//! How what is open ends.

use pulldown_cmark::{CowStr, TagEnd};

pub(super) enum End {
    As(TagEnd),
    Html(&'static str),
    /// A table, and what it scrolls in.
    Table,
    /// An element that was written as HTML.
    Written(&'static str),
    /// One that was left out.
    Hidden(&'static str),
    /// The line that a collapsible shows.
    Summary,
    Section(Section),
    /// The element itself was left out.
    Flat,
    Link,
    /// A heading: where it began.
    Heading {
        from: usize,
        level: usize,
        id: Option<String>,
    },
}

impl End {
    /// Does it end with the element of Markdown in which it stands?
    pub(super) fn is_inner(&self) -> bool {
        matches!(self, End::Written(_) | End::Hidden(_) | End::Section(_))
    }

    /// The end of an element that was written as HTML.
    pub(super) fn closing<'a>(name: &'static str) -> CowStr<'a> {
        match name {
            "table" => CowStr::Borrowed("</table></div>"),
            name => CowStr::from(format!("</{name}>")),
        }
    }
}

/// What marks on lines of their own open and close.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// `+++Title` … `+++`
    Fold,
    Tabs,
    Tab,
    /// `[!BEGINSHADEBOX]` … `[!ENDSHADEBOX]`
    Box,
}

impl Section {
    pub(super) fn closing(self) -> &'static str {
        match self {
            Section::Fold | Section::Tab => "</details>\n",
            Section::Tabs | Section::Box => "</div>\n",
        }
    }
    pub(super) fn name(self) -> &'static str {
        match self {
            Section::Fold => "+++",
            Section::Tab => "[!TAB]",
            Section::Tabs => "[!BEGINTABS]",
            Section::Box => "[!BEGINSHADEBOX]",
        }
    }
}
