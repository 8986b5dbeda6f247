//! The closed list of what rendered text may hold.

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
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "kbd",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
    "wbr",
];

/// Elements that people may write as HTML themselves: those that Markdown has no mark for, or that tables need.
pub(super) const WRITTEN: &[&str] = &[
    "b", "br", "code", "dd", "del", "details", "dl", "dt", "em", "i", "kbd", "li", "ol", "p", "s", "strong", "sub",
    "summary", "sup", "ul",
];

static BUILDER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    let value =
        |tag, attribute, values: &[&'static str]| (tag, HashMap::from([(attribute, values.iter().copied().collect())]));
    builder
        .tags(ELEMENTS.iter().copied().collect())
        .clean_content_tags(HashSet::from(["script", "style"]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("code", HashSet::from(["class"])),
            ("img", HashSet::from(["src", "alt"])),
            ("ol", HashSet::from(["start"])),
        ]))
        .tag_attribute_values(HashMap::from([value(
            "blockquote",
            "data-tone",
            &["info", "success", "warning", "danger"],
        )]))
        .allowed_classes(HashMap::from([
            ("blockquote", HashSet::from(["prose-callout"])),
            ("div", HashSet::from(["prose-table"])),
        ]))
        // What scrolls within itself must be reachable by keyboard (WCAG 2.1.1).
        .set_tag_attribute_value("pre", "tabindex", "0")
        .set_tag_attribute_value("div", "tabindex", "0")
        .set_tag_attribute_value("img", "loading", "lazy")
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Custom(Box::new(own_path_only)))
        .link_rel(Some("noopener nofollow"))
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("img", "src") => is_attachment(value).then(|| Cow::Owned(format!("{value}/picture"))),
            ("code", "class") => is_language(value).then_some(Cow::Borrowed(value)),
            _ => Some(Cow::Borrowed(value)),
        });
    builder
});

/// Takes away all that is not on the list.
pub(super) fn clean(html: &str) -> String {
    BUILDER.clean(html).to_string()
}

/// May a link lead there? Paths of the portal, and addresses of the three schemes.
pub(super) fn is_link(url: &str) -> bool {
    let scheme = ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    scheme || own_path(url)
}

/// `/files/<id>`: an attachment of the portal.
pub(super) fn is_attachment(url: &str) -> bool {
    url.strip_prefix("/files/").is_some_and(|id| id.parse::<crate::values::AttachmentId>().is_ok())
}

fn own_path_only(url: &str) -> Option<Cow<'_, str>> {
    own_path(url).then_some(Cow::Borrowed(url))
}

fn own_path(url: &str) -> bool {
    url.starts_with('/') && crate::route::inside(url) == url
}

fn is_language(class: &str) -> bool {
    let name = class.strip_prefix("language-").unwrap_or_default();
    !name.is_empty() && name.len() <= 32 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-_#.".contains(&b))
}
