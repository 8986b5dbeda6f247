//! Markdown: what people write in cases, rendered to HTML once, when it is stored. Of the HTML only that is stored which
//! the Markdown does not say already.
//!
//! Used by every feature that stores text of people. What always holds: what comes out was built from a closed list of
//! elements and attributes (SEC-7), loads nothing from other hosts, fits below a page's second heading level, and takes
//! time in proportion to its length. Nothing that was written is dropped: HTML that may not stand is shown as text.

mod clean;
mod marks;
mod rewrite;
mod text;

pub use text::text_of;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, TextMergeStream};
use std::borrow::Cow;

/// Longer texts are shown as they are; forms refuse them before.
const MOST_BYTES: usize = 1024 * 1024;

/// Renders Markdown to HTML that may stand in a page of anybody who may read the text.
///
/// The dialect is CommonMark with tables, strikethrough, task lists and callouts; of the help topics' own marks it reads
/// heading ids, `[!UICONTROL …]` and `[!DNL …]`, because people paste them.
pub fn render(source: &str) -> String {
    let mut html = String::with_capacity(source.len() + source.len() / 2);
    if source.len() > MOST_BYTES {
        pulldown_cmark::html::push_html(&mut html, rewrite::rewrite(unread(source).into_iter()).into_iter());
    } else {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_GFM
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
        let events = rewrite::rewrite(TextMergeStream::new(Parser::new_ext(source, options)));
        pulldown_cmark::html::push_html(&mut html, events.into_iter());
    }
    clean::clean(&html)
}

/// Renders Markdown for the store: what its HTML has beyond that of a plain text, mostly nothing. [`html`] reads it.
pub fn marks(source: &str) -> String {
    // The database takes no U+0000; marks belong to what it keeps.
    let source = if source.contains('\0') { Cow::Owned(source.replace('\0', "")) } else { Cow::Borrowed(source) };
    if is_prose(&source) { String::new() } else { marks::between(&marks::plain(&source), &render(&source)) }
}

/// Has a text nothing that Markdown or HTML could mean, so that it need not be rendered to know its marks? What people write
/// in a chat mostly has not.
fn is_prose(source: &str) -> bool {
    let is_plain = |char: char| char.is_alphanumeric() || matches!(char, ' ' | ',' | '.' | ';' | '?' | '!' | '(' | ')');
    let is_line =
        |line: &str| line.starts_with(char::is_alphabetic) && !line.ends_with(' ') && line.chars().all(is_plain);
    source.len() <= MOST_BYTES && source.lines().all(|line| line.is_empty() || is_line(line))
}

/// The HTML of a stored text; `None`: these are not its marks.
pub fn html(source: &str, marks: &str) -> Option<String> {
    marks::applied(marks::plain(source), marks)
}

/// The words of a stored text, as the search reads them; with the marks of another, as it was typed.
pub fn stored_text(source: &str, marks: &str) -> String {
    html(source, marks).map_or_else(|| source.to_owned(), |html| text_of(&html))
}

fn unread(source: &str) -> Vec<Event<'_>> {
    vec![Event::Start(Tag::Paragraph), Event::Text(CowStr::Borrowed(source)), Event::End(TagEnd::Paragraph)]
}

#[cfg(test)]
mod tests {
    use super::render;
    use scraper::{Html, Selector};
    use std::time::{Duration, Instant};

    const TOPIC: &str = include_str!("markdown/fixtures/topic.md");
    const TABLES: &str = include_str!("markdown/fixtures/tables.md");

    fn count(html: &str, selector: &str) -> usize {
        Html::parse_fragment(html).select(&Selector::parse(selector).expect("a selector")).count()
    }

    #[test]
    fn sec_7_nothing_active_survives() {
        let attacks = [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<svg><animate onbegin=alert(1)></svg>",
            "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
            "<iframe src=\"javascript:alert(1)\"></iframe>",
            "<b onclick=alert(1)>x</b>",
            "<details ontoggle=alert(1) open><summary>x</summary></details>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt&colon;alert(1))",
            "[x](data:text/html,<script>alert(1)</script>)",
            "![x](javascript:alert(1))",
            "![x](https://spy.example/pixel.gif)",
            "![x](//spy.example/pixel.gif)",
            "![x](/files/../api/access/sign-out)",
            "<a href=\"https://a.example\" style=\"position:fixed\" class=\"button\" id=\"title\">x</a>",
            "```\"><script>alert(1)</script>\nx\n```",
            "a <!-- --><script>alert(1)</script>",
            "<form action=/api/access/sign-out><button>x</button></form>",
            "<p tabindex=\"5\" hidden>x</p>",
        ];
        for attack in attacks {
            let html = render(attack);
            let foul = "script, svg, math, style, iframe, form, button, input, img, [style], [id], [onclick], [onerror], \
                        [ontoggle], [hidden], [tabindex=\"5\"], a.button, a[href^=\"data:\"], a[href^=\"java\" i], \
                        a[href^=\"//\"]";
            assert_eq!(count(&html, foul), 0, "{attack} became {html}");
        }
    }

