use super::{
    composer::Composer,
    deed::deed,
    ended::Ended,
    log::ChatLog,
    message::{Entry, Pending},
    unsent::Unsent,
};
use crate::{
    app::{use_language, use_live, use_me, use_viewer},
    features::{
        cases::view::CaseStatus,
        chat::{
            api::EndChat,
            browser,
            model::{ChatContent, ChatState},
        },
    },
    i18n::{Language, text::chat as t},
    route,
    ui::{Button, ButtonKind, ButtonType, Notice, Size, StatusLook, Symbol, Tone},
};
use leptos::{html, prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

/// The messages of a chat and the place to write the next one.
#[component]
pub fn Conversation(
    content: Memo<ChatContent>,
    log: ChatLog,
    again: Callback<()>,
    /// Stands behind the newest message.
    end: NodeRef<html::Div>,
) -> impl IntoView {
    let language = use_language();
    let me = use_me();
    let chat = content.with_untracked(|content| content.chat.id.clone());
    let state = Memo::new(move |_| content.with(|content| content.chat.state));
    let takes_part = Memo::new({
        let me = me.clone();
        move |_| log.members().with(|all| all.iter().any(|one| Some(&one.person.id) == me.as_ref() && !one.left))
    });
    let unsent = me.clone().map(|me| Unsent::new(chat.clone(), me, log, use_live()));
    // what was done to the case meanwhile shows in the chat's head
    Effect::new(move |before: Option<i64>| {
        let done = log.last_deed();
        if before.is_some_and(|before| before < done) {
            again.run(());
        }
        done
    });
    let writes = move || takes_part.get() && state.get() != ChatState::Ended;
    // a plain form that was sent after the end, or after the chat was handed over
    let late = use_query_map().with_untracked(|query| query.get("late").is_some());
    let too_late = move || match state.get() {
        ChatState::Ended => t::came_too_late(language),
        ChatState::Waiting | ChatState::Open => t::came_after_hand_over(language),
    };
    view! {
        <section class="chat-column" aria-labelledby="page-title">
            <Head content again/>
            <div class="chat-log" role="log" aria-label=t::messages(language) tabindex="0">
                <ol class="chat-entries" role="list">
                    <For each=move || log.events().get() key=|one| (one.event.seq, one.event.attachments.len()) let:one>
                        <Entry one log/>
                    </For>
                </ol>
                {unsent.map(|unsent| view! { <Pending unsent/> })}
                <div class="chat-end" node_ref=end></div>
            </div>
            <Waits content/>
            <div class="chat-between"><Writers content/><Notifications/></div>
            {move || (late && !writes()).then(|| view! { <Notice tone=Tone::Warning>{too_late()}</Notice> })}
            {move || match (writes(), unsent) {
                (true, Some(unsent)) => view! { <Composer content unsent/> }.into_any(),
                _ => ().into_any(),
            }}
            {move || (state.get() == ChatState::Ended).then(|| view! { <Ended content again/> })}
        </section>
    }
    .into_any()
}

/// What the chat is about, with whom, and how to end it.
#[component]
fn Head(content: Memo<ChatContent>, again: Callback<()>) -> impl IntoView {
    let language = use_language();
    let vendor = use_viewer().is_vendor();
    let chat = Memo::new(move |_| content.with(|content| content.chat.clone()));
    let with_whom = move || {
        chat.with(|chat| match (vendor, &chat.engineer) {
            (true, _) => format!("{} · {}", chat.customer.name, chat.organization),
            (false, Some(engineer)) => t::with_engineer(language, &engineer.name),
            (false, None) => t::with_nobody(language).to_owned(),
        })
    };
    view! {
        <header class="chat-head">
            <div class="chat-head-words">
                <div class="case-line">
                    <a class="number case-number" href=move || route::case(chat.get().number)>{move || chat.get().number.to_string()}</a>
                    {move || view! { <CaseStatus status=chat.get().status look=StatusLook::Filled/> }}
                    <span class="soft">{move || chat.get().product}</span>
                </div>
                <h1 class="chat-title" id="page-title" tabindex="-1">{move || chat.get().title}</h1>
                <p class="soft small">{with_whom}</p>
            </div>
            {move || (chat.get().state != ChatState::Ended).then(|| view! { <End content again/> })}
        </header>
    }
    .into_any()
}

/// Ends the chat, or leaves the queue; for those who take part.
#[component]
fn End(content: Memo<ChatContent>, again: Callback<()>) -> impl IntoView {
    let language = use_language();
    let me = use_me();
    let action = deed::<EndChat>(again);
    let (chat, waits, takes_part) = content.with_untracked(|content| {
        let takes_part = content.members.iter().any(|one| Some(&one.person.id) == me.as_ref() && !one.left);
        (content.chat.id.to_string(), content.chat.state == ChatState::Waiting, takes_part)
    });
    let label = if waits { t::leave_queue(language) } else { t::end(language) };
    let ends = chat.clone();
    takes_part.then(|| {
        view! {
            <form
                method="post"
                action=EndChat::PATH
                on:submit=move |event| {
                    event.prevent_default();
                    action.dispatch(EndChat { chat: ends.clone() });
                }
            >
                <input type="hidden" name="chat" value=chat/>
                <Button label=label size=Size::Small kind=ButtonKind::Secondary busy=action.pending()/>
            </form>
        }
    })
}

/// The place in the queue and how long it may take (CHAT-3).
#[component]
fn Waits(content: Memo<ChatContent>) -> impl IntoView {
    let language = use_language();
    let place = Memo::new(move |_| content.with(|content| content.place));
    view! {
        <div role="status">
            {move || place.get().map(|place| {
                let title = match place.before {
                    0 => t::you_are_next(language).to_owned(),
                    before => t::before_you(language, before),
                };
                let wait = place.wait_ms.map_or(t::wait_unknown(language).to_owned(), |ms| wait(language, ms));
                view! { <Notice tone=Tone::Info title=title>{wait}" "{t::wait_text(language)}</Notice> }
            })}
        </div>
    }
    .into_any()
}

/// An expected wait in words, by whole minutes.
pub(super) fn wait(language: Language, ms: i64) -> String {
    match ms.div_euclid(60_000) {
        0 => t::wait_less_than_a_minute(language).to_owned(),
        minutes => t::wait_minutes(language, minutes + 1),
    }
}

/// Offers to tell of new messages while another window is in front; asked by the click only.
#[component]
fn Notifications() -> impl IntoView {
    let language = use_language();
    // in the browser only, after the page came to life
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(browser::notifications().is_none()));
    let answered = Callback::new(move |()| open.set(false));
    move || {
        open.get().then(|| {
            view! {
                <p class="chat-notify">
                    <Button label=t::notify_me(language) size=Size::Small kind=ButtonKind::Quiet symbol=Symbol::Bell
                        action=ButtonType::Button on_click=move |_| browser::notify_from_now_on(answered)/>
                </p>
            }
        })
    }
}

/// Who is typing; never read aloud.
#[component]
fn Writers(content: Memo<ChatContent>) -> impl IntoView {
    let language = use_language();
    let me = use_me();
    let topic = crate::live::Topic::Chat(content.with_untracked(|content| content.chat.id.clone()));
    let writers = use_live().writers(topic);
    let names = move || {
        let others = writers.get().into_iter().filter(|(person, _)| Some(person) != me.as_ref());
        others.map(|(_, name)| name).collect::<Vec<_>>()
    };
    view! {
        <p class="chat-writers soft small">
            {move || {
                let names = names();
                (!names.is_empty()).then(|| view! {
                    <crate::ui::Icon symbol=Symbol::Pencil/>{t::typing(language, names.len() as i64, names.join(", "))}
                })
            }}
        </p>
    }
    .into_any()
}
