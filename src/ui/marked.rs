use crate::values::{Run, Runs};
use leptos::prelude::*;

/// A text with what was asked for marked.
#[component]
pub fn Marked(runs: Runs) -> impl IntoView {
    let run = |run: &Run| match run.is_marked {
        true => view! { <mark>{run.text.clone()}</mark> }.into_any(),
        false => run.text.clone().into_any(),
    };
    runs.iter().map(run).collect::<Vec<_>>().into_any()
}
