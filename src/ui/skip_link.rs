use super::Text;
use leptos::prelude::*;

/// The first stop of the keyboard: past the navigation to the content.
#[component]
pub fn SkipLink(#[prop(into)] label: Text, #[prop(default = "#main".to_owned(), into)] href: String) -> impl IntoView {
    view! { <a class="skip" href=href>{label}</a> }
}
