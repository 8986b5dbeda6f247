use super::{
    deeds::{Deeds, problems_of, writing},
    post_deeds::kept_of,
    typed::Typed,
    words::words_of,
};
use crate::{
    app::{use_language, use_viewer},
    features::forum::{
        api::AnswerThread,
        model::{Deed, Kind, ThreadContent},
        rules::{BODY_MOST, page_of},
    },
    i18n::text::forum as t,
    policy::Action,
    route,
    ui::{Button, ButtonKind, Icon, Symbol, TextArea},
    values::Problems,
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// Where the reader answers. It stands outside of what is asked for again, so that no news disturb what is typed.
#[component]
pub(super) fn AnswerForm(content: Memo<ThreadContent>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let moderates = use_viewer().can(Action::ModerateForum).is_ok();
    let locked = Memo::new(move |_| content.with(|content| content.thread.locked));
    let closed = Memo::new(move |_| locked.get() && !moderates);
    let (is_question, thread) =
        content.with_untracked(|content| (content.thread.kind == Kind::Question, content.thread.id.clone()));
    let title = if is_question { t::your_answer(language) } else { t::your_post(language) };
    let (brought, first) = kept_of(content, Deed::Answer, thread.as_str()).unzip();
    let typed = Typed::new(&format!("forum:{thread}"), String::new(), brought);
    let first = StoredValue::new(first.unwrap_or_default());
    // what was typed before the thread was locked stays, to be copied
    let is_shown = Memo::new(move |_| !closed.get() || typed.text.with(|text| !text.is_empty()));
    view! {
        <section class="composer" data-kind="reply" aria-labelledby="answer-title" id="answer">
            <h2 class="section-title" id="answer-title">{title}</h2>
            {move || locked.get().then(|| view! {
                <p class="forum-hidden small"><Icon symbol=Symbol::Lock/><span>{t::locked_text(language)}</span></p>
            })}
            {move || is_shown.get().then(|| view! { <Fields content deeds typed first=first.get_value() closed/> })}
        </section>
    }
    .into_any()
}

#[component]
fn Fields(
    content: Memo<ThreadContent>,
    deeds: Deeds,
    typed: Typed,
    /// What was wrong with what a plain form brought.
    first: Problems,
    /// The reader cannot answer in it any more.
    closed: Memo<bool>,
) -> impl IntoView {
    let language = use_language();
    let navigate = use_navigate();
    let (thread, base) = content.with_untracked(|content| (content.thread.id.clone(), content.key.clone()));
    let there = thread.clone();
    let answer = writing::<AnswerThread, i64>(move |seq| {
        let is_all = typed.arrived();
        typed.begin_anew();
        deeds.refetch();
        // where it stands, unless somebody is typing on
        if is_all {
            let to = route::post(&there, page_of(seq), seq);
            navigate(&to, NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });
    let problems = problems_of(answer, first);
    let error = Signal::derive(move || problems.with(|problems| words_of(language, problems, "body")));
    let (id, key) = (thread.to_string(), base.clone());
    let send = move || {
        if !answer.pending().get_untracked() {
            // an answer whose arrival nobody heard of is the same one; another text is another
            let (number, body) = typed.send();
            answer.dispatch(AnswerThread { thread: thread.to_string(), body, key: format!("{base}.{number}") });
        }
    };
    view! {
        <form
            class="form"
            method="post"
            action=AnswerThread::PATH
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <input type="hidden" name="thread" value=id/>
            <input type="hidden" name="key" value=key/>
            <TextArea id="answer-body" name="body" label=t::answer(language) hint=t::body_hint(language)
                value=typed.text.get_untracked() rows=6 maxlength=BODY_MOST required=true error=error node=typed.field
                on_input=move |text| typed.typed(text)/>
            {move || match closed.get() {
                true => view! { <p class="small">{t::locked_typed(language)}</p> }.into_any(),
                false => view! {
                    <div class="form-actions">
                        <Button label=t::send_answer(language) kind=ButtonKind::Primary symbol=Symbol::Send busy=answer.pending()/>
                    </div>
                }
                .into_any(),
            }}
        </form>
    }
    .into_any()
}
