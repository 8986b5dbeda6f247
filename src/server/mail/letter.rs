use super::header_text;
use crate::i18n::{Language, text};
use maud::{DOCTYPE, Markup, html};

/// A mail as its feature writes it: a subject and paragraphs, in one language. It is rendered twice, as plain text and
/// as HTML without styles, images or scripts.
#[derive(Clone, Debug)]
pub struct Letter {
    language: Language,
    subject: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Paragraph(String),
    Quote(String),
    Link { label: String, href: String },
}

impl Letter {
    /// Begins with a greeting; an empty name greets nobody in particular.
    pub fn new(language: Language, subject: impl Into<String>, name: &str) -> Letter {
        let greeting = match header_text(name).as_str() {
            "" => text::mail::greeting_unnamed(language).to_owned(),
            name => text::mail::greeting(language, name),
        };
        Letter { language, subject: subject.into(), parts: vec![Part::Paragraph(greeting)] }
    }

    /// A paragraph of its own.
    #[must_use]
    pub fn paragraph(mut self, text: impl Into<String>) -> Letter {
        self.parts.push(Part::Paragraph(text.into()));
        self
    }

    /// Somebody's words, marked as such in every line.
    #[must_use]
    pub fn quote(mut self, text: impl Into<String>) -> Letter {
        self.parts.push(Part::Quote(text.into()));
        self
    }

    /// A whole address that the reader is to open; in the text part it stands behind its label.
    #[must_use]
    pub fn link(mut self, label: impl Into<String>, href: impl Into<String>) -> Letter {
        self.parts.push(Part::Link { label: label.into(), href: href.into() });
        self
    }

    pub fn language(&self) -> Language {
        self.language
    }
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The text part.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Paragraph(text) => out.push_str(text),
                Part::Quote(text) => out.push_str(&quoted(text)),
                Part::Link { label, href } => out.push_str(&format!("{label}:\n{href}")),
            }
            out.push_str("\n\n");
        }
        // Two hyphens and a blank begin a signature (RFC 3676, section 4.3).
        out.push_str("-- \n");
        out.push_str(text::mail::signature(self.language));
        out.push('\n');
        out
    }

    /// The HTML part.
    pub fn html(&self) -> String {
        html! {
            (DOCTYPE)
            html lang=(self.language.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width";
                    title { (self.subject) }
                }
                body {
                    @for part in &self.parts { (part.html()) }
                    hr;
                    p { small { (text::mail::signature(self.language)) } }
                }
            }
        }
        .into_string()
    }
}

impl Part {
    fn html(&self) -> Markup {
        match self {
            Part::Paragraph(text) => html! { p { (lines(text)) } },
            Part::Quote(text) => html! { blockquote { (lines(text)) } },
            Part::Link { label, href } => html! { p { a href=(href) { (label) } br; (href) } },
        }
    }
}

/// Line breaks stay line breaks.
fn lines(text: &str) -> Markup {
    html! { @for (at, line) in text.lines().enumerate() { @if at > 0 { br; } (line) } }
}

fn quoted(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(|line| format!("> {line}")).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_says_the_same_in_text_and_in_html_and_escapes_what_people_wrote() {
        let letter = Letter::new(Language::Es, "Asunto", "Ana <b>")
            .paragraph("Uno\nDos")
            .quote("a < b\nc")
            .link("Abrir", "https://x.example/a?b=1&c=2");
        let text = letter.text();
        assert!(text.starts_with("Hola, Ana <b>:\n\nUno\nDos\n\n> a < b\n> c\n\nAbrir:\nhttps://x.example/a?b=1&c=2"));
        let html = letter.html();
        assert!(html.contains("<html lang=\"es\">") && html.contains("<p>Uno<br>Dos</p>"));
        assert!(html.contains("<blockquote>a &lt; b<br>c</blockquote>") && html.contains("Ana &lt;b&gt;"));
        assert!(!html.contains("style") && !html.contains("<script"));
    }
}
