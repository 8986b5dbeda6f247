//! The search (HELP-2): indexes of the instance's own in its data directory, each derived from the database by the feature
//! whose texts it holds.
//!
//! Used by `features::topics`, `features::forum` and `features::cases`. What always holds: what somebody types is read as
//! words, never as a query's syntax; a hit is an id, and what is shown of it is read under the reader's permit; an index knows
//! the number of the last change that it holds, and can be built anew at any time.

mod analyzer;
mod cache;
mod folder;
pub mod follow;
mod index;
mod query;
mod schema;
mod snippet;
pub mod synonyms;

pub use cache::{InBoth, Query};
pub use index::{Change, Findings, Found, Search, SearchError, Stand, Work, Writing, with_rows};
pub use query::{TEXT_MOST_BYTES, Within};
pub use schema::Indexed;
pub use snippet::are_shown;
