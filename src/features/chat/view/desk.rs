use super::take::Take;
use crate::{
    app::{use_language, use_live, use_me, use_shortcuts},
    error::AppError,
    features::chat::{
        api::{TakeChat, open_desk},
        model::{ChatDesk, ChatSummary},
    },
    i18n::text::chat as t,
    live::{Frame, Topic},
    route,
    ui::{Button, Size},
    values::Moment,
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// Chats of one's own whose messages are listened to, for their unread counts: as many as are answered at once, and some
/// more that were joined; a socket listens to sixteen topics.
const LISTENED: usize = 12;

/// Who waits, one's own chats and which colleagues are there. A page asks once, whichever of its parts show it.
#[derive(Clone, Copy)]
pub struct DeskAnswer {
    pub content: Resource<Result<ChatDesk, AppError>>,
    pub again: Callback<()>,
}

impl DeskAnswer {
    pub fn ask() -> DeskAnswer {
        let beat = use_live().beat(Topic::Desk);
        let asked = RwSignal::new(0_u32);
        let content = Resource::new(move || (beat.get(), asked.get()), |_| open_desk());
        DeskAnswer { content, again: Callback::new(move |()| asked.update(|count| *count += 1)) }
    }
}

/// Who waits, and one's own chats. `j` and `k` move through the own ones, `t` takes who has waited longest.
#[component]
pub fn ChatLists(desk: Memo<ChatDesk>, current: Memo<String>, again: Callback<()>) -> impl IntoView {
    let language = use_language();
    let waiting = Memo::new(move |_| desk.with(|desk| desk.waiting.clone()));
    let own = Memo::new(move |_| desk.with(|desk| desk.own.clone()));
    let take = Take::new(again);
    listen(own, again);
    bind_keys(own, current, take);
    view! {
        <section aria-labelledby="chat-own-title">
            <h2 class="section-title" id="chat-own-title">{t::own_chats(language)}</h2>
            {move || own.with(Vec::is_empty).then(|| view! { <p class="soft small">{t::no_own_chats(language)}</p> })}
            <ul class="chat-list" role="list">
                <For each=move || own.get() key=|chat| (chat.id.clone(), chat.unread) let:chat><Own chat current/></For>
            </ul>
        </section>
        <section aria-labelledby="chat-waiting-title">
            <h2 class="section-title" id="chat-waiting-title">
                {move || t::waiting(language, waiting.with(Vec::len) as i64)}
            </h2>
            <p class="hidden-text" role="status">{move || t::waiting(language, waiting.with(Vec::len) as i64)}</p>
            {move || waiting.with(Vec::is_empty).then(|| view! { <p class="soft small">{t::nobody_waits(language)}</p> })}
            <ol class="chat-list" role="list">
                <For each=move || waiting.get() key=|chat| chat.id.clone() let:chat>
                    <Waiting chat take now=desk.with_untracked(|desk| desk.now)/>
                </For>
            </ol>
        </section>
        <p class="desk-keys" aria-hidden="true">
            <span><crate::ui::Kbd keys="j"/> " " <crate::ui::Kbd keys="k"/> " " {t::keys_move(language)}</span>
            <span><crate::ui::Kbd keys="t"/> " " {t::keys_take(language)}</span>
        </p>
    }
    .into_any()
}

#[component]
fn Own(chat: ChatSummary, current: Memo<String>) -> impl IntoView {
    let language = use_language();
    let id = chat.id.to_string();
    let is_current = move || (current.get() == id).then_some("page");
    let unread = chat.unread;
    view! {
        <li class="chat-item">
            <a href=route::chat(&chat.id) aria-current=is_current>
                <span class="chat-item-who">{chat.customer}
                    {(unread > 0).then(|| view! { <span class="chat-unread">{t::unread(language, unread)}</span> })}
                </span>
                <span class="chat-item-what">{chat.title}</span>
                <span class="soft small">{chat.organization}" · "{chat.product}</span>
            </a>
        </li>
    }
    .into_any()
}

#[component]
fn Waiting(chat: ChatSummary, take: Take, now: Moment) -> impl IntoView {
    let language = use_language();
    let id = chat.id.to_string();
    let for_form = id.clone();
    let label = t::take(language);
    view! {
        <li class="chat-item">
            <div class="chat-item-words">
                <a href=route::chat(&chat.id)><span class="chat-item-who">{chat.customer}</span></a>
                <span class="chat-item-what">{chat.title}</span>
                <span class="soft small">{chat.organization}" · "{chat.product}" · "<crate::features::cases::view::Ago at=chat.asked_at now=now/></span>
            </div>
            <form method="post" action=TakeChat::PATH
                on:submit=move |event| { event.prevent_default(); take.run(id.clone()); }>
                <input type="hidden" name="chat" value=for_form/>
                <Button label=label size=Size::Small/>
            </form>
        </li>
    }
    .into_any()
}

/// Listens to one's own chats, so that what is unread is counted anew.
fn listen(own: Memo<Vec<ChatSummary>>, again: Callback<()>) {
    let live = use_live();
    let me = use_me();
    let ids =
        Memo::new(move |_| own.with(|own| own.iter().take(LISTENED).map(|chat| chat.id.clone()).collect::<Vec<_>>()));
    if let Some(me) = me.clone() {
        // one's own marks, if they are not shown to others
        live.hear(Topic::Person(me), move |frame| match frame {
            Frame::Marked { .. } => drop(again.try_run(())),
            Frame::Changed | Frame::Logged { .. } | Frame::Writing { .. } => {}
        });
    }
    Effect::new(move |_| {
        for id in ids.get() {
            let me = me.clone();
            live.hear(Topic::Chat(id), move |frame| {
                // only messages, and what the reader has read of them, change what is unread
                let counts = match frame {
                    Frame::Logged { .. } => true,
                    Frame::Marked { person, .. } => Some(&person) == me.as_ref(),
                    Frame::Changed | Frame::Writing { .. } => false,
                };
                if counts {
                    again.try_run(());
                }
            });
        }
    });
}

fn bind_keys(own: Memo<Vec<ChatSummary>>, current: Memo<String>, take: Take) {
    let shortcuts = use_shortcuts();
    let step = |by: isize| {
        let navigate = use_navigate();
        move || {
            let own = own.get_untracked();
            let here = own.iter().position(|chat| chat.id.as_str() == current.get_untracked());
            let next = here.map_or(0, |at| (at as isize + by).rem_euclid(own.len().max(1) as isize) as usize);
            if let Some(chat) = own.get(next) {
                navigate(&route::chat(&chat.id), NavigateOptions::default());
            }
        }
    };
    shortcuts.bind("j", step(1));
    shortcuts.bind("k", step(-1));
    shortcuts.bind("t", move || take.run(String::new()));
}
