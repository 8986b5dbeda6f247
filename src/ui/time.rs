use super::Words;
use leptos::prelude::*;

/// An instant: what machines read, what stands there, and the full form on hover.
#[component]
pub fn Time(
    /// RFC 3339.
    #[prop(into)]
    datetime: String,
    #[prop(into)] text: Words,
    #[prop(optional, into)] title: Option<Words>,
) -> impl IntoView {
    view! { <time datetime=datetime title=title>{text}</time> }
}
