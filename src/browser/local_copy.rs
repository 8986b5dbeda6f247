//! Keeps what is being typed in this browser's storage, for [`crate::app::local_copy`].

use crate::app::local_copy::{Hands, install as give};
use leptos::prelude::window;
use web_sys::Storage;

const PREFIX: &str = "atiende.typed.";
/// Longest text that is kept, in bytes; the storage of a site holds about 5 MB for everything.
const MOST_BYTES: usize = 256 * 1024;

/// Makes the shared part work.
pub fn install() {
    give(Hands { keep, kept, forget });
}

fn keep(scope: &str, text: &str) {
    if text.len() <= MOST_BYTES
        && let Some(store) = store()
    {
        // a full or forbidden storage keeps nothing; the server still does
        let _ = store.set_item(&name(scope), text);
    }
}

fn kept(scope: &str) -> Option<String> {
    store()?.get_item(&name(scope)).ok().flatten()
}

fn forget(scope: &str) {
    if let Some(store) = store() {
        let _ = store.remove_item(&name(scope));
    }
}

fn name(scope: &str) -> String {
    format!("{PREFIX}{scope}")
}

fn store() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
