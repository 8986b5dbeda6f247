//! HTML that was written in a topic: its known elements are opened and closed as it says, within the element of Markdown in
//! which it stands; the rest is text.

use super::{
    Trouble,
    rewrite::{DEPTH_MOST, Rewriter, escaped},
    sections::End,
    tags::{Part, Tag, parts},
};
use pulldown_cmark::{CowStr, Event};
use std::fmt::Write as _;

/// Attributes that are kept as they are; the sanitizer looks at their values.
const KEPT: [&str; 6] = ["colspan", "rowspan", "scope", "start", "open", "class"];

impl<'a> Rewriter<'a, '_> {
    /// A block of HTML. One that begins with what may not stand is shown as code.
    pub(super) fn html_block(&mut self, html: &str) {
        let parts = parts(html);
        let first = parts.iter().find(|part| !matches!(part, Part::Text(text) if text.trim().is_empty()));
        if matches!(first, Some(Part::Foreign(_))) {
            return self.code_block(html);
        }
        self.parts(parts);
    }

    /// HTML inside a line.
    pub(super) fn raw(&mut self, html: &str) {
        self.parts(parts(html));
    }

    fn parts(&mut self, parts: Vec<Part<'_>>) {
        for part in parts {
            match part {
                Part::Text(text) if text.contains(['[', ']', '{']) => self.pieces(text, Self::raw_text),
                Part::Text(text) => self.raw_text(text),
                Part::Foreign(text) => self.plain(text),
                Part::Open(tag) => self.open_tag(&tag),
                Part::Close(name) => self.close_tag(name),
            }
        }
    }

    fn open_tag(&mut self, tag: &Tag<'_>) {
        if tag.ends_its_like() && matches!(self.open.last(), Some(End::Written(name)) if *name == tag.name) {
            self.close_tag(tag.name);
        }
        let id = tag.get("id").or_else(|| tag.get("name").filter(|_| tag.name == "a"));
        match tag.name {
            "img" => {
                let alt = decoded(tag.get("alt").unwrap_or_default());
                self.find(Trouble::Picture, tag.get("src").unwrap_or_default());
                self.show_picture(&alt);
            }
            "br" => self.element(Event::InlineHtml(CowStr::Borrowed("<br>"))),
            _ if tag.is_void() => self.write(format!("<{}>", tag.name)),
            _ if self.open.len() >= DEPTH_MOST => {}
            "a" => {
                if let Some(id) = id {
                    self.place(&decoded(id));
                }
                let href = tag.get("href").map(decoded).filter(|href| !href.trim().is_empty());
                let end = href.map_or(End::Flat, |href| self.open_link(&href));
                let is_shown = matches!(end, End::Link);
                self.open.push(if is_shown { End::Written("a") } else { End::Hidden("a") });
            }
            name => {
                let name = self.element_for(name);
                let mut html = String::new();
                if name == "table" {
                    html.push_str("<div class=\"prose-table\" tabindex=\"0\">");
                }
                let _ = write!(html, "<{name}");
                if let Some(id) = id.and_then(|id| self.ids.give_once(&decoded(id))) {
                    let _ = write!(html, " id=\"{}\"", escaped(&id));
                }
                for attribute in KEPT {
                    if let Some(value) = tag.get(attribute) {
                        let _ = write!(html, " {attribute}=\"{}\"", escaped(&decoded(value)));
                    }
                }
                html.push('>');
                self.write(html);
                self.open.push(End::Written(name));
            }
        }
    }

    /// The page has one heading of the first level, which is not the text's.
    fn element_for(&self, name: &'static str) -> &'static str {
        if name == "h1" { "h2" } else { name }
    }

    /// Closes an element and those inside it, if it is open in this element of Markdown.
    fn close_tag(&mut self, name: &'static str) {
        let name = self.element_for(name);
        let is_it = |end: &End| matches!(end, End::Written(open) | End::Hidden(open) if *open == name);
        let depth =
            self.open.iter().rev().take_while(|end| matches!(end, End::Written(_) | End::Hidden(_))).position(is_it);
        let Some(depth) = depth else { return };
        for end in self.open.split_off(self.open.len() - depth - 1).into_iter().rev() {
            if let End::Written(name) = end {
                self.write(End::closing(name));
            }
        }
    }
}

/// An attribute's value; entities that addresses and ids have.
fn decoded(value: &str) -> String {
    let value = value.replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">");
    value.replace("&amp;", "&")
}
