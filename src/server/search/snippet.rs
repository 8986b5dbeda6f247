//! The piece of a text that shows why it was found, with the found words marked.

use super::{
    analyzer::{folded, surfaces, words_if},
    index::Found,
    query::{Asked, WORDS_MOST},
};
use crate::{i18n::Language, values::Marked};
use std::ops::Range;

/// Bytes of a snippet, about two lines.
const SNIPPET_BYTES: usize = 220;
/// Bytes before the first marked word.
const BEFORE_BYTES: usize = 60;

/// Where marked words stand in a text, and which of the stems each is.
fn marks(language: Language, text: &str, asked: &Asked) -> Vec<(usize, usize, usize)> {
    let begins: Vec<char> = asked.stems.iter().chain(&asked.beginning).filter_map(|stem| stem.chars().next()).collect();
    // No stem begins otherwise than its word.
    let may_be = move |word: &str| match word.chars().next() {
        Some(first) if first.is_ascii() => begins.contains(&first.to_ascii_lowercase()),
        Some(first) => {
            folded(&first.to_lowercase().to_string()).chars().next().is_some_and(|first| begins.contains(&first))
        }
        None => false,
    };
    let mut marks = Vec::new();
    for word in words_if(language, text, may_be) {
        let known = word.stems.iter().find_map(|stem| asked.stems.iter().position(|asked| asked == stem));
        let begun = asked.beginning.as_ref().is_some_and(|beginning| word.surface.starts_with(beginning));
        if let Some(which) = known.or(begun.then_some(usize::MAX)) {
            marks.push((word.from, word.to, which));
        }
    }
    marks
}

/// What was meant, its words spelled as in what was found; `None`: nothing was found, or nothing misspelled.
pub fn spelled(meant: &Marked, found: &[Found]) -> Option<String> {
    if meant.is_empty() || found.is_empty() {
        return None;
    }
    let known = || found.iter().flat_map(|found| found.title.marks().chain(found.text.marks())).map(str::to_lowercase);
    let spelled = |(text, is_word): (&str, bool)| {
        known().find(|known| is_word && folded(known) == text).unwrap_or_else(|| text.to_owned())
    };
    Some(meant.stretches().map(spelled).collect())
}

/// Does every word of a text stand in what is shown of these texts, marked also in another form of it, or begin a word of these
/// names?
pub fn are_shown<'r>(
    text: &str,
    shown: impl Iterator<Item = &'r Marked>,
    names: impl Iterator<Item = &'r str>,
) -> bool {
    let words = |(text, is_marked)| surfaces(text).map(move |word| (word, is_marked));
    let shown: Vec<(String, bool)> = shown.flat_map(Marked::stretches).flat_map(words).collect();
    let begin_alike = |one: &str, other: &str| one.starts_with(other) || other.starts_with(one);
    let named: Vec<String> = names.flat_map(surfaces).collect();
    let is_there = |word: &str| {
        shown.iter().any(|(known, is_marked)| known == word || *is_marked && begin_alike(known, word))
            || named.iter().any(|name| name.starts_with(word))
    };
    surfaces(text).take(WORDS_MOST).all(|word| is_there(&word))
}

/// A whole text with its marked words.
pub fn marked(language: Language, text: &str, asked: &Asked) -> Marked {
    let mut whole = Marked::default();
    push(&mut whole, text, 0..text.len(), &marks(language, text, asked));
    whole
}

/// The best piece of one of two texts: the one with more of what was asked for, the first if they are alike.
pub fn best(language: Language, first: &str, second: &str, asked: &Asked) -> Marked {
    let found = marks(language, first, asked);
    let one = window(&found);
    let (mut text, mut marks_of, mut from) = (first, found, one.0);
    // Where the first has it all, the second need not be looked at.
    if one.1 < asked.telling || first.is_empty() {
        let found = marks(language, second, asked);
        let other = window(&found);
        if other.1 > one.1 || first.is_empty() {
            (text, marks_of, from) = (second, found, other.0);
        }
    }
    let from = begin(text, from.saturating_sub(BEFORE_BYTES));
    let to = end(text, from + SNIPPET_BYTES);
    let mut piece = Marked::from(if from > 0 { "… " } else { "" });
    push(&mut piece, text, from..to, &marks_of);
    if to < text.len() {
        piece.push(" …");
    }
    piece
}

/// Where the stretch begins that has most of the different words, and how many.
fn window(marks: &[(usize, usize, usize)]) -> (usize, usize) {
    let mut best = (0, 0);
    for (at, (from, ..)) in marks.iter().enumerate() {
        let inside = marks[at..].iter().take_while(|(_, to, _)| *to <= from + SNIPPET_BYTES - BEFORE_BYTES);
        let mut seen: Vec<usize> = inside.take(64).map(|(.., which)| *which).collect();
        seen.sort_unstable();
        seen.dedup();
        if seen.len() > best.1 {
            best = (*from, seen.len());
        }
    }
    best
}

/// The beginning of a word at or after a place.
fn begin(text: &str, at: usize) -> usize {
    let at = text.floor_char_boundary(at);
    if at == 0 { 0 } else { text[at..].find(' ').map_or(at, |blank| at + blank + 1) }
}

/// The end of a word at or before a place.
fn end(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    let at = text.floor_char_boundary(at);
    text[..at].rfind(' ').filter(|blank| *blank + SNIPPET_BYTES / 2 > at).unwrap_or(at)
}

/// Takes a piece of a text over with the marks inside it.
fn push(piece: &mut Marked, text: &str, Range { start, end }: Range<usize>, marks: &[(usize, usize, usize)]) {
    let mut at = start;
    for (from, to, _) in marks.iter().filter(|(from, to, _)| *from >= start && *to <= end) {
        piece.push(&text[at..*from]);
        piece.push_marked(&text[*from..*to]);
        at = *to;
    }
    piece.push(&text[at..end.max(at)]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::query::EmptyQuery;

    fn asked(stems: &[&str], beginning: Option<&str>) -> Asked {
        let stems = stems.iter().map(|stem| (*stem).to_owned()).collect();
        let beginning = beginning.map(str::to_owned);
        Asked {
            query: Box::new(EmptyQuery),
            words: 3,
            known: 3,
            telling: 3,
            stems,
            beginning,
            meant: Marked::default(),
        }
    }

    fn shown(text: &Marked) -> String {
        text.stretches()
            .map(|(text, is_marked)| if is_marked { format!("[{text}]") } else { text.to_owned() })
            .collect()
    }

    #[test]
    fn help_2_found_words_are_marked_in_the_piece_that_has_most_of_them() {
        let asked = asked(&["limit", "uso"], Some("segm"));
        let marked = marked(Language::Es, "Límites de uso de segmentos", &asked);
        assert_eq!(shown(&marked), "[Límites] de [uso] de [segmentos]");
        let long = format!("{}el límite de uso {}", "nada que ver ".repeat(40), "tras ello ".repeat(40));
        let best = shown(&best(Language::Es, "Un límite.", &long, &asked));
        assert!(best.starts_with("… ") && best.contains("[límite] de [uso]") && best.ends_with(" …"), "{best}");
        assert!(best.len() < 300, "{best}");
    }

    #[test]
    fn help_2_texts_without_blanks_or_words_are_cut_between_characters() {
        let asked = asked(&["ü"], None);
        for text in ["", "ü", &"ü".repeat(1_000), &"ü ".repeat(1_000), &"日本".repeat(500)] {
            best(Language::Es, text, text, &asked);
            marked(Language::Es, text, &asked);
        }
    }
}
