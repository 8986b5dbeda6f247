//! The decisions of canned answers, without input or output.

mod fill;

pub use fill::{Values, fill};

use super::model::{AnswerForm, CannedAnswer, Variable};
use crate::values::{Problem, Problems, ProductId};

/// Characters of the short name: what is typed behind a slash.
pub const NAME_MOST: u32 = 32;
pub const TITLE_MOST: u32 = 100;
/// Characters of the text: half of what a message takes, so that its values find room.
pub const BODY_MOST: u32 = 4_000;
/// Answers in all: the menu is searched, not paged, and its list is loaded whole.
pub const ANSWERS_MOST: i64 = 200;

/// An answer, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAnswer {
    pub name: String,
    pub title: String,
    pub body: String,
    pub product: Option<ProductId>,
}

/// Checks the form of an answer.
pub fn check(form: &AnswerForm) -> Result<NewAnswer, Problems> {
    let mut problems = Problems::default();
    let title = problems.text("title", &form.title, 1, TITLE_MOST);
    let name = problems.text("name", &form.name, 1, NAME_MOST);
    if problems.of("name").is_none() && !is_name(&name) {
        problems.add("name", Problem::NotUnderstood { what: name.clone() });
    }
    let product = match form.product.as_str() {
        "" => None,
        id => id.parse().map_err(|_| problems.add("product", Problem::NotAChoice)).ok(),
    };
    let body = problems.text("body", &form.body, 1, BODY_MOST);
    if problems.of("body").is_none()
        && let Some(unknown) = fill::unknown(&body)
    {
        problems.add("body", Problem::NotUnderstood { what: unknown });
    }
    if problems.is_empty() { Ok(NewAnswer { name, title, body, product }) } else { Err(problems) }
}

/// Small letters, digits and hyphens, beginning with a letter: the same on every keyboard and in an address.
fn is_name(name: &str) -> bool {
    let is_inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(is_inner)
}

/// Does an answer hold all words of a filter, in any case?
pub fn matches(answer: &CannedAnswer, filter: &str) -> bool {
    let text = format!("/{} {} {}", answer.name, answer.title, answer.body).to_lowercase();
    filter.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

/// A variable as it is written into a text.
pub fn written(variable: Variable) -> String {
    format!("{{{{{}}}}}", variable.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> AnswerForm {
        AnswerForm {
            name: "greeting".into(),
            title: " Greeting ".into(),
            body: "Hello {{customer.first_name}}, this is {{ agent.name }}.".into(),
            ..AnswerForm::default()
        }
    }

    #[test]
    fn an_answer_needs_a_name_that_can_be_typed_a_title_and_a_text() {
        assert_eq!(check(&form()).map(|answer| answer.title), Ok("Greeting".to_owned()));
        let empty = check(&AnswerForm::default()).expect_err("nothing typed");
        for field in ["name", "title", "body"] {
            assert_eq!(empty.of(field), Some(&Problem::Missing), "{field}");
        }
        for name in ["Greeting", "1st", "a b", "ñandú", "-a", "a/b"] {
            let problems = check(&AnswerForm { name: name.into(), ..form() }).expect_err(name);
            assert_eq!(problems.of("name"), Some(&Problem::NotUnderstood { what: name.to_owned() }));
        }
        let long = check(&AnswerForm { body: "x".repeat(4_001), ..form() }).expect_err("too long");
        assert_eq!(long.of("body"), Some(&Problem::TooLong { most: 4_000, now: 4_001 }));
    }

    #[test]
    fn an_unknown_variable_is_refused_and_named() {
        for (body, what) in [
            ("Hello {{customer.nam}}", "{{customer.nam}}"),
            ("{{product}} {{ }}", "{{}}"),
            ("{{Product}}", "{{Product}}"),
            ("{{{{product}}}}", "{{{{product}}"),
        ] {
            let problems = check(&AnswerForm { body: body.into(), ..form() }).expect_err(body);
            assert_eq!(problems.of("body"), Some(&Problem::NotUnderstood { what: what.to_owned() }), "{body}");
        }
        for body in ["a {single} brace", "an end }} without a beginning", "a beginning {{ without an end"] {
            assert!(check(&AnswerForm { body: body.into(), ..form() }).is_ok(), "{body}");
        }
        for variable in Variable::ALL {
            assert!(check(&AnswerForm { body: written(*variable), ..form() }).is_ok(), "{variable}");
        }
    }

    #[test]
    fn a_filter_finds_by_name_title_and_text() {
        let form = form();
        let answer = CannedAnswer { name: form.name, title: form.title, body: form.body, product: None };
        for filter in ["", "/gree", "GREETING", "hello agent", "  "] {
            assert!(matches(&answer, filter), "{filter}");
        }
        assert!(!matches(&answer, "hello goodbye"));
    }
}
