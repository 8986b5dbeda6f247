//! The pages and parts of this feature.

use leptos::prelude::*;

#[component]
pub fn SignInPage() -> impl IntoView {
    view! { <h1>"SignInPage"</h1> }
}

#[component]
pub fn ForgottenPage() -> impl IntoView {
    view! { <h1>"ForgottenPage"</h1> }
}

#[component]
pub fn WelcomePage() -> impl IntoView {
    view! { <h1>"WelcomePage"</h1> }
}

#[component]
pub fn AccountPage() -> impl IntoView {
    view! { <h1>"AccountPage"</h1> }
}

#[component]
pub fn SessionsPage() -> impl IntoView {
    view! { <h1>"SessionsPage"</h1> }
}
