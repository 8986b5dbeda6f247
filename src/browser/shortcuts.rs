//! Hears single keys for [`Shortcuts`], moves the focus for it, and remembers whether it is switched on.

use crate::app::Shortcuts;
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, Storage};

/// Where the switch is kept: it belongs to this browser and its keyboard, not to the person.
const SWITCH: &str = "atiende.shortcuts";
const OFF: &str = "off";
/// The chord that pages bind.
const CHORD: &str = "Ctrl+K";
/// What keys are typed into.
const FIELDS: &str = "input, textarea, select, [contenteditable], dialog[open]";

/// Listens for as long as the page lives.
pub fn listen(shortcuts: Shortcuts) {
    let heard = shortcuts.heard();
    Effect::new(move |before: Option<()>| {
        let kept = if heard.get() { "on" } else { OFF };
        match before {
            // only now: the first view must be the server's, which knows nothing of this browser's switch
            None if is_off() => shortcuts.hear(false),
            // a browser that keeps nothing asks anew on the next page
            None | Some(()) => {
                store().map(|store| store.set_item(SWITCH, kept).ok());
            }
        }
    });
    let wanted = shortcuts.focus_wanted();
    Effect::new(move |_| {
        let element = wanted.get().and_then(|id| document().get_element_by_id(&id));
        // an element that is gone meanwhile leaves the focus where it is
        element.and_then(|element| element.dyn_into::<HtmlElement>().ok()).map(|element| element.focus().ok());
    });
    // never removed: it lives as long as the page
    let _ = window_event_listener(ev::keydown, move |event| {
        let is_heard = if is_chord(&event) {
            shortcuts.press(CHORD)
        } else {
            heard.get_untracked() && is_single(&event) && shortcuts.press(&event.key())
        };
        if is_heard {
            event.prevent_default();
        }
    });
}

/// Ctrl and K, or the Mac's Command and K: also in fields, and never switched off.
fn is_chord(event: &KeyboardEvent) -> bool {
    let is_held = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
    is_held && event.key().eq_ignore_ascii_case("k")
}

/// Is it one key by itself, pressed outside of what is typed into?
fn is_single(event: &KeyboardEvent) -> bool {
    let chord = event.ctrl_key() || event.alt_key() || event.meta_key();
    let typed_into = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|element| element.closest(FIELDS).ok().flatten().is_some());
    !chord && !typed_into && !event.is_composing() && !event.default_prevented()
}

fn is_off() -> bool {
    store().and_then(|store| store.get_item(SWITCH).ok().flatten()).as_deref() == Some(OFF)
}

fn store() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
