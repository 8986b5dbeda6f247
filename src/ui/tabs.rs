use super::{Icon, Symbol, Text};
use leptos::prelude::*;

/// One tab: a link, because what it shows is in the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    pub href: String,
    pub label: String,
    /// How many are behind it, already formatted.
    pub count: Option<String>,
    pub symbol: Option<Symbol>,
    pub current: bool,
}

impl Tab {
    /// A tab that leads to `href`; `current` when the page shows it.
    pub fn new(href: impl Into<String>, label: impl Into<String>, current: bool) -> Self {
        Self { href: href.into(), label: label.into(), count: None, symbol: None, current }
    }

    /// With a number behind the label.
    #[must_use]
    pub fn count(mut self, count: impl Into<String>) -> Self {
        self.count = Some(count.into());
        self
    }

    /// With a drawing before the label.
    #[must_use]
    pub fn symbol(mut self, symbol: Symbol) -> Self {
        self.symbol = Some(symbol);
        self
    }
}

/// Views of one page beside each other.
#[component]
pub fn Tabs(
    /// The name of the navigation.
    #[prop(into)]
    label: Text,
    #[prop(into)] tabs: Signal<Vec<Tab>>,
) -> impl IntoView {
    let items = move || {
        tabs.get()
            .into_iter()
            .map(|tab| {
                view! {
                    <li>
                        <a href=tab.href aria-current=tab.current.then_some("page")>
                            {tab.symbol.map(|symbol| view! { <Icon symbol/> })}
                            {tab.label}
                            {tab.count.map(|count| view! { " " <span class="count">{count}</span> })}
                        </a>
                    </li>
                }
            })
            .collect::<Vec<_>>()
    };
    view! { <nav class="tabs" aria-label=label><ul>{items}</ul></nav> }.into_any()
}
