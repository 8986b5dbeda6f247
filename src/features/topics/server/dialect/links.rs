//! Where links of topics lead: to other topics, to places in them, outside, or nowhere.

use crate::{i18n::Language, route};
use std::collections::{HashMap, HashSet};

/// Ids of a text's own places get this in front, so that none is an id of the page around it.
pub const PREFIX: &str = "t-";
/// Longer addresses lead nowhere.
const ADDRESS_MOST_BYTES: usize = 2_000;

/// The topics that there are, each by its path below its language's folder, with its ending.
#[derive(Default)]
pub struct Paths {
    known: HashSet<(Language, String)>,
    /// Written in another case, as file systems may take it.
    by_lower: HashMap<(Language, String), String>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    Outside(String),
    /// To a topic, by its path, perhaps to a place in it.
    Topic {
        path: String,
        place: Option<String>,
    },
    /// To a place in the same topic.
    Here(String),
    /// To a file that is no topic.
    File,
    Nowhere,
}

impl Paths {
    pub fn add(&mut self, language: Language, path: &str) {
        self.by_lower.insert((language, path.to_lowercase()), path.to_owned());
        self.known.insert((language, path.to_owned()));
    }

    /// Where a link in the file `from` leads.
    pub fn resolve(&self, language: Language, from: &str, href: &str) -> Goal {
        let href = href.trim();
        if href.is_empty() || href.len() > ADDRESS_MOST_BYTES {
            return Goal::Nowhere;
        }
        if is_outside(href) {
            return Goal::Outside(href.to_owned());
        }
        if let Some(place) = href.strip_prefix('#') {
            return if place.is_empty() { Goal::Nowhere } else { Goal::Here(anchor(&decoded(place))) };
        }
        let (path, place) = href.split_once('#').map_or((href, None), |(path, place)| (path, Some(place)));
        let path = decoded(path.split('?').next().unwrap_or_default());
        let place = place.map(|place| place.trim_start_matches('#')).filter(|place| !place.is_empty());
        let place = place.map(|place| anchor(&decoded(place)));
        let Some(path) = joined(from, &path) else { return Goal::Nowhere };
        if let Some(path) = self.known(language, &path) {
            return Goal::Topic { path, place };
        }
        let name = path.rsplit('/').next().unwrap_or_default();
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        match ending.as_deref() {
            Some("md" | "html" | "htm") | None => Goal::Nowhere,
            Some(_) => Goal::File,
        }
    }

    fn known(&self, language: Language, path: &str) -> Option<String> {
        let stem = path.trim_end_matches('/');
        let stem = stem.strip_suffix(".html").unwrap_or(stem);
        let names = [path.to_owned(), format!("{stem}.md")];
        let exact = names.iter().find(|name| self.known.contains(&(language, (*name).clone())));
        exact.cloned().or_else(|| self.by_lower.get(&(language, path.to_lowercase())).cloned())
    }
}

/// The address of a topic, with a place in it.
pub fn address(language: Language, path: &str, place: Option<&str>) -> String {
    let topic = route::topic(language, path.strip_suffix(".md").unwrap_or(path));
    match place {
        Some(place) => format!("{topic}#{}", route::encode(place)),
        None => topic,
    }
}

/// The id under which a place stands in a page. Blanks would end it.
pub fn anchor(id: &str) -> String {
    let id: String = id.chars().map(|c| if c.is_whitespace() { '-' } else { c }).collect();
    format!("{PREFIX}{id}")
}

/// Addresses with a scheme that may stand in a page; others are taken for paths, which lead nowhere.
fn is_outside(href: &str) -> bool {
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| href.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// A path from the language's folder on. `/help/…` and other rooted paths begin in the folder of the file's product.
fn joined(from: &str, path: &str) -> Option<String> {
    if path.is_empty() || path.starts_with("//") || path.contains(['\\', ':', '\0']) {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    let rest = match path.strip_prefix('/') {
        Some(rooted) => {
            parts.truncate(1);
            rooted.strip_prefix("help/").unwrap_or(rooted)
        }
        None => {
            parts.pop();
            path
        }
    };
    for part in rest.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Percent-decodes a part of an address; what is no UTF-8 is replaced.
fn decoded(text: &str) -> String {
    if text.contains('%') { route::decode_path(text) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goal(href: &str) -> Goal {
        let mut paths = Paths::default();
        for path in ["pulso/main/a.md", "pulso/main/b/c.md", "pulso/main/Caps.md", "diana/main/a.md"] {
            paths.add(Language::En, path);
        }
        paths.resolve(Language::En, "pulso/main/b/c.md", href)
    }

    fn topic(path: &str, place: Option<&str>) -> Goal {
        Goal::Topic { path: path.to_owned(), place: place.map(str::to_owned) }
    }

    #[test]
    fn help_7_links_between_files_lead_to_topics() {
        for href in
            ["../a.md", "/help/main/a.md", "/main/a.md", " ../a.md ", "../a.md?lang=es", "../a", "./../b/../a.md"]
        {
            assert_eq!(goal(href), topic("pulso/main/a.md", None), "{href}");
        }
        assert_eq!(goal("../a.md#one%20two"), topic("pulso/main/a.md", Some("t-one-two")));
        assert_eq!(goal("../caps.md"), topic("pulso/main/Caps.md", None));
        assert_eq!(goal("#x"), Goal::Here("t-x".to_owned()));
        assert_eq!(address(Language::Es, "pulso/a b.md", Some("t-x")), "/topics/es/pulso/a%20b#t-x");
    }

    #[test]
    fn help_7_links_to_nowhere_are_told_from_files_and_other_hosts() {
        for href in
            ["", "#", "none.md", "../../../../../a.md", "//evil.example/a.md", "javascript:alert(1)", "\\a", "x"]
        {
            assert_eq!(goal(href), Goal::Nowhere, "{href}");
        }
        for href in ["assets/a.csv", "/help/assets/a.XLSX"] {
            assert_eq!(goal(href), Goal::File, "{href}");
        }
        assert_eq!(goal("HTTPS://a.example"), Goal::Outside("HTTPS://a.example".to_owned()));
        assert_eq!(goal(&format!("https://{}", "a".repeat(3_000))), Goal::Nowhere);
    }
}
