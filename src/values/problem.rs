use serde::{Deserialize, Serialize};

/// What is wrong with one field, as a code that the views turn into the reader's language (`ui::problem_text`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    Missing,
    /// Fewer characters than `least`; `now` are there.
    TooShort {
        least: u32,
        now: u32,
    },
    /// More characters than `most`; `now` are there.
    TooLong {
        most: u32,
        now: u32,
    },
    NotAnEmail,
    NotAPhone,
    /// None of the choices, or one that the person may not choose.
    NotAChoice,
    /// The account and the password do not belong together.
    WrongCredentials,
    /// A link that expired or was used.
    SpentLink,
    /// Easily guessed.
    WeakPassword,
    /// More than `most` of a kind.
    TooMany {
        most: u32,
    },
    /// A file over the limit, in bytes.
    TooLarge {
        most_bytes: i64,
    },
    /// A file whose bytes did not arrive in full.
    Incomplete,
    Duplicate,
    /// A part of what was typed, as it was typed, that means nothing here.
    NotUnderstood {
        what: String,
    },
}

/// The problems of a form, by the name of the field; empty means that there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problems(pub Vec<(String, Problem)>);

/// A form that a browser sent by itself and that could not be stored: it is shown again, with what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept<F> {
    pub form: F,
    pub problems: Problems,
}

impl Problems {
    pub fn add(&mut self, field: &str, problem: Problem) {
        self.0.push((field.to_owned(), problem));
    }
    pub fn of(&self, field: &str) -> Option<&Problem> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, problem)| problem)
    }
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// One problem of one field.
    pub fn one(field: &str, problem: Problem) -> Problems {
        Problems(vec![(field.to_owned(), problem)])
    }
    /// A required text with limits, counted in characters; gives it back trimmed.
    pub fn text(&mut self, field: &str, value: &str, least: u32, most: u32) -> String {
        let value = value.trim();
        let now = value.chars().count() as u32;
        if now == 0 && least > 0 {
            self.add(field, Problem::Missing);
        } else if now < least {
            self.add(field, Problem::TooShort { least, now });
        } else if now > most {
            self.add(field, Problem::TooLong { most, now });
        }
        value.to_owned()
    }
}
