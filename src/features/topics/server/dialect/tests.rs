use super::*;
use scraper::{Html, Selector};
use std::time::{Duration, Instant};

const TOPIC: &str = include_str!("fixtures/topic.md");
/// Far above what rendering takes, far below what quadratic work would take.
const LONG: Duration = Duration::from_secs(20);

fn rendered(text: &str) -> Rendered {
    let mut paths = Paths::default();
    for path in ["pulso/main/topic.md", "pulso/main/other.md"] {
        paths.add(Language::Es, path);
    }
    let mut snippets = Snippets::default();
    snippets.add("_includes/snippets.md", "## Uno {#one}\n\nCompartido.\n");
    let place = Place { language: Language::Es, path: "pulso/main/topic.md", paths: &paths };
    let mut findings = Vec::new();
    let text = snippets.included(text, &mut findings);
    let mut rendered = render(&place, &text);
    findings.append(&mut rendered.findings);
    rendered.findings = findings;
    rendered
}

fn count(html: &str, selector: &str) -> usize {
    Html::parse_fragment(html).select(&Selector::parse(selector).expect("a selector")).count()
}

fn text(html: &str, selector: &str) -> String {
    let fragment = Html::parse_fragment(html);
    let found = fragment.select(&Selector::parse(selector).expect("a selector")).next();
    found.map(|element| element.text().collect::<String>().trim().to_owned()).unwrap_or_default()
}

#[test]
fn help_7_how_a_table_looks_is_not_part_of_the_text() {
    let html = rendered("| A |\n| - |\n| b |\n\n{style=\"table-layout:auto\"}\n\n{style=\"x\"} stays\n").html;
    assert!(!html.contains("table-layout") && count(&html, "p") == 1 && html.contains("stays"), "{html}");
    assert_eq!(text(&rendered("Send\n\n{page=home}\n").html, "p:last-child"), "{page=home}");
}

#[test]
fn help_7_callouts_collapsibles_tabs_and_boxes_work_without_scripting() {
    let html = rendered(TOPIC).html;
    assert_eq!(text(&html, "blockquote.prose-callout[data-tone=info] strong"), "Nota");
    assert_eq!(count(&html, "blockquote.prose-callout"), 3, "{html}");
    assert!(html.contains("Temas relacionados") && html.contains("Solo en pruebas."), "{html}");
    assert_eq!(text(&html, "details.topic-fold > summary"), "¿Cómo funciona?");
    assert_eq!(count(&html, "details.topic-fold > ul > li"), 2, "{html}");
    assert_eq!(count(&html, "div.topic-tabs > details.topic-tab[name=t-tabs-1]"), 2, "{html}");
    assert_eq!(count(&html, "details.topic-tab[open] pre > code.language-json"), 1, "{html}");
    assert_eq!(text(&html, "div.topic-box strong"), "Caja");
    assert_eq!(text(&html, "div.topic-video a[href^=\"https://video.example\"]"), "Ver el vídeo");
    assert!(!html.contains("[!") && !html.contains("+++") && !html.contains("title=&quot;y"), "{html}");
}

#[test]
fn help_7_headings_links_and_pictures_of_a_topic() {
    let Rendered { html, heading, headings, anchors, leads, findings } = rendered(TOPIC);
    assert_eq!(heading.as_deref(), Some("Límites de Pulso"));
    let found: Vec<_> = headings.iter().map(|h| (h.level, h.id.as_str(), h.text.as_str())).collect();
    let expected = [(2, "t-part-one", "Beta Partes"), (3, "t-partes", "Partes"), (3, "t-partes-2", "Partes")];
    assert_eq!(found, expected, "{html}");
    for id in ["t-limits", "t-part-one", "t-partes", "t-table_1"] {
        assert_eq!(count(&html, &format!("[id=\"{id}\"]")), 1, "{id}: {html}");
        assert!(anchors.iter().any(|anchor| anchor == id), "{id}");
    }
    assert_eq!(count(&html, "a[href=\"/topics/es/pulso/main/other#t-part\"]"), 2, "{html}");
    assert_eq!(count(&html, "a[href=\"/topics/es/pulso/main/other\"]"), 1, "{html}");
    assert_eq!(leads[0], ("pulso/main/other.md".to_owned(), "t-part".to_owned()));
    assert_eq!(count(&html, "a[href=\"#t-part-one\"]"), 1, "{html}");
    assert_eq!(text(&html, "span.topic-picture"), "icono");
    assert!(!html.contains("width=") && !html.contains("{target"), "{html}");
    let found: Vec<_> = findings.iter().map(|finding| (finding.kind(), finding.to_string())).collect();
    let expected = [
        (FindingKind::File, "the picture assets/icon.svg is shown as its text"),
        (FindingKind::Link, "nowhere.md leads nowhere"),
        (FindingKind::File, "the file assets/a.csv did not come along"),
    ];
    assert_eq!(found, expected.map(|(kind, said)| (kind, said.to_owned())));
}

#[test]
fn help_7_written_tables_keep_their_cells_labels_and_unknown_words() {
    let html = rendered(TOPIC).html;
    assert_eq!(count(&html, "div.prose-table[tabindex=\"0\"] > table"), 1, "{html}");
    assert_eq!(text(&html, "td[colspan=\"2\"] strong"), "Guardar");
    assert!(text(&html, "td").contains("Guardar & siga con <userId>."), "{html}");
}

