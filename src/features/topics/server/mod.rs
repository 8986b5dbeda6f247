//! Topics on the server: from a folder of files to rows, from rows to the index of the search, and both to their readers.
//!
//! Statements: `help` 1; `open` 1; `vote` 2 or 3; `suggest` 1 to 2; `credit` 2; `withdraw` 3; `operate` 4 or 5; `open_edit` 1 to
//! 7; `save` 3 or 4, 12 to 18 if it publishes; `open_versions` 2 or 3. Views are counted in memory and written now and then.

pub mod dialect;
mod edit;
mod find;
pub mod import;
mod missed;
mod operate;
mod popular;
mod public;
mod read;
pub mod search;
pub mod store;
mod suggest;
mod synonyms;
mod views;
mod vote;

pub use edit::{discard, open_edit, open_versions, preview, publish_due, save, withdraw};
pub use find::find;
pub use missed::{Missed, write_missed};
pub use operate::{close_task, operate, pin, save_shelf};
pub use popular::{Popular, popular, rank};
pub use public::{PublicShelves, load_public};
pub use read::{brief, help, open};
pub use suggest::{credit, suggest};
pub use synonyms::{load_synonyms, save_synonyms};
pub use views::{Views, write_views};
pub use vote::vote;

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
