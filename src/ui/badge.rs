use super::{Icon, Symbol, Text, Tone};
use leptos::prelude::*;

/// A short fact on a tinted ground; the icon carries the tone's shape.
#[component]
pub fn Badge(
    #[prop(into)] text: Text,
    #[prop(optional)] tone: Tone,
    #[prop(optional)] symbol: Option<Symbol>,
) -> impl IntoView {
    view! {
        <span class="badge" data-tone=tone.name()>
            {symbol.map(|symbol| view! { <Icon symbol/> })}
            {text}
        </span>
    }
}
