use super::{ButtonKind, Icon, Size, Symbol, Text};
use leptos::prelude::*;

/// A link that looks like a button: it leads somewhere and changes nothing.
#[component]
pub fn ButtonLink(
    #[prop(into)] href: Signal<String>,
    #[prop(into)] label: Text,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] size: Size,
    #[prop(optional)] symbol: Option<Symbol>,
    /// The address answers with a file.
    #[prop(optional)]
    download: bool,
    #[prop(optional, into)] rel: Option<String>,
) -> impl IntoView {
    view! {
        <a class="button" href=move || href.get() data-kind=kind.name() data-size=size.name() download=download rel=rel>
            {symbol.map(|symbol| view! { <Icon symbol/> })}
            <span>{label}</span>
        </a>
    }
    .into_any()
}
