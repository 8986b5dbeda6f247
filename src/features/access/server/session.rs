//! Sessions: found by their cookie, begun by a password, ended by hand.

use super::{super::model::SignInForm, store};
use crate::{
    error::AppError,
    policy::{Place, act},
    route,
    server::{
        Portal, Visit,
        authz::{Actor, SignedIn, clear_cookie, session_cookie},
        secret,
    },
    values::{Email, HOUR_MS, Moment, PersonId, SessionId},
};
use axum::http::{HeaderValue, header};
use axum_extra::extract::cookie::Cookie;
use leptos::prelude::expect_context;
use leptos_axum::ResponseOptions;

/// A session that holds, and when it was last seen.
pub struct FoundSession {
    pub who: SignedIn,
    pub seen_at: Moment,
}

/// The signed-in person behind a token's digest. An expired session is none.
pub async fn find_signed_in(portal: &Portal, token: &str, now: Moment) -> Result<Option<FoundSession>, AppError> {
    let permit = Actor::Anonymous.permit::<act::Enter>(Place::Anywhere)?;
    Ok(store::find_session(portal.db(), &permit, token, now).await?)
}

/// Notes that a session was used, and moves its end.
pub async fn touch(portal: &Portal, session: &SessionId, now: Moment) {
    let touched = async {
        let permit = Actor::system("access.touch").maintenance();
        let mut tx = portal.db().begin().await?;
        store::touch(&mut tx, &permit, session, now, expiry(portal, now)).await?;
        tx.commit().await
    };
    if let Err(error) = touched.await {
        tracing::warn!(%error, "a session could not be touched");
    }
}

fn expiry(portal: &Portal, now: Moment) -> Moment {
    now.plus_ms(portal.settings().session_idle_hours * HOUR_MS)
}

/// Signs in with a password. A wrong one, an unknown account and one without a password answer alike.
pub async fn sign_in(visit: &Visit, form: SignInForm) -> Result<(), AppError> {
    let permit = visit.permit::<act::Enter>(Place::Anywhere)?;
    let portal = visit.portal();
    let account = match form.email.parse::<Email>() {
        Ok(email) => store::find_account(portal.db(), &permit, &email).await?,
        Err(_) => None,
    };
    let hash = account.as_ref().and_then(|account| account.password_hash.clone());
    let right = portal.passwords().check(&form.password, hash).await;
    let Some(account) = account.filter(|_| right) else {
        leptos_axum::redirect(&back_to_form(&form));
        return Ok(());
    };
    begin(visit, &account.person).await?;
    let next = if form.next.is_empty() { route::HOME } else { route::inside(&form.next) };
    leptos_axum::redirect(next);
    Ok(())
}

fn back_to_form(form: &SignInForm) -> String {
    let next = if form.next.is_empty() { String::new() } else { format!("&next={}", route::encode(&form.next)) };
    format!("{}?problem=credentials&email={}{next}", route::SIGN_IN, route::encode(&form.email))
}

/// Begins a session in the first of a person's organizations, and gives its cookie to the answer.
pub(super) async fn begin(visit: &Visit, person: &PersonId) -> Result<(), AppError> {
    let permit = visit.permit::<act::Enter>(Place::Anywhere)?;
    let token = secret::token();
    let session = store::NewSession {
        id: visit.id(),
        token_hash: secret::digest(&token),
        expires_at: expiry(visit.portal(), visit.now()),
        address: visit.address().to_owned(),
        agent: visit.agent().to_owned(),
    };
    let mut tx = visit.portal().db().begin().await?;
    let begun = store::insert_session(&mut tx, &permit, &session, person, visit.now()).await?;
    if !begun {
        // No membership is left: there is nowhere to go in.
        return Err(AppError::Refused(crate::policy::Refusal::NotYours));
    }
    tx.commit().await?;
    set_cookie(session_cookie(visit.portal(), token));
    Ok(())
}

/// Ends the session that asks.
pub async fn sign_out(visit: &Visit) -> Result<(), AppError> {
    if let Some(who) = visit.actor().signed_in() {
        let permit = visit.permit::<act::ManageOwnAccount>(Place::Anywhere)?;
        let mut tx = visit.portal().db().begin().await?;
        store::delete_session(&mut tx, &permit, &who.person, &who.session).await?;
        tx.commit().await?;
    }
    set_cookie(clear_cookie(visit.portal()));
    leptos_axum::redirect(route::SIGN_IN);
    Ok(())
}

/// Adds a cookie to the answer.
pub(super) fn set_cookie(cookie: Cookie<'static>) {
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        expect_context::<ResponseOptions>().append_header(header::SET_COOKIE, value);
    }
}
