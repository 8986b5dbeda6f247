use super::{Icon, Symbol, Text};
use leptos::prelude::*;

/// In which direction a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortOrder {
    Ascending,
    Descending,
}

/// A column's head that sorts by link; without `order` the list is sorted by another column.
#[component]
pub fn SortHeader(
    #[prop(into)] href: String,
    #[prop(into)] label: Text,
    #[prop(optional_no_strip, into)] order: Option<SortOrder>,
    /// The column holds numbers and is aligned to its end.
    #[prop(optional)]
    numeric: bool,
) -> impl IntoView {
    let (sort, symbol) = match order {
        Some(SortOrder::Ascending) => (Some("ascending"), Some(Symbol::ArrowUp)),
        Some(SortOrder::Descending) => (Some("descending"), Some(Symbol::ArrowDown)),
        None => (None, None),
    };
    view! {
        <th scope="col" aria-sort=sort data-align=numeric.then_some("end")>
            <a class="table-sort" href=href>
                {label}
                {symbol.map(|symbol| view! { <Icon symbol/> })}
            </a>
        </th>
    }
}
