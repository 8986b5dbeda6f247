use crate::values::Run;
use leptos::prelude::*;

/// A text with what was asked for marked.
#[component]
pub fn Marked(runs: Vec<Run>) -> impl IntoView {
    let run = |Run { text, is_marked }| match is_marked {
        true => view! { <mark>{text}</mark> }.into_any(),
        false => text.into_any(),
    };
    runs.into_iter().map(run).collect::<Vec<_>>().into_any()
}
