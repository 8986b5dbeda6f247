//! Turns what the parser found into what a page can show.

use super::{
    Finding, Place, Rendered, Trouble,
    ids::Ids,
    labels::{self, Labels, Piece},
    links::{self, Goal},
    marks::{self, Mark},
    plain,
    sections::{End, Section},
};
use crate::features::topics::model::Heading;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd};

/// Quotes in lists in quotes … more are flattened: browsers and the sanitizer slow down with the square of the depth.
pub(super) const DEPTH_MOST: usize = 32;
/// The sanitizer's printer takes time with the square of a stretch of text without elements, where that holds `&` or
/// characters such as `°`: longer ones get a place where a line may break, which nobody sees.
const RUN_MOST_BYTES: usize = 2 * 1024;
/// Bytes of a picture's alternative text.
const ALT_MOST_BYTES: usize = 2_000;

/// Rewrites the events of a topic's text.
pub(super) fn rewrite<'a>(place: &Place<'_>, events: Vec<Event<'a>>) -> Rendered {
    let mut rewriter = Rewriter::new(place, events);
    while let Some(event) = rewriter.next() {
        rewriter.take(event);
    }
    rewriter.finish()
}

pub(super) struct Rewriter<'a, 'p> {
    pub(super) place: &'p Place<'p>,
    events: std::vec::IntoIter<Event<'a>>,
    /// Events that were looked at before their turn.
    ahead: Vec<Event<'a>>,
    pub(super) out: Vec<Event<'a>>,
    /// How each open element ends.
    pub(super) open: Vec<End>,
    labels: Labels,
    /// The level of the last heading; the page's title is the first.
    level: usize,
    /// The text of the heading that is being read.
    heading: Option<String>,
    /// Pictures in pictures that are being read, and their alternative text.
    picture: (usize, String),
    /// An HTML block that is being read.
    html: Option<String>,
    /// Bytes of text since the last element began or ended.
    run: usize,
    /// Did a link or a picture just end?
    is_behind: bool,
    /// Was the last thing a table?
    is_below_table: bool,
    pub(super) ids: Ids,
    /// Links to places in this text, and where they stand in `out`.
    inward: Vec<(usize, String)>,
    pub(super) rendered: Rendered,
}

impl<'a, 'p> Rewriter<'a, 'p> {
    fn new(place: &'p Place<'p>, events: Vec<Event<'a>>) -> Rewriter<'a, 'p> {
        Rewriter {
            place,
            events: events.into_iter(),
            ahead: Vec::new(),
            out: Vec::new(),
            open: Vec::new(),
            labels: Labels::default(),
            level: 1,
            heading: None,
            picture: (0, String::new()),
            html: None,
            run: 0,
            is_behind: false,
            is_below_table: false,
            ids: Ids::default(),
            inward: Vec::new(),
            rendered: Rendered::default(),
        }
    }

