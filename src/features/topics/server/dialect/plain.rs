//! Texts without their marks: titles, which stand where no element may.

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
}
