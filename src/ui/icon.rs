use super::Symbol;
use leptos::prelude::*;

/// A drawing from the sprite, hidden from screen readers: the words stand beside it.
#[component]
pub fn Icon(symbol: Symbol) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true" focusable="false">
            <use href=symbol.href()></use>
        </svg>
    }
}
