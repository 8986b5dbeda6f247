//! The pages and parts of this feature.

use leptos::prelude::*;

#[component]
pub fn HomePage() -> impl IntoView {
    view! { <h1>"HomePage"</h1> }
}
