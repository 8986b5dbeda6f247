use super::{list_filter::ListFilter, list_table::ListTable, list_views::SavedViews};
use crate::{
    app::{loaded, refusal_text, use_language, use_live, use_viewer},
    features::{
        access::model::Viewer,
        cases::{
            api::list_cases,
            model::{CaseFilter, CaseListContent, Scope},
        },
    },
    i18n::{Language, text::cases as t},
    live::Topic,
    policy::{Action, Reach},
    route,
    ui::{
        ButtonKind, ButtonLink, Empty, Notice, Pager, RefusedButton, Symbol, Tab, Tabs, Tone,
        layout::{Page, PageWidth},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

/// The case list (CASE-11, CASE-12, CASE-14). Its address is its only state.
#[component]
pub fn ListPage() -> impl IntoView {
    let language = use_language();
    let search = use_location().search;
    let beat = listen(&use_viewer());
    let content =
        Resource::new(move || (search.get(), beat.get()), |(query, _)| async move { list_cases(query).await });
    let filter = Memo::new(move |_| CaseFilter::parse(&search.get()));
    view! {
        <Title text=t::list_title(language)/>
        {loaded(content, move |content| view! { <ListContent content filter/> })}
    }
}

/// Counts the changes that may touch the reader's list.
fn listen(viewer: &Viewer) -> Signal<u64> {
    let Some(person) = viewer.person.as_ref() else { return Signal::stored(0) };
    let topic = match viewer.can(Action::ReadCases) {
        Ok(Reach::Everywhere) => Topic::Desk,
        Ok(Reach::Organization) => Topic::Organization(person.standing.organization.clone()),
        Ok(Reach::Own | Reach::Public) | Err(_) => Topic::Person(person.id.clone()),
    };
    use_live().beat(topic)
}

/// The list with all around it.
#[component]
fn ListContent(content: Memo<CaseListContent>, filter: Memo<CaseFilter>) -> impl IntoView {
    let language = use_language();
    view! {
        <Page title=t::list_title(language) width=PageWidth::Full actions=|| view! { <NewCaseButton id="new-case-why"/> }>
            {move || content.with(|content| content.draft).then(|| view! { <DraftNotice/> })}
            <Scopes filter/>
            <SavedViews content filter/>
            <ListFilter content filter/>
            <p class="cases-note soft small">{t::period_note(language)}</p>
            {move || view! { <Rows content=content.get() filter=filter.get()/> }}
        </Page>
    }
    .into_any()
}

/// Opens a case, or says why that is not possible now (ROLL-2, UX-6).
#[component]
pub fn NewCaseButton(#[prop(into)] id: String) -> impl IntoView {
    let language = use_language();
    let viewer = use_viewer();
    match viewer.can(Action::OpenCase) {
        Ok(_) => view! {
            <ButtonLink href=route::NEW_CASE label=t::new_case(language) kind=ButtonKind::Primary symbol=Symbol::Plus/>
        }
        .into_any(),
        Err(_) if viewer.is_vendor() => ().into_any(),
        Err(refusal) => {
            let why = refusal_text(language, &viewer.zone, &refusal);
            view! { <RefusedButton id=id label=t::new_case(language) why=why symbol=Symbol::Plus/> }.into_any()
        }
    }
}

/// There is a draft to go on with (CASE-5).
#[component]
pub fn DraftNotice() -> impl IntoView {
    let language = use_language();
    let go_on = move || view! { <ButtonLink href=route::NEW_CASE label=t::draft_go_on(language)/> };
    view! { <Notice tone=Tone::Info actions=go_on>{t::draft_waits(language)}</Notice> }
}

/// Mine or the organization's, as far as its visibility mode goes (CASE-12).
#[component]
fn Scopes(filter: Memo<CaseFilter>) -> impl IntoView {
    let language = use_language();
    let viewer = use_viewer();
    let reach = viewer.can(Action::ReadCases).unwrap_or(Reach::Own);
    let all = match (reach, viewer.person) {
        (Reach::Everywhere, _) => t::scope_everywhere(language).to_owned(),
        (Reach::Organization | Reach::Own | Reach::Public, Some(person)) => person.organization_name.clone(),
        (Reach::Organization | Reach::Own | Reach::Public, None) => String::new(),
    };
    let tabs = Signal::derive(move || {
        let filter = filter.get();
        let tab = |scope: Scope, label: &str| {
            let other = CaseFilter { scope, ..filter.from_beginning() };
            Tab::new(other.href(), label, filter.scope == scope)
        };
        vec![tab(Scope::Mine, t::scope_mine(language)), tab(Scope::Organization, &all)]
    });
    match reach {
        Reach::Organization | Reach::Everywhere => view! { <Tabs label=t::scope(language) tabs=tabs/> }.into_any(),
        Reach::Own | Reach::Public => view! { <p class="soft small">{t::scope_own_only(language)}</p> }.into_any(),
    }
}

/// The rows of this page of the list, or why there are none.
#[component]
fn Rows(content: CaseListContent, filter: CaseFilter) -> impl IntoView {
    let language = use_language();
    if content.rows.is_empty() && filter.after.is_none() {
        return view! { <NoRows filter/> }.into_any();
    }
    let info = t::rows_shown(language, content.rows.len() as i64);
    let first = filter.after.is_some().then(|| filter.from_beginning().href());
    let next = content.next.clone().map(|next| filter.behind(Some(next)).href());
    let exports = exports(language, &filter);
    view! {
        <ListTable rows=content.rows now=content.now filter=filter/>
        <Pager
            label=t::pages(language)
            previous_label=t::to_the_first(language)
            next_label=t::next_rows(language)
            previous=first
            next=next
            info=info
        />
        {exports}
    }
    .into_any()
}

/// The current filter as files (CASE-14).
fn exports(language: Language, filter: &CaseFilter) -> impl IntoView + use<> {
    let csv = route::with_query(route::CASES_CSV, &filter.from_beginning().to_query());
    let json = route::with_query(route::CASES_JSON, &filter.from_beginning().to_query());
    view! {
        <p class="cases-export">
            {t::export(language)}
            " "<a href=csv download="" rel="external">"CSV"</a>
            " "<a href=json download="" rel="external">"JSON"</a>
        </p>
    }
}

/// Nothing there yet, or nothing that the filter lets through.
#[component]
fn NoRows(filter: CaseFilter) -> impl IntoView {
    let language = use_language();
    let bare = CaseFilter { scope: filter.scope, ..CaseFilter::default() };
    if filter.narrows() {
        return view! {
            <Empty symbol=Symbol::Inbox title=t::none_match(language) text=t::none_match_text(language)>
                <ButtonLink href=bare.href() label=t::clear(language)/>
            </Empty>
        }
        .into_any();
    }
    view! {
        <Empty symbol=Symbol::Inbox title=t::none_yet(language) text=t::none_yet_text(language)>
            <NewCaseButton id="new-case-why-empty"/>
        </Empty>
    }
    .into_any()
}
