//! Loads the code of a screen when a link to it is about to be followed, so that following it does not wait for that.

use crate::app::Screen;
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlAnchorElement};

/// Listens for as long as the page lives.
pub fn load_ahead() {
    let _ = window_event_listener(ev::pointerover, |event| load(&event));
    let _ = window_event_listener(ev::touchstart, |event| load(&event));
    let _ = window_event_listener(ev::focusin, |event| load(&event));
}

fn load(event: &Event) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let link = target.and_then(|element| element.closest("a[href]").ok().flatten());
    let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else { return };
    let own = document().location().is_some_and(|location| location.origin() == Ok(link.origin()));
    if let Some(screen) = Screen::of(&link.pathname()).filter(|_| own) {
        // one that fails is asked for again when the link is followed
        spawn_local(async move { drop(screen.load().await) });
    }
}
