//! From what somebody typed to a query. It is read as words and nothing else: there is no syntax in it.

use super::{
    analyzer::{AS_IT_STANDS, Word, as_it_stands, words},
    schema::{FIELDS, Part},
    synonyms::Others,
};
use crate::{i18n::Language, values::Marked};
use std::ops::Range;
use tantivy::{
    Searcher, Term,
    query::{BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, FuzzyTermQuery, Occur, Query, TermQuery},
    schema::IndexRecordOption,
};

/// Words that are looked for; the first of a longer text.
pub const WORDS_MOST: usize = 16;
/// Bytes of a text that are read.
pub const TEXT_MOST_BYTES: usize = 4 * 1024;
/// Words that a misspelled one may have meant.
const GUESSES_MOST: usize = 6;
/// Words of the index that are looked at for them.
const NEIGHBORS_MOST: usize = 256;
/// Letters from which on a word may have a typing error, and two (HELP-2).
const ONE_ERROR_FROM: usize = 4;
const TWO_ERRORS_FROM: usize = 8;
/// A word in so many of a hundred texts of its language tells nothing of any of them: beside others it only adds to what they
/// found, and is not marked.
const COMMON_PERCENT: u64 = 80;
/// Among fewer texts that says nothing of a word.
pub(super) const FEW_TEXTS: u64 = 20;

/// How much things count.
#[derive(Clone, Copy, Debug)]
pub struct Weights {
    pub title: f32,
    pub heading: f32,
    pub description: f32,
    pub sections: f32,
    pub keywords: f32,
    pub body: f32,
    /// A word as it stands, beside its stem.
    pub surface: f32,
    /// A word that only begins so, in title and heading, and in what else is short.
    pub beginning: f32,
    pub other_beginning: f32,
    /// A word with one error, with two.
    pub one_error: f32,
    pub two_errors: f32,
    pub synonym: f32,
}

/// Chosen over all kinds of queries in both languages together; see `atiende topics eval`.
pub const WEIGHTS: Weights = Weights {
    title: 3.0,
    heading: 0.5,
    description: 1.5,
    sections: 0.25,
    keywords: 0.4,
    body: 1.5,
    surface: 0.3,
    beginning: 4.0,
    other_beginning: 0.5,
    one_error: 1.0,
    two_errors: 0.6,
    synonym: 0.3,
};

/// What is looked for.
pub struct Asked {
    pub query: Box<dyn Query>,
    /// How many words were asked for, and how many of them are in the index as they were typed.
    pub words: usize,
    pub known: usize,
    /// How many of them tell something, and their stems, which are marked where they are found.
    pub telling: usize,
    pub stems: Vec<String>,
    /// So may a marked word begin.
    pub beginning: Option<String>,
    /// The text with words of the index, which have no accents and are marked, in place of misspelled ones; empty if all of
    /// its words are known.
    pub meant: Marked,
}

/// Reads what somebody typed; `None`: there is no word in it.
pub fn read(
    searcher: &Searcher,
    language: Language,
    text: &str,
    within: Within<'_>,
    (weights, synonyms): (&Weights, Option<&Others>),
) -> Option<Asked> {
    let text = &text[..text.floor_char_boundary(TEXT_MOST_BYTES)];
    let mut asked: Vec<Word> = Vec::new();
    for word in words(language, text) {
        if asked.len() < WORDS_MOST && !asked.iter().any(|known| known.surface == word.surface) {
            asked.push(word);
        }
    }
    let last = asked.last()?.surface.clone();
    let mut reading = Reading {
        searcher,
        language,
        weights,
        synonyms,
        guesses_too: !within.as_typed,
        stems: Vec::new(),
        known: 0,
        meant: Vec::new(),
    };
    let texts = reading.count(&FIELDS.language_term(language));
    let (common, telling): (Vec<Word>, Vec<Word>) = asked.into_iter().partition(|word| reading.is_common(word, texts));
    let (telling, common) = if telling.is_empty() { (common, telling) } else { (telling, common) };
    let words = telling.len() + common.len();
    let least = if within.with_most_words { telling.len().div_ceil(2) } else { 1 };
    let mut query: Box<dyn Query> =
        Box::new(BooleanQuery::with_minimum_required_clauses(reading.clauses(&telling, &last), least));
    let stems = std::mem::take(&mut reading.stems);
    if !common.is_empty() {
        let others = reading.clauses(&common, &last);
        query = Box::new(BooleanQuery::new(std::iter::once((Occur::Must, query)).chain(others).collect()));
    }
    let may_begin = last.chars().count() > 1 && telling.iter().any(|word| word.surface == last);
    Some(Asked {
        query: within.narrow(query),
        words,
        known: reading.known,
        stems,
        beginning: may_begin.then_some(last),
        telling: telling.len(),
        meant: meant(text, reading.meant),
    })
}

