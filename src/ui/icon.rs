use super::Symbol;
use leptos::{prelude::*, tachys::html::InertElement};

/// A drawing from the sprite, hidden from screen readers: the words stand beside it. A list has two for each row, so that it
/// is one piece of text and not two elements with four attributes.
#[component]
pub fn Icon(symbol: Symbol) -> impl IntoView {
    InertElement::new(symbol.drawing())
}
