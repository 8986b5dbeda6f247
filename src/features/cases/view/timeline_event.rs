use super::{
    Files, Instant, case_facts::fact, case_status::status_symbol, deeds::Deeds, priority::priority_symbol,
    resolution_name, settle::SolutionAnswer, status_name,
};
use crate::{
    app::use_language,
    features::cases::model::{Case, CaseEvent, CaseNote, CasePageContent, Channel, EventDetail, PersonName},
    i18n::{Language, text::cases as t},
    ui::{Avatar, Badge, Icon, Prose, Side, Symbol, Tone},
    values::{EventId, Moment},
};
use leptos::prelude::*;

/// The opening: the description, and all that was asked with it.
pub fn first_entry(content: &CasePageContent) -> AnyView {
    let language = use_language();
    let CasePageContent { case, attachments, events, .. } = content;
    let first = events.iter().find(|event| event.detail == EventDetail::Opened);
    let seq = first.map_or(0, |event| event.seq);
    let author = first.and_then(|event| event.author.as_ref()).unwrap_or(&case.requester);
    let at = case.opened_at;
    let side = side_name(author);
    view! {
        <li class="timeline-entry" data-kind="comment" data-side=side id=format!("event-{seq}")>
            <Face person=author/>
            <article class="timeline-card" aria-labelledby=format!("event-{seq}-who")>
                <CardHead seq who=author.name.clone() at><span class="soft small">{t::opened_the_case(language)}</span></CardHead>
                <Prose html=case.description_html.clone()/>
                <dl class="facts timeline-facts" data-layout="ruled">{asked(language, case)}</dl>
                <Files files=attachments.clone()/>
            </article>
        </li>
    }
    .into_any()
}

/// The answers of the form besides the description (CASE-3).
fn asked(language: Language, case: &Case) -> AnyView {
    let yes_no = if case.reproducible { t::yes(language) } else { t::no(language) };
    let identifiers: Vec<_> = case
        .identifiers
        .iter()
        .map(|(label, value)| view! { <div><dt>{label.clone()}</dt><dd><code>{value.clone()}</code></dd></div> })
        .collect();
    // An old desk did not ask for it.
    let reproducible = case.origin.is_none().then(|| fact(t::reproducible(language), yes_no));
    view! {
        {reproducible}
        {long_fact(t::steps(language), &case.steps)}
        {long_fact(t::environment(language), &case.environment)}
        {long_fact(t::changes(language), &case.changes)}
        {identifiers}
        {long_fact(t::impact(language), &case.impact)}
    }
    .into_any()
}

/// A plain text with its line breaks; nothing if it is empty.
pub(super) fn long_fact(name: &'static str, text: &str) -> Option<AnyView> {
    (!text.is_empty()).then(|| fact(name, view! { <span class="plain-text">{text.to_owned()}</span> }))
}

/// Something that happened: with a text it is a card, else a line.
#[component]
pub fn EventEntry(
    event: CaseEvent,
    proposal: Memo<Option<EventId>>,
    content: Memo<CasePageContent>,
    deeds: Deeds,
) -> impl IntoView {
    if event.body_html.is_empty() && event.attachments.is_empty() {
        view! { <EventLine event/> }.into_any()
    } else {
        view! { <EventCard event proposal content deeds/> }.into_any()
    }
}