    #[test]
    fn what_may_not_stand_is_shown_as_text() {
        for (source, kept) in [
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("an <Envelope> element", "&lt;Envelope&gt;"),
            ("<config>\n  <key>a</key>\n</config>", "&lt;key&gt;a&lt;/key&gt;"),
        ] {
            assert!(render(source).contains(kept), "{}", render(source));
        }
    }

    #[test]
    fn a_pasted_document_keeps_the_pages_outline() {
        let html = render("# One\n\n#### Deep\n\n## Two\n\n# {#only-an-id}\n\n###### Six");
        assert_eq!((count(&html, "h1, h2"), count(&html, "h3"), count(&html, "h4")), (0, 1, 3), "{html}");
    }

    #[test]
    fn a_pasted_topic_keeps_tables_code_callouts_and_labels() {
        let html = render(TOPIC);
        assert_eq!(count(&html, "h3"), 1, "{html}");
        assert_eq!(count(&html, "blockquote.prose-callout[data-tone=info]"), 1, "{html}");
        assert_eq!(count(&html, "blockquote.prose-callout[data-tone=danger]"), 1);
        assert_eq!(count(&html, "pre[tabindex=\"0\"] > code.language-javascript"), 1);
        assert_eq!(count(&html, "a[href=\"https://docs.pulso.example/limits\"][rel~=nofollow][rel~=noopener]"), 1);
        assert!(html.contains("<strong>Save and publish</strong>") && !html.contains("[!"), "{html}");
        assert!(!html.contains("{#"), "{html}");
    }

    #[test]
    fn wide_tables_scroll_within_themselves_and_by_keyboard() {
        let html = render(TABLES);
        assert_eq!(count(&html, "div.prose-table[tabindex=\"0\"] > table"), 2, "{html}");
        assert_eq!(count(&html, "td br"), 1);
        assert!(html.contains("☑") && html.contains("☐") && html.contains("<del>"), "{html}");
    }

    #[test]
    fn case_20_only_the_portals_own_attachments_are_shown_as_images() {
        let own = "/files/01890000-0000-7000-8000-000000000001";
        let html = render(&format!("![A chart]({own}) and ![Logo](https://img.example/a.png)"));
        assert_eq!(count(&html, &format!("img[src=\"{own}/picture\"][alt=\"A chart\"]")), 1, "{html}");
        assert_eq!(count(&html, "a[href=\"https://img.example/a.png\"]"), 1, "{html}");
    }

    #[test]
    fn bare_addresses_become_links_and_empty_links_get_a_name() {
        let html =
            render("See https://a.example/x?y=1&z=2, or (http://b.example). `https://c.example` [](https://d.example)");
        assert_eq!(count(&html, "a[href=\"https://a.example/x?y=1&z=2\"]"), 1, "{html}");
        assert_eq!(count(&html, "a[href=\"http://b.example\"]"), 1, "{html}");
        assert_eq!(count(&html, "a[href=\"https://c.example\"]"), 0, "{html}");
        assert!(html.contains(">https://d.example</a>"), "{html}");
    }

    #[test]
    fn a_long_text_keeps_every_character() {
        let source = format!("`{0}` {0}\n\n```\n{0}\n```", "ü°&x".repeat(5_000));
        let text: String = Html::parse_fragment(&render(&source)).root_element().text().collect();
        assert_eq!(text.matches("ü°&x").count(), 15_000);
    }

    #[test]
    fn hostile_nesting_takes_time_in_proportion_to_its_length() {
        let most = 64 * 1024;
        let repeat = |text: &str| text.repeat(most / text.len());
        let attacks = [
            repeat("["),
            repeat("[a]("),
            repeat("![["),
            repeat(">"),
            repeat("> "),
            repeat("- "),
            repeat("*a "),
            repeat("*a**b"),
            repeat("_"),
            repeat("`a``"),
            repeat("<b>"),
            repeat("<details>"),
            repeat("<b><i>a\n\n"),
            repeat("<details>\n\n"),
            repeat("<"),
            repeat("<!--"),
            repeat("<a "),
            repeat("&"),
            repeat("°"),
            repeat("&a\n"),
            format!("`{}`", repeat("&")),
            format!("```\n{}\n```", repeat("&\n")),
            format!("[a](https://a.example/{})", repeat("&")),
            format!("![{}](/files/01890000-0000-7000-8000-000000000001)", repeat("&")),
            format!("|a|\n|-|\n|{}|\n", repeat("&")),
            repeat("|\n"),
            repeat("|a"),
            repeat("# "),
            repeat("https://"),
            repeat("[!DNL "),
            (0..1000).map(|n| format!("{}x\n", ">".repeat(n))).collect(),
            (0..1000).map(|n| format!("{}- x\n", "  ".repeat(n))).collect(),
            format!("{}\n{}\n", "|a".repeat(500), "|-".repeat(500)) + &"|b\n".repeat(100_000),
        ];
        for attack in attacks {
            let begun = Instant::now();
            let html = render(&attack);
            let took = begun.elapsed();
            let begins: String = attack.chars().take(8).collect();
            println!("{begins:?} {took:?} {}", html.len());
            // Far above what it takes, far below what quadratic work would take.
            assert!(took < Duration::from_secs(20), "{begins:?} took {took:?}");
            assert!(html.len() < 40 * attack.len(), "{begins:?} became {} bytes", html.len());
        }
    }
}
