use crate::values::Marked;
use leptos::prelude::*;

/// A text with its marks.
#[component]
pub fn MarkedText(text: Marked) -> impl IntoView {
    let stretch = |(text, is_marked): (&str, bool)| {
        let text = text.to_owned();
        if is_marked { view! { <mark>{text}</mark> }.into_any() } else { text.into_any() }
    };
    text.stretches().map(stretch).collect::<Vec<_>>().into_any()
}
