//! The SQL of the forum and nothing else.

mod category;
mod list;
mod lock;
mod moderate;
mod page;
mod search;
mod write;

pub use category::{categories, insert_category, lock_category, lock_product, other_names, rename_category};
pub use list::{list, places};
pub use lock::{LockedPost, LockedThread, Sight, lock_post, lock_thread};
pub use moderate::{merge, queue, set_hidden, set_locked, set_place, settle_reports};
pub use page::{Looker, StoredThread, find_thread, post, posts};
pub use search::{Changed, changes, count, in_sight, newest};
pub use write::{
    NewPost, add_solved, delete_vote, find_asker, first_post, insert_post, insert_report, insert_thread, insert_vote,
    knows_place, link_case, sent_post, sent_thread, set_answer, update_post,
};

use crate::{features::cases::model::PersonName, i18n::Language, server::db::StoreError};
use std::{collections::BTreeMap, str::FromStr};

/// Reads a stored text as the value that it was.
fn read<T: FromStr>(text: &str, table: &'static str, column: &'static str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Damaged { table, column })
}

/// Reads a stored text that may be absent.
fn read_some<T: FromStr>(
    text: Option<&str>,
    table: &'static str,
    column: &'static str,
) -> Result<Option<T>, StoreError> {
    text.map(|text| read(text, table, column)).transpose()
}

/// Who wrote something, as everybody may know it.
fn writer(id: &str, name: String, vendor: i64) -> Result<PersonName, StoreError> {
    Ok(PersonName { id: read(id, "person", "id")?, name, vendor: vendor == 1 })
}

/// A category's name in a language, else in any.
fn in_language(names: &str, language: Language) -> Result<String, StoreError> {
    let names = names_in(names)?;
    Ok(names.get(language.tag()).or_else(|| names.values().next()).cloned().unwrap_or_default())
}

/// A category's names by the tags of their languages.
fn names_in(json: &str) -> Result<BTreeMap<String, String>, StoreError> {
    serde_json::from_str(json).map_err(|_| StoreError::Damaged { table: "forum_category", column: "name" })
}
