//! What was opened last from the palette, kept in this browser.

use super::groups::Item;
use crate::{
    app::{local_copy, use_me},
    values::Marked,
};

/// Things that are kept.
const RECENT_MOST: usize = 6;

fn scope() -> String {
    format!("recent:{}", use_me().map(|me| me.to_string()).unwrap_or_default())
}

/// What was opened last, the latest first.
pub fn recent() -> Vec<Item> {
    let kept = local_copy::kept(&scope()).unwrap_or_default();
    let item = |line: &str| {
        let (href, rest) = line.split_once('\t')?;
        let (title, note) = rest.split_once('\t')?;
        let (title, text) = (Marked::from(title), Marked::default());
        Some(Item { href: href.to_owned(), title, text, lang: None, note: note.to_owned() })
    };
    kept.lines().filter_map(item).collect()
}

/// Puts something in front of what was opened last.
pub fn remember(item: &Item) {
    let line = |item: &Item| {
        [item.href.clone(), item.title.plain(), item.note.clone()]
            .map(|part| part.replace(['\t', '\n'], " "))
            .join("\t")
    };
    let before = recent();
    let others = before.iter().filter(|other| other.href != item.href);
    let lines: Vec<String> = std::iter::once(item).chain(others).take(RECENT_MOST).map(line).collect();
    local_copy::keep(&scope(), &lines.join("\n"));
}
