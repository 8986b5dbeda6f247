//! What can be written as a topic (HELP-5).

use crate::{
    features::topics::model::{Deed, EditForm},
    i18n::Language,
    values::{Problem, Problems},
};

/// Characters of a topic's title, as of those that are brought in.
pub const TOPIC_TITLE_MOST: u32 = 300;
/// Characters of its description, and of its keywords.
pub const TOPIC_LINE_MOST: u32 = 1_000;
/// Bytes of its text; the longest known has 750,000.
pub const TOPIC_BODY_MOST_BYTES: i64 = 1_000_000;
/// Characters of a path, with its shelf.
pub const PATH_MOST: u32 = 200;
/// Characters of what a reviewer says.
pub const NOTE_MOST: u32 = 1_000;

/// What a topic says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TopicText {
    pub title: String,
    pub description: String,
    pub keywords: String,
    /// Markdown.
    pub body: String,
}

/// Which topic a form is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// By its id, as typed.
    Known(&'a str),
    /// The translation of one, by that one's id.
    Translation(&'a str),
    /// A new one, whose place is checked.
    New,
}

impl EditForm {
    pub fn target(&self) -> Target<'_> {
        match (self.topic.as_str(), self.translates.as_str()) {
            ("", "") => Target::New,
            ("", translates) => Target::Translation(translates),
            (topic, _) => Target::Known(topic),
        }
    }

    /// The path of a new topic, below its language's folder.
    pub fn whole_path(&self) -> String {
        format!("{}/{}", self.shelf, self.path.trim())
    }
}

/// The editor's form, checked; where a new one stands is checked too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDraft {
    pub text: TopicText,
    pub is_unlisted: bool,
    pub is_wording: bool,
    /// Why it is sent back from the review; else empty.
    pub note: String,
    pub deed: Deed,
}

/// Checks the editor's form.
pub fn check_topic(form: &EditForm) -> Result<NewDraft, Problems> {
    let mut problems = Problems::default();
    if form.target() == Target::New {
        check_place(form, &mut problems);
    }
    let text = TopicText {
        title: problems.text("title", &form.title, 1, TOPIC_TITLE_MOST),
        description: problems.text("description", &form.description, 0, TOPIC_LINE_MOST),
        keywords: problems.text("keywords", &form.keywords, 0, TOPIC_LINE_MOST),
        body: body(&form.body, &mut problems),
    };
    let deed = form.deed.parse().map_err(|()| problems.add("deed", Problem::NotAChoice)).ok();
    if deed == Some(Deed::Schedule) && form.publish_at.is_empty() {
        problems.add("publish_at", Problem::Missing);
    }
    let note = match deed {
        Some(Deed::SendBack) => problems.text("note", &form.note, 1, NOTE_MOST),
        Some(_) | None => String::new(),
    };
    match deed {
        Some(deed) if problems.is_empty() => {
            Ok(NewDraft { text, is_unlisted: form.is_unlisted, is_wording: form.is_wording, note, deed })
        }
        Some(_) | None => Err(problems),
    }
}

/// Where a new topic stands.
fn check_place(form: &EditForm, problems: &mut Problems) {
    if form.language.parse::<Language>().is_err() {
        problems.add("language", Problem::NotAChoice);
    }
    if form.shelf.is_empty() {
        problems.add("shelf", Problem::NotAChoice);
    }
    let most = PATH_MOST.saturating_sub(form.shelf.chars().count() as u32 + 1);
    let path = problems.text("path", &form.path, 1, most);
    if problems.of("path").is_none() && !is_path(&path) {
        problems.add("path", Problem::NotUnderstood { what: path });
    }
}

/// Words of small letters, digits and hyphens between slashes: the same in every address and on every disk.
fn is_path(path: &str) -> bool {
    let is_inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    path.split('/').all(|part| !part.is_empty() && part.chars().all(is_inner))
}

/// A text with line breaks as in a file; plain forms send others.
fn body(typed: &str, problems: &mut Problems) -> String {
    let body = typed.replace("\r\n", "\n");
    if body.trim().is_empty() {
        problems.add("body", Problem::Missing);
    } else if body.len() as i64 > TOPIC_BODY_MOST_BYTES {
        problems.add("body", Problem::TooLarge { most_bytes: TOPIC_BODY_MOST_BYTES });
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> EditForm {
        EditForm {
            language: "en".into(),
            shelf: "pulso".into(),
            path: "start/first-steps".into(),
            title: " First steps ".into(),
            body: "One.\r\n\r\nTwo.\n".into(),
            deed: "save".into(),
            ..EditForm::default()
        }
    }

    #[test]
    fn help_5_a_topic_needs_a_place_a_title_and_a_text() {
        let new = check_topic(&form()).expect("a topic");
        assert_eq!((new.text.title.as_str(), new.text.body.as_str()), ("First steps", "One.\n\nTwo.\n"));
        assert_eq!(form().whole_path(), "pulso/start/first-steps");
        let empty = check_topic(&EditForm::default()).expect_err("nothing typed");
        for field in ["title", "path", "body"] {
            assert_eq!(empty.of(field), Some(&Problem::Missing), "{field}");
        }
        for field in ["language", "shelf", "deed"] {
            assert_eq!(empty.of(field), Some(&Problem::NotAChoice), "{field}");
        }
        let known = EditForm { topic: "x".into(), path: String::new(), shelf: String::new(), ..form() };
        assert!(check_topic(&known).is_ok(), "where a known one stands is known");
        let later = EditForm { deed: "schedule".into(), ..form() };
        assert_eq!(check_topic(&later).expect_err("no time").of("publish_at"), Some(&Problem::Missing));
    }

    #[test]
    fn help_5_a_path_is_an_address_and_nothing_else() {
        for path in ["..", "a/../b", "A", "a b", "a//b", "/a", "a/", "ñ", "a.md", "a_b", "_includes/a", "a\\b"] {
            let problems = check_topic(&EditForm { path: path.into(), ..form() }).expect_err(path);
            assert_eq!(problems.of("path"), Some(&Problem::NotUnderstood { what: path.to_owned() }));
        }
        let long = check_topic(&EditForm { path: "a".repeat(195), ..form() }).expect_err("too long");
        assert_eq!(long.of("path"), Some(&Problem::TooLong { most: 194, now: 195 }));
    }

    #[test]
    fn help_5_what_is_too_long_is_refused_beside_its_field() {
        let long = EditForm {
            title: "x".repeat(301),
            description: "x".repeat(1_001),
            keywords: "x".repeat(1_001),
            body: "ñ".repeat(500_001),
            ..form()
        };
        let problems = check_topic(&long).expect_err("too long");
        assert_eq!(problems.of("title"), Some(&Problem::TooLong { most: 300, now: 301 }));
        for field in ["description", "keywords"] {
            assert_eq!(problems.of(field), Some(&Problem::TooLong { most: 1_000, now: 1_001 }), "{field}");
        }
        assert_eq!(problems.of("body"), Some(&Problem::TooLarge { most_bytes: 1_000_000 }));
        let back = EditForm { deed: "send-back".into(), note: " ".into(), ..form() };
        assert_eq!(check_topic(&back).expect_err("no reason").of("note"), Some(&Problem::Missing));
    }
}
