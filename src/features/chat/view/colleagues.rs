use super::{deed::deed, desk::DeskAnswer, hand_over::GiveOn, log::ChatLog, take::Take};
use crate::{
    app::{use_language, use_me},
    features::{
        cases::view::CaseStatus,
        chat::{
            api::{JoinChat, TakeChat},
            model::{ChatContent, ChatState},
        },
    },
    i18n::text::chat as t,
    route,
    ui::{Button, ButtonKind, Icon, Symbol},
};
use leptos::{prelude::*, server_fn::ServerFn};

/// Who takes part; for those who answer chats, who have a desk, also joining, handing over, and the way to the case and the earlier ones.
#[component]
pub fn Colleagues(
    content: Memo<ChatContent>,
    log: ChatLog,
    again: Callback<()>,
    desk: Option<DeskAnswer>,
) -> impl IntoView {
    let language = use_language();
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
            {desk.map(|desk| view! { <EngineersDeeds content log again desk/> })}
            {desk.map(|_| view! { <Earlier content/> })}
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
fn EngineersDeeds(content: Memo<ChatContent>, log: ChatLog, again: Callback<()>, desk: DeskAnswer) -> impl IntoView {
    let language = use_language();
    let me = use_me();
    let chat = content.with_untracked(|content| content.chat.id.to_string());
    let state = Memo::new(move |_| content.with(|content| content.chat.state));
    let takes_part = Memo::new(move |_| {
        log.members().with(|all| all.iter().any(|one| Some(&one.person.id) == me.as_ref() && !one.left))
    });
    let join = deed::<JoinChat>(again);
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
            (ChatState::Open, true) => view! { <GiveOn chat again desk/> }.into_any(),
        }
    }
}
