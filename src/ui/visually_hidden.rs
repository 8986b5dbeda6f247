use super::Text;
use leptos::prelude::*;

/// Words that only screen readers meet.
#[component]
pub fn VisuallyHidden(#[prop(into)] text: Text) -> impl IntoView {
    view! { <span class="hidden-text">{text}</span> }
}
