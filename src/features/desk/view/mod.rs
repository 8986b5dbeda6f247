//! The pages and parts of this feature.

use leptos::prelude::*;

#[component]
pub fn QueuePage() -> impl IntoView {
    view! { <h1>"QueuePage"</h1> }
}
