use super::{availability, log::ChatLog};
use crate::{
    app::{use_language, use_live, use_me, use_notices, use_shortcuts, use_viewer, use_zone},
    error::AppError,
    features::{
        cases::view::{CaseStatus, tell_failures},
        chat::{
            api::{HandOver, JoinChat, TakeChat, hand_over, open_desk, take_chat},
            model::{ChatContent, ChatDesk, ChatState, ChatSummary, Presence},
        },
    },
    i18n::text::chat as t,
    live::{Frame, Topic},
    policy::Action as Right,
    route,
    ui::{Button, ButtonKind, Icon, SelectField, SelectOption, Size, Symbol},
    values::{ChatId, Moment},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// Chats of one's own whose messages are listened to, for their unread counts: as many as are answered at once, and some
/// more that were joined; a socket listens to sixteen topics.
const LISTENED: usize = 12;

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

/// Takes chats, and opens what was taken.
#[derive(Clone, Copy)]
struct Take(Action<String, Option<ChatId>>);

impl Take {
    fn new(again: Callback<()>) -> Take {
        let (language, zone, notices) = (use_language(), use_zone(), use_notices());
        let action = Action::new(move |chat: &String| {
            let (chat, zone) = (chat.clone(), zone.clone());
            async move {
                let taken = take_chat(chat).await;
                match &taken {
                    Ok(Some(_)) => {}
                    Ok(None) => notices.failure(t::nobody_waits(language).to_owned()),
                    Err(AppError::Conflict) => notices.failure(t::faster(language).to_owned()),
                    Err(AppError::Invalid(_)) => notices.failure(t::no_room(language).to_owned()),
                    Err(error) => {
                        let (title, text) = crate::app::error_text(language, &zone, error);
                        notices.failure(format!("{title}. {text}"));
                    }
                }
                again.try_run(());
                taken.ok().flatten()
            }
        });
        let navigate = use_navigate();
        Effect::new(move |_| {
            if let Some(Some(chat)) = action.value().get() {
                navigate(&route::chat(&chat), NavigateOptions::default());
            }
        });
        Take(action)
    }

    fn run(self, chat: String) {
        if !self.0.pending().get_untracked() {
            self.0.dispatch(chat);
        }
    }
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

/// Who takes part; for engineers also joining, handing over, and the way to the case and the earlier ones.
#[component]
pub fn Colleagues(content: Memo<ChatContent>, log: ChatLog, again: Callback<()>) -> impl IntoView {
    let language = use_language();
    let answers = use_viewer().can(Right::AnswerChat).is_ok();
    let members = move || {
        let here = log.members().get().into_iter().filter(|member| !member.left);
        here.map(|member| {
            let symbol = if member.person.vendor { Symbol::Support } else { Symbol::User };
            view! { <li><Icon symbol/><span>{member.person.name}</span></li> }
        })
        .collect::<Vec<_>>()
    };
    view! {
        <aside class="chat-side" aria-label=t::about(language)>
            <section aria-labelledby="chat-members-title">
                <h2 class="section-title" id="chat-members-title">{t::members(language)}</h2>
                <ul class="chat-members" role="list">{members}</ul>
            </section>
            {answers.then(|| view! { <EngineersDeeds content log again/> })}
            {answers.then(|| view! { <Earlier content/> })}
            <section>
                <a href=move || route::case(content.get().chat.number)>{move || t::to_the_case(language, content.get().chat.number)}</a>
            </section>
        </aside>
    }
    .into_any()
}

/// What the organization has asked before, beside what it asks now.
#[component]
fn Earlier(content: Memo<ChatContent>) -> impl IntoView {
    let language = use_language();
    let earlier = Memo::new(move |_| content.with(|content| content.earlier.clone()));
    view! {
        <section aria-labelledby="chat-earlier-title">
            <h2 class="section-title" id="chat-earlier-title">{t::earlier_cases(language)}</h2>
            {move || earlier.with(Vec::is_empty).then(|| view! { <p class="soft">{t::no_earlier_cases(language)}</p> })}
            <ul class="chat-list" role="list">
                <For each=move || earlier.get() key=|case| (case.id.clone(), case.changed_at) let:case>
                    <li class="chat-item">
                        <a href=route::case(case.number)>
                            <span><span class="number">{case.number.to_string()}</span>" "{case.title}</span>
                            <CaseStatus status=case.status resolution=case.resolution/>
                        </a>
                    </li>
                </For>
            </ul>
        </section>
    }
    .into_any()
}

#[component]
fn EngineersDeeds(content: Memo<ChatContent>, log: ChatLog, again: Callback<()>) -> impl IntoView {
    let language = use_language();
    let me = use_me();
    let chat = content.with_untracked(|content| content.chat.id.to_string());
    let state = Memo::new(move |_| content.with(|content| content.chat.state));
    let takes_part = Memo::new(move |_| {
        log.members().with(|all| all.iter().any(|one| Some(&one.person.id) == me.as_ref() && !one.left))
    });
    let join = ServerAction::<JoinChat>::new();
    tell_failures(join);
    Effect::new(move |_| {
        if join.version().get() > 0 {
            again.run(());
        }
    });
    let take = Take::new(again);
    move || {
        let chat = chat.clone();
        match (state.get(), takes_part.get()) {
            (ChatState::Ended, _) => ().into_any(),
            (ChatState::Waiting, _) => {
                let id = chat.clone();
                view! {
                    <form method="post" action=TakeChat::PATH on:submit=move |event| { event.prevent_default(); take.run(id.clone()); }>
                        <input type="hidden" name="chat" value=chat/>
                        <Button label=t::take(language) kind=ButtonKind::Primary symbol=Symbol::Chat/>
                    </form>
                }
                .into_any()
            }
            (ChatState::Open, false) => {
                let id = chat.clone();
                view! {
                    <form method="post" action=JoinChat::PATH
                        on:submit=move |event| { event.prevent_default(); join.dispatch(JoinChat { chat: id.clone() }); }>
                        <input type="hidden" name="chat" value=chat/>
                        <Button label=t::join(language) symbol=Symbol::UserPlus busy=join.pending()/>
                    </form>
                }
                .into_any()
            }
            (ChatState::Open, true) => view! { <GiveOn chat again/> }.into_any(),
        }
    }
}

/// Hands the chat over to a colleague who is there (CHAT-7).
#[component]
fn GiveOn(chat: String, again: Callback<()>) -> impl IntoView {
    let language = use_language();
    let me = use_me();
    let beat = use_live().beat(Topic::Desk);
    let desk = Resource::new(move || beat.get(), |_| open_desk());
    let notices = use_notices();
    let zone = use_zone();
    let chosen = RwSignal::new(String::new());
    let give = Action::new(move |form: &HandOver| {
        let (form, zone) = (form.clone(), zone.clone());
        async move {
            match hand_over(form.chat, form.engineer).await {
                Ok(()) => notices.success(t::handed_over(language).to_owned()),
                Err(error) => {
                    let (title, text) = crate::app::error_text(language, &zone, &error);
                    notices.failure(format!("{title}. {text}"));
                }
            }
            again.try_run(());
        }
    });
    let options = move |desk: &ChatDesk| {
        let mut options = vec![SelectOption::new("", t::choose_colleague(language))];
        for engineer in desk.engineers.iter().filter(|engineer| Some(&engineer.id) != me.as_ref()) {
            let presence = desk.presences.iter().find(|one| one.person == engineer.id).map(|one| one.presence);
            let presence = availability::name(language, presence.unwrap_or(Presence::Away));
            options.push(SelectOption::new(engineer.id.to_string(), format!("{} ({presence})", engineer.name)));
        }
        options
    };
    let options = StoredValue::new(options);
    let chat = StoredValue::new(chat);
    view! {
        {crate::app::loaded(desk, move |desk: Memo<ChatDesk>| {
            let lines = Signal::derive(move || options.with_value(|options| desk.with(options)));
            view! {
                <form class="rail-form" method="post" action=HandOver::PATH
                    on:submit=move |event| {
                        event.prevent_default();
                        give.dispatch(HandOver { chat: chat.get_value(), engineer: chosen.get_untracked() });
                    }>
                    <input type="hidden" name="chat" value=chat.get_value()/>
                    <SelectField id="chat-hand-over" name="engineer" label=t::hand_over_to(language) options=lines value=chosen
                        on_change=move |value| chosen.set(value)/>
                    <Button label=t::hand_over(language) size=Size::Small busy=give.pending()/>
                </form>
            }
        })}
    }
    .into_any()
}
