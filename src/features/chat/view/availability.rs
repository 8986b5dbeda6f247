use crate::{
    app::{local_copy, use_language, use_live},
    features::chat::{browser, model::Presence},
    i18n::{Language, text::chat as t},
    ui::{Icon, Symbol},
};
use leptos::prelude::*;

/// Where this browser keeps what was chosen.
const KEPT: &str = "chat-presence";

/// Whether the engineer takes chats (available, busy, away). Said by this tab as long as it is open; nobody who is not
/// there is available. After some minutes without a key or a tap it says away by itself, and what was chosen again
/// afterwards.
#[component]
pub fn PresenceControl() -> impl IntoView {
    let language = use_language();
    let live = use_live();
    let chosen = RwSignal::new(None::<Presence>);
    let is_idle = browser::idle();
    // in the browser only: the server's page shows that nothing is known yet
    Effect::new(move |before: Option<()>| {
        if before.is_none() {
            let kept = local_copy::kept(KEPT).and_then(|code| code.parse().ok());
            chosen.set(Some(kept.unwrap_or(Presence::Away)));
        }
    });
    let said = Memo::new(move |_| match (chosen.get(), is_idle.get()) {
        (Some(Presence::Available), true) => Some(Presence::Away),
        (chosen, _) => chosen,
    });
    Effect::new(move |_| {
        if let Some(presence) = said.get() {
            live.presence().set(Some(presence));
        }
    });
    let choose = move |presence: Presence| {
        local_copy::keep(KEPT, presence.code());
        chosen.set(Some(presence));
    };
    let buttons: Vec<_> = Presence::ALL
        .iter()
        .map(|presence| {
            let presence = *presence;
            view! {
                <button class="chat-presence-choice" type="button" data-presence=presence.code()
                    aria-pressed=move || (said.get() == Some(presence)).to_string() on:click=move |_| choose(presence)>
                    <Icon symbol=symbol(presence)/><span>{name(language, presence)}</span>
                </button>
            }
        })
        .collect();
    view! {
        <div class="chat-presence" role="group" aria-label=t::presence(language)>{buttons}</div>
        <p class="chat-presence-note soft small" role="status">
            {move || (is_idle.get() && chosen.get() == Some(Presence::Available)).then(|| t::presence_idle(language))}
        </p>
    }
    .into_any()
}

/// A presence in words.
pub(super) fn name(language: Language, presence: Presence) -> &'static str {
    match presence {
        Presence::Available => t::presence_available(language),
        Presence::Busy => t::presence_busy(language),
        Presence::Away => t::presence_away(language),
    }
}

fn symbol(presence: Presence) -> Symbol {
    match presence {
        Presence::Available => Symbol::Check,
        Presence::Busy => Symbol::Ban,
        Presence::Away => Symbol::Pause,
    }
}
