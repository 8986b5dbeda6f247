use super::Text;
use leptos::prelude::*;

/// How far something is, as the native element with its name and its words.
#[component]
pub fn Progress(
    #[prop(into)] id: String,
    #[prop(into)] label: Text,
    /// From 0 to 100; nothing while it is unknown.
    #[prop(into)]
    percent: MaybeProp<u32>,
    /// For instance "12 of 40 MB".
    #[prop(optional, into)]
    text: MaybeProp<String>,
) -> impl IntoView {
    view! {
        <div class="progress">
            <div class="progress-line">
                <label for=id.clone()>{label}</label>
                <span>{move || text.get()}</span>
            </div>
            <progress class="progress-bar" id=id max="100" value=move || percent.get()></progress>
        </div>
    }
    .into_any()
}
