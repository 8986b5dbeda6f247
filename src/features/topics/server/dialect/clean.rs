//! The closed list of what a rendered topic may hold (SEC-7): the last word, whatever was written before.

use super::links::PREFIX;
use ammonia::{Builder, UrlRelative};
use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

const ELEMENTS: &[&str] = &[
    "a",
    "b",
    "blockquote",
    "br",
    "caption",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
    "wbr",
];

static BUILDER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    let values = |attribute, values: &[&'static str]| HashMap::from([(attribute, values.iter().copied().collect())]);
    builder
        .tags(ELEMENTS.iter().copied().collect())
        .clean_content_tags(HashSet::from(["script", "style"]))
        .generic_attributes(HashSet::from(["id"]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("code", HashSet::from(["class"])),
            ("details", HashSet::from(["name", "open"])),
            ("ol", HashSet::from(["start"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
            ("th", HashSet::from(["colspan", "rowspan"])),
        ]))
        .tag_attribute_values(HashMap::from([
            ("blockquote", values("data-tone", &["info", "success", "warning", "danger"])),
            ("div", values("tabindex", &["0"])),
            ("th", values("scope", &["col", "row", "colgroup", "rowgroup"])),
        ]))
        .allowed_classes(HashMap::from([
            ("blockquote", HashSet::from(["prose-callout"])),
            ("details", HashSet::from(["topic-fold", "topic-tab"])),
            ("div", HashSet::from(["prose-table", "topic-box", "topic-tabs", "topic-video"])),
            ("span", HashSet::from(["topic-badge", "topic-picture"])),
        ]))
        // What scrolls within itself must be reachable by keyboard (WCAG 2.1.1).
        .set_tag_attribute_value("pre", "tabindex", "0")
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::PassThrough)
        .id_prefix(Some(PREFIX))
        .link_rel(Some("noopener nofollow"))
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("a", "href") => is_link(value).then_some(Cow::Borrowed(value)),
            ("code", "class") => is_language(value).then_some(Cow::Borrowed(value)),
            ("td" | "th", "colspan" | "rowspan") | ("ol", "start") => is_number(value).then_some(Cow::Borrowed(value)),
            _ => Some(Cow::Borrowed(value)),
        });
    builder
});

/// Takes away all that is not on the list.
pub(super) fn clean(html: &str) -> String {
    BUILDER.clean(html).to_string()
}

/// Links were resolved before: to topics, to places in this one, and outside.
fn is_link(url: &str) -> bool {
    let starts = |start: &str| url.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start));
    let inside = url.starts_with("/topics/") || url.strip_prefix('#').is_some_and(|place| place.starts_with(PREFIX));
    inside || ["https://", "http://", "mailto:"].into_iter().any(starts)
}

fn is_language(class: &str) -> bool {
    let name = class.strip_prefix("language-").unwrap_or_default();
    !name.is_empty() && name.len() <= 32 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-_#.".contains(&b))
}

/// A small one: a table whose cell spans a million columns stops the browser.
fn is_number(value: &str) -> bool {
    value.parse::<u16>().is_ok_and(|number| number <= 1_000)
}
