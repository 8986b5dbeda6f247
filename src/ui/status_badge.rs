use super::{Icon, Symbol, Tone, Words};
use leptos::prelude::*;

/// On which ground a status stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StatusLook {
    /// In lists: shape and word without a ground, so that the column stays quiet.
    #[default]
    Line,
    /// At the head of a page: on a tinted ground.
    Filled,
}

/// A status: its own shape, and its name as text.
#[component]
pub fn StatusBadge(
    #[prop(into)] text: Words,
    symbol: Symbol,
    #[prop(optional)] tone: Tone,
    #[prop(optional)] look: StatusLook,
) -> impl IntoView {
    let class = match look {
        StatusLook::Line => "status",
        StatusLook::Filled => "badge",
    };
    view! {
        <span class=class data-tone=tone.name()>
            <Icon symbol/>
            {text}
        </span>
    }
}
