use super::{Icon, Symbol, Text};
use leptos::prelude::*;

/// One line of a [`CheckMenu`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckOption {
    pub value: String,
    pub label: String,
    pub checked: bool,
}

/// A choice of several in little room, for filters: a disclosure with checkboxes that share one `name`.
#[component]
pub fn CheckMenu(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: Text,
    /// What is chosen, in words, for instance "3 of 6".
    #[prop(into)]
    summary: Text,
    options: Vec<CheckOption>,
) -> impl IntoView {
    let label_id = format!("{id}-label");
    let labelled_by = label_id.clone();
    let rows: Vec<_> = options
        .into_iter()
        .enumerate()
        .map(|(place, option)| {
            let row_id = format!("{id}-{place}");
            view! {
                <div class="choice">
                    <input
                        class="choice-input"
                        type="checkbox"
                        id=row_id.clone()
                        name=name.clone()
                        value=option.value
                        checked=option.checked
                    />
                    <label class="choice-label" for=row_id>{option.label}</label>
                </div>
            }
        })
        .collect();
    view! {
        <div class="filter-field" role="group" aria-labelledby=labelled_by>
            <span class="filter-label" id=label_id>{label}</span>
            <details class="menu" data-align="start" id=id>
                <summary class="filter-multi">{summary}<Icon symbol=Symbol::ChevronDown/></summary>
                <div class="menu-panel">{rows}</div>
            </details>
        </div>
    }
    .into_any()
}
