use super::status_name;
use crate::{
    app::{QueryForm, use_language},
    features::cases::model::{CaseFilter, CaseListContent, Period, Priority, ProductName, Scope, Sort, Status},
    i18n::{Language, text::cases as t},
    route,
    ui::{Button, ButtonKind, ButtonLink, CheckMenu, CheckOption, FilterSearch, FilterSelect, SelectOption},
};
use leptos::prelude::*;

/// The filter of the list, a form that is sent into the address.
#[component]
pub fn ListFilter(content: Memo<CaseListContent>, filter: Memo<CaseFilter>) -> impl IntoView {
    let language = use_language();
    let bare = Signal::derive(move || CaseFilter { scope: filter.get().scope, ..CaseFilter::default() }.href());
    view! {
        <search aria-label=t::filter(language)>
            <QueryForm action=route::CASES class="filter">
                // made anew for another filter: a link may have changed it, and its fields show what holds
                <For each=move || [filter.get()] key=CaseFilter::to_query let:filter>
                    <Fields filter=filter products=content.with_untracked(|content| content.products.clone())/>
                </For>
                <div class="filter-actions">
                    <Button label=t::filter_apply(language)/>
                    <ButtonLink href=bare label=t::clear(language) kind=ButtonKind::Quiet/>
                </div>
            </QueryForm>
        </search>
    }
    .into_any()
}

/// The fields as the address has them.
#[component]
fn Fields(filter: CaseFilter, products: Vec<ProductName>) -> impl IntoView {
    let language = use_language();
    let scope = (filter.scope != Scope::Organization).then(|| {
        view! { <input type="hidden" name="scope" value=filter.scope.code()/> }
    });
    let statuses = Status::ALL.iter().map(|status| CheckOption {
        value: status.code().to_owned(),
        label: status_name(language, *status).to_owned(),
        checked: filter.statuses.contains(status),
    });
    let priorities = Priority::ALL.iter().map(|priority| CheckOption {
        value: priority.code().to_owned(),
        label: priority.code().to_owned(),
        checked: filter.priorities.contains(priority),
    });
    let products = products.into_iter().map(|product| CheckOption {
        checked: filter.products.contains(&product.id),
        value: product.id.to_string(),
        label: product.name,
    });
    view! {
        {scope}
        <FilterSearch id="filter-q" name="q" label=t::search(language) value=filter.search/>
        {many(language, "status", t::status(language), statuses.collect())}
        {many(language, "product", t::product(language), products.collect())}
        {many(language, "priority", t::priority(language), priorities.collect())}
        <FilterSelect id="filter-period" name="period" label=t::period(language) options=periods(language) value=filter.period.code()/>
        <FilterSelect id="filter-sort" name="sort" label=t::sort(language) options=sorts(language) value=filter.sort.code()/>
    }
    .into_any()
}

/// A choice of several with what is chosen in words.
fn many(language: Language, name: &'static str, label: &'static str, options: Vec<CheckOption>) -> impl IntoView {
    let chosen: Vec<&str> = options.iter().filter(|o| o.checked).map(|o| o.label.as_str()).collect();
    let summary = match chosen[..] {
        [] => t::all(language).to_owned(),
        [one] => one.to_owned(),
        _ => t::chosen(language, chosen.len(), options.len()),
    };
    view! { <CheckMenu id=format!("filter-{name}") name=name label=label summary=summary options=options/> }
}

fn periods(language: Language) -> Vec<SelectOption> {
    let name = |period: &Period| match period {
        Period::Month => t::period_month(language),
        Period::Quarter => t::period_quarter(language),
        Period::Year => t::period_year(language),
        Period::Ever => t::period_ever(language),
    };
    Period::ALL.iter().map(|period| SelectOption::new(period.code(), name(period))).collect()
}

fn sorts(language: Language) -> Vec<SelectOption> {
    let name = |sort: &Sort| match sort {
        Sort::Changed => t::changed(language),
        Sort::Opened => t::opened(language),
        Sort::Priority => t::priority(language),
    };
    Sort::ALL.iter().map(|sort| SelectOption::new(sort.code(), name(sort))).collect()
}
