use super::{
    Instant,
    deeds::Deeds,
    files::{Files, Pictures},
    settle::CaseSettle,
    watchers::Watchers,
};
use crate::{
    app::{use_language, with_viewer},
    features::access::model::Viewer,
    features::{
        cases::model::{AttachmentSummary, Case, CasePageContent},
        chat::view::StartChat,
        desk::view::CaseActions,
        organizations::model::Plan,
    },
    i18n::{text, text::cases as t},
    route,
    ui::{Notice, Tone},
    values::CaseNumber,
};
use leptos::prelude::*;

/// The facts of a case, beside the conversation.
#[component]
pub fn CaseFacts(content: Memo<CasePageContent>, deeds: Deeds) -> impl IntoView {
    view! {
        <ChatWay content/>
        <CaseActions content refetch=Callback::new(move |()| deeds.refetch())/>
        <dl class="facts">{move || content.with(|content| facts(content.case.clone(), content.follow_ups.clone()))}</dl>
        <CaseSettle content deeds/>
        <Watchers content deeds/>
        {move || view! { <AllFiles files=content.with(all_files)/> }}
    }
}

/// To the chat that runs on the case, or, for its customers, to a new one.
#[component]
fn ChatWay(content: Memo<CasePageContent>) -> impl IntoView {
    let language = use_language();
    let chat = Memo::new(move |_| content.with(|content| content.chat.clone()));
    let number = content.with_untracked(|content| content.case.number.to_string());
    move || match chat.get() {
        Some(chat) => {
            let open = move || view! { <a class="button" data-kind="secondary" data-size="small" href=route::chat(&chat)>{text::chat::open_chat(language)}</a> };
            view! { <Notice tone=Tone::Info actions=open>{text::chat::runs_on_case(language)}</Notice> }.into_any()
        }
        None => view! { <StartChat case=number.clone()/> }.into_any(),
    }
}

fn facts(case: Case, follow_ups: Vec<CaseNumber>) -> AnyView {
    let language = use_language();
    let vendor = with_viewer(Viewer::is_vendor);
    let assignee = case.assignee.map_or(t::nobody_yet(language).to_owned(), |person| person.name);
    let plan = case.plan.parse::<Plan>().ok().filter(|_| vendor);
    let plan = plan.map(|plan| view! { <Fact name=t::plan(language)>{plan.name()}</Fact> });
    let closed = case.closed_at.map(|at| view! { <Fact name=t::closed(language)><Instant at/></Fact> });
    let phone = case.phone.map(|phone| {
        let href = format!("tel:{phone}");
        view! { <Fact name=t::phone(language)><a href=href rel="external">{phone}</a></Fact> }
    });
    let origin = case.origin.map(|origin| {
        view! { <Fact name=t::origin(language)>{origin.system}" · "<span class="number">{origin.number}</span></Fact> }
    });
    let former =
        case.follow_up_of.map(|number| view! { <Fact name=t::follow_up_of(language)><CaseLink number/></Fact> });
    let later = (!follow_ups.is_empty()).then(|| {
        let links: Vec<_> = follow_ups.into_iter().map(|number| view! { <CaseLink number/>" " }).collect();
        view! { <Fact name=t::follow_ups(language)>{links}</Fact> }
    });
    view! {
        <Fact name=t::requester(language)>{case.requester.name}</Fact>
        <Fact name=t::organization(language)>{case.organization_name}</Fact>
        {plan}
        <Fact name=t::assignee(language)>{assignee}</Fact>
        <Fact name=t::opened(language)><Instant at=case.opened_at/></Fact>
        <Fact name=t::changed(language)><Instant at=case.changed_at/></Fact>
        {closed}
        <Fact name=t::product(language)>{case.product_name}</Fact>
        {phone}
        {origin}
        {former}
        {later}
    }
    .into_any()
}

/// One line of the facts.
#[component]
pub fn Fact(name: &'static str, children: Children) -> impl IntoView {
    view! { <div><dt>{name}</dt><dd>{children()}</dd></div> }.into_any()
}

#[component]
fn CaseLink(number: CaseNumber) -> impl IntoView {
    view! { <a class="number" href=route::case(number)>{number.to_string()}</a> }
}

/// Every file of the case that the reader may see, in the order in which they came.
fn all_files(content: &CasePageContent) -> Vec<AttachmentSummary> {
    let events = content.events.iter().flat_map(|event| &event.attachments);
    let notes = content.notes.iter().flat_map(|note| &note.attachments);
    let mut files: Vec<AttachmentSummary> = Vec::new();
    for file in content.attachments.iter().chain(events).chain(notes) {
        if !files.iter().any(|known| known.id == file.id) {
            files.push(file.clone());
        }
    }
    files
}

#[component]
fn AllFiles(files: Vec<AttachmentSummary>) -> impl IntoView {
    let language = use_language();
    (!files.is_empty()).then(|| {
        view! {
            <section class="case-block" aria-labelledby="files-title">
                <h2 class="section-title" id="files-title">{t::files(language)}</h2>
                <Files files pictures=Pictures::Named/>
            </section>
        }
    })
}
