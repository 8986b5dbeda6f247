use serde::{Deserialize, Serialize};

/// A stretch of a text that was found: a word that was asked for, or what stands between them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    pub text: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_marked: bool,
}
