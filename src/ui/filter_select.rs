use super::{SelectOption, Text};
use leptos::prelude::*;

/// A choice of one in a list's filter: small label above, native select below.
#[component]
pub fn FilterSelect(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: Text,
    options: Vec<SelectOption>,
    /// The value chosen at first.
    #[prop(optional, into)]
    value: String,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let options: Vec<_> = options
        .into_iter()
        .map(|option| {
            let selected = option.value == value;
            view! { <option value=option.value selected=selected>{option.label}</option> }
        })
        .collect();
    view! {
        <div class="filter-field">
            <label class="filter-label" for=id.clone()>{label}</label>
            <select class="input" id=id name=name on:change=move |event| {
                if let Some(run) = on_change {
                    run.run(event_target_value(&event));
                }
            }>{options}</select>
        </div>
    }
    .into_any()
}
