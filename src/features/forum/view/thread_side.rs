use super::{
    deeds::{Deeds, problems_of, writing},
    post_deeds::kept_of,
    words::{place_options, place_text, words_of},
};
use crate::{
    app::{refusal_text, use_language, use_me, use_viewer},
    features::forum::{
        api::{MergeThread, MoveThread},
        model::{Deed, Thread, ThreadContent},
    },
    i18n::text::forum as t,
    policy::{Action, Place},
    route,
    ui::{Button, RefusedButton, SelectField, Symbol, TextField},
    values::Problems,
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// What stands beside a thread: where it belongs, the case that it became, and what those do who look after the forum.
#[component]
pub(super) fn ThreadSide(content: Memo<ThreadContent>, deeds: Deeds) -> impl IntoView {
    let thread = Memo::new(move |_| content.with(|content| content.thread.clone()));
    let moderates = use_viewer().can(Action::ModerateForum).is_ok();
    view! {
        {move || view! { <Facts thread=thread.get()/> }}
        {move || view! { <ToCase thread=thread.get() deeds/> }}
        {moderates.then(|| view! { <Moderation content thread deeds/> })}
    }
}

#[component]
fn Facts(thread: Thread) -> impl IntoView {
    let language = use_language();
    let case = |name: &'static str, number: Option<crate::values::CaseNumber>| {
        number.map(|number| {
            view! { <div><dt>{name}</dt><dd><a class="number" href=route::case(number)>{number.to_string()}</a></dd></div> }
        })
    };
    let solved = (thread.solved > 0).then(
        || view! { <div><dt>{t::helped(language)}</dt><dd>{t::helped_cases(language, thread.solved)}</dd></div> },
    );
    view! {
        <dl class="facts">
            <div><dt>{t::place(language)}</dt><dd>{place_text(&thread.at)}</dd></div>
            {case(t::became_case(language), thread.case)}
            {case(t::source_case(language), thread.source)}
            {solved}
        </dl>
    }
    .into_any()
}

/// Its author makes a case of it, or reads why that is not possible now (FORUM-3, ROLL-2).
#[component]
fn ToCase(thread: Thread, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let viewer = use_viewer();
    if use_me().as_ref() != Some(&thread.author.id) || thread.case.is_some() || viewer.is_vendor() {
        return ().into_any();
    }
    let place = Place::Product(thread.at.place.product.clone());
    match viewer.can_at(Action::OpenCase, &place) {
        Ok(_) => view! {
            <section class="case-block forum-to-case">
                <ActionForm action=deeds.to_case>
                    <input type="hidden" name="thread" value=thread.id.to_string()/>
                    <Button label=t::to_case(language) symbol=Symbol::Support busy=deeds.to_case.pending()/>
                </ActionForm>
                <p class="soft small">{t::to_case_hint(language)}</p>
            </section>
        }
        .into_any(),
        Err(refusal) => {
            let why = refusal_text(language, &viewer.zone, &refusal);
            view! { <section class="case-block"><RefusedButton id="to-case-why" label=t::to_case(language) why=why symbol=Symbol::Support/></section> }
                .into_any()
        }
    }
}

/// Locking, moving and merging (FORUM-2).
#[component]
fn Moderation(content: Memo<ThreadContent>, thread: Memo<Thread>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let lock = move || {
        let (id, locked) = thread.with(|thread| (thread.id.to_string(), thread.locked));
        let (label, symbol) =
            if locked { (t::unlock(language), Symbol::Reopen) } else { (t::lock(language), Symbol::Lock) };
        view! {
            <ActionForm action=deeds.lock>
                <input type="hidden" name="thread" value=id/>
                <input type="hidden" name="locked" value=if locked { "0" } else { "1" }/>
                <Button label=label symbol=symbol/>
            </ActionForm>
        }
    };
    view! {
        <section class="case-block forum-moderation" aria-labelledby="moderation-title">
            <h2 class="section-title" id="moderation-title">{t::moderation(language)}</h2>
            {lock}
            <MoveForm content deeds/>
            <MergeForm content/>
        </section>
    }
    .into_any()
}

#[component]
fn MoveForm(content: Memo<ThreadContent>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let moving = writing::<MoveThread, ()>(move |()| deeds.refetch());
    let (id, place, options) = content.with_untracked(|content| {
        let here = content.thread.at.place.to_string();
        (content.thread.id.to_string(), here, place_options(&content.places).collect::<Vec<_>>())
    });
    let (_, first) = kept_of(content, Deed::Move, &id).unwrap_or_default();
    let is_open = !first.is_empty();
    let problems = problems_of(moving, first);
    let error = Signal::derive(move || problems.with(|problems| words_of(language, problems, "place")));
    view! {
        <details class="disclosure" open=is_open>
            <summary>{t::move_thread(language)}</summary>
            <ActionForm action=moving attr:class="form-group forum-form">
                <input type="hidden" name="thread" value=id/>
                <SelectField id="move" name="place" label=t::move_to(language) options=Signal::stored(options) value=place error=error/>
                <div><Button label=t::move_now(language) busy=moving.pending()/></div>
            </ActionForm>
        </details>
    }
    .into_any()
}

#[component]
fn MergeForm(content: Memo<ThreadContent>) -> impl IntoView {
    let language = use_language();
    let navigate = use_navigate();
    let merging = writing::<MergeThread, crate::values::ThreadId>(move |into| {
        navigate(&route::thread(&into), NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    let id = content.with_untracked(|content| content.thread.id.to_string());
    let (text, first) = kept_of(content, Deed::Merge, &id).unwrap_or((String::new(), Problems::default()));
    let is_open = !first.is_empty();
    let problems = problems_of(merging, first);
    let error = Signal::derive(move || problems.with(|problems| words_of(language, problems, "into")));
    view! {
        <details class="disclosure" open=is_open>
            <summary>{t::merge(language)}</summary>
            <ActionForm action=merging attr:class="form-group forum-form">
                <input type="hidden" name="thread" value=id/>
                <TextField id="merge" name="into" label=t::merge_into(language) hint=t::merge_hint(language) value=text
                    required=true error=error/>
                <div><Button label=t::merge_now(language) symbol=Symbol::Merge busy=merging.pending()/></div>
            </ActionForm>
        </details>
    }
    .into_any()
}