#[component]
fn EventCard(
    event: CaseEvent,
    proposal: Memo<Option<EventId>>,
    content: Memo<CasePageContent>,
    deeds: Deeds,
) -> impl IntoView {
    let language = use_language();
    let CaseEvent { id, seq, at, author, detail, body_html, attachments, .. } = event;
    // only an old desk writes without being a person
    let author = author.unwrap_or_else(|| PersonName {
        id: content.with_untracked(|content| content.case.requester.id.clone()),
        name: t::former_desk(language).to_owned(),
        vendor: true,
    });
    let is_solution = detail == EventDetail::SolutionProposed;
    let side = side_name(&author);
    let kind = if is_solution { "solution" } else { "comment" };
    let what = match &detail {
        EventDetail::Commented if author.vendor => view! { <Badge text=t::support(language)/> }.into_any(),
        EventDetail::Commented => ().into_any(),
        EventDetail::Messaged => view! { <Badge text=t::chat(language) symbol=Symbol::Chat/> }.into_any(),
        EventDetail::SolutionProposed => {
            view! { <Badge text=t::status_proposed(language) tone=Tone::Success symbol=Symbol::StatusProposed/> }
                .into_any()
        }
        EventDetail::Opened
        | EventDetail::SolutionConfirmed
        | EventDetail::SolutionRefused
        | EventDetail::StatusChanged { .. }
        | EventDetail::PriorityChanged { .. }
        | EventDetail::Assigned { .. }
        | EventDetail::Closed { .. }
        | EventDetail::Reopened
        | EventDetail::WatcherAdded { .. }
        | EventDetail::WatcherRemoved { .. }
        | EventDetail::FollowedUp { .. }
        | EventDetail::MergedInto { .. }
        | EventDetail::ChatAsked
        | EventDetail::ChatTaken
        | EventDetail::ChatJoined
        | EventDetail::ChatHandedOver { .. }
        | EventDetail::ChatLeft
        | EventDetail::ChatMissed
        | EventDetail::ChatUnattended
        | EventDetail::ChatEnded => view! { <span class="soft small">{happened(language, &detail)}</span> }.into_any(),
    };
    let waits = move || {
        (is_solution && proposal.get().as_ref() == Some(&id)).then(|| view! { <SolutionAnswer content deeds/> })
    };
    view! {
        <li class="timeline-entry" data-kind=kind data-side=side id=format!("event-{seq}")>
            <Face person=&author/>
            <article class="timeline-card" aria-labelledby=format!("event-{seq}-who")>
                <CardHead seq who=author.name at>{what}</CardHead>
                <Prose html=body_html/>
                <Files files=attachments/>
                {waits}
            </article>
        </li>
    }
    .into_any()
}

#[component]
fn EventLine(event: CaseEvent) -> impl IntoView {
    let language = use_language();
    let nobody = if event.channel == Channel::Import { t::former_desk(language) } else { t::the_portal(language) };
    let who = event.author.map_or(nobody.to_owned(), |person| person.name);
    let did = match &event.detail {
        EventDetail::Assigned { to: Some(to), .. } if *to == who => t::did_take(language).to_owned(),
        detail => happened(language, detail),
    };
    view! {
        <li class="timeline-entry" data-kind="event" id=format!("event-{}", event.seq)>
            <span class="timeline-mark"><Icon symbol=event_symbol(&event.detail)/></span>
            <p class="timeline-line">
                <strong>{who}</strong>" "{did}" · "<Instant at=event.at/>
            </p>
        </li>
    }
    .into_any()
}

/// An internal note: its own ground, a flag that says so in words (CASE-17).
#[component]
pub fn NoteEntry(note: CaseNote) -> impl IntoView {
    let language = use_language();
    let anchor = format!("note-{}", note.id);
    let who = format!("{anchor}-who");
    let labelled_by = who.clone();
    let link = format!("#{anchor}");
    view! {
        <li class="timeline-entry" data-kind="note" data-side="vendor" id=anchor>
            <Face person=&note.author/>
            <article class="timeline-card" aria-labelledby=labelled_by>
                <header class="timeline-head">
                    <div class="timeline-flag"><Icon symbol=Symbol::Lock/>{t::note_flag(language)}</div>
                    <h3 class="timeline-who" id=who>{note.author.name}</h3>
                    <a class="timeline-when" href=link><Instant at=note.at/></a>
                </header>
                <Prose html=note.body_html/>
                <Files files=note.attachments/>
            </article>
        </li>
    }
    .into_any()
}

/// Who, what and when of a card.
#[component]
fn CardHead(seq: i64, who: String, at: Moment, children: Children) -> impl IntoView {
    view! {
        <header class="timeline-head">
            <h3 class="timeline-who" id=format!("event-{seq}-who")>{who}</h3>
            {children()}
            <a class="timeline-when" href=format!("#event-{seq}")><Instant at/></a>
        </header>
    }
    .into_any()
}

