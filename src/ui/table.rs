use super::Text;
use leptos::prelude::*;

/// A table within a region that scrolls by itself and can be reached by keyboard. Children: `<thead>` and `<tbody>`.
#[component]
pub fn Table(
    /// The name of the region and of the table.
    #[prop(into)]
    label: Text,
    /// On narrow pages each row becomes a block; the cell `data-cell="main"` then leads.
    #[prop(optional)]
    stack: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label=label>
            <table class="table" data-stack=stack.then_some("") aria-label=label>{children()}</table>
        </div>
    }
    .into_any()
}

/// A cell whose `label` is shown before it when the table is stacked.
#[component]
pub fn Cell(
    #[prop(optional, into)] label: Option<Text>,
    /// The cell that names the row.
    #[prop(optional)]
    main: bool,
    #[prop(optional)] numeric: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <td data-label=label data-cell=main.then_some("main") data-align=numeric.then_some("end")>{children()}</td>
    }
    .into_any()
}
