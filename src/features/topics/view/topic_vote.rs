use crate::{
    app::{error_text, use_here, use_language, use_zone},
    features::{
        cases::model::Outcome,
        topics::{
            api::VoteTopic,
            model::{Vote, VoteForm},
            rules::REASON_MOST,
        },
    },
    i18n::text::topics as t,
    ui::{Button, Icon, Notice, Symbol, TextArea, Tone},
    values::TopicId,
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

/// Did it help, and if not, what is missing (HELP-4)?
#[component]
pub fn TopicVote(topic: TopicId, vote: Option<Vote>) -> impl IntoView {
    let language = use_language();
    let zone = StoredValue::new(use_zone());
    let action = ServerAction::<VoteTopic>::new();
    let said = use_query_map().with_untracked(|query| query.get("voted")).and_then(|code| code.parse::<Vote>().ok());
    let voted = Memo::new(move |before: Option<&Option<Vote>>| match action.value().get() {
        Some(Ok(Outcome::Done(vote))) => Some(vote),
        Some(Ok(Outcome::Problems(_)) | Err(_)) | None => before.copied().flatten().or(said),
    });
    let current = Signal::derive(move || voted.get().or(vote));
    // was the last that was sent a reason?
    let reasoned = Memo::new(move |before: Option<&bool>| match action.input().get() {
        Some(VoteTopic { form }) => !form.reason.is_empty(),
        None => before.copied().unwrap_or_default(),
    });
    let is_noted = move || {
        let is_done = matches!(action.value().get(), Some(Ok(Outcome::Done(_))));
        reasoned.get() && is_done && !action.pending().get()
    };
    let thanks =
        move || voted.get().map(|_| if is_noted() { t::reason_counted(language) } else { t::vote_counted(language) });
    let asks = move || current.get() == Some(Vote::Unhelpful) && !is_noted();
    let failed = move || match action.value().get() {
        Some(Err(error)) => {
            Some(view! { <Notice tone=Tone::Danger>{error_text(language, &zone.get_value(), &error).1}</Notice> })
        }
        Some(Ok(_)) | None => None,
    };
    let named = topic.clone();
    view! {
        <section class="topic-vote" id="help" aria-labelledby="topic-vote-title">
            <h2 class="topic-foot-title" id="topic-vote-title">{t::did_it_help(language)}</h2>
            <form class="row" method="post" action=VoteTopic::PATH>
                <Named topic=topic.clone()/>
                <Choice vote=Vote::Helpful topic=topic.clone() action current/>
                <Choice vote=Vote::Unhelpful topic action current/>
            </form>
            <p class="topic-vote-thanks" role="status">{thanks}</p>
            {move || asks().then(|| view! { <Reason topic=named.clone() action/> })}
            {failed}
        </section>
    }
    .into_any()
}

/// What a plain form says besides the vote.
#[component]
fn Named(topic: TopicId) -> impl IntoView {
    let here = use_here();
    view! {
        <input type="hidden" name="form[topic]" value=topic.to_string()/>
        <input type="hidden" name="form[next]" value=move || here.get()/>
    }
}

#[component]
fn Choice(vote: Vote, topic: TopicId, action: ServerAction<VoteTopic>, current: Signal<Option<Vote>>) -> impl IntoView {
    let language = use_language();
    let (label, symbol) = match vote {
        Vote::Helpful => (t::helped(language), Symbol::ThumbsUp),
        Vote::Unhelpful => (t::helped_not(language), Symbol::Flag),
    };
    view! {
        <button
            class="button" type="submit" data-kind="secondary" name="form[vote]" value=vote.code()
            aria-pressed=move || (current.get() == Some(vote)).to_string()
            on:click=move |event| {
                event.prevent_default();
                let form = VoteForm { topic: topic.to_string(), vote: vote.code().to_owned(), ..VoteForm::default() };
                action.dispatch(VoteTopic { form });
            }
        >
            <Icon symbol/><span>{label}</span>
        </button>
    }
    .into_any()
}

/// Why it did not help; the vote counts without it.
#[component]
fn Reason(topic: TopicId, action: ServerAction<VoteTopic>) -> impl IntoView {
    let language = use_language();
    view! {
        <ActionForm action=action attr:class="stack">
            <Named topic/>
            <input type="hidden" name="form[vote]" value=Vote::Unhelpful.code()/>
            <TextArea id="topic-reason" name="form[reason]" label=t::what_is_missing(language)
                hint=t::what_is_missing_hint(language) rows=3 maxlength=REASON_MOST/>
            <div><Button label=t::send_reason(language) busy=action.pending()/></div>
        </ActionForm>
    }
    .into_any()
}
