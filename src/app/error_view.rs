use super::{PageStatus, use_language, use_viewer};
use crate::{
    error::AppError,
    i18n::{Language, date, size, text},
    policy::{Refusal, RolloutState},
    route,
    ui::{ButtonLink, ErrorState},
    values::{Problem, Zone},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A whole page's failure, in the reader's language; sets the status of the answer.
#[component]
pub fn ErrorView(error: AppError) -> impl IntoView {
    let language = use_language();
    let zone = use_viewer().zone;
    PageStatus::set(error.status());
    let incident = match &error {
        AppError::Broken { incident } if !incident.is_empty() => {
            Some((text::errors::incident(language).to_owned(), incident.clone()))
        }
        AppError::Broken { .. }
        | AppError::SignIn
        | AppError::Refused(_)
        | AppError::NotFound
        | AppError::Invalid(_)
        | AppError::Conflict
        | AppError::TooMany { .. }
        | AppError::Unavailable
        | AppError::Offline => None,
    };
    let (title, message) = error_text(language, &zone, &error);
    let location = use_location();
    let here = move || format!("{}{}", location.pathname.get(), location.search.get());
    let (href, label) = match &error {
        AppError::SignIn => (route::sign_in(Some(&here())), text::errors::go_sign_in(language)),
        AppError::Unavailable | AppError::Offline | AppError::Conflict | AppError::Broken { .. } => {
            (here(), text::errors::try_again(language))
        }
        AppError::Refused(_) | AppError::NotFound | AppError::Invalid(_) | AppError::TooMany { .. } => {
            (route::HOME.to_owned(), text::errors::go_home(language))
        }
    };
    view! {
        <leptos_meta::Title text=title.clone()/>
        <div class="page" data-width="narrow">
            <h1 class="page-title" id="page-title" tabindex="-1">{title.clone()}</h1>
            <ErrorState title=title text=message incident=incident>
                <ButtonLink href=href label=label rel="external"/>
            </ErrorState>
        </div>
    }
    .into_any()
}

/// Title and explanation of an error.
pub fn error_text(language: Language, zone: &Zone, error: &AppError) -> (String, String) {
    use text::errors as t;
    let pair = |title: &str, message: &str| (title.to_owned(), message.to_owned());
    match error {
        AppError::SignIn => pair(t::sign_in_title(language), t::sign_in_text(language)),
        AppError::Refused(refusal) => (t::refused_title(language).to_owned(), refusal_text(language, zone, refusal)),
        AppError::NotFound => pair(t::not_found_title(language), t::not_found_text(language)),
        AppError::Invalid(_) => pair(t::invalid_title(language), t::invalid_text(language)),
        AppError::Conflict => pair(t::conflict_title(language), t::conflict_text(language)),
        AppError::TooMany { retry_s } => {
            let minutes = i64::from(retry_s.div_ceil(60));
            let wait = text::moment::minutes(language, minutes);
            (t::too_many_title(language).to_owned(), t::too_many_text(language, wait))
        }
        AppError::Unavailable => pair(t::unavailable_title(language), t::unavailable_text(language)),
        AppError::Broken { .. } => pair(t::broken_title(language), t::broken_text(language)),
        AppError::Offline => pair(t::offline_title(language), t::offline_text(language)),
    }
}

/// Why something cannot be done, for the place where its control would be (UX-6, ROLL-2).
pub fn refusal_text(language: Language, zone: &Zone, refusal: &Refusal) -> String {
    use text::errors as t;
    match refusal {
        Refusal::SignIn => t::sign_in_text(language).to_owned(),
        Refusal::NotYours => t::not_yours(language).to_owned(),
        Refusal::Suspended => t::suspended(language).to_owned(),
        Refusal::NotYet { state, planned: Some(at) } => {
            t::not_yet_planned(language, state_name(language, *state), date(language, zone, *at))
        }
        Refusal::NotYet { state, planned: None } => t::not_yet(language, state_name(language, *state)),
    }
}

/// The name of a roll-out state.
pub fn state_name(language: Language, state: RolloutState) -> &'static str {
    use text::errors as t;
    match state {
        RolloutState::Draft => t::state_draft(language),
        RolloutState::UserSetup => t::state_user_setup(language),
        RolloutState::Validation => t::state_validation(language),
        RolloutState::Enablement => t::state_enablement(language),
        RolloutState::Launched => t::state_launched(language),
        RolloutState::LegacyDrain => t::state_legacy_drain(language),
        RolloutState::Closed => t::state_closed(language),
        RolloutState::Paused => t::state_paused(language),
    }
}

/// What is wrong with a field, for the line beside it.
pub fn problem_text(language: Language, problem: &Problem) -> String {
    use text::errors as t;
    match problem {
        Problem::Missing => t::problem_missing(language).to_owned(),
        Problem::TooShort { least, now } => t::problem_too_short(language, least, now),
        Problem::TooLong { most, now } => t::problem_too_long(language, most, now),
        Problem::NotAnEmail => t::problem_not_an_email(language).to_owned(),
        Problem::NotAPhone => t::problem_not_a_phone(language).to_owned(),
        Problem::NotAChoice => t::problem_not_a_choice(language).to_owned(),
        Problem::WrongCredentials => t::problem_wrong_credentials(language).to_owned(),
        Problem::SpentLink => t::problem_spent_link(language).to_owned(),
        Problem::WeakPassword => t::problem_weak_password(language).to_owned(),
        Problem::TooMany { most } => t::problem_too_many(language, most),
        Problem::TooLarge { most_bytes } => t::problem_too_large(language, size(language, *most_bytes)),
        Problem::Incomplete => t::problem_incomplete(language).to_owned(),
        Problem::Duplicate => t::problem_duplicate(language).to_owned(),
    }
}
