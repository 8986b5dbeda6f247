use leptos::prelude::*;

/// The container of rendered Markdown. `html` must come from the server's sanitizer (SEC-7); nothing here cleans it.
#[component]
pub fn Prose(
    #[prop(into)] html: String,
    /// The language of the text where it differs from the page's.
    #[prop(optional_no_strip, into)]
    lang: Option<String>,
) -> impl IntoView {
    view! { <div class="prose" lang=lang inner_html=html></div> }
}
