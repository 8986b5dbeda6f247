use super::{Icon, Symbol, Text};
use leptos::{ev, html, prelude::*};

/// At which edge of its button a menu's panel stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MenuAlign {
    Start,
    #[default]
    End,
}

/// A button that opens a list of links and buttons; a `<details>`, so it works without scripting. Escape and a click outside close it.
#[component]
pub fn Menu(
    #[prop(into)] label: Text,
    #[prop(optional)] symbol: Option<Symbol>,
    /// Only the icon is seen; the label becomes the accessible name.
    #[prop(optional)]
    hidden_label: bool,
    #[prop(optional)] align: MenuAlign,
    /// Items: a `<ul>` of [`MenuLink`] and [`MenuButton`].
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Details>::new();
    let align = match align {
        MenuAlign::Start => "start",
        MenuAlign::End => "end",
    };
    let close_on_escape = move |event: ev::KeyboardEvent| {
        if let ("Escape", Some(details)) = (event.key().as_str(), node.get_untracked().filter(|details| details.open()))
        {
            event.prevent_default();
            details.set_open(false);
        }
    };
    let text = match hidden_label {
        true => view! { <span class="hidden-text">{label}</span> }.into_any(),
        false => view! { <span>{label}</span><Icon symbol=Symbol::ChevronDown/> }.into_any(),
    };
    view! {
        <details class="menu" node_ref=node data-align=align on:keydown=close_on_escape>
            <summary class="button" data-kind="quiet" data-shape=hidden_label.then_some("icon")>
                {symbol.map(|symbol| view! { <Icon symbol/> })}
                {text}
            </summary>
            <div class="menu-panel" on:click=move |_| {
                if let Some(details) = node.get_untracked() {
                    details.set_open(false);
                }
            }>
                {children()}
            </div>
        </details>
    }
    .into_any()
}

/// A link in a [`Menu`].
#[component]
pub fn MenuLink(
    #[prop(into)] href: String,
    #[prop(into)] label: Text,
    #[prop(optional)] symbol: Option<Symbol>,
    #[prop(optional)] current: bool,
) -> impl IntoView {
    view! {
        <li>
            <a class="menu-item" href=href aria-current=current.then_some("true")>
                {symbol.map(|symbol| view! { <Icon symbol/> })}
                <span>{label}</span>
            </a>
        </li>
    }
}

/// A button in a [`Menu`]; submits the form around it, or does what `on_click` says.
#[component]
pub fn MenuButton(
    #[prop(into)] label: Text,
    #[prop(optional)] symbol: Option<Symbol>,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    #[prop(optional)] current: bool,
    #[prop(optional, into)] on_click: Option<Callback<()>>,
) -> impl IntoView {
    let kind = if on_click.is_some() { "button" } else { "submit" };
    let click = move |_| {
        if let Some(run) = on_click {
            run.run(());
        }
    };
    view! {
        <li>
            <button class="menu-item" type=kind name=name value=value aria-current=current.then_some("true") on:click=click>
                {symbol.map(|symbol| view! { <Icon symbol/> })}
                <span>{label}</span>
            </button>
        </li>
    }
}
