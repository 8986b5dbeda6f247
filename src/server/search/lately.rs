//! What was found lately. While they type, people ask for the same beginnings again and again, and each letter is a search.

use super::{index::Findings, query::Within};
use crate::i18n::Language;
use lru::LruCache;
use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex, PoisonError},
};

/// Answers that are kept; of ten topics with their snippets, about ten kilobytes each.
const KEPT_MOST: NonZeroUsize = NonZeroUsize::new(500).expect("more than none");

/// What is looked for by a reader of a language, and how much of it: in their own, and in the other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Looked {
    pub own: Language,
    /// As typed; of a long one the beginning.
    pub text: String,
    /// See [`Within`].
    pub owners: Vec<String>,
    pub most: usize,
    pub others_most: usize,
}

impl Looked {
    pub(super) fn within(&self) -> Within<'_> {
        Within { owners: &self.owners, ..Within::default() }
    }
}

/// What was found in the reader's own language, and in the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Both {
    pub own: Findings,
    pub others: Findings,
}

/// What answers depend on: a commit of the index, and the words that stand for each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    pub opstamp: u64,
    pub synonyms: u64,
}

/// The answers of one state.
pub(super) struct Lately(Mutex<(State, LruCache<Looked, Arc<Both>>)>);

impl Default for Lately {
    fn default() -> Lately {
        Lately(Mutex::new((State::default(), LruCache::new(KEPT_MOST))))
    }
}

impl Lately {
    /// What was found in this state.
    pub fn found(&self, state: State, looked: &Looked) -> Option<Arc<Both>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 == state { kept.1.get(looked).cloned() } else { None }
    }

    /// Keeps what was found in this state or one after it, and drops what was found in others.
    pub fn keep(&self, state: State, looked: Looked, found: Arc<Both>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 != state {
            kept.1.clear();
            kept.0 = state;
        }
        kept.1.put(looked, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looked(text: &str) -> Looked {
        Looked { own: Language::Es, text: text.to_owned(), owners: Vec::new(), most: 10, others_most: 5 }
    }

    fn found(words: usize) -> Arc<Both> {
        Arc::new(Both { own: Findings { words, ..Findings::default() }, ..Both::default() })
    }

    #[test]
    fn help_2_what_was_found_is_kept_until_the_index_or_the_synonyms_change() {
        let lately = Lately::default();
        let first = State { opstamp: 7, synonyms: 0 };
        lately.keep(first, looked("inf"), found(1));
        assert_eq!(lately.found(first, &looked("inf")), Some(found(1)));
        assert_eq!(lately.found(first, &Looked { own: Language::En, ..looked("inf") }), None);
        assert_eq!(lately.found(first, &Looked { owners: vec!["pulso".to_owned()], ..looked("inf") }), None);
        for later in [State { opstamp: 8, ..first }, State { synonyms: 1, ..first }] {
            assert_eq!(lately.found(later, &looked("inf")), None, "{later:?}");
        }
        lately.keep(State { synonyms: 1, ..first }, looked("info"), found(2));
        assert_eq!(lately.found(first, &looked("inf")), None, "what was found before is gone");
        assert_eq!(lately.found(State { synonyms: 1, ..first }, &looked("info")), Some(found(2)));
    }

    #[test]
    fn help_2_what_was_not_asked_for_lately_makes_room() {
        let lately = Lately::default();
        for nth in 0..=KEPT_MOST.get() {
            lately.keep(State::default(), looked(&nth.to_string()), found(nth));
        }
        assert_eq!(lately.found(State::default(), &looked("0")), None);
        assert_eq!(lately.found(State::default(), &looked("1")), Some(found(1)));
    }
}
