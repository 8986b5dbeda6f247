//! A copy of what is typed into a topic's form, in this browser until the server has it (UX-5).

use crate::{
    app::{local_copy, use_me},
    features::topics::model::{EditContent, EditForm, Published},
    values::TopicId,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The copy of one form. It comes back only where the same is stored as when it was typed: else it would undo what somebody
/// wrote meanwhile.
#[derive(Clone, Copy)]
pub(super) struct EditCopy {
    form: RwSignal<EditForm>,
    /// What is stored: the draft and what is published.
    base: Memo<String>,
    /// Its name in the browser; empty, where nothing is kept.
    scope: StoredValue<String>,
    /// Was something typed that the server does not have?
    is_typed: StoredValue<bool>,
    /// The form that was sent last, and its copy.
    sent: StoredValue<(EditForm, String)>,
}

impl EditCopy {
    pub fn new(content: Memo<EditContent>, form: RwSignal<EditForm>) -> EditCopy {
        let base = Memo::new(move |_| content.with(base_of));
        let scope = content.with_untracked(|content| {
            let version = content.restores.map(|version| version.to_string()).unwrap_or_default();
            scope_of(&content.form.topic, &content.form.translates, &version)
        });
        let copy = EditCopy {
            form,
            base,
            scope: StoredValue::new(scope),
            is_typed: StoredValue::new(false),
            sent: StoredValue::default(),
        };
        Effect::new(move |before: Option<String>| {
            let now = base.get();
            // the page has shown what changed, and the form goes on from there
            if before.is_some_and(|before| before != now) && copy.is_typed.get_value() {
                copy.keep();
            }
            now
        });
        copy
    }

    pub fn typed(self) {
        self.is_typed.set_value(true);
        self.keep();
    }

    pub fn sent(self) {
        self.sent.set_value((self.form.get_untracked(), self.text()));
    }

    /// The server has what was sent. A copy of what was typed since stays, also of what another tab typed.
    pub fn stored(self, topic: &TopicId) {
        let (sent, copy) = self.sent.get_value();
        let is_typed = self.form.with_untracked(|form| *form != sent);
        let (before, now) = (self.scope.get_value(), scope_of(topic.as_str(), "", ""));
        local_copy::stored(&before, &copy);
        if before != now && is_typed {
            local_copy::forget(&before);
        }
        self.scope.set_value(now);
        self.is_typed.set_value(is_typed);
        if is_typed {
            self.keep();
        }
    }

    /// Brings back what was typed here and never reached the server; says whether there was something.
    pub fn bring_back(self) -> bool {
        // what a plain form brought is newer, and what was typed before the page came to life
        if use_query_map().with_untracked(|query| query.get("check").is_some()) || self.is_typed.get_value() {
            return false;
        }
        let copy = self.scope.with_value(|scope| local_copy::kept(scope)).unwrap_or_default();
        let Some((base, form)) = copy.split_once('\n') else { return false };
        let Ok(form) = serde_json::from_str::<EditForm>(form) else { return false };
        if base != self.base.get_untracked() || self.form.with_untracked(|now| *now == form) {
            return false;
        }
        self.form.set(form);
        self.is_typed.set_value(true);
        true
    }

    fn keep(self) {
        self.scope.with_value(|scope| local_copy::keep(scope, &self.text()));
    }

    /// The form behind what it is based on.
    fn text(self) -> String {
        let form = self.form.with_untracked(serde_json::to_string);
        form.map(|form| format!("{}\n{form}", self.base.get_untracked())).unwrap_or_default()
    }
}

fn base_of(content: &EditContent) -> String {
    let draft = content.draft.as_ref().map(|draft| format!("{} {}", draft.number, draft.changed_at.0));
    format!("{}/{}", draft.unwrap_or_default(), Published::stand(content.published.as_ref()))
}

/// One name for each person and topic, earlier version, translation that is begun, and for what is new.
fn scope_of(topic: &str, translates: &str, version: &str) -> String {
    use_me().map(|me| format!("topic:{topic}:{translates}:{version}:{me}")).unwrap_or_default()
}
