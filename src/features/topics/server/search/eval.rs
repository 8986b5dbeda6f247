//! How good the search is: queries whose topic is known, and where it stands among what was found.

use crate::{
    features::topics::server::topic_id,
    i18n::Language,
    server::search::{Search, SearchError, Within},
};
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

/// Topics that are looked at for each query.
const DEPTH: usize = 10;

/// Why a file of queries cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct QueryError {
    line: usize,
    reason: String,
}

/// A query with the file whose topic it is meant to find.
pub struct KnownQuery {
    kind: String,
    language: Language,
    text: String,
    /// Below the language's folder.
    path: String,
}

/// Reads queries: kind, language, query and path in each line, separated by tabs.
pub fn queries(file: &str) -> Result<Vec<KnownQuery>, QueryError> {
    let lines = file.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            let wrong = |reason: String| QueryError { line: at + 1, reason };
            let columns: Vec<&str> = line.trim_end_matches('\r').split('\t').collect();
            let [kind, language, text, path] = columns[..] else {
                return Err(wrong(format!("{} columns; kind, language, query and path are expected", columns.len())));
            };
            let language = language.parse().map_err(|()| wrong(format!("there is no language {language:?}")))?;
            let text_of = str::to_owned;
            Ok(KnownQuery { kind: text_of(kind), language, text: text_of(text), path: text_of(path) })
        })
        .collect()
}

/// How queries of a kind did.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    pub queries: u32,
    first: u32,
    among_three: u32,
    among_ten: u32,
    /// The sum of 1 / rank.
    reciprocal: f64,
}

impl Figures {
    fn add(&mut self, rank: Option<usize>) {
        self.queries += 1;
        let within = |most: usize| u32::from(rank.is_some_and(|rank| rank <= most));
        self.first += within(1);
        self.among_three += within(3);
        self.among_ten += within(DEPTH);
        self.reciprocal += rank.map_or(0.0, |rank| 1.0 / rank as f64);
    }
}

/// `n`, success@1, success@3, success@10 and MRR@10, separated by tabs.
impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |count: f64| count / f64::from(self.queries.max(1));
        write!(f, "{}", self.queries)?;
        for count in [self.first, self.among_three, self.among_ten] {
            write!(f, "\t{:.3}", share(f64::from(count)))?;
        }
        write!(f, "\t{:.3}", share(self.reciprocal))
    }
}

/// Figures by kind and language, and how long queries took.
pub struct Measured {
    pub figures: BTreeMap<(String, String), Figures>,
    pub all: Figures,
    took: Vec<Duration>,
}

impl Measured {
    /// The time within which so many of a thousand queries were answered.
    pub fn within(&self, thousandths: usize) -> Duration {
        self.took
            .get((self.took.len() * thousandths / 1_000).min(self.took.len().saturating_sub(1)))
            .copied()
            .unwrap_or_default()
    }
}

/// Asks all queries, one after the other.
pub fn evaluate(search: &Search, queries: &[KnownQuery], mut each: impl FnMut()) -> Result<Measured, SearchError> {
    let mut measured = Measured { figures: BTreeMap::new(), all: Figures::default(), took: Vec::new() };
    for KnownQuery { kind, language, text, path } in queries {
        let expected = topic_id(*language, path);
        let begun = Instant::now();
        let found = search.find(*language, text, Within::default(), DEPTH)?.found;
        measured.took.push(begun.elapsed());
        let rank = found.iter().position(|found| found.id == expected.as_str()).map(|at| at + 1);
        measured.figures.entry((kind.clone(), language.tag().to_owned())).or_default().add(rank);
        measured.all.add(rank);
        each();
    }
    measured.took.sort_unstable();
    Ok(measured)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_2_figures_are_shares_and_mean_reciprocal_ranks() {
        let mut figures = Figures::default();
        for rank in [Some(1), Some(2), Some(10), None] {
            figures.add(rank);
        }
        assert_eq!(figures.to_string(), "4\t0.250\t0.500\t0.750\t0.400");
        assert_eq!(Figures::default().to_string(), "0\t0.000\t0.000\t0.000\t0.000");
    }

    #[test]
    fn help_2_a_file_that_holds_no_queries_is_refused_by_its_line() {
        assert_eq!(queries("title\ten\ta b\tx.md\r\n\n").map(|found| found.len()).ok(), Some(1));
        let wrong = |file| queries(file).err().map(|error| error.to_string());
        assert_eq!(
            wrong("\ntitle\ten").as_deref(),
            Some("line 2: 2 columns; kind, language, query and path are expected")
        );
        assert_eq!(wrong("a\tfr\tb\tc").as_deref(), Some("line 1: there is no language \"fr\""));
    }
}
