//! What the HTML of a text has beyond that of a plain one: all that is stored beside the Markdown.
//!
//! Marks are pieces `copy,skip,length:text`: so many bytes of the plain HTML are copied, so many left out, then the text
//! follows; what is left at the end is copied. An empty string says that the text is plain.

use std::fmt::Write as _;

/// Bytes that have to be the same before it is believed that both go on together.
const SAME: usize = 8;
/// Bytes of the plain HTML that may be left out at once, such as a fence or an address.
const SKIPPED_MOST: usize = 128;
/// Bytes that may be put in at once; where more would be, all that follows is.
const PUT_IN_MOST: usize = 1024;

/// The HTML of a text without any Markdown: paragraphs and their lines.
///
/// 2026-11-25, decided: what is stored refers to it byte by byte, so it never changes.
pub(super) fn plain(source: &str) -> String {
    let mut html = String::with_capacity(source.len() + source.len() / 8 + 16);
    let mut is_open = false;
    for line in source.lines() {
        let line = line.trim_matches([' ', '\t']);
        if line.is_empty() {
            html.push_str(if is_open { "</p>\n" } else { "" });
            is_open = false;
            continue;
        }
        html.push_str(if is_open { "\n" } else { "<p>" });
        is_open = true;
        escape(&mut html, line);
    }
    html.push_str(if is_open { "</p>\n" } else { "" });
    html
}

/// As the sanitizer prints text.
fn escape(html: &mut String, text: &str) {
    let mut rest = text;
    // Bytes are looked at, not characters: nearly all of a text passes as it is. U+00A0 begins with C2.
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'>' | 0xc2)) {
        let (before, from) = rest.split_at(at);
        html.push_str(before);
        let mut chars = from.chars();
        match chars.next() {
            Some('&') => html.push_str("&amp;"),
            Some('<') => html.push_str("&lt;"),
            Some('>') => html.push_str("&gt;"),
            Some('\u{a0}') => html.push_str("&nbsp;"),
            other => html.extend(other),
        }
        rest = chars.as_str();
    }
    html.push_str(rest);
}

/// The marks that make `html` of `plain`.
pub(super) fn between(plain: &str, html: &str) -> String {
    let (mut plain, mut html) = (plain, html);
    let mut marks = String::new();
    loop {
        let copied = same(plain, html);
        (plain, html) = (&plain[copied..], &html[copied..]);
        if plain.is_empty() && html.is_empty() {
            return marks;
        }
        let (skipped, put_in) = meeting(plain.as_bytes(), html).unwrap_or((plain.len(), html.len()));
        let (text, later) = html.split_at(put_in);
        let _ = write!(marks, "{copied},{skipped},{put_in}:{text}");
        (plain, html) = (&plain[skipped..], later);
        if plain.is_empty() && html.is_empty() {
            return marks;
        }
    }
}

/// So many bytes both begin with.
fn same(plain: &str, html: &str) -> usize {
    let mut same = plain.bytes().zip(html.bytes()).take_while(|(a, b)| a == b).count();
    while !html.is_char_boundary(same) {
        same -= 1;
    }
    same
}

/// Where both go on together again: bytes left out here, put in there.
fn meeting(plain: &[u8], html: &str) -> Option<(usize, usize)> {
    let near = &plain[..plain.len().min(SKIPPED_MOST + SAME)];
    let ahead = html.as_bytes().windows(SAME).take(PUT_IN_MOST).enumerate();
    ahead.filter(|(at, _)| html.is_char_boundary(*at)).find_map(|(put_in, begins)| {
        let begins = number(begins);
        near.windows(SAME).position(|window| number(window) == begins).map(|skipped| (skipped, put_in))
    })
}

fn number(window: &[u8]) -> Option<u64> {
    window.try_into().ok().map(u64::from_le_bytes)
}

/// Makes the HTML again; `None`: these are not the marks of this text.
pub(super) fn applied(plain: String, marks: &str) -> Option<String> {
    if marks.is_empty() {
        return Some(plain);
    }
    let mut html = String::with_capacity(plain.len() + marks.len());
    let (mut plain, mut marks) = (plain.as_str(), marks);
    while !marks.is_empty() {
        let (numbers, behind) = marks.split_once(':')?;
        let mut numbers = numbers.split(',').map(|number| number.parse::<usize>().ok());
        let (copied, skipped, put_in) = (numbers.next()??, numbers.next()??, numbers.next()??);
        html.push_str(plain.get(..copied)?);
        html.push_str(behind.get(..put_in)?);
        plain = plain.get(copied.checked_add(skipped)?..)?;
        marks = behind.get(put_in..)?;
    }
    html.push_str(plain);
    Some(html)
}

#[cfg(test)]
mod tests {
    use super::{
        super::{html, marks, render},
        *,
    };

    const TOPIC: &str = include_str!("fixtures/topic.md");
    const TABLES: &str = include_str!("fixtures/tables.md");

