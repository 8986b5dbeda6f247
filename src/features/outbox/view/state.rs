use crate::{
    app::{use_language, use_zone},
    features::outbox::model::{MailState, MailSummary},
    i18n::{Language, date_time, text::outbox as t},
    ui::{StatusBadge, Symbol, Tone},
};
use leptos::prelude::*;

/// The name of a state.
pub(super) fn state_name(language: Language, state: MailState) -> &'static str {
    match state {
        MailState::Queued => t::state_queued(language),
        MailState::Sending => t::state_sending(language),
        MailState::Sent => t::state_sent(language),
        MailState::Failed => t::state_failed(language),
    }
}

/// Where a mail stands, as shape and words.
#[component]
pub(super) fn MailStatus(mail: MailSummary) -> impl IntoView {
    let language = use_language();
    let zone = use_zone();
    let name = state_name(language, mail.state).to_owned();
    let (text, symbol, tone) = match (mail.state, mail.next_at) {
        (MailState::Queued, Some(at)) => {
            (t::state_retry(language, date_time(language, &zone, at)), Symbol::Warning, Tone::Warning)
        }
        (MailState::Queued, None) => (name, Symbol::Hourglass, Tone::Neutral),
        (MailState::Sending, _) => (name, Symbol::Send, Tone::Info),
        (MailState::Sent, _) => (name, Symbol::Check, Tone::Success),
        (MailState::Failed, _) => (name, Symbol::Danger, Tone::Danger),
    };
    view! { <StatusBadge text symbol tone/> }
}
