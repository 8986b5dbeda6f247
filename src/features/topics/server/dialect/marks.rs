//! Marks that stand at the beginning of a quote or of a paragraph: callouts, videos, tabs, collapsibles and boxes.

use super::{
    Trouble, labels, plain,
    rewrite::{DEPTH_MOST, Rewriter, escaped},
    sections::{End, Section},
};
use crate::i18n::{Language, text};
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

/// `[!NAME label]`
pub(super) struct Mark {
    pub name: String,
    label: String,
}

/// The mark with which a text begins, and what follows it.
fn mark(text: &str) -> Option<(Mark, &str)> {
    let name = labels::name(text)?;
    let (label, rest) = text[2 + name.len()..].split_once(']')?;
    let label = plain::of_inline(label.trim().trim_matches('"'));
    Some((Mark { name: name.to_owned(), label }, rest))
}

/// Reads the beginning of a quote. `None`: all of it was read.
pub(super) fn quote<'a>(work: &mut Rewriter<'a, '_>) -> Option<End> {
    let plain_quote = End::As(TagEnd::BlockQuote(None));
    let Some(paragraph) = work.next_if(|event| matches!(event, Event::Start(Tag::Paragraph))) else {
        work.element(Event::Start(Tag::BlockQuote(None)));
        return Some(plain_quote);
    };
    if let Some(link) = work.next_if(|event| matches!(event, Event::Start(Tag::Link { .. }))) {
        let is_video = work.next_if(|event| matches!(event, Event::Text(text) if &**text == "!VIDEO"));
        let watch = CowStr::Borrowed(text::topics::video(work.place.language));
        let html = if is_video.is_some() { "<div class=\"topic-video\">" } else { "<blockquote>\n" };
        work.write(html);
        match is_video {
            Some(_) => work.give_back([paragraph, link, Event::Text(watch)]),
            None => work.give_back([paragraph, link]),
        }
        return Some(End::Html(if is_video.is_some() { "</div>\n" } else { "</blockquote>\n" }));
    }
    let begins = work.next_if(|event| matches!(event, Event::Text(text) if text.starts_with("[!")));
    let Some(Event::Text(text)) = begins else {
        work.give_back([paragraph]);
        work.element(Event::Start(Tag::BlockQuote(None)));
        return Some(plain_quote);
    };
    let found = mark(&text).filter(|(mark, _)| !["UICONTROL", "DNL", "BADGE"].contains(&&*mark.name));
    let Some((mark, rest)) = found else {
        work.give_back([paragraph, Event::Text(text)]);
        work.element(Event::Start(Tag::BlockQuote(None)));
        return Some(plain_quote);
    };
    if mark.name == "CONTEXTUALHELP" {
        skip_quote(work);
        return None;
    }
    open_callout(work, &mark);
    if rest.trim().is_empty() {
        // What follows in the same paragraph is its text.
        work.next_if(|event| matches!(event, Event::SoftBreak));
        if work.next_if(|event| matches!(event, Event::End(TagEnd::Paragraph))).is_none() {
            work.give_back([paragraph]);
        }
    } else {
        work.give_back([paragraph, Event::Text(CowStr::from(rest.trim_start().to_owned()))]);
    }
    Some(End::Html("</blockquote>\n"))
}

fn open_callout(work: &mut Rewriter<'_, '_>, mark: &Mark) {
    let (tone, label) = match callout(work.place.language, &mark.name) {
        Some((tone, label)) => (tone, label.to_owned()),
        None => {
            work.mark(mark);
            ("info", mark.name.clone())
        }
    };
    let label = escaped(&label);
    work.write(format!("<blockquote class=\"prose-callout\" data-tone=\"{tone}\"><p><strong>{label}</strong></p>\n"));
}

/// The tone of a callout, and what it is called.
fn callout(language: Language, name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "NOTE" => ("info", text::topics::note(language)),
        "INFO" => ("info", text::topics::info(language)),
        "TIP" => ("success", text::topics::tip(language)),
        "SUCCESS" => ("success", text::topics::success(language)),
        "IMPORTANT" => ("warning", text::topics::important(language)),
        "PREREQUISITES" => ("warning", text::topics::prerequisites(language)),
        "ADMIN" => ("warning", text::topics::admin(language)),
        "WARNING" => ("warning", text::topics::warning(language)),
        "CAUTION" => ("danger", text::topics::caution(language)),
        "ERROR" => ("danger", text::topics::error(language)),
        "AVAILABILITY" => ("info", text::topics::availability(language)),
        "MORELIKETHIS" => ("info", text::topics::related(language)),
        _ => return None,
    })
}

