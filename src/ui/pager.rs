use super::{ButtonLink, Symbol, Text};
use leptos::prelude::*;

/// The way through a list by keys: links to the page before and after, where there is one.
#[component]
pub fn Pager(
    /// The name of the navigation.
    #[prop(into)]
    label: Text,
    #[prop(into)] previous_label: Text,
    #[prop(into)] next_label: Text,
    #[prop(optional_no_strip, into)] previous: Option<String>,
    #[prop(optional_no_strip, into)] next: Option<String>,
    /// For instance "25 of 132 cases".
    #[prop(optional, into)]
    info: Option<Text>,
) -> impl IntoView {
    view! {
        <nav class="pager" aria-label=label>
            <span class="pager-info">{info}</span>
            <span class="pager-links">
                {previous.map(|href| view! { <ButtonLink href label=previous_label symbol=Symbol::ChevronLeft rel="prev"/> })}
                {next.map(|href| view! { <ButtonLink href label=next_label symbol=Symbol::ChevronRight rel="next"/> })}
            </span>
        </nav>
    }
    .into_any()
}
