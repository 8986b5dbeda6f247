//! Has the code of a screen ready before it is needed, so that following a link does not wait for it: fetched where most
//! readers go on to one kind of screen, as soon as the page is alive, and started when its link is about to be followed.

use crate::app::Screen;
use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlAnchorElement};

/// Has the browser fetch what the document names as next, when it has nothing else to do, unless the reader saves data.
/// It is not started yet: that would block a slow device while it reads.
pub fn fetch_next() {
    let connection = js_sys::Reflect::get(&window().navigator(), &JsValue::from_str("connection"));
    let saves = connection.and_then(|connection| js_sys::Reflect::get(&connection, &JsValue::from_str("saveData")));
    if saves.is_ok_and(|saves| saves.is_truthy()) {
        return;
    }
    let Ok(links) = document().query_selector_all("link[data-next]") else { return };
    for link in (0..links.length()).filter_map(|place| links.get(place)?.dyn_into::<Element>().ok()) {
        let _ = link.set_attribute("rel", "prefetch");
    }
}

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
