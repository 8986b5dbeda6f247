use super::{difference::DifferenceView, edit_form::Editing};
use crate::{
    app::{use_language, use_zone},
    features::topics::{
        api::{DiscardTopicDraft, WithdrawTopic},
        model::{Deed, DraftInfo, DraftState, EditContent, EditForm, Published},
    },
    i18n::{Language, date, date_time, relative, text::topic_edit as t},
    route,
    ui::{Badge, Button, ButtonKind, ErrorSummary, Notice, Symbol, Time, Tone},
    values::{Moment, TopicId, Zone},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

/// How a draft stands: its badge.
#[component]
pub(super) fn StateBadge(state: DraftState) -> impl IntoView {
    let language = use_language();
    let (text, symbol, tone) = match state {
        DraftState::Draft => (t::state_draft(language), Symbol::Pencil, Tone::Neutral),
        DraftState::Review => (t::state_review(language), Symbol::Show, Tone::Info),
        DraftState::Scheduled => (t::state_scheduled(language), Symbol::Clock, Tone::Success),
        DraftState::Stopped => (t::state_stopped(language), Symbol::Pause, Tone::Warning),
    };
    view! { <Badge text=text symbol=symbol tone=tone/> }
}

/// What is known of the text before it is changed: how it stands, and what to look at first.
#[component]
pub(super) fn EditState(editing: Editing) -> impl IntoView {
    let language = use_language();
    let content = editing.content;
    let saved = use_query_map().with_untracked(|query| query.get("saved"));
    let saved = saved.and_then(|deed| match deed.parse().ok()? {
        Deed::Save => Some(t::said_save(language)),
        Deed::Review => Some(t::said_review(language)),
        Deed::SendBack => Some(t::said_send_back(language)),
        Deed::Preview | Deed::Publish | Deed::Schedule => None,
    });
    view! {
        <div class="stack topic-edit-state">
            {saved.map(|text| view! { <Notice tone=Tone::Success>{text}</Notice> })}
            <ErrorSummary title=t::problems_title(language) lines=editing.lines(language)/>
            <Stored editing/>
            {move || view! { <Standing content=content.get()/> }}
        </div>
    }
    .into_any()
}

/// What is stored, where somebody else stored it: what was typed here takes its place only when that was seen.
#[component]
fn Stored(editing: Editing) -> impl IntoView {
    let language = use_language();
    let theirs = move || {
        let is_other = editing.problems.with(|problems| problems.of("number").is_some());
        let stored = |content: &EditContent| *content.stored.clone().unwrap_or_else(|| Box::new(content.form.clone()));
        is_other.then(|| editing.content.with(stored))
    };
    move || {
        theirs().map(|EditForm { title, description, keywords, body, .. }| {
            let text = [title, description, keywords, body].join("\n\n");
            view! {
                <details class="disclosure" id="topic-stored" open=true>
                    <summary>{t::stored(language)}</summary>
                    <pre class="topic-beside-text topic-source" tabindex="0" role="region" aria-label=t::stored(language)>{text}</pre>
                </details>
            }
        })
    }
}

#[component]
fn Standing(content: EditContent) -> impl IntoView {
    let (language, zone) = (use_language(), use_zone());
    let EditContent { topic, restores, draft, published, moved, other, now, .. } = content;
    let restores = restores.map(|version| {
        let over = draft.is_some().then(|| t::restores_over_draft(language));
        view! { <Notice tone=Tone::Info>{t::restores(language, version)}" "{over}</Notice> }
    });
    let withdrawn = published.as_ref().filter(|published| published.is_withdrawn);
    let withdrawn = withdrawn.map(|_| view! { <Notice tone=Tone::Warning>{t::withdrawn(language)}</Notice> });
    let stale = published.as_ref().and_then(|published| published.stale_since).zip(other).map(|(since, other)| {
        let text = t::stale(language, date(language, &zone, since));
        let href = route::topic_versions(&other.topic);
        view! { <Notice tone=Tone::Warning>{text}" "<a href=href>{t::stale_look(language)}</a></Notice> }
    });
    let moved = moved.map(|moved| {
        view! {
            <Notice tone=Tone::Warning title=t::moved(language)>{t::moved_text(language)}</Notice>
            <details class="disclosure" id="topic-moved" open=true>
                <summary>{t::moved_look(language)}</summary>
                <DifferenceView difference=moved/>
            </details>
        }
    });
    let seen = published
        .as_ref()
        .filter(|published| !published.is_withdrawn)
        .map(|published| Published::stand(Some(published)));
    let withdraw = topic.clone().zip(seen).map(|(topic, seen)| view! { <Withdraw topic seen/> });
    let draft = topic.zip(draft).map(|(topic, draft)| view! { <Draft topic draft now/> });
    view! {
        {draft}
        {restores}
        {withdrawn}
        {stale}
        {moved}
        {withdraw}
    }
    .into_any()
}

/// Who wrote last, when it is to be published, and why it came back.
#[component]
fn Draft(topic: TopicId, draft: DraftInfo, now: Moment) -> impl IntoView {
    let (language, zone) = (use_language(), use_zone());
    let DraftInfo { state, publish_at, note, number, author, changed_at } = draft;
    let line = state_line(language, &zone, state, publish_at);
    let note = (!note.is_empty() && state == DraftState::Draft)
        .then(|| view! { <Notice tone=Tone::Info title=t::sent_back(language)>{note}</Notice> });
    let (ago, title) = (relative(language, &zone, changed_at, now), date_time(language, &zone, changed_at));
    view! {
        <div class="row" data-align="baseline">
            <StateBadge state/>
            <span class="soft small"><bdi>{author}</bdi>" · "<Time datetime=changed_at.rfc3339() text=ago title=title/></span>
            {line.map(|line| view! { <span class="small">{line}</span> })}
            <Discard topic number/>
        </div>
        {note}
    }
    .into_any()
}

/// What the state means for what happens next.
fn state_line(language: Language, zone: &Zone, state: DraftState, publish_at: Option<Moment>) -> Option<String> {
    match (state, publish_at) {
        (DraftState::Scheduled, Some(at)) => {
            let scheduled = t::scheduled_for(language, date_time(language, zone, at));
            Some(format!("{scheduled}. {}", t::scheduled_hint(language)))
        }
        (DraftState::Stopped, _) => Some(t::stopped_text(language).to_owned()),
        (DraftState::Draft | DraftState::Review | DraftState::Scheduled, _) => None,
    }
}

/// Takes what is published away from its readers, who notice at once.
#[component]
fn Withdraw(topic: TopicId, seen: String) -> impl IntoView {
    let language = use_language();
    let words = (t::withdraw(language), t::withdraw_text(language), t::withdraw_now(language));
    view! { <Grave action=WithdrawTopic::PATH words topic seen=("seen", seen)/> }
}

/// Throws the draft away; nothing brings it back.
#[component]
fn Discard(topic: TopicId, number: i64) -> impl IntoView {
    let language = use_language();
    let words = (t::discard(language), t::discard_text(language), t::discard_now(language));
    view! { <Grave action=DiscardTopicDraft::PATH words topic seen=("number", number.to_string())/> }
}

/// What is opened first and says what it does before it can be done: to a topic, as it was seen.
#[component]
fn Grave(
    action: &'static str,
    /// What opens it, what it does, and what does it.
    words: (&'static str, &'static str, &'static str),
    topic: TopicId,
    seen: (&'static str, String),
) -> impl IntoView {
    let (summary, text, now) = words;
    view! {
        <details class="disclosure topic-edit-discard">
            <summary>{summary}</summary>
            <form class="form-group" method="post" action=action>
                <input type="hidden" name="topic" value=topic.to_string()/>
                <input type="hidden" name=seen.0 value=seen.1/>
                <p class="soft small">{text}</p>
                <div><Button label=now kind=ButtonKind::Danger/></div>
            </form>
        </details>
    }
    .into_any()
}
