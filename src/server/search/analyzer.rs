//! How texts become the words of the index, the same way for what is searched and for what is asked.
//!
//! 2026-11-26, decided: accents are folded after stemming, since the Spanish rules go by them; beside it stands the stem of
//! the word as people type it without accents. Folding before stemming loses a quarter of the matches among forms of a word.

use crate::i18n::Language;
use frostem::{Algorithm, Stemmer};
use std::{collections::HashMap, sync::Arc};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation as _;

/// Characters of a word; what is longer is cut.
const WORD_MOST: usize = 48;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As it stands there, in lower case and without accents.
    pub surface: String,
    /// What it has in common with its other forms; without accents, at least one.
    pub stems: Vec<String>,
    /// Where it stands, in bytes.
    pub from: usize,
    pub to: usize,
}

/// The words of a text in a language.
pub fn words(language: Language, text: &str) -> impl Iterator<Item = Word> + '_ {
    words_if(language, text, |_| true)
}

/// Those words of a text whose spelling passes: to look at all others closely would take long.
pub fn words_if<'t>(
    language: Language,
    text: &'t str,
    passes: impl Fn(&str) -> bool + 't,
) -> impl Iterator<Item = Word> + 't {
    let stemmer = stemmer(language);
    runs(text).filter(move |(_, text)| passes(text)).map(move |(from, text)| {
        let word = lowered(text);
        let surface = folded(&word);
        Word { stems: stems(language, stemmer, &word, &surface), surface, from, to: from + text.len() }
    })
}

/// The words of a text as they stand there, in lower case and without accents.
pub fn surfaces(text: &str) -> impl Iterator<Item = String> + '_ {
    runs(text).map(|(_, word)| folded(&lowered(word)))
}

fn stemmer(language: Language) -> Stemmer {
    Stemmer::new(match language {
        Language::En => Algorithm::English,
        Language::Es => Algorithm::Spanish,
    })
}

/// Where words stand, and their spelling. `at.js` is two to those who ask for one of them.
fn runs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let stretches = text.split(|c| !is_of_word(c)).filter(|stretch| !stretch.is_empty());
    stretches.flat_map(move |stretch| {
        let at = stretch.as_ptr() as usize - text.as_ptr() as usize;
        // where words meet without anything between them, Unicode's rules tell them apart; in ASCII they never do
        let (whole, cut) = if stretch.is_ascii() { (Some((0, stretch)), "") } else { (None, stretch) };
        whole.into_iter().chain(cut.unicode_word_indices()).map(move |(from, word)| (at + from, word))
    })
}

fn is_of_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() || is_combining_mark(c) }
}

/// In lower case, accents with their letters.
fn lowered(word: &str) -> String {
    if word.is_ascii() {
        let cut = &word[..word.len().min(WORD_MOST)];
        return cut.to_ascii_lowercase();
    }
    word.nfc().flat_map(char::to_lowercase).nfc().take(WORD_MOST).collect()
}

/// Without accents; `ñ` is `n`, as those type it who lack the key.
pub fn folded(word: &str) -> String {
    if word.is_ascii() { word.to_owned() } else { word.nfd().filter(|c| !is_combining_mark(*c)).nfc().collect() }
}

fn stems(language: Language, stemmer: Stemmer, word: &str, surface: &str) -> Vec<String> {
    let stem = |word: &str| folded(&stemmer.stem(&restored(language, word)));
    let mut stems = vec![stem(word)];
    if word != surface {
        let typed = stem(surface);
        if typed != stems[0] {
            stems.push(typed);
        }
    }
    stems
}

/// Typed without its accent, an ending is none that the rules know.
fn restored(language: Language, word: &str) -> std::borrow::Cow<'_, str> {
    if language == Language::Es
        && let Some(start) = word.strip_suffix("ion").filter(|start| start.ends_with(['c', 's']))
    {
        return format!("{start}ión").into();
    }
    word.into()
}

/// The term of a word as it stands, beside those of stems.
pub fn as_it_stands(surface: &str) -> String {
    format!("{AS_IT_STANDS}{surface}")
}

/// Begins such terms; no stem begins so.
pub const AS_IT_STANDS: char = '=';

/// Characters of a beginning of a word that have a term of their own.
const BEGINNING_MOST: usize = 16;
/// Words whose terms are remembered: texts say the same words again and again.
const REMEMBERED_MOST: usize = 50_000;

