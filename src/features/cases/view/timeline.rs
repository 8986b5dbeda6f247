use super::{
    composer::Composer,
    deeds::Deeds,
    timeline_event::{EventEntry, NoteEntry, first_entry},
};
use crate::{
    app::use_language,
    features::cases::model::{CaseEvent, CaseNote, CasePageContent, EventDetail, Status},
    i18n::text::cases as t,
    values::{EventId, Moment},
};
use leptos::prelude::*;

/// What stands in the conversation: what happened, and for engineers the notes between.
#[derive(Clone, Debug, PartialEq)]
enum Entry {
    Event(CaseEvent),
    Note(CaseNote),
}

impl Entry {
    fn at(&self) -> Moment {
        match self {
            Entry::Event(event) => event.at,
            Entry::Note(note) => note.at,
        }
    }
    fn id(&self) -> EventId {
        match self {
            Entry::Event(event) => event.id.clone(),
            Entry::Note(note) => note.id.clone(),
        }
    }
}

/// The conversation from the opening on, and the place to answer. Entries are added to it and never redrawn, so that
/// reading, scrolling and marking are not disturbed.
#[component]
pub fn Timeline(content: Memo<CasePageContent>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let entries = Memo::new(move |_| content.with(entries));
    let at_first = entries.with_untracked(Vec::len);
    let arrived = move || entries.with(Vec::len).saturating_sub(at_first);
    let proposal = Memo::new(move |_| content.with(open_proposal));
    view! {
        <h2 class="hidden-text">{t::conversation(language)}</h2>
        <ol class="timeline" role="list">
            {move || content.with(first_entry)}
            <For each=move || entries.get() key=Entry::id let:entry>
                {match entry {
                    Entry::Event(event) => view! { <EventEntry event proposal content deeds/> }.into_any(),
                    Entry::Note(note) => view! { <NoteEntry note/> }.into_any(),
                }}
            </For>
        </ol>
        <p class="hidden-text" role="status">
            {move || (arrived() > 0).then(|| t::arrived(language, arrived() as i64))}
        </p>
        <Composer content deeds/>
    }
    .into_any()
}

/// All but the opening, ascending by instant.
fn entries(content: &CasePageContent) -> Vec<Entry> {
    let events = content.events.iter().filter(|event| event.detail != EventDetail::Opened).cloned().map(Entry::Event);
    let mut entries: Vec<Entry> = events.chain(content.notes.iter().cloned().map(Entry::Note)).collect();
    entries.sort_by_key(Entry::at);
    entries
}

/// The proposal that waits for the customer's word.
fn open_proposal(content: &CasePageContent) -> Option<EventId> {
    let last = content.events.iter().rev().find(|event| event.detail == EventDetail::SolutionProposed);
    last.filter(|_| content.case.status == Status::SolutionProposed).map(|event| event.id.clone())
}
