//! Topics on the server: from a folder of files to rows, and from rows to the index of the search.

pub mod dialect;
mod find;
pub mod import;
pub mod search;
pub mod store;

pub use find::find;

use crate::{
    i18n::Language,
    server::derived,
    values::{GuideId, Moment, TopicId},
};

/// The id of the topic that a file is, by its path below its language's folder, with its ending or without.
pub fn topic_id(language: Language, path: &str) -> TopicId {
    derived::id(Moment(0), &["topic", language.tag(), path.strip_suffix(".md").unwrap_or(path)])
}

/// The id of the table of contents of a folder.
fn guide_id(language: Language, path: &str) -> GuideId {
    derived::id(Moment(0), &["topic guide", language.tag(), path])
}
