//! The decisions of chats, without input or output: the server enforces them, the browser shows them early.

mod hours;
mod hours_form;
mod queue;

pub use hours::{Hours, Opening};
pub use hours_form::{DAYS, NewHours, check_hours, form_of};
pub use queue::{InWriting, Load, check_chats_most, expected_wait_ms, in_writing, room};

use super::model::{ChatForm, MessageForm};
use crate::{
    features::cases::rules::{TITLE_LEAST, TITLE_MOST},
    values::{CaseNumber, MINUTE_MS, Problem, Problems, ProductId},
};

/// Characters of one message: what a person reads in a chat; what is longer is a comment or a file.
pub const MESSAGE_MOST: u32 = 8_000;
/// Messages that one person may send within [`MESSAGES_WITHIN_MS`]: faster than anybody types in five chats, and enough for
/// what a browser kept while its network was away to follow in a few rounds.
pub const MESSAGES_MOST: u32 = 30;
pub const MESSAGES_WITHIN_MS: i64 = 10_000;
/// Chats that an engineer answers at once who has not said otherwise (issue 4 shows five by keyboard).
pub const CHATS_PER_ENGINEER: i64 = 5;
/// The most that an engineer may set: a socket hears all of them and the rest of a page still.
pub const CHATS_MOST: i64 = 10;
/// Chats that wait: behind so many nobody is answered within reason, and the composer files a case.
pub const QUEUE_MOST: i64 = 100;
/// How long somebody may wait while nobody is there who could answer: longer than a page takes to load again, or a connection to
/// come back, and no longer than anybody sits before a page on which nothing happens.
pub const NOBODY_MOST_MS: i64 = 5 * MINUTE_MS;
/// Events that a chat's page shows; of a longer one the newest.
pub const EVENTS_MOST: i64 = 500;
/// Characters of a key: a UUID and a count, with room.
const KEY_MOST: usize = 64;

/// What begins a chat, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewChat {
    pub about: About,
    /// The first message.
    pub body: String,
    pub key: String,
}

/// What a chat is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A case that is there.
    Case(CaseNumber),
    /// Something new: the first message makes a case of it (CHAT-2).
    New { product: ProductId, subject: String },
}

/// Checks the form that begins a chat.
pub fn check(form: &ChatForm) -> Result<NewChat, Problems> {
    let mut problems = Problems::default();
    let body = problems.text("body", &form.body, 1, MESSAGE_MOST);
    let key = key(&mut problems, &form.key);
    let about = match form.case.trim() {
        "" => {
            let subject = problems.text("subject", &form.subject, TITLE_LEAST, TITLE_MOST);
            match form.product.parse() {
                Ok(product) => Some(About::New { product, subject }),
                Err(_) => {
                    let problem = if form.product.is_empty() { Problem::Missing } else { Problem::NotAChoice };
                    problems.add("product", problem);
                    None
                }
            }
        }
        number => number.parse().map(About::Case).map_err(|_| problems.add("case", Problem::NotAChoice)).ok(),
    };
    match about {
        Some(about) if problems.is_empty() => Ok(NewChat { about, body, key }),
        Some(_) | None => Err(problems),
    }
}

/// Checks a message: its text and its key.
pub fn check_message(form: &MessageForm) -> Result<(String, String), Problems> {
    let mut problems = Problems::default();
    let body = problems.text("body", &form.body, 1, MESSAGE_MOST);
    let key = key(&mut problems, &form.key);
    if problems.is_empty() { Ok((body, key)) } else { Err(problems) }
}

/// Without a key a repeat could not be told from a second message, so there is none without (P4).
fn key(problems: &mut Problems, key: &str) -> String {
    let key = key.trim();
    if key.is_empty() || key.len() > KEY_MOST {
        problems.add("key", Problem::Missing);
    }
    key.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> ChatForm {
        ChatForm {
            product: "00000000-0000-7000-8000-000000000003".into(),
            subject: "Visits are missing".into(),
            body: " Hello ".into(),
            case: String::new(),
            key: "k".into(),
        }
    }

    #[test]
    fn chat_1_product_and_subject_are_asked_unless_a_case_has_them() {
        let new = check(&form()).expect("a chat");
        assert_eq!(new.body, "Hello");
        assert!(matches!(new.about, About::New { .. }));
        let on_case = ChatForm { product: String::new(), subject: String::new(), case: "100001".into(), ..form() };
        let number = CaseNumber::from_count(100_001);
        let on_case = ChatForm { case: number.to_string(), ..on_case };
        assert_eq!(check(&on_case).expect("a chat").about, About::Case(number));

        let empty = check(&ChatForm { key: "k".into(), ..ChatForm::default() }).expect_err("nothing typed");
        for field in ["product", "subject", "body"] {
            assert_eq!(empty.of(field), Some(&Problem::Missing), "{field}");
        }
    }

    #[test]
    fn p4_a_message_needs_a_text_and_a_key() {
        let message = |body: &str, key: &str| MessageForm { chat: String::new(), body: body.into(), key: key.into() };
        assert_eq!(check_message(&message(" Hi ", "k")), Ok(("Hi".to_owned(), "k".to_owned())));
        assert!(check_message(&message("Hi", "")).is_err_and(|p| p.of("key").is_some()));
        assert!(check_message(&message("Hi", &"k".repeat(65))).is_err_and(|p| p.of("key").is_some()));
        let long = check_message(&message(&"x".repeat(8_001), "k")).expect_err("too long");
        assert_eq!(long.of("body"), Some(&Problem::TooLong { most: 8_000, now: 8_001 }));
    }
}
