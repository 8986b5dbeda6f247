use super::{case_facts::CaseFacts, case_head::CaseHead, deeds::Deeds, timeline::Timeline};
use crate::{
    app::{loaded, use_language, use_live, use_viewer},
    features::cases::{api::open_case, model::CasePageContent},
    i18n::text::cases as t,
    live::Topic,
    policy::Action,
    ui::layout::Split,
    values::CaseId,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// One case, as its customers and the engineers see it.
#[component]
pub fn CasePage() -> impl IntoView {
    let params = use_params_map();
    let number = Memo::new(move |_| params.read().get("number").unwrap_or_default());
    // one page per case: what belongs to one never shows on another
    view! {
        <For each=move || [number.get()] key=String::clone let:number>
            <OneCase number/>
        </For>
    }
}

#[component]
fn OneCase(number: String) -> impl IntoView {
    let deeds = Deeds::new();
    // what to listen to is known from the first answer
    let beat = RwSignal::new(None::<Signal<u64>>);
    let content = Resource::new(
        move || (number.clone(), deeds.done(), beat.get().map_or(0, |beat| beat.get())),
        |(number, ..)| async move { open_case(number).await },
    );
    loaded(content, move |content| {
        let heard = listen(content.with_untracked(|content| content.case.id.clone()));
        // in the browser only: the server makes the page more than once, and keeps the signals of the last
        Effect::new(move |_| beat.set(Some(heard)));
        view! { <Content content deeds/> }
    })
}

/// Counts what happens to a case; for engineers also its notes.
fn listen(case: CaseId) -> Signal<u64> {
    let log = use_live().beat(Topic::Case(case.clone()));
    match use_viewer().can(Action::ReadNotes) {
        Ok(_) => {
            let notes = use_live().beat(Topic::Notes(case));
            Signal::derive(move || log.get() + notes.get())
        }
        Err(_) => log,
    }
}

/// The case with its conversation and its facts.
#[component]
fn Content(content: Memo<CasePageContent>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let title = move || content.with(|content| format!("{} {}", content.case.number, content.case.title));
    view! {
        <Title text=title/>
        <div class="page" data-width="full">
            <CaseHead content/>
            <Split side_label=t::about(language) side=move || view! { <CaseFacts content deeds/> }>
                <Timeline content deeds/>
            </Split>
        </div>
    }
    .into_any()
}
