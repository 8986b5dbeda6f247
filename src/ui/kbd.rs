use leptos::prelude::*;

/// A key's name. As a `hint` beside a control it vanishes where there is no keyboard, and screen readers skip it.
#[component]
pub fn Kbd(#[prop(into)] keys: String, #[prop(optional)] hint: bool) -> impl IntoView {
    view! { <kbd class="kbd" data-hint=hint.then_some("") aria-hidden=hint.then_some("true")>{keys}</kbd> }
}
