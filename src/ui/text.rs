use leptos::prelude::*;

/// The words of a part: a `&'static str` or a `String` that stays, or a signal for words that change in place,
/// for instance a button that becomes "Saving…".
pub type Text = Signal<String>;
