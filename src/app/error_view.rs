use super::{PageStatus, start_of, use_here, use_language, use_viewer, use_zone};
use crate::{
    error::AppError,
    i18n::{Language, date, size, text},
    policy::{Action, Refusal, RolloutState},
    route,
    ui::{
        ButtonKind, ButtonLink,
        layout::{Page, PageWidth},
    },
    values::{Problem, Zone},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// A whole page's failure, in the reader's language; sets the status of the answer.
#[component]
pub fn ErrorView(error: AppError) -> impl IntoView {
    let language = use_language();
    PageStatus::set(&error);
    let (title, message) = error_text(language, &use_zone(), &error);
    let hint = not_found_hint(language, &error);
    view! {
        <Title text=title.clone()/>
        <Page title=title width=PageWidth::Narrow>
            <div class="stack">
                <p>{message}" "{hint}</p>
                {incident(&error).map(|number| view! {
                    <p class="error-incident">{text::errors::incident(language)}" "<code>{number}</code></p>
                })}
                <div class="row">{ways_on(&error)}</div>
            </div>
        </Page>
    }
    .into_any()
}

/// The number under which the log knows what happened.
fn incident(error: &AppError) -> Option<String> {
    match error {
        AppError::Broken { incident } => Some(incident.clone()).filter(|incident| !incident.is_empty()),
        AppError::SignIn
        | AppError::Refused(_)
        | AppError::NotFound
        | AppError::Invalid(_)
        | AppError::Conflict
        | AppError::TooMany { .. }
        | AppError::Unavailable
        | AppError::Offline => None,
    }
}

/// How to find a case whose number was mistyped, for people who have cases.
fn not_found_hint(language: Language, error: &AppError) -> Option<&'static str> {
    let reads_cases = use_viewer().can(Action::ReadCases).is_ok();
    (*error == AppError::NotFound && reads_cases).then(|| text::errors::not_found_case(language))
}

/// Where a reader can go from here. They load the page anew: what failed may have left the running one half done.
fn ways_on(error: &AppError) -> Vec<AnyView> {
    let (language, viewer) = (use_language(), use_viewer());
    let here = use_here();
    let link = |href: Signal<String>, label: &'static str, kind: ButtonKind| {
        view! { <ButtonLink href=href label=label kind=kind rel="external"/> }.into_any()
    };
    let sign_in = Signal::derive(move || route::sign_in(Some(&here.get())));
    let home =
        || link(Signal::stored(start_of(&viewer).to_owned()), text::errors::go_home(language), ButtonKind::Secondary);
    match error {
        AppError::SignIn => vec![link(sign_in, text::errors::go_sign_in(language), ButtonKind::Primary)],
        AppError::Unavailable | AppError::Offline | AppError::Conflict | AppError::Broken { .. } => {
            vec![link(here, text::errors::try_again(language), ButtonKind::Primary), home()]
        }
        AppError::NotFound if viewer.can(Action::ReadCases).is_ok() => {
            let cases = Signal::stored(route::CASES.to_owned());
            vec![home(), link(cases, text::errors::go_cases(language), ButtonKind::Secondary)]
        }
        AppError::NotFound | AppError::Refused(_) | AppError::Invalid(_) | AppError::TooMany { .. } => vec![home()],
    }
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
        Problem::NotUnderstood { what } => t::problem_not_understood(language, what),
    }
}
