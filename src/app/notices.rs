use crate::ui::{Toast, Tone};
use leptos::prelude::*;
use std::time::Duration;

/// Messages that pass by, raised by any page and shown by the frame.
#[derive(Clone, Copy)]
pub struct Notices {
    messages: RwSignal<Vec<Toast>>,
    count: StoredValue<u64>,
}

/// More would cover the page; the oldest goes.
const MOST: usize = 4;
/// A success goes by itself: the page shows what it tells. A failure stays until it is dismissed.
const SUCCESS_STAYS: Duration = Duration::from_secs(8);

impl Notices {
    pub(super) fn new() -> Notices {
        Notices { messages: RwSignal::new(Vec::new()), count: StoredValue::new(0) }
    }
    /// Something was done. Only in the browser, after an action: on the server no timer runs.
    pub fn success(self, text: impl Into<String>) {
        let id = self.raise(Tone::Success, text.into());
        set_timeout(move || self.dismiss(id), SUCCESS_STAYS);
    }
    /// Something was not done.
    pub fn failure(self, text: impl Into<String>) {
        self.raise(Tone::Danger, text.into());
    }
    pub(super) fn messages(self) -> Signal<Vec<Toast>> {
        self.messages.into()
    }
    pub(super) fn dismiss(self, id: u64) {
        self.messages.update(|messages| messages.retain(|message| message.id != id));
    }
    fn raise(self, tone: Tone, text: String) -> u64 {
        self.count.update_value(|count| *count += 1);
        let id = self.count.get_value();
        self.messages.update(|messages| {
            messages.push(Toast { id, tone, text, action: None });
            if messages.len() > MOST {
                messages.remove(0);
            }
        });
        id
    }
}
