//! Texts without their marks: titles, which stand where no element may, and what the search reads.

use super::{
    OPTIONS,
    labels::{Labels, Piece},
};
use pulldown_cmark::{Event, Parser, TextMergeStream};

/// A line of Markdown as a plain text.
pub fn of_inline(source: &str) -> String {
    let mut labels = Labels::default();
    let mut out = String::with_capacity(source.len());
    for event in TextMergeStream::new(Parser::new_ext(source, OPTIONS)) {
        match event {
            Event::Text(text) => push_plain(&mut out, &mut labels, &text),
            Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            Event::Start(_)
            | Event::End(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::Rule
            | Event::TaskListMarker(_) => {}
        }
    }
    one_line(&out)
}

pub(super) fn push_plain(out: &mut String, labels: &mut Labels, text: &str) {
    for piece in labels.pieces(text) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Control(label) | Piece::Badge(label) => out.push_str(&label),
            Piece::Anchor(_) => {}
        }
    }
}

/// A text with single blanks between its words.
pub(super) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Elements that stand inside a line: their ends are no ends of words.
const INSIDE: [&str; 16] =
    ["a", "b", "code", "del", "em", "i", "kbd", "mark", "q", "s", "span", "strong", "sub", "sup", "u", "wbr"];

/// The text of rendered HTML, with single blanks between its words.
pub fn of_html(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        push_words(&mut out, &rest[..at]);
        let from = &rest[at..];
        let length = if let Some(tag) = from.strip_prefix('<') {
            let length = from.find('>').map_or(from.len(), |end| end + 1);
            let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next();
            if !INSIDE.contains(&name.unwrap_or_default()) {
                push_words(&mut out, " ");
            }
            length
        } else {
            let (text, length) = entity(from);
            push_words(&mut out, text);
            length
        };
        rest = &from[length..];
    }
    push_words(&mut out, rest);
    out.truncate(out.trim_end().len());
    out
}

fn push_words(out: &mut String, text: &str) {
    for c in text.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
}

/// What the sanitizer writes for characters that have a meaning in HTML.
fn entity(text: &str) -> (&str, usize) {
    let known = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", " ")];
    match known.into_iter().find(|(entity, _)| text.starts_with(entity)) {
        Some((entity, text)) => (text, entity.len()),
        None => ("&", 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_7_titles_lose_their_marks_and_nothing_else() {
        let title = "How Do I Use *the* [!UICONTROL Auto-Target] `x` & [!DNL Pulso]? {#id}";
        assert_eq!(of_inline(title), "How Do I Use the Auto-Target x & Pulso?");
        assert_eq!(of_inline("&quot;Uno&quot;  y\n<b>dos</b>"), "\"Uno\" y <b>dos</b>");
        assert_eq!(of_inline(""), "");
    }

    #[test]
    fn help_2_the_search_reads_words_as_they_stand_in_the_page() {
        let html = "<p>a<b>b</b>c&nbsp;&amp;&lt;</p>\n<ul><li>d</li><li>e<wbr>f</li></ul>";
        assert_eq!(of_html(html), "abc &< d ef");
        assert_eq!(of_html("<"), "");
    }
}
