use crate::ui::Text;
use leptos::prelude::*;

/// Content and a side column; below tablets' width the side follows the content.
#[component]
pub fn Split(
    /// The name of the side column.
    #[prop(into)]
    side_label: Text,
    #[prop(into)] side: ViewFnOnce,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="split">
            <div class="split-main">{children()}</div>
            <aside class="split-side" aria-label=side_label>{side.run()}</aside>
        </div>
    }
    .into_any()
}
