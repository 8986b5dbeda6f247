use serde::{Deserialize, Serialize};

/// A stretch of a text that was found: a word that was asked for, or what stands between them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    pub text: String,
    pub is_marked: bool,
}