    /// Pieces that texts are put together from: words, what Markdown and HTML take for marks, and what both escape.
    const PIECES: &[&str] = &[
        "word",
        "día",
        "日本語",
        "°",
        "🙂",
        " ",
        "  ",
        "   ",
        "\t",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\n\n\n",
        "\u{a0}",
        "\u{0}",
        "&",
        "<",
        ">",
        "\"",
        "'",
        "&amp;",
        "&nbsp;",
        "&#0;",
        "*",
        "**",
        "***",
        "_",
        "__",
        "~~",
        "`",
        "```",
        "\n```\n",
        "\n> ",
        "\n- ",
        "\n1. ",
        "\n    ",
        "# ",
        "\n## ",
        "\n---\n",
        "\n===\n",
        "\\",
        "\\\n",
        "[",
        "](",
        ")",
        "![",
        "[x](https://a.example)",
        "https://a.example/?a=1&b=2",
        "[!UICONTROL ",
        "]",
        "<b>",
        "</b>",
        "<br>",
        "<details>",
        "<script>",
        "<!--",
        "-->",
        "\n|a|b|\n|-|-|\n|c|d|\n",
        "|",
        ":",
        "1,2,3:",
        "\n[a]: https://b.example\n",
        "- [x] ",
        "{#id}",
        "0,0,0:",
    ];

    fn holds(source: &str) -> String {
        let kept = marks(source);
        // The door takes U+0000 out of what is stored.
        let stored = source.replace('\0', "");
        assert_eq!(html(&stored, &kept).as_deref(), Some(render(&stored).as_str()), "{source:?} with {kept:?}");
        kept
    }

    #[test]
    fn whatever_is_written_the_html_that_is_read_is_the_html_that_was_rendered() {
        // The generator of Numerical Recipes: the same texts at every run.
        let mut chance = 1u64;
        let mut below = |most: usize| {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (chance >> 33) as usize % most
        };
        for _ in 0..20_000 {
            let pieces = below(24);
            let source: String = (0..pieces).map(|_| PIECES[below(PIECES.len())]).collect();
            holds(&source);
        }
        let prose =
            ["word", "día", "日本語", "A", "1", "2.", " ", " ", " ", ",", ".", "; ", "?", "!", " (x)", "www.a.example"];
        let breaks = ["\n", "\n\n", "\n\n\n", "\r\n"];
        for _ in 0..20_000 {
            let pieces =
                (0..below(16)).map(|_| if below(6) == 0 { breaks[below(4)] } else { prose[below(prose.len())] });
            holds(&pieces.collect::<String>());
        }
        for source in [TOPIC, TABLES, &TOPIC.repeat(20), &"ü°&x ".repeat(5_000), &"**a** ".repeat(5_000)] {
            holds(source);
        }
    }

    #[test]
    fn a_plain_text_has_no_marks_and_is_stored_once() {
        for source in [
            "",
            "One line",
            "One\ntwo, (three): \"four\" & 5 < 6 > 4; 100 %\n\nÁéí 日本\u{a0}語 🙂 it's\r\n\r\n  Four - five + six.  ",
        ] {
            assert_eq!(holds(source), "", "{}", render(source));
        }
    }

    #[test]
    fn marks_are_small() {
        assert_eq!(holds("There are **only two** of the five."), "13,2,8:<strong>8,2,9:</strong>");
        let list =
            holds("Do this first:\n\n- Firefox 132 on all of the machines\n- Chrome 130 on some of the machines\n");
        assert!(list.len() < 100, "{list}");
    }

    #[test]
    fn what_never_changes() {
        assert_eq!(plain(" a & b \n\tc\u{a0}<d>\r\n \r\n\ne"), "<p>a &amp; b\nc&nbsp;&lt;d&gt;</p>\n<p>e</p>\n");
        assert_eq!(
            applied("<p>a **b** c</p>\n".into(), "5,2,8:<strong>1,2,9:</strong>").as_deref(),
            Some("<p>a <strong>b</strong> c</p>\n")
        );
    }

    #[test]
    fn marks_of_another_text_are_found_out() {
        for marks in [
            "x",
            "1",
            "1,2",
            "1,2:",
            "1,2,3:ab",
            "99,0,0:",
            "0,99,0:",
            "1,0,0:",
            "0,18446744073709551615,0:",
            "-1,0,0:",
        ] {
            assert_eq!(applied("é".to_owned(), marks), None, "{marks}");
        }
    }

    #[test]
    fn hostile_texts_are_compared_in_proportion_to_their_length() {
        let most = 64 * 1024;
        for piece in ["<b>", "&", "°", "- ", "`a``", "|", "**a**", "a*b*", "<", "> - ", "https://a.example "] {
            let source = piece.repeat(most / piece.len());
            let (plain, html) = (plain(&source), render(&source));
            let begun = std::time::Instant::now();
            let marks = between(&plain, &html);
            let took = begun.elapsed();
            println!("{piece:?} {took:?} {} of {}", marks.len(), html.len());
            assert!(took < std::time::Duration::from_secs(10), "{piece:?} took {took:?}");
            assert_eq!(applied(plain, &marks).as_deref(), Some(html.as_str()), "{piece:?}");
        }
    }
}
