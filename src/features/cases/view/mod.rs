//! The pages and parts of this feature.

use leptos::prelude::*;

#[component]
pub fn ListPage() -> impl IntoView {
    view! { <h1>"ListPage"</h1> }
}

#[component]
pub fn OpenPage() -> impl IntoView {
    view! { <h1>"OpenPage"</h1> }
}

#[component]
pub fn CasePage() -> impl IntoView {
    view! { <h1>"CasePage"</h1> }
}

#[component]
pub fn WatchingPage() -> impl IntoView {
    view! { <h1>"WatchingPage"</h1> }
}
