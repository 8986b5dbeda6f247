use leptos::{ev, prelude::*};
use std::time::Duration;

/// Without a key or a tap for so long nobody is there (issue 4: automatic away).
const IDLE_MS: f64 = 5.0 * 60_000.0;
const LOOK_EVERY: Duration = Duration::from_secs(15);

/// Has nobody touched this tab for some minutes?
pub fn idle() -> Signal<bool> {
    let idle = RwSignal::new(false);
    let touched = StoredValue::new(js_sys::Date::now());
    let touch = move || {
        if touched.try_update_value(|at| *at = js_sys::Date::now()).is_some() && idle.get_untracked() {
            idle.set(false);
        }
    };
    let handles = [
        window_event_listener(ev::keydown, move |_| touch()),
        window_event_listener(ev::pointerdown, move |_| touch()),
        window_event_listener(ev::focus, move |_| touch()),
    ];
    let look = set_interval_with_handle(
        move || {
            let is_idle = touched.try_get_value().is_some_and(|at| js_sys::Date::now() - at > IDLE_MS);
            if is_idle {
                idle.set(true);
            }
        },
        LOOK_EVERY,
    );
    on_cleanup(move || {
        handles.into_iter().for_each(|handle| handle.remove());
        if let Ok(look) = look {
            look.clear();
        }
    });
    idle.into()
}
