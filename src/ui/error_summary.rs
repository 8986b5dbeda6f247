use super::Text;
use leptos::{
    ev::MouseEvent,
    html,
    prelude::*,
    wasm_bindgen::JsCast as _,
    web_sys::{Element, HtmlElement},
};

/// One problem: the id of its field, and the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryLine {
    pub field: String,
    pub text: String,
}

impl SummaryLine {
    /// A problem of the field with this id.
    pub fn new(field: impl Into<String>, text: impl Into<String>) -> Self {
        Self { field: field.into(), text: text.into() }
    }
}

/// All problems of a form, above it, each a link to its field; nothing while there are none. It takes the focus whenever
/// `lines` change, so they change at submitting only, never while somebody types.
#[component]
pub fn ErrorSummary(#[prop(into)] title: Text, #[prop(into)] lines: Signal<Vec<SummaryLine>>) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let (Some(summary), false) = (node.get(), lines.with(Vec::is_empty)) {
            // a browser that refuses the focus still shows the summary
            summary.focus().ok();
        }
    });
    move || {
        let lines = lines.get();
        (!lines.is_empty()).then(move || {
            let items: Vec<_> = lines
                .into_iter()
                .map(|SummaryLine { field, text }| {
                    let href = format!("#{field}");
                    view! { <li><a href=href on:click=move |event| lead_to(&field, &event)>{text}</a></li> }
                })
                .collect();
            view! {
                <div class="summary" id="summary" role="alert" tabindex="-1" aria-labelledby="summary-title" node_ref=node>
                    <h2 class="summary-title" id="summary-title">{title}</h2>
                    <ul>{items}</ul>
                </div>
            }
        })
    }
}

/// Moves the focus into a field. The browser would do so by itself, but the router takes the link and only scrolls.
fn lead_to(field: &str, event: &MouseEvent) {
    let control = document().get_element_by_id(field).map(Element::dyn_into::<HtmlElement>);
    if let Some(Ok(control)) = control {
        event.prevent_default();
        // a browser that refuses the focus still scrolls there
        control.focus().ok();
    }
}
