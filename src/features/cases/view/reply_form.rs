use super::{
    attach::Attach,
    composer::{NOTE_BODY, PlainAnswer, REPLY_BODY},
    instant::clock_time,
    preview::Preview,
    reply::{Audience, Reply},
};
use crate::{
    app::{error_text, problem_text, use_language, use_viewer, use_zone},
    error::AppError,
    features::cases::{
        api::{Comment, WriteNote},
        model::{Sent, Status},
        rules::COMMENT_MOST,
    },
    i18n::text::cases as t,
    i18n::{Language, text},
    policy::Action,
    route,
    ui::{Button, ButtonKind, ButtonType, Icon, Kbd, Notice, SelectField, SelectOption, Size, Symbol, TextArea, Tone},
    values::Problem,
};
use leptos::{ev::KeyboardEvent, prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

/// The form of an answer or a note, with all that is said around it.
#[component]
pub fn ReplyFields(reply: Reply) -> impl IntoView {
    let here = reply.content.with_untracked(|content| route::case(content.case.number));
    let (action, form_id, attach_id, next) = match reply.audience {
        Audience::Case => (Comment::PATH, "reply-form", "reply-files", format!("{here}#reply")),
        Audience::Engineers => (WriteNote::PATH, "note-form", "note-files", format!("{here}?write=note#note")),
    };
    let send_by_keys = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            reply.send();
        }
    };
    let content = reply.content;
    view! {
        <PlainAnswer reply/>
        <UnderWay reply/>
        <Arrived reply/>
        <Presence reply/>
        <form
            class="form-group"
            id=form_id
            method="post"
            action=action
            on:dragover=move |event| event.prevent_default()
            on:drop=move |event| {
                reply.uploads.take(&event);
            }
            on:paste=move |event| {
                reply.uploads.take(&event);
            }
            on:keydown=send_by_keys
            on:submit=move |event| {
                event.prevent_default();
                reply.send();
            }
        >
            <input type="hidden" name="form[case]" value=reply.number()/>
            <input type="hidden" name="form[seen]" value=move || content.with(|content| content.case.last_seq)/>
            <input type="hidden" name="form[key]" value=content.with_untracked(|content| content.reply_key.clone())/>
            <For each=move || [reply.turn.get()] key=|turn| *turn let:_turn>
                <Body reply/>
            </For>
            <Preview source=reply.body.into()/>
            <Intent reply/>
        </form>
        <Attach uploads=reply.uploads id=attach_id next=next stored=reply.files()/>
        <div class="form-actions">
            <SendButton reply attr:form=form_id/>
            <Kbd keys="Ctrl ↵" hint=true/>
            <SavedLine reply/>
        </div>
        <Failure reply/>
    }
    .into_any()
}

/// The text itself.
#[component]
fn Body(reply: Reply) -> impl IntoView {
    let language = use_language();
    let query = use_query_map();
    let (id, label, check) = match reply.audience {
        Audience::Case => (REPLY_BODY, t::your_reply(language), "1"),
        Audience::Engineers => (NOTE_BODY, t::your_note(language), "note"),
    };
    // a plain form that lacked its text, until something was sent
    let lacked = move || {
        let asked = query.read().get("check").as_deref() == Some(check) && reply.turn.get() == 0;
        (asked && reply.body.with(String::is_empty)).then_some(Problem::Missing)
    };
    let error = Signal::derive(move || reply.problem().or_else(lacked).map(|problem| problem_text(language, &problem)));
    view! {
        <TextArea id=id name="form[body]" label=label rows=5 maxlength=COMMENT_MOST required=true
            value=reply.body.get_untracked() error=error on_input=move |text| reply.typed(text)/>
    }
}

/// What follows from an engineer's answer.
#[component]
fn Intent(reply: Reply) -> impl IntoView {
    let language = use_language();
    if reply.audience == Audience::Engineers || use_viewer().can(Action::AnswerCase).is_err() {
        return view! { <input type="hidden" name="form[intent]" value="comment"/> }.into_any();
    }
    let options = Signal::derive(move || {
        let is_closed = reply.content.with(|content| content.case.status == Status::Closed);
        let mut options = vec![SelectOption::new("comment", t::intent_comment(language))];
        if !is_closed {
            options.push(SelectOption::new("waiting", t::intent_waiting(language)));
            options.push(SelectOption::new("solution", t::intent_solution(language)));
        }
        options
    });
    view! {
        <SelectField id="reply-intent" name="form[intent]" label=t::intent(language) options=options value=reply.intent
            on_change=move |value| reply.intent.set(value)/>
    }
    .into_any()
}

