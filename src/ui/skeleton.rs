use super::Text;
use leptos::prelude::*;

/// Rows where content is coming; shown only after a moment, so that fast answers do not flicker.
#[component]
pub fn Skeleton(
    /// For instance "Loading…", for screen readers.
    #[prop(into)]
    label: Text,
    #[prop(default = 6)] rows: usize,
) -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
            <span class="hidden-text">{label}</span>
            {(0..rows).map(|_| view! { <div class="skeleton-row"></div> }).collect::<Vec<_>>()}
        </div>
    }
}
