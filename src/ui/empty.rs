use super::{Icon, Symbol, Text};
use leptos::prelude::*;

/// A place without content yet: what belongs here, and the first action as children.
#[component]
pub fn Empty(
    symbol: Symbol,
    #[prop(into)] title: Text,
    #[prop(optional, into)] text: Option<Text>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon symbol/>
            <h2 class="empty-title">{title}</h2>
            {text.map(|text| view! { <p class="empty-text">{text}</p> })}
            {children.map(|children| view! { <div class="empty-actions">{children()}</div> })}
        </div>
    }
    .into_any()
}
