//! Words that people use for each other, as operators say. A text is found by the other word as well, behind those that have
//! the word itself.

use super::analyzer::words;
use crate::i18n::Language;
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

/// What operators begin with: words of support in lines, those of one line mean much the same.
pub fn usual(language: Language) -> &'static str {
    match language {
        Language::En => include_str!("synonyms/en.txt"),
        Language::Es => include_str!("synonyms/es.txt"),
    }
}

/// The synonyms that all searches of an instance go by. Cheap to clone.
#[derive(Clone)]
pub struct Synonyms(Arc<RwLock<Known>>);

struct Known {
    others: Vec<Arc<Others>>,
    /// How often they were changed.
    changes: u64,
}

/// The other words of each word of a language.
pub(super) struct Others {
    language: Language,
    lines: String,
    by_stem: HashMap<String, Vec<String>>,
}

impl Default for Synonyms {
    fn default() -> Synonyms {
        let others = Language::ALL.map(|language| Arc::new(Others::read(language, usual(language))));
        Synonyms(Arc::new(RwLock::new(Known { others: others.to_vec(), changes: 0 })))
    }
}

impl Synonyms {
    /// Goes by these lines from now on.
    pub fn set(&self, language: Language, lines: &str) {
        if self.now(language).is_none_or(|others| others.lines != lines) {
            let others = Arc::new(Others::read(language, lines));
            let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
            known.others.retain(|others| others.language != language);
            known.others.push(others);
            known.changes += 1;
        }
    }

    pub(super) fn now(&self, language: Language) -> Option<Arc<Others>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.others.iter().find(|others| others.language == language).cloned()
    }

    /// Another number whenever they changed.
    pub(super) fn changes(&self) -> u64 {
        self.0.read().unwrap_or_else(PoisonError::into_inner).changes
    }
}

impl Others {
    /// Reads lines of words with commas between them. Of several words together each other word is one for all of them, but
    /// they themselves are looked for as they are.
    fn read(language: Language, lines: &str) -> Others {
        let mut by_stem: HashMap<String, Vec<String>> = HashMap::new();
        for line in lines.lines() {
            let alike: Vec<&str> = line.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
            for (at, word) in alike.iter().enumerate() {
                let mut read = words(language, word);
                let (Some(first), None) = (read.next(), read.next()) else { continue };
                let others = alike.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| *other);
                for stem in first.stems {
                    by_stem.entry(stem).or_default().extend(others.clone().map(str::to_owned));
                }
            }
        }
        Others { language, lines: lines.to_owned(), by_stem }
    }

    /// Other words, or several together, for one with these stems.
    pub(super) fn of(&self, stems: &[String]) -> &[String] {
        stems.iter().find_map(|stem| self.by_stem.get(stem)).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(synonyms: &Synonyms, language: Language, word: &str) -> Vec<String> {
        let stems = words(language, word).next().expect("a word").stems;
        synonyms.now(language).expect("some").of(&stems).to_vec()
    }

    #[test]
    fn help_2_synonyms_are_found_in_every_form_of_the_word() {
        let synonyms = Synonyms::default();
        assert_eq!(of(&synonyms, Language::En, "Deleted"), ["remove", "erase"]);
        assert_eq!(of(&synonyms, Language::Es, "facturacion"), ["precio", "coste", "costo"]);
        assert!(of(&synonyms, Language::En, "pulso").is_empty());
    }

    #[test]
    fn help_2_operators_say_which_words_mean_the_same_and_several_words_stand_together() {
        let synonyms = Synonyms::default();
        synonyms.set(Language::En, "sso, single sign-on,\n , alone\n\nwalk, tour");
        synonyms.set(Language::Es, "");
        assert_eq!(of(&synonyms, Language::En, "SSO"), ["single sign-on"]);
        assert_eq!(of(&synonyms, Language::En, "tours"), ["walk"]);
        for word in ["single", "alone", "deleted"] {
            assert!(of(&synonyms, Language::En, word).is_empty(), "{word}");
        }
        assert!(of(&synonyms, Language::Es, "facturacion").is_empty());
    }
}
