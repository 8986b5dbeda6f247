use serde::{Deserialize, Serialize};

/// A stretch of a text that was found: a word that was asked for, or what stands between them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    pub text: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_marked: bool,
}

/// A text that was found. The server gives out what it keeps of a search again and again; the browser shows it once, and there
/// sharing would be 0.6 kB of wasm for nothing.
#[cfg(feature = "ssr")]
pub type Runs = std::sync::Arc<[Run]>;
#[cfg(not(feature = "ssr"))]
pub type Runs = Vec<Run>;
