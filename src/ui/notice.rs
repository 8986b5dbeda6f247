use super::{Icon, Text, Tone};
use leptos::prelude::*;

/// Something that the page has to say in place. `live` also announces it when it appears.
#[component]
pub fn Notice(
    #[prop(optional)] tone: Tone,
    #[prop(optional, into)] title: Option<Text>,
    /// It appears after loading, so it is announced.
    #[prop(optional)]
    live: bool,
    /// Buttons or links below the text.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="notice" data-tone=tone.name() role=live.then_some(tone.role())>
            <Icon symbol=tone.symbol()/>
            <div class="notice-body">
                {title.map(|title| view! { <div class="notice-title">{title}</div> })}
                <div>{children()}</div>
                {actions.map(|actions| view! { <div class="notice-actions">{actions.run()}</div> })}
            </div>
        </div>
    }
    .into_any()
}