#[test]
fn help_7_marks_that_nothing_closes_or_opens_are_reported_and_their_text_stays() {
    for (source, kept) in [
        ("+++A\nb", "b"),
        ("+++", ""),
        ("* x\n  +++A\n  b\n\nc", "c"),
        (">[!TAB A]\nb", "b"),
        (">[!ENDTABS]\nb", "b"),
        (">[!BEGINSHADEBOX]\nb", "b"),
        (">[!FOO]\n>b", "b"),
        ("{{none}}\nb", "b"),
    ] {
        let Rendered { html, findings, .. } = rendered(source);
        assert!(html.contains(kept), "{source}: {html}");
        assert_eq!(findings.len(), 1, "{source}: {findings:?}");
    }
    assert!(rendered("{{one}}").html.contains("Compartido."));
    assert!(rendered("[x](#none)").html.contains("x") && rendered("[x](#none)").findings.len() == 1);
}

#[test]
fn sec_7_nothing_in_a_topic_runs() {
    let attacks = [
        "<script>alert(1)</script>",
        "<SCRIPT src=//evil.example/x.js></SCRIPT>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><animate onbegin=alert(1)></svg>",
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
        "<iframe src=\"javascript:alert(1)\"></iframe>",
        "<b onclick=alert(1)>x</b>",
        "<details ontoggle=alert(1) open><summary>x</summary></details>",
        "<a href=\"java&#10;script:alert(1)\">x</a>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=\"&#106;avascript:alert(1)\">x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&colon;alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:alert(1))",
        "![x](javascript:alert(1))",
        "![x](https://spy.example/pixel.gif)",
        "![\"><script>alert(1)</script>](x.png)",
        "<javascript:alert(1)>",
        "```\"><script>alert(1)</script>\nx\n```",
        "a <!-- --><script>alert(1)</script>",
        "<form action=/api/access/sign-out><button>x</button></form>",
        "<p style=\"position:fixed\" tabindex=5 hidden>x</p>",
        "<object data=x></object><embed src=x><base href=//evil.example><meta http-equiv=refresh>",
        "+++<script>alert(1)</script>\nx\n+++",
        ">[!TAB <img src=x onerror=alert(1)>]",
        ">[!BEGINSHADEBOX \"<script>alert(1)</script>\"]",
        ">[!FOO<script>]\n>x",
        "[!UICONTROL <script>alert(1)</script>]",
        "[!BADGE x]{type=\"a\" url=\"javascript:alert(1)\" onclick=alert(1)}",
        "## x {#\"onclick=alert(1)}",
        "## x {#a onclick=alert(1) .b}",
        "[x](other.md#\"onclick=\"alert(1))",
        "<table><tr><td background=javascript:alert(1) colspan=99999999>x</td></tr></table>",
        "<div id=\"x\" class=\"topic-tabs\" onclick=alert(1)><noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    ];
    let foul = "script, svg, math, style, iframe, form, button, input, img, object, embed, base, meta, noscript, [style], \
                [onclick], [onerror], [onload], [ontoggle], [hidden], [tabindex=\"5\"], [background], a[href^=\"data:\"], \
                a[href^=\"java\" i], a[href^=\"vb\" i], a[href^=\"//\"], [colspan=\"99999999\"], [id]:not([id^=\"t-\"])";
    for attack in attacks {
        for source in
            [attack.to_owned(), format!("> {attack}"), format!("|a|\n|-|\n|{attack}|"), format!("<div>\n{attack}\n")]
        {
            let html = rendered(&source).html;
            assert_eq!(count(&html, foul), 0, "{source} became {html}");
        }
    }
}

#[test]
fn help_7_hostile_texts_take_time_in_proportion_to_their_length() {
    let most = 128 * 1024;
    let repeat = |text: &str| text.repeat(most / text.len());
    let attacks = [
        "[".repeat(1024 * 1024),
        repeat("[!"),
        repeat("[!DNL "),
        repeat("[!DNL x]"),
        repeat("]"),
        repeat("{#a}"),
        repeat("{{a}}\n"),
        repeat("{{one}}\n"),
        repeat("+++\n"),
        repeat("+++a\n"),
        repeat(">[!TAB a]\n"),
        repeat(">[!NOTE]\n"),
        repeat(">[!BEGINTABS]\n\n"),
        repeat(">"),
        repeat("> "),
        repeat("- "),
        repeat("*a **a "),
        repeat("`a``"),
        repeat("<div>"),
        repeat("<table><tr><td>"),
        repeat("<li>"),
        repeat("<a x\"<div>"),
        repeat("<a \""),
        repeat("<"),
        repeat("<!--"),
        repeat("</div>"),
        repeat("&"),
        repeat("°"),
        repeat("# a\n"),
        repeat("[a](b.md)"),
        repeat("![a](b.png)"),
        repeat("|a"),
        (0..1_400).map(|n| format!("{}x\n", ">".repeat(n))).collect(),
        (0..1_400).map(|n| format!("{}- x\n", " ".repeat(n))).collect(),
    ];
    for attack in attacks {
        let begun = Instant::now();
        let html = rendered(&attack).html;
        let took = begun.elapsed();
        let begins: String = attack.chars().take(12).collect();
        println!("{begins:?} {took:?} {}", html.len());
        assert!(took < LONG, "{begins:?} took {took:?}");
        assert!(html.len() < 60 * attack.len(), "{begins:?} became {} bytes", html.len());
    }
}