/// A text with other words in some places.
fn meant(text: &str, words: Vec<(Range<usize>, String)>) -> Marked {
    if words.is_empty() {
        return Marked::default();
    }
    let (mut meant, mut from) = (Marked::default(), 0);
    for (place, word) in words {
        meant.push(&text[from..place.start]);
        meant.push_marked(&word);
        from = place.end;
    }
    meant.push(&text[from..]);
    meant
}

/// Among which texts something is looked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Within<'a> {
    /// Those of these owners only: products' topics, an organization's cases; all, if there are none.
    pub owners: &'a [String],
    /// Those of this person come first.
    pub first_of: Option<&'a str>,
    /// Only those in which at least half of the words are: a text that was not asked for has to fit.
    pub with_most_words: bool,
    /// Only words as they were typed: what an unknown one may have meant is not asked for.
    pub as_typed: bool,
}

/// More than any text is worth by its words.
const FIRST: f32 = 10_000.0;

impl Within<'_> {
    /// A query among these texts only.
    fn narrow(self, query: Box<dyn Query>) -> Box<dyn Query> {
        if self.owners.is_empty() && self.first_of.is_none() {
            return query;
        }
        let term = |term, score| -> Box<dyn Query> {
            let query = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
            Box::new(ConstScoreQuery::new(query, score))
        };
        let mut clauses = vec![(Occur::Must, query)];
        if !self.owners.is_empty() {
            let owned = self.owners.iter().map(|owner| (Occur::Should, term(FIELDS.owner_term(owner), 0.0)));
            clauses.push((Occur::Must, Box::new(BooleanQuery::new(owned.collect()))));
        }
        clauses.extend(self.first_of.map(|person| (Occur::Should, term(FIELDS.person_term(person), FIRST))));
        Box::new(BooleanQuery::new(clauses))
    }
}

struct Reading<'a> {
    searcher: &'a Searcher,
    language: Language,
    weights: &'a Weights,
    synonyms: Option<&'a Others>,
    guesses_too: bool,
    stems: Vec<String>,
    known: usize,
    /// Where misspelled words stand, and which is probably meant.
    meant: Vec<(Range<usize>, String)>,
}