    fn next(&mut self) -> Option<Event<'a>> {
        self.ahead.pop().or_else(|| self.events.next())
    }

    /// Gives events back that were taken too early; the first of them comes next.
    pub(super) fn give_back<const N: usize>(&mut self, events: [Event<'a>; N]) {
        self.ahead.extend(events.into_iter().rev());
    }

    /// The next event, if it is one of these.
    pub(super) fn next_if(&mut self, is_it: impl FnOnce(&Event<'a>) -> bool) -> Option<Event<'a>> {
        let next = self.next()?;
        if is_it(&next) {
            return Some(next);
        }
        self.ahead.push(next);
        None
    }

    pub(super) fn find(&mut self, trouble: Trouble, about: impl Into<String>) {
        if self.rendered.findings.len() < super::FINDINGS_MOST {
            self.rendered.findings.push(Finding::of(trouble, about));
        }
    }

    fn finish(mut self) -> Rendered {
        self.close_inner();
        for (at, place) in std::mem::take(&mut self.inward) {
            if !self.ids.has(&place) {
                self.out[at] = Event::InlineHtml(CowStr::Borrowed("<a>"));
                self.find(Trouble::NoPlace, format!("#{}", &place[links::PREFIX.len()..]));
            }
        }
        pulldown_cmark::html::push_html(&mut self.rendered.html, self.out.into_iter());
        self.rendered.anchors = self.ids.into_all();
        self.rendered
    }

    fn take(&mut self, event: Event<'a>) {
        let is_behind = std::mem::take(&mut self.is_behind);
        let is_below_table = std::mem::take(&mut self.is_below_table);
        match event {
            Event::Start(Tag::Paragraph) if is_below_table && marks::looks(self) => {}
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(end),
            Event::Text(text) if is_behind => {
                let looks = labels::braces(&text);
                self.text(CowStr::from(text[looks..].to_owned()));
            }
            Event::Text(text) => self.text(text),
            Event::Html(text) => match &mut self.html {
                Some(html) => html.push_str(&text),
                None => self.raw(&text),
            },
            Event::InlineHtml(text) => self.raw(&text),
            Event::Code(code) => self.code(code),
            Event::SoftBreak | Event::HardBreak if self.is_quiet() => self.plain(" "),
            Event::TaskListMarker(done) => self.plain(if done { "☑ " } else { "☐ " }),
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => self.text(text),
            Event::SoftBreak => {
                self.run += 1;
                self.out.push(Event::SoftBreak);
            }
            Event::HardBreak | Event::Rule => self.element(event),
        }
    }

    /// Is only a picture's alternative text being read?
    fn is_quiet(&self) -> bool {
        self.picture.0 > 0
    }

    pub(super) fn element(&mut self, event: Event<'a>) {
        self.run = 0;
        if !self.is_quiet() {
            self.out.push(event);
        }
    }

    pub(super) fn write(&mut self, html: impl Into<CowStr<'a>>) {
        self.element(Event::Html(html.into()));
    }

    fn start(&mut self, tag: Tag<'a>) {
        if self.is_quiet() {
            self.picture.0 += usize::from(matches!(tag, Tag::Image { .. }));
            return;
        }
        let is_deep = self.open.len() >= DEPTH_MOST;
        let in_flat_list = matches!(tag, Tag::Item) && matches!(self.open.last(), Some(End::Flat));
        let end = match tag {
            Tag::Item if in_flat_list => End::Flat,
            Tag::BlockQuote(_) | Tag::List(_) | Tag::Emphasis | Tag::Strong | Tag::Strikethrough if is_deep => {
                End::Flat
            }
            Tag::BlockQuote(_) => match marks::quote(self) {
                Some(end) => end,
                None => return,
            },
            Tag::Paragraph => {
                self.labels = Labels::default();
                match marks::paragraph(self) {
                    Some(end) => end,
                    None => return,
                }
            }
            Tag::Heading { level, id, .. } => self.open_heading(level as usize, id),
            Tag::Table(columns) => {
                self.write("<div class=\"prose-table\" tabindex=\"0\">");
                self.element(Event::Start(Tag::Table(columns)));
                End::Table
            }
            Tag::Image { dest_url, .. } => {
                self.picture = (1, String::new());
                self.find(Trouble::Picture, &*dest_url);
                return;
            }
            Tag::Link { dest_url, link_type: pulldown_cmark::LinkType::Email, .. } => {
                self.open_link(&format!("mailto:{dest_url}"))
            }
            Tag::Link { dest_url, .. } => self.open_link(&dest_url),
            Tag::HtmlBlock => {
                self.labels = Labels::default();
                self.html = Some(String::new());
                return;
            }
            tag => {
                if matches!(tag, Tag::Item | Tag::TableCell) {
                    self.labels = Labels::default();
                }
                let end = tag.to_end();
                self.element(Event::Start(tag));
                End::As(end)
            }
        };
        self.open.push(end);
    }

    fn end(&mut self, end: TagEnd) {
        if self.is_quiet() {
            if end == TagEnd::Image {
                self.picture.0 -= 1;
                self.is_behind = true;
                if !self.is_quiet() {
                    self.close_picture();
                }
            }
            return;
        }
        if end == TagEnd::HtmlBlock {
            let html = self.html.take().unwrap_or_default();
            return self.html_block(&html);
        }
        self.close_inner();
        match self.open.pop() {
            None => {}
            Some(End::As(end)) => self.element(Event::End(end)),
            Some(End::Html(text)) => self.write(text),
            Some(End::Table) => {
                self.element(Event::End(TagEnd::Table));
                self.write("</div>\n");
                self.is_below_table = true;
            }
            Some(End::Summary) => {
                self.write("</summary>\n");
                self.open.push(End::Section(Section::Fold));
            }
            Some(End::Flat) if end == TagEnd::Item => self.element(Event::SoftBreak),
            Some(End::Flat) => self.is_behind = end == TagEnd::Link,
            Some(End::Link) => {
                self.element(Event::InlineHtml(CowStr::Borrowed("</a>")));
                self.is_behind = true;
            }
            Some(End::Heading { from, level, id }) => self.close_heading(from, level, id),
            Some(End::Written(_) | End::Hidden(_) | End::Section(_)) => {}
        }
    }

    /// Closes what was written as HTML, and sections, inside the innermost element of Markdown.
    pub(super) fn close_inner(&mut self) {
        loop {
            match self.open.last() {
                Some(End::Written(name)) => {
                    let name = *name;
                    self.open.pop();
                    self.write(End::closing(name));
                }
                Some(End::Hidden(_)) => {
                    self.open.pop();
                }
                Some(End::Section(section)) => {
                    let section = *section;
                    self.open.pop();
                    self.write(section.closing());
                    self.find(Trouble::Unclosed, section.name());
                }
                Some(_) | None => return,
            }
        }
    }

    fn open_heading(&mut self, level: usize, id: Option<CowStr<'a>>) -> End {
        self.labels = Labels::default();
        self.heading = Some(String::new());
        let is_title = level == 1 && self.rendered.heading.is_none() && self.open.is_empty();
        if !is_title {
            // A level is never left out on the way down, whatever was written.
            self.level = level.clamp(2, self.level + 1).min(6);
        }
        let from = self.out.len();
        self.element(Event::Rule);
        End::Heading { from, level: if is_title { 1 } else { self.level }, id: id.map(|id| id.to_string()) }
    }

    fn close_heading(&mut self, from: usize, level: usize, id: Option<String>) {
        let text = plain::one_line(&self.heading.take().unwrap_or_default());
        let given = id.or_else(|| self.ids.take_given());
        if level == 1 {
            self.out.truncate(from);
            if let Some(id) = given {
                let id = self.ids.give(&id);
                self.write(format!("<span id=\"{}\"></span>", escaped(&id)));
            }
            self.rendered.heading = Some(text).filter(|text| !text.is_empty());
            return;
        }
        if text.is_empty() {
            self.out.truncate(from);
            return;
        }
        let id = match given {
            Some(id) => self.ids.give(&id),
            None => self.ids.give(&super::ids::slug(&text)),
        };
        self.out[from] = Event::Html(CowStr::from(format!("<h{level} id=\"{}\">", escaped(&id))));
        self.write(format!("</h{level}>\n"));
        self.rendered.headings.push(Heading { level: level as u32, id, text });
    }

    /// The beginning of a link, or nothing if it leads nowhere; its text stays.
    pub(super) fn open_link(&mut self, href: &str) -> End {
        // A link inside a link ends the outer one in HTML.
        if self.open.iter().any(|end| matches!(end, End::Link | End::Written("a"))) {
            return End::Flat;
        }
        let Place { language, path, paths, .. } = *self.place;
        let href = match paths.resolve(language, path, href) {
            Goal::Outside(href) => href,
            Goal::Topic { path, place } => {
                let href = links::address(language, &path, place.as_deref());
                self.rendered.leads.extend(place.map(|place| (path, place)));
                href
            }
            Goal::Here(place) => {
                let href = format!("#{}", crate::route::encode(&place));
                self.inward.push((self.out.len(), place));
                href
            }
            Goal::File => {
                self.find(Trouble::File, href);
                return End::Flat;
            }
            Goal::Nowhere => {
                self.find(Trouble::Nowhere, href);
                return End::Flat;
            }
        };
        self.element(Event::InlineHtml(CowStr::from(format!("<a href=\"{}\">", escaped(&href)))));
        End::Link
    }

    fn close_picture(&mut self) {
        let alt = std::mem::take(&mut self.picture.1);
        self.show_picture(&alt);
    }

    /// A picture that did not come along: its alternative text.
    pub(super) fn show_picture(&mut self, alt: &str) {
        let alt = alt.trim();
        if !alt.is_empty() {
            self.element(Event::InlineHtml(CowStr::Borrowed("<span class=\"topic-picture\">")));
            self.plain(alt);
            self.element(Event::InlineHtml(CowStr::Borrowed("</span>")));
        }
    }

    fn code(&mut self, code: CowStr<'a>) {
        if self.is_quiet() || code.len() > RUN_MOST_BYTES {
            self.element(Event::InlineHtml(CowStr::Borrowed("<code>")));
            self.plain(&code);
            return self.element(Event::InlineHtml(CowStr::Borrowed("</code>")));
        }
        if let Some(heading) = &mut self.heading {
            heading.push_str(&code);
        }
        self.element(Event::Code(code));
    }

    /// Text outside of code, with its labels.
    fn text(&mut self, text: CowStr<'a>) {
        let is_code = matches!(self.open.last(), Some(End::As(TagEnd::CodeBlock)));
        let is_plain = is_code || !text.contains(['[', ']', '{']);
        if is_plain && !self.is_quiet() && self.heading.is_none() && self.run + text.len() <= RUN_MOST_BYTES {
            self.run += text.len();
            self.out.push(Event::Text(text));
        } else if is_plain {
            self.plain(&text);
        } else {
            self.pieces(&text, Self::plain);
        }
    }

    pub(super) fn pieces(&mut self, text: &str, mut write: impl FnMut(&mut Self, &str)) {
        let mut labels = std::mem::take(&mut self.labels);
        for piece in labels.pieces(text) {
            match piece {
                Piece::Text(text) => write(self, text),
                Piece::Control(label) => {
                    self.element(Event::InlineHtml(CowStr::Borrowed("<strong>")));
                    write(self, &label);
                    self.element(Event::InlineHtml(CowStr::Borrowed("</strong>")));
                }
                Piece::Badge(label) => {
                    self.element(Event::InlineHtml(CowStr::Borrowed("<span class=\"topic-badge\">")));
                    write(self, &label);
                    self.element(Event::InlineHtml(CowStr::Borrowed("</span>")));
                }
                Piece::Anchor(id) if self.heading.is_some() => self.ids.remember(id),
                Piece::Anchor(id) => self.place(id),
            }
        }
        self.labels = labels;
    }

    /// A place that can be led to.
    pub(super) fn place(&mut self, id: &str) {
        if let Some(id) = self.ids.give_once(id) {
            self.element(Event::InlineHtml(CowStr::from(format!("<span id=\"{}\"></span>", escaped(&id)))));
        }
    }

    /// Text as it is, in stretches that are not too long.
    pub(super) fn plain(&mut self, text: &str) {
        self.stretches(text, |text| Event::Text(CowStr::from(text.to_owned())));
    }

    /// Text as HTML writes it, without tags.
    pub(super) fn raw_text(&mut self, text: &str) {
        self.stretches(text, |text| Event::InlineHtml(CowStr::from(text.replace('<', "&lt;"))));
    }

    fn stretches(&mut self, mut text: &str, event: impl Fn(&str) -> Event<'a>) {
        if self.is_quiet() {
            let room = ALT_MOST_BYTES.saturating_sub(self.picture.1.len());
            return self.picture.1.push_str(&text[..text.floor_char_boundary(room)]);
        }
        if let Some(heading) = &mut self.heading {
            heading.push_str(text);
        }
        while !text.is_empty() {
            let room = text.floor_char_boundary(RUN_MOST_BYTES.saturating_sub(self.run));
            let (now, later) = text.split_at(room);
            if !now.is_empty() {
                self.run += now.len();
                self.out.push(event(now));
            }
            if !later.is_empty() {
                self.element(Event::InlineHtml(CowStr::Borrowed("<wbr>")));
            }
            text = later;
        }
    }

    /// HTML that is shown as text: it begins with what may not stand.
    pub(super) fn code_block(&mut self, text: &str) {
        self.element(Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)));
        self.plain(text);
        self.element(Event::End(TagEnd::CodeBlock));
    }

    /// Opens a mark's element if that is not too deep.
    pub(super) fn open_section(&mut self, section: Section, html: impl Into<CowStr<'a>>) {
        if self.open.len() < DEPTH_MOST {
            self.write(html);
            self.open.push(End::Section(section));
        }
    }

    /// Closes a section and those inside it, if it is open in this element of Markdown.
    pub(super) fn close_section(&mut self, section: Section) -> bool {
        let inner = self.open.iter().rev().take_while(|end| end.is_inner());
        let Some(depth) = inner.into_iter().position(|end| matches!(end, End::Section(open) if *open == section))
        else {
            return false;
        };
        for end in self.open.split_off(self.open.len() - depth - 1).into_iter().rev() {
            match end {
                End::Section(section) => self.write(section.closing()),
                End::Written(name) => self.write(End::closing(name)),
                _ => {}
            }
        }
        true
    }

    pub(super) fn mark(&mut self, mark: &Mark) {
        self.find(Trouble::UnknownMark, format!("[!{}]", mark.name));
    }
}

/// A text as the value of an attribute.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}
