use crate::ui::{Toast, Tone};
use leptos::prelude::*;

/// Messages that pass by, raised by any page and shown by the frame.
#[derive(Clone, Copy)]
pub struct Notices {
    messages: RwSignal<Vec<Toast>>,
    count: StoredValue<u64>,
}

/// More would cover the page; the oldest goes.
const MOST: usize = 4;

impl Notices {
    pub(super) fn new() -> Notices {
        Notices { messages: RwSignal::new(Vec::new()), count: StoredValue::new(0) }
    }
    pub fn success(self, text: impl Into<String>) {
        self.raise(Tone::Success, text.into());
    }
    pub fn failure(self, text: impl Into<String>) {
        self.raise(Tone::Danger, text.into());
    }
    pub(super) fn messages(self) -> Signal<Vec<Toast>> {
        self.messages.into()
    }
    pub(super) fn dismiss(self, id: u64) {
        self.messages.update(|messages| messages.retain(|message| message.id != id));
    }
    fn raise(self, tone: Tone, text: String) {
        self.count.update_value(|count| *count += 1);
        let id = self.count.get_value();
        self.messages.update(|messages| {
            messages.push(Toast { id, tone, text, action: None });
            if messages.len() > MOST {
                messages.remove(0);
            }
        });
    }
}
