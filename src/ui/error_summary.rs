use super::Text;
use leptos::{html, prelude::*};

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
                    // the browser moves the focus into the field; the router would only scroll there
                    view! { <li><a href=format!("#{field}") rel="external">{text}</a></li> }
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
