//! What people manage of their own: sessions, organization, language, theme, preferences.

use super::{
    super::{model::*, rules},
    answer::{Back, set_cookie},
    session, store,
};
use crate::{
    error::AppError,
    features::chat::rules::check_chats_most,
    i18n::Language,
    policy::{Place, act},
    route,
    server::{
        Visit,
        http::{LANGUAGE_COOKIE, THEME_COOKIE},
        zones,
    },
    values::{OrganizationId, Phone, Problem, SessionId},
};
use axum_extra::extract::cookie::{Cookie, SameSite};

pub async fn list_sessions(visit: &Visit) -> Result<SessionsContent, AppError> {
    let permit = visit.permit::<act::ManageOwnAccount>(Place::Anywhere)?;
    let rows = store::list_sessions(visit.portal().db(), &permit, visit.actor().require()?, visit.now()).await?;
    Ok(SessionsContent { rows, now: visit.now() })
}

/// Ends one of the reader's own sessions; another person's is not found. Its sockets notice within seconds.
pub async fn end_session(visit: &Visit, session: &SessionId) -> Result<(), AppError> {
    let permit = visit.permit::<act::ManageOwnAccount>(Place::Anywhere)?;
    let who = visit.actor().require()?;
    let mut tx = visit.portal().db().begin().await?;
    if !store::delete_session(&mut tx, &permit, &who.person, session).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    if *session == who.session {
        session::leave(visit);
    } else {
        Back::to(route::SESSIONS).with("ended", "1").go();
    }
    Ok(())
}

pub async fn end_other_sessions(visit: &Visit) -> Result<(), AppError> {
    let permit = visit.permit::<act::ManageOwnAccount>(Place::Anywhere)?;
    let who = visit.actor().require()?;
    let mut tx = visit.portal().db().begin().await?;
    store::delete_other_sessions(&mut tx, &permit, who).await?;
    tx.commit().await?;
    Back::to(route::SESSIONS).with("ended", "all").go();
    Ok(())
}

/// Works in another organization of the same person; one of others is not found.
pub async fn switch_organization(visit: &Visit, organization: &str) -> Result<(), AppError> {
    let permit = visit.permit::<act::ManageOwnAccount>(Place::Anywhere)?;
    let who = visit.actor().require()?;
    let organization: OrganizationId = organization.parse().map_err(|_| AppError::NotFound)?;
    let mut tx = visit.portal().db().begin().await?;
    if !store::set_organization(&mut tx, &permit, who, &organization).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    leptos_axum::redirect(route::HOME);
    Ok(())
}

/// A cookie keeps the choice for this browser; the profile of who is signed in, for all of them.
pub async fn choose_language(visit: &Visit, language: &str, next: &str) -> Result<(), AppError> {
    let language: Language = language.parse().map_err(|()| AppError::field("language", Problem::NotAChoice))?;
    if let Some(who) = visit.actor().signed_in() {
        let permit = visit.permit::<act::ManageOwnAccount>(Place::Anywhere)?;
        let mut tx = visit.portal().db().begin().await?;
        store::set_language(&mut tx, &permit, who, language).await?;
        tx.commit().await?;
    }
    keep(visit, LANGUAGE_COOKIE, language.tag());
    leptos_axum::redirect(route::inside(next));
    Ok(())
}

/// As [`choose_language`]; an empty theme follows the system.
pub async fn choose_theme(visit: &Visit, theme: &str, next: &str) -> Result<(), AppError> {
    if !rules::THEMES.contains(&theme) {
        return Err(AppError::field("theme", Problem::NotAChoice));
    }
    if let Some(who) = visit.actor().signed_in() {
        let permit = visit.permit::<act::ManageOwnAccount>(Place::Anywhere)?;
        let mut tx = visit.portal().db().begin().await?;
        store::set_theme(&mut tx, &permit, who, theme).await?;
        tx.commit().await?;
    }
    keep(visit, THEME_COOKIE, theme);
    leptos_axum::redirect(route::inside(next));
    Ok(())
}