#[component]
fn SendButton(reply: Reply) -> impl IntoView {
    let language = use_language();
    let (label, symbol) = match reply.audience {
        Audience::Case => (t::send_reply(language), Symbol::Send),
        Audience::Engineers => (t::save_note(language), Symbol::Lock),
    };
    let label = Signal::derive(move || {
        let text = match (reply.waits.get(), reply.send.pending().get()) {
            (true, _) => t::waits_for_files(language),
            (false, true) => t::sending(language),
            (false, false) => label,
        };
        text.to_owned()
    });
    view! { <Button label=label kind=ButtonKind::Primary symbol=symbol busy=reply.send.pending()/> }
}

/// What is on its way, at its place in the conversation.
#[component]
fn UnderWay(reply: Reply) -> impl IntoView {
    let language = use_language();
    move || {
        reply.under_way().map(|body| {
            view! {
                <div class="composer-sending" aria-hidden="true">
                    <p class="soft small"><Icon symbol=Symbol::Hourglass/>{t::sending(language)}</p>
                    <div class="plain-text">{body}</div>
                </div>
            }
        })
    }
}

/// What others wrote meanwhile (CASE-18).
#[component]
fn Arrived(reply: Reply) -> impl IntoView {
    let language = use_language();
    let stopped = move || matches!(reply.send.value().get(), Some(Ok(Sent::NewerComments { .. })));
    view! {
        {move || stopped().then(|| view! { <Notice tone=Tone::Warning live=true>{t::newer_comments(language)}</Notice> })}
        {move || reply.arrived().map(|(count, first)| {
            let href = format!("#event-{first}");
            let actions = move || view! {
                <a class="button" data-kind="secondary" data-size="small" href=href on:click=move |_| reply.look()>
                    {t::arrived_look(language)}
                </a>
            };
            view! { <Notice tone=Tone::Info live=true actions=actions>{t::arrived_meanwhile(language, count as i64)}</Notice> }
        })}
    }
}

/// Who else is writing (CASE-18).
#[component]
fn Presence(reply: Reply) -> impl IntoView {
    let language = use_language();
    let writers = reply.writers();
    let text = move || {
        let names = writers.get();
        (!names.is_empty()).then(|| {
            let count = names.len() as i64;
            view! { <Icon symbol=Symbol::Pencil/>{t::writing(language, count, names.join(", "))} }
        })
    };
    view! { <p class="composer-presence" role="status">{text}</p> }
}

/// When the draft was saved.
#[component]
fn SavedLine(reply: Reply) -> impl IntoView {
    let (language, zone) = (use_language(), use_zone());
    let kept = Memo::new(move |_| reply.kept());
    let failed = move || matches!(kept.get(), Some(Err(_))).then_some("failed");
    let line = move || {
        kept.get().map(|kept| match kept {
            Ok(at) => {
                view! { <Icon symbol=Symbol::Check/>{t::draft_saved(language, clock_time(&zone, at))} }.into_any()
            }
            Err(error) => view! { <Icon symbol=Symbol::Warning/><FailureText reply error language/> }.into_any(),
        })
    };
    view! { <span class="wizard-saved" role="status" data-state=failed>{line}</span> }
}

/// Why sending failed; the text is still there and can be sent again.
#[component]
fn Failure(reply: Reply) -> impl IntoView {
    let language = use_language();
    move || {
        reply.failure().map(|error| {
            let retry = move || {
                view! {
                    <Button label=text::errors::try_again(language) size=Size::Small action=ButtonType::Button
                        symbol=Symbol::Refresh on_click=move |_| reply.send()/>
                }
            };
            view! {
                <Notice tone=Tone::Danger title=t::not_sent(language) live=true actions=retry>
                    <FailureText reply error language/>
                </Notice>
            }
        })
    }
}

/// The failure in words; after the end of the session also the way back in.
#[component]
fn FailureText(reply: Reply, error: AppError, language: Language) -> impl IntoView {
    let zone = use_zone();
    let sign_in = (error == AppError::SignIn).then(|| {
        let back = route::sign_in(Some(&reply.content.with_untracked(|content| route::case(content.case.number))));
        view! { " "<a href=back rel="external">{text::errors::go_sign_in(language)}</a> }
    });
    view! { <span>{error_text(language, &zone, &error).1}{sign_in}</span> }
}
