//! Turns what the parser found into what a page can show.

use super::clean::{WRITTEN, is_attachment, is_link};
use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};

/// Quotes in lists in quotes … more are flattened: browsers and the sanitizer slow down with the square of the depth.
const DEPTH_MOST: usize = 24;

/// The sanitizer's printer takes time with the square of a stretch of text without elements, where that holds `&` or
/// characters such as `°`: longer ones get a place where a line may break, which nobody sees.
const RUN_MOST_BYTES: usize = 2 * 1024;
/// For the same reason, an alternative text ends here.
const ALT_MOST_BYTES: usize = 2_000;

/// The level below which a case's text begins: title 1, section 2.
const OUTLINE: usize = 2;

/// Rewrites the events of a document.
pub(super) fn rewrite<'a>(events: impl Iterator<Item = Event<'a>>) -> Vec<Event<'a>> {
    let mut rewriter = Rewriter { out: Vec::new(), open: Vec::new(), heading: OUTLINE, html: None, run: 0, alt: 0 };
    for event in events {
        rewriter.take(event);
    }
    rewriter.close_written();
    rewriter.out
}

struct Rewriter<'a> {
    out: Vec<Event<'a>>,
    /// How each open element ends.
    open: Vec<End>,
    /// The level of the last heading.
    heading: usize,
    /// An HTML block that is being read.
    html: Option<String>,
    /// Bytes of text since the last element began or ended.
    run: usize,
    /// Bytes of the alternative text of the picture that is being read.
    alt: usize,
}

