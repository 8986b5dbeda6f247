use super::{Icon, Symbol, Text};
use leptos::{ev::MouseEvent, prelude::*};

/// How much a button asks for attention; one `Primary` per page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    Primary,
    #[default]
    Secondary,
    Quiet,
    Danger,
}

impl ButtonKind {
    /// The value of `data-kind`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            ButtonKind::Primary => "primary",
            ButtonKind::Secondary => "secondary",
            ButtonKind::Quiet => "quiet",
            ButtonKind::Danger => "danger",
        }
    }
}

/// The size of a button; both are 44 px where fingers work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    #[default]
    Medium,
    Small,
}

impl Size {
    /// The value of `data-size`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Size::Medium => "medium",
            Size::Small => "small",
        }
    }
}

/// What a button does in its form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonType {
    #[default]
    Submit,
    Button,
    Reset,
}

impl ButtonType {
    const fn name(self) -> &'static str {
        match self {
            ButtonType::Submit => "submit",
            ButtonType::Button => "button",
            ButtonType::Reset => "reset",
        }
    }
}

/// A button; submits its form unless told otherwise. With `hidden_label` only the icon is seen, the name is still read.
#[component]
pub fn Button(
    #[prop(into)] label: Text,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] size: Size,
    #[prop(optional)] action: ButtonType,
    #[prop(optional)] symbol: Option<Symbol>,
    /// Only the icon is seen; the label becomes the accessible name.
    #[prop(optional)]
    hidden_label: bool,
    /// The work is under way: announced, and a second press is the server's to refuse.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// What a form sends to tell its buttons apart.
    #[prop(optional, into)]
    name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    /// Another address for the same form, for instance "save draft".
    #[prop(optional, into)]
    formaction: Option<String>,
    /// Leaves the browser's own checks out, for instance at "back" and "save draft".
    #[prop(optional)]
    skip_checks: bool,
    #[prop(optional, into)] on_click: Option<Callback<MouseEvent>>,
) -> impl IntoView {
    let title = hidden_label.then_some(label);
    let text = match hidden_label {
        true => view! { <span class="hidden-text">{label}</span> }.into_any(),
        false => view! { <span>{label}</span> }.into_any(),
    };
    view! {
        <button
            class="button"
            type=action.name()
            data-kind=kind.name()
            data-size=size.name()
            data-shape=hidden_label.then_some("icon")
            title=title
            name=name
            value=value
            formaction=formaction
            formnovalidate=skip_checks
            aria-busy=move || busy.get().then_some("true")
            on:click=move |event| {
                if let Some(run) = on_click {
                    run.run(event);
                }
            }
        >
            {symbol.map(|symbol| view! { <Icon symbol/> })}
            {text}
        </button>
    }
    .into_any()
}

/// A button that cannot be used now and says why beside itself (UX-6): it keeps its place and its focus.
#[component]
pub fn RefusedButton(
    /// The id of the explanation, unique on the page.
    #[prop(into)]
    id: String,
    #[prop(into)] label: Text,
    /// Role, product or state, and who can change it.
    #[prop(into)]
    why: Text,
    #[prop(optional)] size: Size,
    #[prop(optional)] symbol: Option<Symbol>,
) -> impl IntoView {
    view! {
        <button class="button" type="button" data-kind="secondary" data-size=size.name() aria-disabled="true" aria-describedby=id.clone()>
            {symbol.map(|symbol| view! { <Icon symbol/> })}
            <span>{label}</span>
        </button>
        <p class="button-why" id=id><Icon symbol=Symbol::Lock/><span>{why}</span></p>
    }
    .into_any()
}
