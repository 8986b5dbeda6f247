//! What must hold on every page, whatever it shows.

use crate::support::Page;
use scraper::{ElementRef, Selector};
use std::collections::BTreeSet;

/// Ids are unique and their references lead somewhere, every control has a name, headings go down one at a time from the
/// only first one, forms do not nest, and nothing carries a style of its own (UX-1, SEC-7).
pub fn assert_valid(page: &Page) {
    let mut wrong = Vec::new();
    ids(page, &mut wrong);
    controls(page, &mut wrong);
    headings(page, &mut wrong);
    for nested in
        ["form form", "a a", "a button", "button a", "p div", "p ul", "p form", "ul > :not(li)", "ol > :not(li)"]
    {
        if page.count(nested) > 0 {
            wrong.push(format!("there is {nested}"));
        }
    }
    if page.count("body [style]") > 0 {
        wrong.push("there is a style attribute".to_owned());
    }
    assert!(wrong.is_empty(), "{wrong:#?}\n{}", page.source);
}

fn ids(page: &Page, wrong: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for id in page.attributes("[id]", "id") {
        if !seen.insert(id.clone()) {
            wrong.push(format!("id {id} is there twice"));
        }
    }
    for name in ["for", "aria-labelledby", "aria-describedby", "form"] {
        for list in page.attributes(&format!("[{name}]"), name) {
            for id in list.split_whitespace().filter(|id| !seen.contains(*id)) {
                wrong.push(format!("{name}={id} leads nowhere"));
            }
        }
    }
}

fn controls(page: &Page, wrong: &mut Vec<String>) {
    let all = Selector::parse("input:not([type=hidden]), select, textarea").expect("a selector");
    let labelled: BTreeSet<String> = page.attributes("label[for]", "for").into_iter().collect();
    for control in page.html.select(&all) {
        let has_label = control.attr("id").is_some_and(|id| labelled.contains(id));
        if !has_label && control.attr("aria-label").is_none() {
            wrong.push(format!("{} has no label", control.html()));
        }
    }
    let named = Selector::parse("button, a").expect("a selector");
    for control in page.html.select(&named) {
        if control.text().collect::<String>().trim().is_empty() && control.attr("aria-label").is_none() {
            wrong.push(format!("{} has no name", control.html()));
        }
    }
}

fn headings(page: &Page, wrong: &mut Vec<String>) {
    let all = Selector::parse("h1, h2, h3, h4, h5, h6").expect("a selector");
    let mut before = 0;
    let level = |heading: ElementRef<'_>| heading.value().name()[1..].parse::<u32>().unwrap_or_default();
    for heading in page.html.select(&all).filter(|heading| !in_prose_or_dialog(*heading)) {
        if level(heading) > before + 1 {
            wrong.push(format!("{} comes after a heading of level {before}", heading.html()));
        }
        before = level(heading);
    }
    if page.count("h1") != 1 {
        wrong.push(format!("there are {} first headings", page.count("h1")));
    }
}

/// What people write has headings of their own; a dialog is a page of its own.
fn in_prose_or_dialog(heading: ElementRef<'_>) -> bool {
    heading.ancestors().filter_map(ElementRef::wrap).any(|around| {
        around.value().name() == "dialog" || around.attr("class").is_some_and(|class| class.contains("prose"))
    })
}
