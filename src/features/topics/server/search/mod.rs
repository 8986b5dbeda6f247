//! The search in topics (HELP-2): an index of the instance's own in its data directory, derived from the database.
//!
//! Used by the search page, by cases while they are written and by `atiende topics`. What always holds: the index follows the
//! database by the number of the last change and can be built anew from it at any time; what somebody types is read as words,
//! never as a query's syntax; a hit is an id, and what is shown of it is read under the reader's permit.

mod analyzer;
mod eval;
mod follow;
mod index;
mod query;
mod schema;
mod snippet;
mod synonyms;

pub use eval::{Figures, Measured, QueryError, evaluate, queries};
pub use follow::{follow, rebuild};
pub(super) use index::Change;
pub use index::{Findings, Found, Search, SearchError};
pub(super) use schema::Indexed;
