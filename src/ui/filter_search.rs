use super::Text;
use leptos::prelude::*;

/// The words to look for in a list's filter; takes the room that is left.
#[component]
pub fn FilterSearch(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: Text,
    #[prop(optional, into)] value: String,
) -> impl IntoView {
    view! {
        <div class="filter-field" data-grow="">
            <label class="filter-label" for=id.clone()>{label}</label>
            <input class="input" type="search" id=id name=name value=value/>
        </div>
    }
    .into_any()
}