#[component]
pub fn Face<'a>(person: &'a PersonName) -> impl IntoView + use<> {
    let side = if person.vendor { Side::Vendor } else { Side::Customer };
    view! { <Avatar name=&person.name side=side/> }
}

pub fn side_name(person: &PersonName) -> &'static str {
    if person.vendor { "vendor" } else { "customer" }
}

/// What happened, behind the name of who did it.
pub fn happened(language: Language, detail: &EventDetail) -> String {
    match detail {
        EventDetail::Opened => t::opened_the_case(language).to_owned(),
        EventDetail::Commented => t::did_comment(language).to_owned(),
        EventDetail::SolutionProposed => t::did_propose(language).to_owned(),
        EventDetail::SolutionConfirmed => t::did_confirm(language).to_owned(),
        EventDetail::SolutionRefused => t::did_refuse(language).to_owned(),
        EventDetail::StatusChanged { from, to } => {
            t::did_set_status(language, status_name(language, *from), status_name(language, *to))
        }
        EventDetail::PriorityChanged { from, to } => t::did_set_priority(language, from, to),
        EventDetail::Assigned { to: Some(to), .. } => t::did_assign(language, to),
        EventDetail::Assigned { to: None, .. } => t::did_unassign(language).to_owned(),
        EventDetail::Closed { resolution } => t::did_close(language, resolution_name(language, *resolution)),
        EventDetail::Reopened => t::did_reopen(language).to_owned(),
        EventDetail::WatcherAdded { email } => t::did_add_watcher(language, email),
        EventDetail::WatcherRemoved { email } => t::did_remove_watcher(language, email),
        EventDetail::FollowedUp { number } => t::did_follow_up(language, number),
        EventDetail::MergedInto { number } => t::did_merge(language, number),
        EventDetail::Messaged => t::did_message(language).to_owned(),
        EventDetail::ChatAsked => t::did_ask_for_chat(language).to_owned(),
        EventDetail::ChatTaken => t::did_take_chat(language).to_owned(),
        EventDetail::ChatJoined => t::did_join_chat(language).to_owned(),
        EventDetail::ChatHandedOver { to } => t::did_hand_over_chat(language, to),
        EventDetail::ChatLeft => t::did_leave_chat(language).to_owned(),
        EventDetail::ChatMissed => t::did_miss_chat(language).to_owned(),
        EventDetail::ChatUnattended => t::did_find_nobody(language).to_owned(),
        EventDetail::ChatEnded => t::did_end_chat(language).to_owned(),
    }
}

pub fn event_symbol(detail: &EventDetail) -> Symbol {
    match detail {
        EventDetail::Opened => Symbol::StatusNew,
        EventDetail::Commented => Symbol::Reply,
        EventDetail::SolutionProposed => Symbol::StatusProposed,
        EventDetail::SolutionConfirmed => Symbol::Check,
        EventDetail::SolutionRefused => Symbol::Refresh,
        EventDetail::StatusChanged { to, .. } => status_symbol(*to),
        EventDetail::PriorityChanged { to, .. } => priority_symbol(*to),
        EventDetail::Assigned { .. } => Symbol::StatusAssigned,
        EventDetail::Closed { .. } => Symbol::StatusClosed,
        EventDetail::Reopened => Symbol::Reopen,
        EventDetail::WatcherAdded { .. } | EventDetail::WatcherRemoved { .. } => Symbol::Bell,
        EventDetail::FollowedUp { .. } | EventDetail::MergedInto { .. } => Symbol::Link,
        EventDetail::Messaged
        | EventDetail::ChatAsked
        | EventDetail::ChatTaken
        | EventDetail::ChatJoined
        | EventDetail::ChatHandedOver { .. }
        | EventDetail::ChatLeft
        | EventDetail::ChatMissed
        | EventDetail::ChatUnattended
        | EventDetail::ChatEnded => Symbol::Chat,
    }
}
