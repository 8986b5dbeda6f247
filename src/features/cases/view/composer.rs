use super::{
    deeds::Deeds,
    reply::{Audience, Reply},
    reply_form::ReplyFields,
};
use crate::{
    app::{refusal_text, use_language, use_shortcuts, use_viewer},
    features::cases::{
        model::{CasePageContent, Status},
        rules::can_reopen,
    },
    i18n::text::cases as t,
    policy::Action,
    route,
    ui::{Icon, Notice, Symbol, Tab, Tabs, Tone},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

/// The ids of the two texts.
pub(super) const REPLY_BODY: &str = "reply-body";
pub(super) const NOTE_BODY: &str = "note-body";

/// Where the reader answers: customers comment, engineers answer or write a note. It stands outside of what is asked for
/// again, so that no news disturb what is typed.
#[component]
pub fn Composer(content: Memo<CasePageContent>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let viewer = use_viewer();
    let shortcuts = use_shortcuts();
    if viewer.can(Action::AnswerCase).is_ok() {
        return view! { <EngineersComposer content deeds/> }.into_any();
    }
    match viewer.can(Action::CommentCase) {
        Ok(_) => {
            shortcuts.bind_focus("r", REPLY_BODY);
            view! { <CustomersComposer content deeds/> }.into_any()
        }
        Err(refusal) => {
            let why = refusal_text(language, &viewer.zone, &refusal);
            view! { <p class="soft small" id="reply"><Icon symbol=Symbol::Lock/>" "{why}</p> }.into_any()
        }
    }
}

#[component]
fn CustomersComposer(content: Memo<CasePageContent>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let closed = Memo::new(move |_| {
        content.with(|content| {
            let is_closed = content.case.status == Status::Closed;
            is_closed.then(|| can_reopen(content.case.closed_at, content.now))
        })
    });
    let reply = Reply::new(Audience::Case, content, deeds.comment);
    view! {
        <section class="composer" data-kind="reply" aria-labelledby="reply-title" id="reply">
            <h2 class="section-title" id="reply-title">{t::reply(language)}</h2>
            {move || (closed.get() == Some(true)).then(|| view! { <p class="soft small">{t::comment_reopens(language)}</p> })}
            {move || match closed.get() {
                Some(false) => view! { <p>{t::comment_too_late(language)}</p> }.into_any(),
                Some(true) | None => view! { <ReplyFields reply/> }.into_any(),
            }}
        </section>
    }
    .into_any()
}

/// Answer and note, each with its own text; the note is opened on purpose.
#[component]
fn EngineersComposer(content: Memo<CasePageContent>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let query = use_query_map();
    let writes_note = Memo::new(move |_| {
        let query = query.read();
        query.get("write").as_deref() == Some("note") || query.get("check").as_deref() == Some("note")
    });
    let here = content.with_untracked(|content| route::case(content.case.number));
    bind_keys(&here);
    let tabs = Signal::derive(move || {
        let note = writes_note.get();
        vec![
            Tab::new(here.clone(), t::reply(language), !note).symbol(Symbol::Reply),
            Tab::new(route::with_query(&here, "write=note"), t::note(language), note).symbol(Symbol::Lock),
        ]
    });
    let reply = Reply::new(Audience::Case, content, deeds.comment);
    let note = Reply::new(Audience::Engineers, content, deeds.note);
    view! {
        <div class="composer-tabs" id="write"><Tabs label=t::kind_of_message(language) tabs=tabs/></div>
        <section class="composer" data-kind="reply" aria-labelledby="reply-title" id="reply" hidden=writes_note>
            <h2 class="hidden-text" id="reply-title">{t::reply(language)}</h2>
            <ReplyFields reply/>
        </section>
        <section class="composer" data-kind="note" aria-labelledby="note-title" id="note" hidden=move || !writes_note.get()>
            <h2 class="hidden-text" id="note-title">{t::note(language)}</h2>
            <p class="composer-warning"><Icon symbol=Symbol::Lock/>{t::note_warning(language)}</p>
            <ReplyFields reply=note/>
        </section>
    }
    .into_any()
}

/// `r` answers, `n` opens the note.
fn bind_keys(here: &str) {
    let shortcuts = use_shortcuts();
    let to = |keys: &'static str, path: String, id: &'static str| {
        let navigate = use_navigate();
        shortcuts.bind(keys, move || {
            navigate(&path, NavigateOptions { scroll: false, replace: true, ..NavigateOptions::default() });
            // the text is shown first
            set_timeout(move || shortcuts.focus(id), std::time::Duration::ZERO);
        });
    };
    to("r", here.to_owned(), REPLY_BODY);
    to("n", route::with_query(here, "write=note"), NOTE_BODY);
}

/// What a plain form could not do; with scripting the composer itself says it.
#[component]
pub(super) fn PlainAnswer(reply: Reply) -> impl IntoView {
    let language = use_language();
    let query = use_query_map();
    let is_note = reply.audience == Audience::Engineers;
    move || {
        let query = query.read();
        let says = |name: &str| query.get(name).is_some();
        let newer = says("newer").then(|| t::newer_comments(language));
        let late = says("late").then(|| t::comment_too_late(language));
        newer.or(late).filter(|_| !is_note).map(|text| view! { <Notice tone=Tone::Warning>{text}</Notice> })
    }
}
