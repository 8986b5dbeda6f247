use super::{
    deeds::{Deeds, problems_of, writing},
    post_deeds::kept_of,
    words::words_of,
};
use crate::{
    app::{local_copy, use_language, use_me, use_viewer},
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
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// Where the reader answers. It stands outside of what is asked for again, so that no news disturb what is typed.
#[component]
pub(super) fn AnswerForm(content: Memo<ThreadContent>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let moderates = use_viewer().can(Action::ModerateForum).is_ok();
    let locked = Memo::new(move |_| content.with(|content| content.thread.locked));
    let is_question = content.with_untracked(|content| content.thread.kind == Kind::Question);
    let title = if is_question { t::your_answer(language) } else { t::your_post(language) };
    view! {
        <section class="composer" data-kind="reply" aria-labelledby="answer-title" id="answer">
            <h2 class="section-title" id="answer-title">{title}</h2>
            {move || locked.get().then(|| view! {
                <p class="forum-hidden small"><Icon symbol=Symbol::Lock/><span>{t::locked_text(language)}</span></p>
            })}
            {move || (!locked.get() || moderates).then(|| view! { <Fields content deeds/> })}
        </section>
    }
    .into_any()
}

#[component]
fn Fields(content: Memo<ThreadContent>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let navigate = use_navigate();
    let (thread, base) = content.with_untracked(|content| (content.thread.id.clone(), content.key.clone()));
    let scope = StoredValue::new(use_me().map(|me| format!("forum:{thread}:{me}")).unwrap_or_default());
    let (text, first) = kept_of(content, Deed::Answer, thread.as_str()).unwrap_or((String::new(), Problems::default()));
    let body = RwSignal::new(text);
    // the field and its key are made anew for each answer
    let turn = RwSignal::new(0_u32);
    let there = thread.clone();
    let answer = writing::<AnswerThread, i64>(move |seq| {
        scope.with_value(|scope| local_copy::forget(scope));
        body.set(String::new());
        turn.update(|turn| *turn += 1);
        deeds.refetch();
        // where it stands
        navigate(
            &route::post(&there, page_of(seq), seq),
            NavigateOptions { replace: true, ..NavigateOptions::default() },
        );
    });
    let problems = problems_of(answer, first);
    let error = Signal::derive(move || problems.with(|problems| words_of(language, problems, "body")));
    // what was typed and never reached the server (UX-5)
    Effect::new(move |_| {
        if let Some(text) = scope.with_value(|scope| local_copy::kept(scope)) {
            body.set(text);
            turn.update(|turn| *turn += 1);
        }
    });
    let typed = move |text: String| {
        scope.with_value(|scope| local_copy::keep(scope, &text));
        body.set(text);
    };
    let fields = move |turn: u32| {
        view! {
            <input type="hidden" name="key" value=format!("{base}.{turn}")/>
            <TextArea id="answer-body" name="body" label=t::answer(language) hint=t::body_hint(language)
                value=body.get_untracked() rows=6 maxlength=BODY_MOST required=true error=error on_input=typed/>
        }
    };
    view! {
        <ActionForm action=answer attr:class="form">
            <input type="hidden" name="thread" value=thread.to_string()/>
            <For each=move || [turn.get()] key=|turn| *turn children=fields/>
            <div class="form-actions">
                <Button label=t::send_answer(language) kind=ButtonKind::Primary symbol=Symbol::Send busy=answer.pending()/>
            </div>
        </ActionForm>
    }
    .into_any()
}
