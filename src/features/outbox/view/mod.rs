//! The pages and parts of this feature.

use leptos::prelude::*;

#[component]
pub fn OutboxPage() -> impl IntoView {
    view! { <h1>"OutboxPage"</h1> }
}

#[component]
pub fn MailPage() -> impl IntoView {
    view! { <h1>"MailPage"</h1> }
}