/// Sets a choice's cookie for a year, or removes it if the choice is empty.
fn keep(visit: &Visit, name: &'static str, value: &str) {
    let mut cookie = Cookie::build((name, value.to_owned()))
        .path("/")
        .http_only(true)
        .secure(visit.portal().is_https())
        .same_site(SameSite::Lax)
        .permanent()
        .build();
    if value.is_empty() {
        cookie.make_removal();
    }
    set_cookie(&cookie);
}

pub async fn open_preferences(visit: &Visit) -> Result<PreferencesContent, AppError> {
    let permit = visit.permit::<act::ManageOwnAccount>(Place::Anywhere)?;
    let form = store::find_preferences(visit.portal().db(), &permit, visit.actor().require()?).await?;
    Ok(PreferencesContent { form, zones: zones::names() })
}

/// Preferences as they go into the database.
pub(super) struct NewPreferences {
    pub language: Language,
    pub theme: String,
    pub zone: Option<String>,
    pub phone: Option<String>,
    pub shown: Shown,
    /// Stored only for who answers chats.
    pub chats_most: Option<i64>,
}

pub async fn save_preferences(visit: &Visit, form: PreferencesForm) -> Result<(), AppError> {
    let permit = visit.permit::<act::ManageOwnAccount>(Place::Anywhere)?;
    let who = visit.actor().require()?;
    let preferences = match check(&form) {
        Ok(preferences) => preferences,
        Err((problem, error)) => {
            return with_all(&form).refuse(problem, error);
        }
    };
    let mut tx = visit.portal().db().begin().await?;
    store::set_preferences(&mut tx, &permit, who, &preferences).await?;
    // who works elsewhere for now keeps what was set where chats are answered
    if let Ok(permit) = visit.permit::<act::AnswerChat>(Place::Anywhere) {
        store::set_chats_most(&mut tx, &permit, who, preferences.chats_most).await?;
    }
    tx.commit().await?;
    keep(visit, LANGUAGE_COOKIE, preferences.language.tag());
    keep(visit, THEME_COOKIE, &preferences.theme);
    Back::to(route::ACCOUNT).with("saved", "1").go();
    Ok(())
}

/// The way back to the form, with all that was typed and chosen.
fn with_all(form: &PreferencesForm) -> Back {
    let tick = |on: bool| if on { "true" } else { "" };
    Back::to(route::ACCOUNT)
        .with("language", &form.language)
        .with("theme", &form.theme)
        .with("zone", &form.zone)
        .with("phone", &form.phone)
        .with("shows_typing", tick(form.shows_typing))
        .with("shows_marks", tick(form.shows_marks))
        .with("chats_most", &form.chats_most)
}

fn check(form: &PreferencesForm) -> Result<NewPreferences, (FormProblem, AppError)> {
    let wrong = |code, field, problem| (code, AppError::field(field, problem));
    let language = form.language.parse().map_err(|()| wrong(FormProblem::Choice, "language", Problem::NotAChoice))?;
    if !rules::THEMES.contains(&form.theme.as_str()) {
        return Err(wrong(FormProblem::Choice, "theme", Problem::NotAChoice));
    }
    let zone = Some(form.zone.trim().to_owned()).filter(|zone| !zone.is_empty());
    if zone.as_ref().is_some_and(|zone| !zones::exists(zone)) {
        return Err(wrong(FormProblem::Zone, "zone", Problem::NotAChoice));
    }
    let phone = match form.phone.trim() {
        "" => None,
        phone => {
            let phone: Phone = phone.parse().map_err(|_| wrong(FormProblem::Phone, "phone", Problem::NotAPhone))?;
            Some(phone.as_str().to_owned())
        }
    };
    let shown = Shown { typing: form.shows_typing, marks: form.shows_marks };
    let chats_most =
        check_chats_most(&form.chats_most).map_err(|problem| wrong(FormProblem::ChatsMost, "chats_most", problem))?;
    Ok(NewPreferences { language, theme: form.theme.clone(), zone, phone, shown, chats_most })
}
