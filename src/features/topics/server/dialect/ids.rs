//! The places of a topic that can be led to, each once.

use super::{labels::ID_MOST_BYTES, links};
use std::collections::{HashMap, HashSet};

#[derive(Default)]
pub(super) struct Ids {
    all: Vec<String>,
    known: HashSet<String>,
    /// How often an id was asked for.
    counts: HashMap<String, u32>,
    /// An id that stood in the heading that is being read.
    given: Option<String>,
    /// Sets of tabs, and tabs in the last of them.
    tabs: (u32, u32),
}

impl Ids {
    pub(super) fn has(&self, id: &str) -> bool {
        self.known.contains(id)
    }

    /// All ids, in the order of the text.
    pub(super) fn into_all(self) -> Vec<String> {
        self.all
    }

    pub(super) fn remember(&mut self, id: &str) {
        self.given = Some(id.to_owned());
    }

    pub(super) fn take_given(&mut self) -> Option<String> {
        self.given.take()
    }

    pub(super) fn begin_tabs(&mut self) {
        self.tabs = (self.tabs.0 + 1, 0);
    }

    /// The name that the tabs of a set share, so that one is open at a time, and what opens the first.
    pub(super) fn tab(&mut self) -> (String, &'static str) {
        self.tabs.1 += 1;
        (format!("{}tabs-{}", links::PREFIX, self.tabs.0), if self.tabs.1 == 1 { " open" } else { "" })
    }

    /// An id with its prefix, and a number behind it if it was there.
    pub(super) fn give(&mut self, id: &str) -> String {
        let id = links::anchor(&id[..id.floor_char_boundary(ID_MOST_BYTES)]);
        let mut free = id.clone();
        while self.known.contains(&free) {
            let count = self.counts.entry(id.clone()).or_insert(1);
            *count += 1;
            free = format!("{id}-{count}");
        }
        self.known.insert(free.clone());
        self.all.push(free.clone());
        free
    }

    /// An id with its prefix, unless it was there.
    pub(super) fn give_once(&mut self, id: &str) -> Option<String> {
        let is_new =
            !id.is_empty() && !self.known.contains(&links::anchor(&id[..id.floor_char_boundary(ID_MOST_BYTES)]));
        is_new.then(|| self.give(id))
    }
}

/// The id of a heading that has none: its words, without what stands around and in them, as authors expect it.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase).take(ID_MOST_BYTES / 4) {
        if c.is_alphanumeric() || c == '_' {
            slug.push(c);
        } else if (c.is_whitespace() || c == '-') && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "section".to_owned() } else { slug.to_owned() }
}