/// What terms are made of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Making {
    /// The word as it stands, and its stems.
    Forms,
    /// Its beginnings.
    Beginnings,
}

impl Making {
    pub const ALL: [Making; 2] = [Making::Forms, Making::Beginnings];

    /// What the index calls such terms in a language.
    pub fn name(self, language: Language) -> String {
        match self {
            Making::Forms => format!("forms_{language}"),
            Making::Beginnings => format!("beginnings_{language}"),
        }
    }
}

/// Makes the terms of a field.
#[derive(Clone)]
pub struct Terms {
    language: Language,
    making: Making,
    remembered: HashMap<String, Arc<[String]>>,
}

impl Terms {
    pub fn new(language: Language, making: Making) -> Terms {
        Terms { language, making, remembered: HashMap::new() }
    }

    fn of(&mut self, run: &str) -> Arc<[String]> {
        if let Some(terms) = self.remembered.get(run) {
            return terms.clone();
        }
        if self.remembered.len() >= REMEMBERED_MOST {
            self.remembered.clear();
        }
        let word = lowered(run);
        let surface = folded(&word);
        let terms: Arc<[String]> = match self.making {
            Making::Forms => {
                let stems = stems(self.language, stemmer(self.language), &word, &surface);
                std::iter::once(as_it_stands(&surface)).chain(stems).collect()
            }
            Making::Beginnings => {
                let ends = surface.char_indices().skip(1).map(|(at, _)| at).chain([surface.len()]);
                ends.take(BEGINNING_MOST).map(|end| surface[..end].to_owned()).collect()
            }
        };
        self.remembered.insert(run.to_owned(), terms.clone());
        terms
    }
}

impl Tokenizer for Terms {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        Stream { terms: self, runs: Box::new(runs(text)), now: Arc::new([]), at: 0, token: Token::default() }
    }
}

/// The terms of a text: those of a word have its position.
pub struct Stream<'a> {
    terms: &'a mut Terms,
    runs: Box<dyn Iterator<Item = (usize, &'a str)> + 'a>,
    now: Arc<[String]>,
    at: usize,
    token: Token,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        while self.at >= self.now.len() {
            let Some((_, run)) = self.runs.next() else { return false };
            (self.now, self.at) = (self.terms.of(run), 0);
            self.token.position = self.token.position.wrapping_add(1);
        }
        self.token.text.clear();
        self.token.text.push_str(&self.now[self.at]);
        self.at += 1;
        true
    }
    fn token(&self) -> &Token {
        &self.token
    }
    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(language: Language, text: &str) -> Vec<Vec<String>> {
        words(language, text).map(|word| word.stems).collect()
    }

    #[test]
    fn help_2_forms_of_a_word_meet_with_and_without_accents() {
        for (language, forms) in [
            (Language::Es, "actualización actualizacion actualizaciones ACTUALIZACIÓN"),
            (Language::Es, "límites limites limite Límite"),
            (Language::Es, "guías guias guía guia"),
            (Language::Es, "versión version versiones"),
            (Language::En, "segments segment Segment's"),
            (Language::En, "configure configured configures configuring"),
        ] {
            let all = stems(language, forms);
            let shared: Vec<&String> = all[0]
                .iter()
                .filter(|stem| all.iter().filter(|one| one[0].len() > 1).all(|one| one.contains(stem)))
                .collect();
            assert!(!shared.is_empty(), "{forms}: {all:?}");
        }
    }

    #[test]
    fn help_2_words_are_told_apart_as_they_are_asked_for() {
        let text = "Auto-Target: at.js, ¿qué «año»? e\u{301}l 日本 𝒳 don't";
        let found: Vec<String> = words(Language::Es, text).map(|word| word.surface).collect();
        assert_eq!(found, ["auto", "target", "at", "js", "que", "ano", "el", "日", "本", "𝒳", "don", "t"]);
        for word in words(Language::Es, text) {
            assert!(text.is_char_boundary(word.from) && text.is_char_boundary(word.to));
        }
        assert_eq!(words(Language::En, &"a".repeat(10_000)).next().map(|word| word.surface.len()), Some(48));
        assert_eq!(words(Language::En, "\0 \u{202e} <>\"'()*:^~").count(), 0);
    }
}
