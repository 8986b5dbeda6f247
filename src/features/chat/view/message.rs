use super::{
    log::ChatLog,
    unsent::{Message, Unsent, Why},
};
use crate::{
    app::{error_text, problem_text, use_language, use_me, use_zone},
    features::{
        cases::{
            model::EventDetail,
            view::{Files, clock_time, event_symbol, happened},
        },
        chat::model::ChatEvent,
    },
    i18n::{Language, text::chat as t},
    ui::{Button, ButtonKind, ButtonType, Icon, Prose, Size, Symbol, Time},
    values::Moment,
};
use leptos::prelude::*;

/// One event of a chat: a message, or a line that says what happened.
#[component]
pub fn Entry(one: ChatEvent, log: ChatLog) -> impl IntoView {
    let event = &one.event;
    if event.body_html.is_empty() && event.attachments.is_empty() {
        view! { <Line one/> }.into_any()
    } else {
        view! { <Said one log/> }.into_any()
    }
}

#[component]
fn Line(one: ChatEvent) -> impl IntoView {
    let language = use_language();
    let event = one.event;
    let who = event.author.as_ref().map(|author| author.name.clone()).unwrap_or_default();
    let did = match &event.detail {
        EventDetail::Assigned { to: Some(to), .. } if *to == who => {
            crate::i18n::text::cases::did_take(language).to_owned()
        }
        detail => happened(language, detail),
    };
    view! {
        <li class="chat-line" data-seq=event.seq>
            <Icon symbol=event_symbol(&event.detail)/>
            <p><strong>{who}</strong>" "{did}" "<At at=event.at/></p>
        </li>
    }
    .into_any()
}

#[component]
fn Said(one: ChatEvent, log: ChatLog) -> impl IntoView {
    let language = use_language();
    let me = use_me();
    let ChatEvent { event, .. } = one;
    let (seq, at) = (event.seq, event.at);
    let is_own = event.author.as_ref().map(|author| &author.id) == me.as_ref() && me.is_some();
    let (who, vendor) = event.author.map_or((String::new(), true), |author| (author.name, author.vendor));
    let state = is_own.then(|| {
        let me = me.clone();
        let marks = Memo::new(move |_| me.as_ref().map(|me| log.others(me)).unwrap_or_default());
        move || {
            let marks = marks.get();
            if marks.read >= seq {
                t::state_read(language)
            } else if marks.delivered >= seq {
                t::state_delivered(language)
            } else {
                t::state_stored(language)
            }
        }
    });
    view! {
        <li class="chat-said" data-seq=seq data-own=is_own.then_some("true") data-side=if vendor { "vendor" } else { "customer" }>
            <p class="chat-who">
                <strong>{if is_own { t::you(language).to_owned() } else { who }}</strong>
                <At at/>
            </p>
            <div class="chat-text">
                <Prose html=event.body_html/>
                <Files files=event.attachments/>
            </div>
            {state.map(|state| view! { <p class="chat-state">{state}</p> })}
        </li>
    }
    .into_any()
}

#[component]
fn At(at: Moment) -> impl IntoView {
    let (language, zone) = (use_language(), use_zone());
    let title = crate::i18n::date_time(language, &zone, at);
    view! { <span class="chat-at"><Time datetime=at.rfc3339() text=clock_time(&zone, at) title=title/></span> }
}

/// What this browser has not been told to be stored.
#[component]
pub fn Pending(unsent: Unsent) -> impl IntoView {
    view! {
        <ol class="chat-entries" data-kind="pending" role="list">
            <For each=move || unsent.messages().get() key=|message| (message.key.clone(), message.refused.is_some()) let:message>
                <OnItsWay message unsent/>
            </For>
        </ol>
    }
    .into_any()
}

#[component]
fn OnItsWay(message: Message, unsent: Unsent) -> impl IntoView {
    let language = use_language();
    let key = message.key.clone();
    let state = match &message.refused {
        None => {
            view! { <p class="chat-state"><Icon symbol=Symbol::Hourglass/>{t::state_sending(language)}</p> }.into_any()
        }
        Some(why) => {
            let zone = use_zone();
            let why = why_text(language, &zone, why);
            view! {
                <p class="chat-state" data-state="failed" role="alert"><Icon symbol=Symbol::Warning/>{t::state_refused(language)}" "{why}</p>
                <div class="chat-refused">
                    <Button label=t::try_again(language) size=Size::Small action=ButtonType::Button symbol=Symbol::Refresh
                        on_click=move |_| unsent.try_again()/>
                    <Button label=t::take_back(language) size=Size::Small kind=ButtonKind::Quiet action=ButtonType::Button
                        on_click=move |_| { unsent.return_to_box(&key); }/>
                </div>
            }
            .into_any()
        }
    };
    view! {
        <li class="chat-said" data-own="true" data-kind="pending" data-key=message.key>
            <div class="chat-text"><div class="plain-text">{message.body}</div></div>
            {state}
        </li>
    }
    .into_any()
}

fn why_text(language: Language, zone: &crate::values::Zone, why: &Why) -> String {
    match why {
        Why::Problem(problem) => problem_text(language, problem),
        Why::Error(crate::error::AppError::Conflict) => t::refused_ended(language).to_owned(),
        Why::Error(error) => error_text(language, zone, error).1,
    }
}
