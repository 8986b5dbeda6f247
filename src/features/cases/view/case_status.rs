use crate::{
    app::use_language,
    features::cases::model::{Resolution, Status},
    i18n::{Language, text::cases as t},
    ui::{StatusBadge, StatusLook, Symbol, Tone},
};
use leptos::prelude::*;

/// A case's status, the same words for everyone (CASE-8); a closed case says as what.
#[component]
pub fn CaseStatus(
    status: Status,
    #[prop(optional_no_strip)] resolution: Option<Resolution>,
    #[prop(optional)] look: StatusLook,
) -> impl IntoView {
    let text = status_text(use_language(), status, resolution);
    view! { <StatusBadge text=text symbol=status_symbol(status) tone=status_tone(status) look=look/> }
}

/// The status in words, a closed one with its reason.
pub fn status_text(language: Language, status: Status, resolution: Option<Resolution>) -> String {
    match resolution.filter(|_| status == Status::Closed) {
        Some(resolution) => t::closed_as(language, resolution_name(language, resolution)),
        None => status_name(language, status).to_owned(),
    }
}

/// The name of a status.
pub fn status_name(language: Language, status: Status) -> &'static str {
    match status {
        Status::New => t::status_new(language),
        Status::Assigned => t::status_assigned(language),
        Status::InProgress => t::status_in_progress(language),
        Status::WaitingForCustomer => t::status_waiting(language),
        Status::SolutionProposed => t::status_proposed(language),
        Status::Closed => t::status_closed(language),
    }
}

/// Why a case was closed, as it stands in a sentence.
pub fn resolution_name(language: Language, resolution: Resolution) -> &'static str {
    match resolution {
        Resolution::Confirmed => t::resolution_confirmed(language),
        Resolution::Obsolete => t::resolution_obsolete(language),
        Resolution::Duplicate => t::resolution_duplicate(language),
        Resolution::NotReproducible => t::resolution_not_reproducible(language),
        Resolution::NoAnswer => t::resolution_no_answer(language),
    }
}

/// The shape of a status.
pub(super) fn status_symbol(status: Status) -> Symbol {
    match status {
        Status::New => Symbol::StatusNew,
        Status::Assigned => Symbol::StatusAssigned,
        Status::InProgress => Symbol::StatusProgress,
        Status::WaitingForCustomer => Symbol::StatusWaiting,
        Status::SolutionProposed => Symbol::StatusProposed,
        Status::Closed => Symbol::StatusClosed,
    }
}

fn status_tone(status: Status) -> Tone {
    match status {
        Status::New | Status::Closed => Tone::Neutral,
        Status::Assigned | Status::InProgress => Tone::Info,
        Status::WaitingForCustomer => Tone::Warning,
        Status::SolutionProposed => Tone::Success,
    }
}
