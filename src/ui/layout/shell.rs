use crate::ui::{Icon, SkipLink, Symbol, Text, Whole};
use leptos::prelude::*;

/// One place of the main navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    pub href: String,
    pub label: String,
    /// Something new waits there, already formatted.
    pub count: Option<String>,
    pub current: bool,
}

/// The frame around every page: skip link, bar, content, footer.
#[component]
pub fn Shell(
    /// The product's name beside the mark.
    #[prop(into)]
    brand: Text,
    #[prop(into)] home: String,
    #[prop(into)] skip_label: Text,
    /// The name of the main navigation.
    #[prop(into)]
    nav_label: Text,
    /// Empty before sign-in: then no navigation is rendered.
    #[prop(into)]
    nav: Signal<Vec<NavItem>>,
    /// Lines across the page: offline, demo, a preview as somebody else.
    #[prop(optional, into)]
    banner: Option<ViewFnOnce>,
    #[prop(optional, into)] organization: Option<ViewFnOnce>,
    #[prop(optional, into)] search: Option<ViewFnOnce>,
    #[prop(optional, into)] account: Option<ViewFnOnce>,
    #[prop(optional, into)] footer: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    let header = view! {
        <header class="shell-header">
            <SkipLink label=skip_label/>
            {banner.map(|banner| banner.run())}
            <div class="shell-bar">
                <a class="shell-brand" href=home><Icon symbol=Symbol::Logo/><span>{brand}</span></a>
                {organization.map(|slot| view! { <div class="shell-organization">{slot.run()}</div> })}
                <MainNav label=nav_label items=nav/>
                {search.map(|slot| view! { <div class="shell-search">{slot.run()}</div> })}
                {account.map(|slot| view! { <div class="shell-account">{slot.run()}</div> })}
            </div>
        </header>
    };
    let footer = view! { <footer class="shell-footer">{footer.map(|footer| footer.run())}</footer> };
    view! {
        <div class="shell">
            {Whole(header.into_any())}
            <main class="shell-main" id="main" tabindex="-1">{children()}</main>
            {Whole(footer.into_any())}
        </div>
    }
    .into_any()
}

/// The places of the portal.
#[component]
fn MainNav(label: Text, items: Signal<Vec<NavItem>>) -> impl IntoView {
    move || {
        let items = items.get();
        (!items.is_empty()).then(move || {
            let links: Vec<_> = items.into_iter().map(nav_link).collect();
            view! { <nav class="shell-nav" aria-label=label><ul>{links}</ul></nav> }
        })
    }
}

fn nav_link(item: NavItem) -> impl IntoView {
    view! {
        <li>
            <a href=item.href aria-current=item.current.then_some("page")>
                {item.label}
                {item.count.map(|count| view! { " " <span class="count">{count}</span> })}
            </a>
        </li>
    }
}
