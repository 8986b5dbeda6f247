use leptos::prelude::*;

/// What single keys do (UX-1): pages bind them, `browser::shortcuts` hears them, the server never does.
///
/// They act outside of fields and dialogs only, and can be switched off (WCAG 2.2, 2.1.4); then no key is heard.
#[derive(Clone, Copy)]
pub struct Shortcuts {
    heard: RwSignal<bool>,
    bound: StoredValue<Vec<Bound>>,
    count: StoredValue<u64>,
    /// The first of two keys, such as the `g` of `g d`.
    begun: StoredValue<Option<String>>,
    focus: RwSignal<Option<String>>,
}

/// Keys, and what they do.
#[derive(Clone)]
struct Bound {
    id: u64,
    keys: &'static str,
    run: Callback<()>,
}

impl Shortcuts {
    pub(crate) fn new() -> Shortcuts {
        Shortcuts {
            heard: RwSignal::new(true),
            bound: StoredValue::default(),
            count: StoredValue::default(),
            begun: StoredValue::default(),
            focus: RwSignal::default(),
        }
    }

    /// Binds keys, such as `j` or `g d`, while the calling component lives; what was bound last wins.
    pub fn bind(self, keys: &'static str, run: impl Fn() + Send + Sync + 'static) {
        self.count.update_value(|count| *count += 1);
        let id = self.count.get_value();
        let run = Callback::new(move |()| run());
        self.bound.update_value(|all| all.push(Bound { id, keys, run }));
        on_cleanup(move || {
            self.bound.try_update_value(|all| all.retain(|bound| bound.id != id));
        });
    }

    /// Binds keys to moving the focus to an element.
    pub fn bind_focus(self, keys: &'static str, id: &'static str) {
        self.bind(keys, move || self.focus(id));
    }

    /// Does what is bound to a key as `KeyboardEvent.key` names it; tells whether anything is.
    pub fn press(self, key: &str) -> bool {
        let begun = self.begun.try_update_value(Option::take).flatten();
        let typed = begun.map_or_else(|| key.to_owned(), |first| format!("{first} {key}"));
        let bound = self.bound.get_value();
        if let Some(bound) = bound.iter().rfind(|bound| bound.keys == typed) {
            bound.run.run(());
            return true;
        }
        let goes_on =
            bound.iter().any(|bound| bound.keys.strip_prefix(&typed).is_some_and(|rest| rest.starts_with(' ')));
        if goes_on {
            self.begun.set_value(Some(typed));
        }
        goes_on
    }

    /// Are keys heard?
    pub fn heard(self) -> Signal<bool> {
        self.heard.into()
    }
    /// Switches them on or off; the browser remembers it.
    pub fn hear(self, heard: bool) {
        self.heard.set(heard);
    }

    /// Moves the focus to the element with this id, in the browser.
    pub fn focus(self, id: impl Into<String>) {
        self.focus.set(Some(id.into()));
    }
    /// Where the focus should go; set anew each time.
    pub fn focus_wanted(self) -> Signal<Option<String>> {
        self.focus.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_keys_in_a_row_are_one_shortcut_and_the_last_binding_wins() {
        let owner = Owner::new();
        owner.with(|| {
            let shortcuts = Shortcuts::new();
            let done = StoredValue::new(Vec::new());
            shortcuts.bind("g d", move || done.update_value(|done| done.push("desk")));
            shortcuts.bind("d", move || done.update_value(|done| done.push("page")));
            let inner = Owner::new();
            inner.with(|| shortcuts.bind("d", move || done.update_value(|done| done.push("row"))));
            let used: Vec<bool> = ["g", "d", "d", "x", "g", "x"].map(|key| shortcuts.press(key)).into();
            assert_eq!(used, [true, true, true, false, true, false]);
            assert_eq!(done.get_value(), ["desk", "row"]);
            inner.cleanup();
            shortcuts.press("d");
            assert_eq!(done.get_value(), ["desk", "row", "page"]);
        });
    }
}
