//! Keeps what is being typed in this browser's storage, for [`crate::app::local_copy`].

use crate::app::local_copy::{Hands, install as give};
use leptos::{ev, prelude::*};
use std::{cell::Cell, time::Duration};
use web_sys::Storage;

const PREFIX: &str = "atiende.typed.";
/// Longest text that is kept, in bytes; the storage of a site holds about 5 MB for everything.
const MOST_BYTES: usize = 256 * 1024;

/// A page that is left for longer than this was not left: the browser only fetched a file.
const LEAVES_MOST: Duration = Duration::from_secs(10);

thread_local! {
    /// Is the page being left? The next one may have been written before the last answer came: it needs the copy.
    static LEAVES: Cell<bool> = const { Cell::new(false) };
}

/// Makes the shared part work.
pub fn install() {
    give(Hands { keep, kept, forget, leaves: || LEAVES.get() });
    // never removed: it lives as long as the page
    let _ = window_event_listener(ev::beforeunload, |_| {
        LEAVES.set(true);
        set_timeout(|| LEAVES.set(false), LEAVES_MOST);
    });
}

fn keep(scope: &str, text: &str) {
    if text.len() > MOST_BYTES {
        // what was kept before is no copy of this
        forget(scope);
    } else if let Some(store) = store() {
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
