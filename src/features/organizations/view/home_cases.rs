use crate::{
    app::{use_language, use_viewer},
    features::{
        cases::{
            model::{CaseSummary, Status},
            view::{Ago, CasePriority, CaseStatus},
        },
        organizations::model::HomeContent,
    },
    i18n::text::organizations as t,
    policy::{Action, Reach},
    route,
    ui::{Empty, Symbol},
    values::Moment,
};
use leptos::prelude::*;

/// Open cases: first those that wait for the reader's side.
#[component]
pub fn HomeCases(content: Memo<HomeContent>) -> impl IntoView {
    let language = use_language();
    let viewer = use_viewer();
    let all = match (viewer.can(Action::ReadCases), viewer.person.as_ref()) {
        (Ok(Reach::Organization), Some(person)) => t::all_cases(language, &person.organization_name),
        (Ok(Reach::Own | Reach::Public | Reach::Everywhere) | Err(_), _) | (_, None) => {
            t::your_cases(language).to_owned()
        }
    };
    let is_vendor = viewer.is_vendor();
    move || {
        let HomeContent { open_cases, now, .. } = content.get();
        if open_cases.is_empty() {
            return view! {
                <Empty symbol=Symbol::Inbox title=t::no_open_cases(language) text=t::no_open_cases_text(language)/>
            }
            .into_any();
        }
        let all = all.clone();
        let (waiting, working): (Vec<_>, Vec<_>) = open_cases.into_iter().partition(|case| waits(case) && !is_vendor);
        let working_title = if is_vendor { t::open_cases(language) } else { t::with_support(language) };
        view! {
            <Group id="home-waiting" title=t::waiting_for_you(language) cases=waiting now/>
            <Group id="home-working" title=working_title cases=working now/>
            <p class="home-all"><a href=route::CASES>{all}</a></p>
        }
        .into_any()
    }
}

/// Is it the customer's turn?
fn waits(case: &CaseSummary) -> bool {
    match case.status {
        Status::WaitingForCustomer | Status::SolutionProposed => true,
        Status::New | Status::Assigned | Status::InProgress | Status::Closed => false,
    }
}

/// Cases under a heading; nothing while there are none.
#[component]
fn Group(id: &'static str, title: &'static str, cases: Vec<CaseSummary>, now: Moment) -> impl IntoView {
    (!cases.is_empty()).then(|| {
        let rows: Vec<_> = cases.into_iter().map(|case| view! { <CaseLine case now/> }).collect();
        view! {
            <section aria-labelledby=id>
                <h2 class="home-heading" id=id>{title}</h2>
                <ul class="home-cases" role="list">{rows}</ul>
            </section>
        }
        .into_any()
    })
}

#[component]
fn CaseLine(case: CaseSummary, now: Moment) -> impl IntoView {
    view! {
        <li class="home-case">
            <a class="home-case-title" href=route::case(case.number)>{case.title}</a>
            <div class="home-case-line">
                <span class="number">{case.number.to_string()}</span>
                <CasePriority priority=case.priority/>
                <CaseStatus status=case.status resolution=case.resolution/>
                <span class="soft">{case.product}</span>
                <span class="soft"><Ago at=case.changed_at now/></span>
            </div>
        </li>
    }
    .into_any()
}
