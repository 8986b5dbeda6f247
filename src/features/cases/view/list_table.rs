use super::{Ago, CasePriority, CaseStatus};
use crate::{
    app::{use_language, with_viewer},
    features::access::model::Viewer,
    features::cases::model::{CaseFilter, CaseSummary, Sort},
    i18n::text::cases as t,
    route,
    ui::{SortHeader, SortOrder, Table},
    values::Moment,
};
use leptos::prelude::*;

/// The cases of one page as a table; on narrow pages each is a block.
#[component]
pub fn ListTable(rows: Vec<CaseSummary>, now: Moment, filter: CaseFilter) -> impl IntoView {
    let language = use_language();
    let vendor = with_viewer(Viewer::is_vendor);
    let rows: Vec<_> = rows.into_iter().map(|case| view! { <Row case now vendor/> }).collect();
    view! {
        <div class="cases-table">
            <Table label=t::list_title(language) stack=true>
                <thead>
                    <tr>
                        <Head sort=Sort::Priority label=t::priority(language) filter=filter.clone()/>
                        <th scope="col">{t::number(language)}</th>
                        <th scope="col">{t::title(language)}</th>
                        <th scope="col">{t::status(language)}</th>
                        <th scope="col">{t::product(language)}</th>
                        {vendor.then(|| view! { <th scope="col">{t::organization(language)}</th> })}
                        <th scope="col">{t::requester(language)}</th>
                        <Head sort=Sort::Opened label=t::opened(language) filter=filter.clone()/>
                        <Head sort=Sort::Changed label=t::changed(language) filter=filter/>
                        <th scope="col">{t::closed(language)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </div>
    }
    .into_any()
}

/// A column by which the list can be sorted: the newest or the most urgent first.
#[component]
fn Head(sort: Sort, label: &'static str, filter: CaseFilter) -> impl IntoView {
    let order = (filter.sort == sort).then_some(match sort {
        Sort::Priority => SortOrder::Ascending,
        Sort::Changed | Sort::Opened => SortOrder::Descending,
    });
    let href = CaseFilter { sort, ..filter.from_beginning() }.href();
    view! { <SortHeader href=href label=label order=order/> }
}

/// One case (CASE-11).
#[component]
fn Row(case: CaseSummary, now: Moment, vendor: bool) -> impl IntoView {
    let language = use_language();
    view! {
        <tr>
            <td><CasePriority priority=case.priority/></td>
            <td data-nowrap=""><span class="number">{case.number.to_string()}</span></td>
            <td data-cell="main"><a class="table-main" href=route::case(case.number)>{case.title}</a></td>
            <td><CaseStatus status=case.status resolution=case.resolution/></td>
            <td>{case.product}</td>
            {vendor.then(|| view! { <td data-label=format!("{}:", t::organization(language))>{case.organization}</td> })}
            <td data-label=format!("{}:", t::requester(language))>{case.requester}</td>
            <td data-label=format!("{}:", t::opened(language)) data-nowrap=""><Ago at=case.opened_at now/></td>
            <td data-label=format!("{}:", t::changed(language)) data-nowrap=""><Ago at=case.changed_at now/></td>
            <td data-label=case.closed_at.map(|_| format!("{}:", t::closed(language))) data-nowrap="">
                {case.closed_at.map(|at| view! { <Ago at now/> })}
            </td>
        </tr>
    }
    .into_any()
}
