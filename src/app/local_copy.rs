//! A copy of what is being typed, kept in this browser until the server has it (UX-5): it survives a crash, a lost
//! network and an ended session. Any view may call this; without wasm nothing is kept and nothing is found.

use std::sync::OnceLock;

/// What the browser does for it, see `browser::local_copy`.
pub struct Hands {
    pub keep: fn(&str, &str),
    pub kept: fn(&str) -> Option<String>,
    pub forget: fn(&str),
    /// Is the page being left?
    pub leaves: fn() -> bool,
}

static HANDS: OnceLock<Hands> = OnceLock::new();

/// Called by the browser at its start.
pub fn install(hands: Hands) {
    // a second start of one page changes nothing
    let _ = HANDS.set(hands);
}

/// Keeps a text under a name of its own, such as `comment:100482M` behind the person's id; an empty one is forgotten.
pub fn keep(scope: &str, text: &str) {
    if let Some(hands) = HANDS.get() {
        if text.is_empty() { (hands.forget)(scope) } else { (hands.keep)(scope, text) }
    }
}

/// What was kept and not forgotten since.
pub fn kept(scope: &str) -> Option<String> {
    HANDS.get().and_then(|hands| (hands.kept)(scope))
}

/// The server has this very text. What another tab has kept since stays; so does all while the page is being left, for the
/// next one may show what the server had before.
pub fn stored(scope: &str, text: &str) {
    let leaves = HANDS.get().is_some_and(|hands| (hands.leaves)());
    if !leaves && kept(scope).as_deref() == Some(text) {
        forget(scope);
    }
}

/// It is not wanted any more, whatever it is.
pub fn forget(scope: &str) {
    if let Some(hands) = HANDS.get() {
        (hands.forget)(scope);
    }
}
