use crate::app::{local_copy, use_me};
use leptos::{html, prelude::*};

/// A text that is written in a thread, kept in this browser until the server has it (UX-5).
#[derive(Clone, Copy)]
pub(super) struct Typed {
    pub text: RwSignal<String>,
    /// Where it is typed.
    pub field: NodeRef<html::Textarea>,
    /// Its name in the browser.
    scope: StoredValue<String>,
    /// What was sent last, and how many different texts were before it.
    sent: StoredValue<(u32, String)>,
}

impl Typed {
    /// Begins with what is stored, or with what a plain form `brought`: that is newer than what was kept.
    pub fn new(scope: &str, stored: String, brought: Option<String>) -> Typed {
        let is_brought = brought.is_some();
        // a plain form ends its lines otherwise than a field does
        let first = brought.unwrap_or(stored).replace("\r\n", "\n");
        let typed = Typed {
            text: RwSignal::new(first.clone()),
            field: NodeRef::new(),
            scope: StoredValue::new(mine(scope)),
            sent: StoredValue::default(),
        };
        if !is_brought {
            typed.bring_back(first);
        }
        typed
    }

    pub fn typed(self, text: String) {
        self.scope.with_value(|scope| local_copy::keep(scope, &text));
        self.text.set(text);
    }

    /// What is sent now, with a number that another text does not have.
    pub fn send(self) -> (u32, String) {
        let text = self.text.get_untracked();
        self.sent.update_value(|(number, sent)| {
            if *sent != text {
                *number += 1;
                sent.clone_from(&text);
            }
        });
        (self.sent.with_value(|(number, _)| *number), text)
    }

    /// The server has what was sent. Is that all that was typed?
    pub fn arrived(self) -> bool {
        self.sent.with_value(|(_, sent)| {
            self.scope.with_value(|scope| local_copy::stored(scope, sent));
            self.text.with_untracked(|text| text == sent)
        })
    }

    /// The next text begins with what was typed since, in the field where somebody may still be typing.
    pub fn begin_anew(self) {
        let sent = self.sent.try_update_value(|(_, sent)| std::mem::take(sent)).unwrap_or_default();
        let text = self.text.get_untracked();
        let rest = text.strip_prefix(&sent).unwrap_or(&text).trim_start();
        if let Some(field) = self.field.get_untracked() {
            field.set_value(rest);
        }
        if text != sent {
            self.typed(rest.to_owned());
        } else {
            self.text.set(String::new());
        }
    }

    /// It is about another text from now on.
    pub fn move_to(self, scope: &str) {
        self.forget();
        self.scope.set_value(mine(scope));
        self.typed(self.text.get_untracked());
    }

    /// It is not wanted any more.
    pub fn forget(self) {
        self.scope.with_value(|scope| local_copy::forget(scope));
    }

    fn bring_back(self, first: String) {
        Effect::new(move |_| {
            let Some(kept) = self.scope.with_value(|scope| local_copy::kept(scope)) else { return };
            match self.field.get() {
                // typed before the page came to life: the field tells of it
                Some(field) if field.value() != first => return,
                Some(field) => field.set_value(&kept),
                None => {}
            }
            self.text.set(kept);
        });
    }
}

/// Each person's own.
fn mine(scope: &str) -> String {
    use_me().map(|me| format!("{scope}:{me}")).unwrap_or_default()
}
