use super::{Icon, Symbol, Text};
use leptos::prelude::*;

/// Something failed: what to do, the incident to quote, and the way to try again as children.
#[component]
pub fn ErrorState(
    #[prop(into)] title: Text,
    #[prop(into)] text: Text,
    /// The word before the number, and the number.
    #[prop(optional_no_strip, into)]
    incident: Option<(String, String)>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="failure" role="alert">
            <h2 class="failure-title"><Icon symbol=Symbol::Danger/>{title}</h2>
            <p>{text}</p>
            {incident.map(|(label, number)| view! { <p class="failure-incident">{label}" "<code>{number}</code></p> })}
            {children.map(|children| view! { <div class="row">{children()}</div> })}
        </div>
    }
    .into_any()
}