/// Passes over a quote that says something to a program, not to a reader.
fn skip_quote(work: &mut Rewriter<'_, '_>) {
    let mut depth = 1;
    while let Some(event) = work.next_if(|_| true) {
        depth += usize::from(matches!(event, Event::Start(Tag::BlockQuote(_))));
        depth -= usize::from(matches!(event, Event::End(TagEnd::BlockQuote(_))));
        if depth == 0 {
            return;
        }
    }
}

/// Passes over a paragraph that only says how the table above it looks. Was it one?
pub(super) fn looks(work: &mut Rewriter<'_, '_>) -> bool {
    let Some(text) = work.next_if(|event| matches!(event, Event::Text(text) if labels::braces(text) == text.len()))
    else {
        return false;
    };
    let is_all = work.next_if(|event| matches!(event, Event::End(TagEnd::Paragraph))).is_some();
    if !is_all {
        work.give_back([text]);
    }
    is_all
}

/// Reads the beginning of a paragraph. `None`: all of it was read.
pub(super) fn paragraph<'a>(work: &mut Rewriter<'a, '_>) -> Option<End> {
    let begins =
        |event: &Event<'a>| matches!(event, Event::Text(text) if text.starts_with("+++") || text.starts_with("[!"));
    let Some(Event::Text(text)) = work.next_if(begins) else { return plain_paragraph(work) };
    if let Some(title) = text.strip_prefix("+++") {
        return fold(work, title.trim_start());
    }
    let is_alone = work.next_if(|event| matches!(event, Event::End(TagEnd::Paragraph)));
    let found = mark(&text).filter(|(_, rest)| is_alone.is_some() && rest.trim().is_empty());
    if let Some((mark, _)) = found
        && section(work, &mark)
    {
        return None;
    }
    match is_alone {
        Some(end) => work.give_back([Event::Text(text), end]),
        None => work.give_back([Event::Text(text)]),
    }
    plain_paragraph(work)
}

fn plain_paragraph(work: &mut Rewriter<'_, '_>) -> Option<End> {
    work.element(Event::Start(Tag::Paragraph));
    Some(End::As(TagEnd::Paragraph))
}

fn fold(work: &mut Rewriter<'_, '_>, title: &str) -> Option<End> {
    let is_end =
        title.trim().is_empty() && work.next_if(|event| matches!(event, Event::End(TagEnd::Paragraph))).is_some();
    if is_end {
        if !work.close_section(Section::Fold) {
            work.find(Trouble::Unopened, "+++");
        }
        return None;
    }
    work.give_back([Event::Text(CowStr::from(title.to_owned()))]);
    if work.open.len() >= DEPTH_MOST {
        return plain_paragraph(work);
    }
    work.write("<details class=\"topic-fold\"><summary>");
    Some(End::Summary)
}

/// Opens or closes what a mark on a line of its own says. Is it such a mark?
fn section(work: &mut Rewriter<'_, '_>, mark: &Mark) -> bool {
    let closes = |work: &mut Rewriter<'_, '_>, section| {
        if !work.close_section(section) {
            work.find(Trouble::Unopened, format!("[!{}]", mark.name));
        }
    };
    match &*mark.name {
        "BEGINTABS" => {
            work.ids.begin_tabs();
            work.open_section(Section::Tabs, "<div class=\"topic-tabs\">\n");
        }
        "TAB" => {
            work.close_section(Section::Tab);
            let (group, open) = work.ids.tab();
            let label = escaped(&mark.label);
            let html = format!("<details class=\"topic-tab\" name=\"{group}\"{open}><summary>{label}</summary>\n");
            work.open_section(Section::Tab, html);
        }
        "ENDTABS" => {
            work.close_section(Section::Tab);
            closes(work, Section::Tabs);
        }
        "BEGINSHADEBOX" => {
            let title = escaped(&mark.label);
            let title = if title.is_empty() { title } else { format!("<p><strong>{title}</strong></p>\n") };
            work.open_section(Section::Box, format!("<div class=\"topic-box\">\n{title}"));
        }
        "ENDSHADEBOX" => closes(work, Section::Box),
        _ => return false,
    }
    true
}
