use super::super::model::{DeskContent, DeskFilter};
use crate::{
    app::use_language,
    features::cases::{
        model::{Priority, Status},
        view::status_name,
    },
    i18n::{Language, text::desk as t},
    route,
    ui::{Button, ButtonKind, ButtonLink, CheckMenu, CheckOption, FilterSearch, FilterSelect, SelectOption, Symbol},
};
use leptos::prelude::*;

/// The id of the search field, to which `/` leads.
pub(super) const SEARCH: &str = "desk-search";

/// What narrows the queue: a form that loads its own address, so that its fields and the address always agree.
#[component]
pub(super) fn QueueFilter(filter: Memo<DeskFilter>, content: DeskContent) -> impl IntoView {
    let language = use_language();
    let now = filter.get_untracked();
    let search = now.search.clone();
    let organization = now.organization.as_ref().map(ToString::to_string).unwrap_or_default();
    let [statuses, products, priorities] = menus(language, &now, &content);
    view! {
        <form class="filter" method="get" action=route::DESK role="search" aria-label=t::filter(language)>
            <input type="hidden" name="lane" value=move || filter.with(|filter| filter.lane.code())/>
            <FilterSearch id=SEARCH name="q" label=t::search(language) value=search/>
            <FilterSelect id="desk-organization" name="organization" label=t::organization(language)
                options=organizations(language, &content) value=organization/>
            {products.view("desk-product", "product", t::product(language))}
            {statuses.view("desk-status", "status", t::status(language))}
            {priorities.view("desk-priority", "priority", t::priority(language))}
            <div class="filter-actions">
                <Button label=t::filter_apply(language) symbol=Symbol::Filter/>
                {move || filter.with(DeskFilter::narrows).then(|| view! { <ClearFilter filter/> })}
            </div>
        </form>
    }
    .into_any()
}

/// Loads the lane anew, without anything that narrows it.
#[component]
fn ClearFilter(filter: Memo<DeskFilter>) -> impl IntoView {
    let href = Signal::derive(move || DeskFilter::default().on(filter.with(|filter| filter.lane)).href());
    view! { <ButtonLink href=href label=t::filter_clear(use_language()) kind=ButtonKind::Quiet rel="external"/> }
}

/// One choice of several.
struct Choices {
    summary: String,
    options: Vec<CheckOption>,
}

impl Choices {
    fn new(language: Language, options: Vec<CheckOption>) -> Choices {
        let chosen: Vec<&CheckOption> = options.iter().filter(|option| option.checked).collect();
        let summary = match chosen[..] {
            [] => t::all(language).to_owned(),
            [one] => one.label.clone(),
            _ => t::some_of(language, chosen.len(), options.len()),
        };
        Choices { summary, options }
    }
    fn view(self, id: &'static str, name: &'static str, label: &'static str) -> impl IntoView {
        view! { <CheckMenu id=id name=name label=label summary=self.summary options=self.options/> }
    }
}

fn menus(language: Language, filter: &DeskFilter, content: &DeskContent) -> [Choices; 3] {
    let status = |status: &Status| CheckOption {
        value: status.code().to_owned(),
        label: status_name(language, *status).to_owned(),
        checked: filter.statuses.contains(status),
    };
    let product = |product: &crate::features::cases::model::ProductName| CheckOption {
        value: product.id.to_string(),
        label: product.name.clone(),
        checked: filter.products.contains(&product.id),
    };
    let priority = |priority: &Priority| CheckOption {
        value: priority.code().to_owned(),
        label: priority.code().to_owned(),
        checked: filter.priorities.contains(priority),
    };
    [
        Choices::new(language, Status::ALL.iter().map(status).collect()),
        Choices::new(language, content.products.iter().map(product).collect()),
        Choices::new(language, Priority::ALL.iter().map(priority).collect()),
    ]
}

fn organizations(language: Language, content: &DeskContent) -> Vec<SelectOption> {
    let all = SelectOption::new("", t::all(language));
    let named = content.organizations.iter().map(|o| SelectOption::new(o.id.to_string(), o.name.clone()));
    std::iter::once(all).chain(named).collect()
}
