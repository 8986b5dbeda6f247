use super::{super::model::ReplyForm, COMMENT_MOST, Side, VIEW_NAME_MOST};
use crate::values::{Problem, Problems};

/// What an answer is meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    Comment,
    /// Engineers: proposes a solution.
    Solution,
    /// Engineers: asks, and waits for the customer.
    Waiting,
}

/// A comment, answer or note that may be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedReply {
    pub body: String,
    pub intent: Intent,
    /// `None`: the form brought no key; then a repeat cannot be recognized.
    pub key: Option<String>,
}

/// Characters of a submit key: a UUID, with room.
const KEY_MOST: usize = 64;

/// Checks the form of a comment, an answer or a note. Customers comment; solutions and questions are the engineers'.
pub fn check_reply(form: &ReplyForm, side: Side) -> Result<CheckedReply, Problems> {
    let mut problems = Problems::default();
    let body = problems.text("body", &form.body, 1, COMMENT_MOST);
    let intent = match (form.intent.as_str(), side) {
        ("" | "comment", Side::Customer | Side::Engineer) => Intent::Comment,
        ("solution", Side::Engineer) => Intent::Solution,
        ("waiting", Side::Engineer) => Intent::Waiting,
        (_, Side::Customer | Side::Engineer) => {
            problems.add("intent", Problem::NotAChoice);
            Intent::Comment
        }
    };
    let key = Some(form.key.trim()).filter(|key| !key.is_empty() && key.len() <= KEY_MOST).map(str::to_owned);
    if problems.is_empty() { Ok(CheckedReply { body, intent, key }) } else { Err(problems) }
}

/// Checks the name of a saved view.
pub fn check_view_name(name: &str) -> Result<String, Problems> {
    let mut problems = Problems::default();
    let name = problems.text("name", name, 1, VIEW_NAME_MOST);
    if problems.is_empty() { Ok(name) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(body: &str, intent: &str, key: &str) -> ReplyForm {
        ReplyForm { body: body.into(), intent: intent.into(), key: key.into(), ..ReplyForm::default() }
    }

    #[test]
    fn a_reply_needs_a_text_within_limits_and_a_known_intent() {
        let checked = check_reply(&reply(" Thanks ", "", "k"), Side::Customer).expect("a reply");
        assert_eq!(checked, CheckedReply { body: "Thanks".into(), intent: Intent::Comment, key: Some("k".into()) });
        let problem =
            |form: &ReplyForm, field: &str| check_reply(form, Side::Customer).err().and_then(|p| p.of(field).cloned());
        assert_eq!(problem(&reply(" ", "", ""), "body"), Some(Problem::Missing));
        assert_eq!(
            problem(&reply(&"x".repeat(60_001), "", ""), "body"),
            Some(Problem::TooLong { most: 60_000, now: 60_001 })
        );
        for intent in ["close", "solution", "waiting"] {
            assert_eq!(problem(&reply("x", intent, ""), "intent"), Some(Problem::NotAChoice), "{intent}");
        }
        let solution = check_reply(&reply("x", "solution", ""), Side::Engineer).expect("an answer");
        assert_eq!(solution.intent, Intent::Solution);
    }

    #[test]
    fn a_key_that_is_empty_or_absurd_is_none() {
        assert_eq!(check_reply(&reply("x", "", " "), Side::Customer).expect("a reply").key, None);
        assert_eq!(check_reply(&reply("x", "", &"k".repeat(65)), Side::Customer).expect("a reply").key, None);
    }
}
