use leptos::prelude::*;

/// The words of a part: a `&'static str` or a `String` that stays, or a signal for words that change in place,
/// for instance a button that becomes "Saving…".
pub type Text = Signal<String>;

/// Words that never change in place, for parts of which a page has many: a signal each would cost more than the words.
pub type Words = std::borrow::Cow<'static, str>;
