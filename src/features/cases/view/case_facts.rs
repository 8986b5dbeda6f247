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
        <dl class="facts">{move || content.with(|content| facts(&content.case, &content.follow_ups))}</dl>
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

fn facts(case: &Case, follow_ups: &[CaseNumber]) -> AnyView {
    let language = use_language();
    let vendor = with_viewer(Viewer::is_vendor);
    let assignee = case.assignee.as_ref().map_or(t::nobody_yet(language), |person| &person.name).to_owned();
    let plan = case.plan.parse::<Plan>().ok().filter(|_| vendor);
    let plan = plan.map(|plan| fact(t::plan(language), plan.name()));
    let closed = case.closed_at.map(|at| fact(t::closed(language), view! { <Instant at/> }));
    let phone = case.phone.as_ref().map(|phone| {
        let href = format!("tel:{phone}");
        fact(t::phone(language), view! { <a href=href rel="external">{phone.clone()}</a> })
    });
    let origin = case.origin.as_ref().map(|origin| {
        let number = view! { <span class="number">{origin.number.clone()}</span> };
        fact(t::origin(language), view! { {origin.system.clone()}" · "{number} })
    });
    let former = case.follow_up_of.map(|number| fact(t::follow_up_of(language), view! { <CaseLink number/> }));
    let later = (!follow_ups.is_empty()).then(|| {
        let links: Vec<_> = follow_ups.iter().copied().map(|number| view! { <CaseLink number/>" " }).collect();
        fact(t::follow_ups(language), links)
    });
    view! {
        {fact(t::requester(language), case.requester.name.clone())}
        {fact(t::organization(language), case.organization_name.clone())}
        {plan}
        {fact(t::assignee(language), assignee)}
        {fact(t::opened(language), view! { <Instant at=case.opened_at/> })}
        {fact(t::changed(language), view! { <Instant at=case.changed_at/> })}
        {closed}
        {fact(t::product(language), case.product_name.clone())}
        {phone}
        {origin}
        {former}
        {later}
    }
    .into_any()
}

/// One line of the facts.
pub fn fact(name: &'static str, value: impl IntoView + 'static) -> AnyView {
    view! { <div><dt>{name}</dt><dd>{value}</dd></div> }.into_any()
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
