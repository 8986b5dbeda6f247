//! A cache of queries. While they type, people ask for the same beginnings again and again, and each letter is a search.

use super::{index::Findings, query::Within};
use crate::i18n::Language;
use lru::LruCache;
use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex, PoisonError},
};

/// Answers that are kept; of ten topics with their snippets, about ten kilobytes each.
const KEPT_MOST: NonZeroUsize = NonZeroUsize::new(500).expect("more than none");

/// What is asked for by a reader of a language.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Query {
    pub own: Language,
    /// As typed; of a long one the beginning.
    pub text: String,
    /// See [`Within`].
    pub owners: Vec<String>,
    /// How much of it, in the language that the words belong to.
    pub most: usize,
    /// How much in the one that they do not.
    pub others_most: usize,
}

impl Query {
    pub(super) fn within(&self) -> Within<'_> {
        Within { owners: &self.owners, ..Within::default() }
    }
}

/// What was found in the reader's own language, and in the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InBoth {
    pub own: Findings,
    pub others: Findings,
    /// Do the words belong to the other?
    pub is_of_others: bool,
}

/// What answers depend on: what the index shows, and the words that stand for each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    pub generation: u64,
    pub synonyms: u64,
}

/// The answers of one state.
pub(super) struct QueryCache(Mutex<(State, LruCache<Query, Arc<InBoth>>)>);

impl Default for QueryCache {
    fn default() -> QueryCache {
        QueryCache(Mutex::new((State::default(), LruCache::new(KEPT_MOST))))
    }
}

impl QueryCache {
    /// What was found in this state.
    pub fn get(&self, state: State, query: &Query) -> Option<Arc<InBoth>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 == state { kept.1.get(query).cloned() } else { None }
    }

    /// Keeps what was found in this state or one after it, and drops what was found before.
    pub fn put(&self, state: State, query: Query, found: Arc<InBoth>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.generation < kept.0.generation || state.synonyms < kept.0.synonyms {
            return;
        }
        if kept.0 != state {
            kept.1.clear();
            kept.0 = state;
        }
        kept.1.put(query, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> Query {
        Query { own: Language::Es, text: text.to_owned(), owners: Vec::new(), most: 10, others_most: 5 }
    }

    fn found(words: usize) -> Arc<InBoth> {
        Arc::new(InBoth { own: Findings { words, ..Findings::default() }, ..InBoth::default() })
    }

    #[test]
    fn help_2_what_was_found_is_kept_until_the_index_or_the_synonyms_change() {
        let cache = QueryCache::default();
        let first = State { generation: 7, synonyms: 0 };
        cache.put(first, query("inf"), found(1));
        assert_eq!(cache.get(first, &query("inf")), Some(found(1)));
        assert_eq!(cache.get(first, &Query { own: Language::En, ..query("inf") }), None);
        assert_eq!(cache.get(first, &Query { owners: vec!["pulso".to_owned()], ..query("inf") }), None);
        for later in [State { generation: 8, ..first }, State { synonyms: 1, ..first }] {
            assert_eq!(cache.get(later, &query("inf")), None, "{later:?}");
        }
        cache.put(State { synonyms: 1, ..first }, query("info"), found(2));
        assert_eq!(cache.get(first, &query("inf")), None, "what was found before is gone");
        assert_eq!(cache.get(State { synonyms: 1, ..first }, &query("info")), Some(found(2)));
    }

    #[test]
    fn help_2_what_was_not_asked_for_lately_makes_room() {
        let cache = QueryCache::default();
        for nth in 0..=KEPT_MOST.get() {
            cache.put(State::default(), query(&nth.to_string()), found(nth));
        }
        assert_eq!(cache.get(State::default(), &query("0")), None);
        assert_eq!(cache.get(State::default(), &query("1")), Some(found(1)));
    }
}