impl Reading<'_> {
    /// Each of these words may be there.
    fn clauses(&mut self, words: &[Word], last: &str) -> Vec<(Occur, Box<dyn Query>)> {
        words.iter().map(|word| (Occur::Should, self.clause(word, word.surface == last))).collect()
    }

    /// A word in all parts: as it is, or what else it may stand for, whichever says more about a text.
    fn clause(&mut self, word: &Word, is_last: bool) -> Box<dyn Query> {
        let mut ways: Vec<Box<dyn Query>> = vec![self.forms(word, 1.0)];
        if is_last {
            ways.push(self.beginning(&word.surface));
        }
        for other in self.synonyms.map_or(&[][..], |others| others.of(&word.stems)) {
            let together: Vec<(Occur, Box<dyn Query>)> = words(self.language, other)
                .map(|other| (Occur::Must, self.forms(&other, self.weights.synonym)))
                .collect();
            ways.push(Box::new(BooleanQuery::new(together)));
        }
        let is_begun = is_last && self.is_there(Part::Beginnings, &word.surface);
        let is_known = is_begun || self.is_known(word);
        self.known += usize::from(is_known);
        if !is_known && self.guesses_too {
            let guesses = self.guesses(&word.surface, is_last);
            self.meant.extend(guesses.first().map(|(guess, _)| (word.from..word.to, guess.clone())));
            for (guess, errors) in guesses {
                let weight = if errors < 2 { self.weights.one_error } else { self.weights.two_errors };
                ways.extend(words(self.language, &guess).map(|guess| self.forms(&guess, weight)));
            }
        }
        match ways.len() {
            1 => ways.swap_remove(0),
            _ => Box::new(DisjunctionMaxQuery::new(ways)),
        }
    }

    /// The forms of a word in all parts; as it stands, in the short ones.
    fn forms(&mut self, word: &Word, weight: f32) -> Box<dyn Query> {
        let Weights { title, heading, description, sections, keywords, body, surface, .. } = *self.weights;
        let parts = [
            (Part::Title, title),
            (Part::Heading, heading),
            (Part::Description, description),
            (Part::Sections, sections),
            (Part::Keywords, keywords),
            (Part::Body, body),
        ];
        let mut clauses = Vec::new();
        for (part, boost) in parts.into_iter().filter(|(_, boost)| *boost > 0.0) {
            let stems = word.stems.iter().map(|stem| self.term(part, stem, boost * weight));
            let mut stems: Vec<_> = stems.collect();
            let stem = if stems.len() == 1 { stems.swap_remove(0) } else { Box::new(DisjunctionMaxQuery::new(stems)) };
            clauses.push((Occur::Should, stem));
        }
        if weight == 1.0 {
            for (part, boost) in [(Part::Title, title), (Part::Description, description)] {
                clauses.push((Occur::Should, self.term(part, &as_it_stands(&word.surface), boost * surface)));
            }
        }
        self.stems.extend(word.stems.iter().cloned());
        Box::new(BooleanQuery::new(clauses))
    }

    /// A word that goes on in any way.
    fn beginning(&self, surface: &str) -> Box<dyn Query> {
        let Weights { beginning, other_beginning, .. } = *self.weights;
        Box::new(BooleanQuery::new(vec![
            (Occur::Should, self.term(Part::Beginnings, surface, beginning)),
            (Occur::Should, self.term(Part::OtherBeginnings, surface, other_beginning)),
        ]))
    }

    fn term(&self, part: Part, text: &str, boost: f32) -> Box<dyn Query> {
        let term = Term::from_field_text(FIELDS.part(self.language, part), text);
        Box::new(BoostQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)), boost))
    }

    fn count(&self, term: &Term) -> u64 {
        self.searcher.doc_freq(term).unwrap_or_default()
    }

    fn is_there(&self, part: Part, text: &str) -> bool {
        self.count(&Term::from_field_text(FIELDS.part(self.language, part), text)) > 0
    }

    /// Do most of so many texts have the word as it was typed?
    fn is_common(&self, word: &Word, texts: u64) -> bool {
        let term = Term::from_field_text(FIELDS.part(self.language, Part::Body), &as_it_stands(&word.surface));
        texts >= FEW_TEXTS && self.count(&term) * 100 >= texts * COMMON_PERCENT
    }

    /// Does the word, or another form of it, stand in a topic?
    fn is_known(&self, word: &Word) -> bool {
        self.is_there(Part::Body, &as_it_stands(&word.surface))
            || word.stems.iter().any(|stem| self.is_there(Part::Body, stem))
    }

    /// The words of the index that a misspelled one may have meant, and how many errors it has then: the nearest first, among
    /// them the most usual.
    fn guesses(&self, surface: &str, is_last: bool) -> Vec<(String, u8)> {
        let letters = surface.chars().count();
        let most = if letters >= TWO_ERRORS_FROM { 2 } else { u8::from(letters >= ONE_ERROR_FROM) };
        for errors in 1..=most {
            let term = Term::from_field_text(FIELDS.part(self.language, Part::Body), &as_it_stands(surface));
            let found = self.neighbors(&FuzzyTermQuery::new(term.clone(), errors, true));
            let found = if found.is_empty() && is_last {
                self.neighbors(&FuzzyTermQuery::new_prefix(term, errors, true))
            } else {
                found
            };
            if !found.is_empty() {
                return found.into_iter().map(|word| (word, errors)).collect();
            }
        }
        Vec::new()
    }

    fn neighbors(&self, query: &FuzzyTermQuery) -> Vec<String> {
        let mut found: Vec<(String, u32)> = Vec::new();
        for segment in self.searcher.segment_readers() {
            let Ok(automaton) = query.automaton() else { continue };
            let Ok(index) = segment.inverted_index(FIELDS.part(self.language, Part::Body)) else { continue };
            let Ok(mut words) = index.terms().search(automaton).into_stream() else { continue };
            let mut count = 0;
            while count < NEIGHBORS_MOST && words.advance() {
                count += 1;
                let word = std::str::from_utf8(words.key()).ok().and_then(|term| term.strip_prefix(AS_IT_STANDS));
                let Some(word) = word else { continue };
                let topics = words.value().doc_freq;
                match found.iter_mut().find(|(known, _)| known == word) {
                    Some((_, known)) => *known += topics,
                    None => found.push((word.to_owned(), topics)),
                }
            }
        }
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        found.into_iter().take(GUESSES_MOST).map(|(word, _)| word).collect()
    }
}
