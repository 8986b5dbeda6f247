use super::{
    availability::PresenceControl,
    colleagues::Colleagues,
    conversation::Conversation,
    desk::{ChatLists, DeskAnswer},
    log::ChatLog,
};
use crate::{
    app::{loaded, loaded_in_parts, use_language, use_live, use_viewer},
    features::chat::{
        api::{open_chat, open_desk},
        browser,
        model::{ChatContent, ChatDesk},
    },
    i18n::text::chat as t,
    live::Topic,
    policy::Action,
    ui::{Empty, Symbol},
    values::ChatId,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// One chat. Engineers have their other chats beside it, so that five can be answered at once.
#[component]
pub fn ChatPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    let desk = use_viewer().can(Action::AnswerChat).is_ok().then(DeskAnswer::ask);
    view! {
        <div class="page chat-room" data-width="full" data-side=if desk.is_some() { "vendor" } else { "customer" }>
            // one page per chat: what belongs to one never shows on another
            <For each=move || [id.get()] key=String::clone let:id>
                <OneChat id desk/>
            </For>
            {desk.map(|desk| view! { <Desk desk current=id/> })}
        </div>
    }
    .into_any()
}

/// The engineers' chats, before one of them is chosen.
#[component]
pub fn ChatsPage() -> impl IntoView {
    let language = use_language();
    if use_viewer().can(Action::AnswerChat).is_err() {
        // what the page asks for says why it cannot be shown
        let desk = Resource::new(|| (), |()| open_desk());
        return loaded(desk, |_| ()).into_any();
    }
    view! {
        <Title text=t::chats(language)/>
        <div class="page chat-room" data-width="full" data-side="vendor">
            <section class="chat-column" aria-labelledby="page-title">
                <h1 class="page-title" id="page-title" tabindex="-1">{t::chats(language)}</h1>
                <Empty symbol=Symbol::Chat title=t::none_chosen(language) text=t::none_chosen_text(language)/>
            </section>
            <Desk desk=DeskAnswer::ask() current=Memo::new(|_| String::new())/>
        </div>
    }
    .into_any()
}

/// Who waits, one's own chats, and whether one takes more.
#[component]
fn Desk(desk: DeskAnswer, current: Memo<String>) -> impl IntoView {
    let language = use_language();
    let DeskAnswer { content, again } = desk;
    view! {
        <aside class="chat-desk" aria-label=t::chats(language)>
            <PresenceControl/>
            {loaded(content, move |desk: Memo<ChatDesk>| view! { <ChatLists desk current again/> })}
        </aside>
    }
    .into_any()
}

#[component]
fn OneChat(id: String, desk: Option<DeskAnswer>) -> impl IntoView {
    // what to listen to is known from the first answer
    let beat = RwSignal::new(None::<Signal<u64>>);
    let asked = RwSignal::new(0_u32);
    let content = Resource::new(
        move || (id.clone(), asked.get(), beat.get().map_or(0, |beat| beat.get())),
        |(id, ..)| async move { open_chat(id).await },
    );
    let again = Callback::new(move |()| asked.update(|count| *count += 1));
    loaded_in_parts(content, move |content| {
        let heard = use_live().beat(Topic::Chat(id_of(content)));
        // in the browser only: the server makes the page more than once, and keeps the signals of the last
        Effect::new(move |_| beat.set(Some(heard)));
        view! { <Content content again desk/> }
    })
}

fn id_of(content: Memo<ChatContent>) -> ChatId {
    content.with_untracked(|content| content.chat.id.clone())
}

#[component]
fn Content(content: Memo<ChatContent>, again: Callback<()>, desk: Option<DeskAnswer>) -> impl IntoView {
    let log = ChatLog::new(content, use_live());
    let end = NodeRef::new();
    let unread = use_viewer().person.map_or(Signal::stored(0), |person| {
        let label = t::notification(use_language());
        browser::attend(id_of(content).to_string(), person.id.clone(), log, end, label)
    });
    let title = move || {
        let title = content.with(|content| content.chat.title.clone());
        match unread.get() {
            0 => title,
            unread => format!("({unread}) {title}"),
        }
    };
    view! {
        <Title text=title/>
        <Conversation content log again end/>
        <Colleagues content log again desk/>
    }
    .into_any()
}
