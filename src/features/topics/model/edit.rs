//! Topics as those see them who write them (HELP-5, HELP-6).

use super::Shelf;
use crate::{
    i18n::Language,
    policy::codes,
    values::{Marked, Moment, Problems, TopicId},
};
use serde::{Deserialize, Serialize};

codes! {
    /// Where what is in work of a topic stands.
    DraftState {
        Draft = "draft",
        /// Somebody else is to look at it.
        Review = "review",
        Scheduled = "scheduled",
        /// It was scheduled, and not published, because what is published changed meanwhile.
        Stopped = "stopped",
    }
}

codes! {
    /// What is done with the text of the editor.
    Deed {
        /// Without scripting: it is shown as it will look.
        Preview = "preview",
        Save = "save",
        Review = "review",
        /// From the review, with what is to be done.
        SendBack = "send-back",
        Publish = "publish",
        Schedule = "schedule",
    }
}

/// The editor's form, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EditForm {
    /// The id of the topic that is changed; empty for a new one.
    pub topic: String,
    /// The id of the topic that a new one translates, or empty.
    pub translates: String,
    /// Of a new topic: the tag of its language, its shelf's name, and its path below the shelf.
    pub language: String,
    pub shelf: String,
    pub path: String,
    pub title: String,
    pub description: String,
    pub keywords: String,
    pub body: String,
    pub is_unlisted: bool,
    /// Only the wording changes: the translation stays good.
    pub is_wording: bool,
    /// When it is to be published, by the clock of the person: `2026-11-30T09:00`.
    pub publish_at: String,
    /// Why it is sent back from the review.
    pub note: String,
    /// The number of the draft that the form began from; 0: there was none.
    pub number: i64,
    /// What was published when the form was shown, see [`Published::stand`].
    pub seen: String,
    /// A code of [`Deed`].
    pub deed: String,
}

/// What the editor shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditContent {
    /// `None`: it is new, and not yet kept.
    pub topic: Option<TopicId>,
    pub language: Language,
    /// Where it stands below its language's folder; empty while it is not known.
    pub path: String,
    pub form: EditForm,
    /// What was wrong with the form, where a browser sent it by itself.
    pub problems: Problems,
    /// What is stored, where the form holds something else: what a browser sent, or an earlier version.
    pub stored: Option<Box<EditForm>>,
    /// The earlier version whose text the form holds.
    pub restores: Option<i64>,
    pub draft: Option<DraftInfo>,
    pub published: Option<Published>,
    /// What was published since the draft began.
    pub moved: Option<Difference>,
    /// Where a new topic can stand.
    pub shelves: Vec<Shelf>,
    pub preview: Preview,
    /// The same topic in the other language.
    pub other: Option<OtherSide>,
    pub now: Moment,
}

/// How a draft stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftInfo {
    pub state: DraftState,
    pub publish_at: Option<Moment>,
    /// Why it was sent back from the review.
    pub note: String,
    pub number: i64,
    /// Who changed it last.
    pub author: String,
    pub changed_at: Moment,
}

/// How the published topic stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    pub version: i64,
    /// Its file is gone, or an operator withdrew it.
    pub is_withdrawn: bool,
    /// Since when the other language is ahead.
    pub stale_since: Option<Moment>,
}

impl Published {
    /// What a form says that it has seen.
    pub fn stand(published: Option<&Published>) -> String {
        match published {
            None => String::new(),
            Some(Published { version, is_withdrawn: false, .. }) => version.to_string(),
            Some(Published { version, is_withdrawn: true, .. }) => format!("{version}-withdrawn"),
        }
    }
}

/// A text as it will look, and what could not be read in it as it was meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// The text's own first heading, which the page shows in place of its title.
    pub heading: Option<String>,
    pub html: String,
    /// What could not be read as it was meant, and what that is about.
    pub findings: Vec<(Trouble, String)>,
}

codes! {
    /// What can be wrong with a topic's text.
    Trouble {
        /// Above the text of a file; said in the words of the import's report.
        FrontMatter = "front-matter",
        /// A shared text that is not there.
        NoSnippet = "no-snippet",
        LoopedSnippet = "looped-snippet",
        SurplusSnippet = "surplus-snippet",
        /// A mark that closes nothing.
        Unopened = "unopened",
        /// A mark that nothing closes.
        Unclosed = "unclosed",
        UnknownMark = "unknown-mark",
        /// A picture: its text stands in its place.
        Picture = "picture",
        /// A file that is not there.
        File = "file",
        /// A link that leads nowhere.
        Nowhere = "nowhere",
        /// A place that a text does not have.
        NoPlace = "no-place",
    }
}

/// A topic beside its translation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherSide {
    pub topic: TopicId,
    pub language: Language,
    pub address: String,
    pub title: String,
    pub body: String,
    pub html: String,
    pub changed_at: Moment,
}

/// What came of sending the editor's form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edited {
    pub topic: TopicId,
    pub deed: Deed,
    /// Of the draft; 0: it is published.
    pub number: i64,
}

/// What is in work, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftLine {
    pub topic: TopicId,
    pub language: Language,
    pub title: String,
    pub state: DraftState,
    pub publish_at: Option<Moment>,
    pub author: String,
    pub changed_at: Moment,
}

/// A topic that no list of the readers shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutOfSightLine {
    pub topic: TopicId,
    pub language: Language,
    pub title: String,
    /// Else it is unlisted.
    pub is_withdrawn: bool,
    /// When it was withdrawn, or changed last.
    pub since: Moment,
}

/// A translation that fell behind, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaleLine {
    pub topic: TopicId,
    pub language: Language,
    pub title: String,
    pub since: Moment,
}

/// The versions of a topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionsContent {
    pub topic: TopicId,
    pub language: Language,
    pub address: String,
    pub title: String,
    /// The newest first; on the first page the published one leads.
    pub versions: Vec<VersionLine>,
    /// Older ones than this number follow.
    pub more_before: Option<i64>,
    /// What changed from a version to what is published.
    pub shown: Option<(i64, Difference)>,
}

/// A version, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionLine {
    pub number: i64,
    pub title: String,
    pub published_at: Moment,
    /// `None`: it came from its file.
    pub author: Option<String>,
    pub is_published: bool,
}

/// What changed, part by part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference(pub Vec<(TopicPart, Vec<DifferenceLine>)>);

codes! {
    /// A part of a topic that can change.
    TopicPart {
        Title = "title",
        Description = "description",
        Keywords = "keywords",
        Body = "body",
    }
}

/// A line of a difference; where it was changed and not replaced, the words that differ are marked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DifferenceLine {
    Same(String),
    Gone(Marked),
    Came(Marked),
    /// So many lines that did not change are left out.
    Skipped(i64),
}
