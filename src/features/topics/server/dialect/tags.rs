//! HTML that stands in a topic's Markdown, taken apart as browsers do (HTML, section 13.2.5): which tags may stand, and
//! which of their attributes. A tag is written anew from what was read, so that both read the same.

/// Longer tags are text.
const TAG_MOST_BYTES: usize = 2 * 1024;
/// Attributes of a tag that are looked at.
const ATTRIBUTES_MOST: usize = 24;

/// Elements that may stand. Headings are made anew, pictures are their alternative texts.
const KNOWN: &[&str] = &[
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
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
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
];
/// Elements that only say how something looks: their text stays, they go.
const LOOKS: &[&str] = &["big", "center", "font", "nobr", "tt"];
/// Elements without an end.
const VOID: &[&str] = &["br", "col", "hr", "img"];
/// Elements that end where the next of their kind begins.
const IMPLIED: &[&str] = &["dd", "dt", "li", "p", "td", "th", "tr"];

/// A piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'t> {
    /// Text as HTML writes it: `&` leads entities.
    Text(&'t str),
    Open(Tag<'t>),
    Close(&'static str),
    /// A tag that may not stand, or is none.
    Foreign(&'t str),
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    pub name: &'static str,
    attributes: Vec<(&'t str, &'t str)>,
}

impl Tag<'_> {
    /// An attribute's value, as HTML writes it.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }
    pub(super) fn is_void(&self) -> bool {
        VOID.contains(&self.name)
    }
    /// Does it end one of its kind?
    pub(super) fn ends_its_like(&self) -> bool {
        IMPLIED.contains(&self.name)
    }
}

/// The parts of a piece of HTML; comments are left out.
pub(super) fn parts(html: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let from = &rest[at..];
        let (part, length) = part(from);
        if at > 0 {
            parts.push(Part::Text(&rest[..at]));
        }
        parts.extend(part);
        rest = &from[length..];
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    parts
}

/// What stands at a `<`, and how long it is.
fn part(from: &str) -> (Option<Part<'_>>, usize) {
    if let Some(comment) = from.strip_prefix("<!--") {
        return (None, comment.find("-->").map_or(from.len(), |end| end + 7));
    }
    if from.starts_with("<!") || from.starts_with("<?") {
        return (None, from.find('>').map_or(from.len(), |end| end + 1));
    }
    let Some((written, closes, attributes, length)) = tag(from) else { return (Some(Part::Foreign(&from[..1])), 1) };
    if LOOKS.iter().any(|name| name.eq_ignore_ascii_case(written)) {
        return (None, length);
    }
    let name = KNOWN.iter().find(|name| name.eq_ignore_ascii_case(written)).copied();
    let part = match name {
        Some(name) if closes => Part::Close(name),
        Some(name) => Part::Open(Tag { name, attributes }),
        None => Part::Foreign(&from[..length]),
    };
    (Some(part), length)
}

type Attributes<'t> = Vec<(&'t str, &'t str)>;

/// Reads a tag: its name, whether it closes, its attributes, its length.
fn tag(from: &str) -> Option<(&str, bool, Attributes<'_>, usize)> {
    let bytes = &from.as_bytes()[..from.len().min(TAG_MOST_BYTES)];
    let closes = bytes.get(1) == Some(&b'/');
    let begin = if closes { 2 } else { 1 };
    let name_end = begin + bytes[begin..].iter().position(|b| b.is_ascii_whitespace() || b"/>".contains(b))?;
    let name = &from[begin..name_end];
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut attributes = Vec::new();
    let mut at = name_end;
    loop {
        at += bytes[at..].iter().position(|b| !b.is_ascii_whitespace() && *b != b'/')?;
        if bytes[at] == b'>' {
            return Some((name, closes, attributes, at + 1));
        }
        // A `=` at the beginning is part of a name.
        let name_end = at + 1 + bytes[at + 1..].iter().position(|b| b.is_ascii_whitespace() || b"/>=".contains(b))?;
        let name = at..name_end;
        let next = name_end + bytes[name_end..].iter().position(|b| !b.is_ascii_whitespace())?;
        let value = if bytes[next] == b'=' {
            let begin = next + 1 + bytes[next + 1..].iter().position(|b| !b.is_ascii_whitespace())?;
            let (value, end) = value(bytes, begin)?;
            at = end;
            value
        } else {
            at = name_end;
            name_end..name_end
        };
        if attributes.len() < ATTRIBUTES_MOST {
            attributes.push((from.get(name)?, from.get(value)?));
        }
    }
}

/// Where a value stands, and where reading goes on.
fn value(bytes: &[u8], begin: usize) -> Option<(std::ops::Range<usize>, usize)> {
    match bytes[begin] {
        quote @ (b'"' | b'\'') => {
            let end = begin + 1 + bytes[begin + 1..].iter().position(|b| *b == quote)?;
            Some((begin + 1..end, end + 1))
        }
        b'>' => Some((begin..begin, begin)),
        _ => {
            let end = begin + bytes[begin..].iter().position(|b| b.is_ascii_whitespace() || *b == b'>')?;
            Some((begin..end, end))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(html: &str) -> Tag<'_> {
        match parts(html).swap_remove(0) {
            Part::Open(tag) => tag,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn help_7_tags_are_read_as_browsers_read_them() {
        let tag = open("<A HREF='x>y' id=z class = \"a b\" open/>");
        assert_eq!((tag.name, tag.get("href"), tag.get("id")), ("a", Some("x>y"), Some("z")));
        assert_eq!((tag.get("class"), tag.get("open"), tag.get("no")), (Some("a b"), Some(""), None));
        assert_eq!(open("<a x\"<b>").name, "a");
        let parts = parts("a <!-- <b> --> <trait>&amp;</TD><font>x</font> 1 < 2");
        let kinds = [
            Part::Text("a "),
            Part::Text(" "),
            Part::Foreign("<trait>"),
            Part::Text("&amp;"),
            Part::Close("td"),
            Part::Text("x"),
            Part::Text(" 1 "),
            Part::Foreign("<"),
            Part::Text(" 2"),
        ];
        assert_eq!(parts, kinds);
    }

    #[test]
    fn help_7_what_does_not_end_is_text() {
        for html in ["<", "<a", "<a href=\"", "</", "<a b=", "<a b='x", "<!--", "<?"] {
            for part in parts(html) {
                assert!(!matches!(part, Part::Open(_) | Part::Close(_)), "{html}: {part:?}");
            }
        }
    }
}
