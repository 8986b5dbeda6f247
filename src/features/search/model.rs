use crate::features::{
    cases::model::CaseHit,
    forum::model::ThreadHit,
    topics::model::{Hit, Hits, PopularTopic},
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What was found, by kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Everything {
    /// The best first.
    pub cases: Vec<CaseHit>,
    pub topics: Hits,
    pub threads: Vec<ThreadHit>,
    /// What is read most, while nothing was asked for.
    pub popular: Vec<PopularTopic>,
}

/// What may answer a case that is being written (HELP-3).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Suggestion {
    Topic(Hit),
    /// One with an accepted answer.
    Thread(ThreadHit),
}

/// What answered it: its kind and its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer<'a> {
    Topic(&'a str),
    Thread(&'a str),
}

impl<'a> Answer<'a> {
    /// Reads what a form says.
    pub fn read(text: &'a str) -> Option<Answer<'a>> {
        match text.split_once('.')? {
            ("topic", id) => Some(Answer::Topic(id)),
            ("thread", id) => Some(Answer::Thread(id)),
            _ => None,
        }
    }
}

impl fmt::Display for Answer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Answer::Topic(id) => write!(f, "topic.{id}"),
            Answer::Thread(id) => write!(f, "thread.{id}"),
        }
    }
}