enum End {
    As(TagEnd),
    Html(&'static str),
    /// A table, and what it scrolls in.
    Table,
    /// An element that was written as HTML.
    Written(&'static str),
    /// The element itself was left out; a line break keeps its text apart.
    Flat,
    /// A link: where it began, and its address if nothing names it.
    Link {
        from: usize,
        url: String,
    },
    /// A heading: where it began.
    Heading {
        from: usize,
        level: HeadingLevel,
    },
}

impl<'a> Rewriter<'a> {
    fn take(&mut self, event: Event<'a>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(end),
            Event::Text(text) => match &mut self.html {
                Some(html) => html.push_str(&text),
                None => self.text(text),
            },
            Event::Html(text) => match &mut self.html {
                Some(html) => html.push_str(&text),
                None => self.emit(Event::Text(text)),
            },
            Event::InlineHtml(text) => self.written(&text),
            Event::TaskListMarker(done) => self.emit(Event::Text(CowStr::Borrowed(if done { "☑ " } else { "☐ " }))),
            Event::Code(code) if code.len() > RUN_MOST_BYTES => {
                self.emit(Event::InlineHtml(CowStr::Borrowed("<code>")));
                self.plain(&code);
                self.emit(Event::InlineHtml(CowStr::Borrowed("</code>")));
            }
            Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Rule => self.emit(event),
        }
    }

    fn emit(&mut self, event: Event<'a>) {
        match event {
            Event::Text(text) if self.run + text.len() > RUN_MOST_BYTES => self.plain(&text),
            Event::Text(text) => {
                self.run += text.len();
                self.out.push(Event::Text(text));
            }
            Event::SoftBreak => {
                self.run += 1;
                self.out.push(Event::SoftBreak);
            }
            element => {
                self.run = 0;
                self.out.push(element);
            }
        }
    }

    fn start(&mut self, tag: Tag<'a>) {
        let deep = self.open.len() >= DEPTH_MOST;
        let in_flat_list = matches!(tag, Tag::Item) && matches!(self.open.last(), Some(End::Flat));
        let end = match tag {
            Tag::Item if in_flat_list => End::Flat,
            Tag::BlockQuote(_) | Tag::List(_) | Tag::Emphasis | Tag::Strong | Tag::Strikethrough if deep => End::Flat,
            Tag::BlockQuote(Some(kind)) => {
                self.emit(Event::Html(CowStr::Borrowed(callout(kind))));
                End::Html("</blockquote>\n")
            }
            Tag::Heading { level, .. } => {
                // A level is never left out on the way down, whatever was pasted.
                self.heading = (level as usize + OUTLINE).min(self.heading + 1).min(6);
                let level = HeadingLevel::try_from(self.heading).unwrap_or(HeadingLevel::H6);
                let from = self.out.len();
                self.push(Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() });
                End::Heading { from, level }
            }
            Tag::Table(columns) => {
                self.emit(Event::Html(CowStr::Borrowed("<div class=\"prose-table\">")));
                self.push(Tag::Table(columns));
                End::Table
            }
            Tag::Image { dest_url, title, id, link_type } if is_attachment(&dest_url) => {
                self.alt = 0;
                self.push(Tag::Image { dest_url, title, id, link_type });
                End::As(TagEnd::Image)
            }
            Tag::Link { dest_url, link_type: LinkType::Email, .. } => {
                self.link(CowStr::from(format!("mailto:{dest_url}")))
            }
            Tag::Image { dest_url, .. } | Tag::Link { dest_url, .. } => self.link(dest_url),
            Tag::HtmlBlock => {
                self.html = Some(String::new());
                return;
            }
            // A pasted topic's front matter.
            Tag::MetadataBlock(_) => {
                self.push(Tag::CodeBlock(CodeBlockKind::Indented));
                End::As(TagEnd::CodeBlock)
            }
            Tag::Paragraph
            | Tag::BlockQuote(None)
            | Tag::CodeBlock(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition => {
                let end = tag.to_end();
                self.push(tag);
                End::As(end)
            }
        };
        self.open.push(end);
    }

    fn push(&mut self, tag: Tag<'a>) {
        self.emit(Event::Start(tag));
    }

    fn link(&mut self, url: CowStr<'a>) -> End {
        // A link inside a link ends the outer one in HTML.
        let nested = self.open.iter().any(|end| matches!(end, End::Link { .. }));
        if nested || url.len() > ADDRESS_MOST_BYTES || !is_link(&url) {
            return End::Flat;
        }
        let from = self.out.len();
        let address = url.to_string();
        let (title, id) = (CowStr::Borrowed(""), CowStr::Borrowed(""));
        self.push(Tag::Link { link_type: LinkType::Inline, dest_url: url, title, id });
        End::Link { from, url: address }
    }

    fn end(&mut self, end: TagEnd) {
        if end == TagEnd::HtmlBlock {
            let html = self.html.take().unwrap_or_default();
            return self.html_block(&html);
        }
        self.close_written();
        let Some(open) = self.open.pop() else { return };
        match open {
            End::As(end) => self.emit(Event::End(end)),
            End::Html(text) => self.emit(Event::Html(CowStr::Borrowed(text))),
            End::Table => {
                self.emit(Event::End(TagEnd::Table));
                self.emit(Event::Html(CowStr::Borrowed("</div>\n")));
            }
            End::Flat if end == TagEnd::Item => self.emit(Event::SoftBreak),
            End::Flat | End::Written(_) => {}
            End::Link { from, url } => {
                if self.out.len() == from + 1 {
                    self.emit(Event::Text(CowStr::from(url)));
                }
                self.emit(Event::End(TagEnd::Link));
            }
            End::Heading { from, level } => {
                if self.out.len() == from + 1 {
                    self.out.truncate(from);
                } else {
                    self.emit(Event::End(TagEnd::Heading(level)));
                }
            }
        }
    }

    fn html_block(&mut self, html: &str) {
        if tags(html).all(|(_, tag)| tag.is_some()) {
            return self.written(html);
        }
        self.push(Tag::CodeBlock(CodeBlockKind::Indented));
        self.plain(html);
        self.emit(Event::End(TagEnd::CodeBlock));
    }

    /// HTML that people wrote: its elements without their attributes, closed where the text around them ends. What may
    /// not stand, or stands wrongly, is text.
    fn written(&mut self, html: &str) {
        let mut from = 0;
        for (range, tag) in tags(html) {
            self.plain(&html[from..range.start]);
            from = range.end;
            let done = match tag {
                Some(Written::Open("br")) => {
                    self.emit(Event::HardBreak);
                    true
                }
                Some(Written::Open(name)) => self.open_written(name),
                Some(Written::Close(name)) => self.close_to(name),
                None => false,
            };
            if !done {
                self.plain(&html[range]);
            }
        }
        self.plain(&html[from..]);
    }

    fn open_written(&mut self, name: &'static str) -> bool {
        let fits = self.open.len() < DEPTH_MOST;
        if fits {
            self.emit(Event::InlineHtml(CowStr::from(format!("<{name}>"))));
            self.open.push(End::Written(name));
        }
        fits
    }

    /// Closes written elements up to `name`, if it is open and no element of Markdown was begun inside it.
    fn close_to(&mut self, name: &str) -> bool {
        let written = self.open.iter().rev().map_while(|end| match end {
            End::Written(open) => Some(*open),
            End::As(_) | End::Html(_) | End::Table | End::Flat | End::Link { .. } | End::Heading { .. } => None,
        });
        let Some(depth) = written.into_iter().position(|open| open == name) else { return false };
        for _ in 0..=depth {
            self.close_one();
        }
        true
    }

    fn close_written(&mut self) {
        while self.close_one() {}
    }

    fn close_one(&mut self) -> bool {
        let Some(End::Written(name)) = self.open.last() else { return false };
        self.emit(Event::InlineHtml(CowStr::from(format!("</{name}>"))));
        self.open.pop();
        true
    }

    /// Text outside of code: names of controls and products, and bare addresses.
    fn text(&mut self, text: CowStr<'a>) {
        if self.open.iter().any(|end| matches!(end, End::As(TagEnd::Image))) {
            self.alt += text.len();
            if self.alt <= ALT_MOST_BYTES {
                self.out.push(Event::Text(text));
            }
            return;
        }
        let named = self.open.iter().any(|end| matches!(end, End::As(TagEnd::CodeBlock) | End::Link { .. }));
        if named || !(text.contains("[!") || text.contains("://")) {
            self.emit(Event::Text(text));
            return;
        }
        let mut rest = &*text;
        while let Some((before, mark, after)) = next_mark(rest) {
            self.plain(before);
            match mark {
                Mark::Control(name) => {
                    self.push(Tag::Strong);
                    self.plain(name);
                    self.emit(Event::End(TagEnd::Strong));
                }
                Mark::Name(name) => self.plain(name),
                Mark::Address(url) => {
                    let link = self.link(CowStr::from(url.to_owned()));
                    self.plain(url);
                    if matches!(link, End::Link { .. }) {
                        self.emit(Event::End(TagEnd::Link));
                    }
                }
            }
            rest = after;
        }
        self.plain(rest);
    }

    fn plain(&mut self, mut text: &str) {
        while !text.is_empty() {
            let mut room = RUN_MOST_BYTES.saturating_sub(self.run).min(text.len());
            while !text.is_char_boundary(room) {
                room -= 1;
            }
            let (now, later) = text.split_at(room);
            if !now.is_empty() {
                self.run += now.len();
                self.out.push(Event::Text(CowStr::from(now.to_owned())));
            }
            if !later.is_empty() {
                self.emit(Event::InlineHtml(CowStr::Borrowed("<wbr>")));
            }
            text = later;
        }
    }
}

enum Mark<'t> {
    Control(&'t str),
    Name(&'t str),
    Address(&'t str),
}

/// The next mark of a text, what stands before it and what follows.
fn next_mark(text: &str) -> Option<(&str, Mark<'_>, &str)> {
    let mut from = 0;
    while let Some(found) = text[from..].find(['[', 'h']) {
        let at = from + found;
        if let Some((mark, length)) = mark(&text[at..]) {
            return Some((&text[..at], mark, &text[at + length..]));
        }
        from = at + 1;
    }
    None
}

/// The mark with which a text begins, and its length in bytes.
fn mark(text: &str) -> Option<(Mark<'_>, usize)> {
    let control = text.strip_prefix("[!UICONTROL ").map(|name| (name, true));
    if let Some((name, is_control)) = control.or_else(|| text.strip_prefix("[!DNL ").map(|name| (name, false))) {
        // A label is short: looking further would make many of them slow.
        let close = name.bytes().take(LABEL_MOST_BYTES).position(|byte| byte == b']')?;
        let mark = if is_control { Mark::Control(&name[..close]) } else { Mark::Name(&name[..close]) };
        return Some((mark, text.len() - name.len() + close + 1));
    }
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let scheme = text.len() - rest.len();
    let ends = |&(at, c): &(usize, char)| at > ADDRESS_MOST_BYTES || c.is_whitespace() || "<>\"|`[]{}".contains(c);
    let end = rest.char_indices().find(ends).map_or(rest.len(), |(at, _)| at);
    let host = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ')', '*', '_']);
    (!host.is_empty()).then(|| (Mark::Address(&text[..scheme + host.len()]), scheme + host.len()))
}

const LABEL_MOST_BYTES: usize = 200;
const ADDRESS_MOST_BYTES: usize = 2_000;

enum Written {
    Open(&'static str),
    Close(&'static str),
}

/// Where tags stand in a piece of HTML, and what they are, if people may write them.
fn tags(html: &str) -> impl Iterator<Item = (std::ops::Range<usize>, Option<Written>)> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + html[from..].find('<')?;
        let end = html[start..].find('>').map_or(html.len(), |at| start + at + 1);
        from = end;
        let inside = html[start + 1..end].trim_end_matches('>');
        let (closes, inside) = inside.strip_prefix('/').map_or((false, inside), |inside| (true, inside));
        let name = inside.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let known = WRITTEN.iter().find(|written| written.eq_ignore_ascii_case(name)).copied();
        Some((start..end, known.map(|name| if closes { Written::Close(name) } else { Written::Open(name) })))
    })
}

fn callout(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "<blockquote class=\"prose-callout\" data-tone=\"info\"><p><strong>NOTE</strong></p>\n",
        BlockQuoteKind::Tip => {
            "<blockquote class=\"prose-callout\" data-tone=\"success\"><p><strong>TIP</strong></p>\n"
        }
        BlockQuoteKind::Important => {
            "<blockquote class=\"prose-callout\" data-tone=\"warning\"><p><strong>IMPORTANT</strong></p>\n"
        }
        BlockQuoteKind::Warning => {
            "<blockquote class=\"prose-callout\" data-tone=\"warning\"><p><strong>WARNING</strong></p>\n"
        }
        BlockQuoteKind::Caution => {
            "<blockquote class=\"prose-callout\" data-tone=\"danger\"><p><strong>CAUTION</strong></p>\n"
        }
    }
}
