//! Sessions: found by their cookie, begun by a password or a link, ended by hand.

use super::{
    super::model::{FormProblem, SignInForm},
    answer::{Back, set_cookie},
    store,
    throttle::{self, Attempt},
};
use crate::{
    app::start_in,
    error::AppError,
    policy::{Place, Refusal, act},
    route,
    server::{
        Portal, Visit,
        authz::{Actor, Permit, SignedIn, clear_cookie, session_cookie},
        db::{Dialect, Tx},
        secret,
    },
    values::{Email, HOUR_MS, Moment, PersonId, Problem, SessionId},
};
use std::sync::Arc;

/// A session that holds, and when it was last seen.
pub struct FoundSession {
    pub who: Arc<SignedIn>,
    pub seen_at: Moment,
}

/// The signed-in person behind a token's digest. An expired session is none.
pub async fn find_signed_in(portal: &Portal, token: &str, now: Moment) -> Result<Option<FoundSession>, AppError> {
    let permit = Actor::Anonymous.permit::<act::Enter>(Place::Anywhere)?;
    let db = portal.db();
    if db.dialect() == Dialect::Postgres {
        return Ok(store::find_session(db, &permit, token, now).await?);
    }
    let Some(held) = store::find_held(db, &permit, token, now).await? else { return Ok(None) };
    if let Some(who) = portal.known().find(&held) {
        return Ok(Some(FoundSession { who, seen_at: held.seen_at }));
    }
    let found = store::find_session(db, &permit, token, now).await?;
    if let Some(found) = &found {
        portal.known().keep(held.drawn, &found.who);
    }
    Ok(found)
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
    let back = || Back::to(route::SIGN_IN).with("email", &form.email).with("next", &form.next);
    let email = form.email.parse::<Email>().ok();
    if let Err(error) = throttle::count(visit, &permit, Attempt::SignIn, email.as_ref()).await {
        return back().refuse_waiting(error);
    }
    let account = match &email {
        Some(email) => store::find_account(portal.db(), &permit, email).await?,
        None => None,
    };
    let hash = account.as_ref().and_then(|account| account.password_hash.clone());
    let right = portal.passwords().check(&form.password, hash).await;
    let (Some(account), Some(email), true) = (account, email, right) else {
        let error = AppError::field("password", Problem::WrongCredentials);
        return back().refuse(FormProblem::Credentials, error);
    };
    let mut tx = portal.db().begin().await?;
    throttle::forgive(visit, &mut tx, &permit, &email).await?;
    let begun = begin(visit, &mut tx, &permit, &account.person).await?;
    tx.commit().await?;
    let start = begun.hand_over(visit).await;
    leptos_axum::redirect(if form.next.is_empty() { start } else { route::inside(&form.next) });
    Ok(())
}

/// A session that is written but not yet in the browser: its token leaves only after the commit.
#[must_use]
pub(super) struct Begun {
    token: String,
}

impl Begun {
    /// Gives the session's cookie to the answer; says where its person starts.
    pub(super) async fn hand_over(self, visit: &Visit) -> &'static str {
        let found = find_signed_in(visit.portal(), &secret::digest(&self.token), visit.now()).await;
        set_cookie(&session_cookie(visit.portal(), self.token));
        // The session holds already: what keeps it from being read says the next page.
        found.ok().flatten().map_or(route::HOME, |found| start_in(&found.who.standing))
    }
}

/// Begins a session in the organization in which a person was last, else in the first by name.
pub(super) async fn begin(
    visit: &Visit,
    tx: &mut Tx,
    permit: &Permit<act::Enter>,
    person: &PersonId,
) -> Result<Begun, AppError> {
    let token = secret::token();
    let session = store::NewSession {
        id: visit.id(),
        token_hash: secret::digest(&token),
        expires_at: expiry(visit.portal(), visit.now()),
        address: visit.address().to_owned(),
        agent: visit.agent().to_owned(),
    };
    if store::insert_session(tx, permit, &session, person, visit.now()).await? {
        Ok(Begun { token })
    } else {
        // No membership is left: there is nowhere to go in.
        Err(AppError::Refused(Refusal::NotYours))
    }
}

/// Ends the session that asks.
pub async fn sign_out(visit: &Visit) -> Result<(), AppError> {
    if let Some(who) = visit.actor().signed_in() {
        let permit = visit.permit::<act::ManageOwnAccount>(Place::Anywhere)?;
        let mut tx = visit.portal().db().begin().await?;
        store::delete_session(&mut tx, &permit, &who.person, &who.session).await?;
        tx.commit().await?;
    }
    leave(visit);
    Ok(())
}

/// The browser forgets its session and goes to the door.
pub(super) fn leave(visit: &Visit) {
    set_cookie(&clear_cookie(visit.portal()));
    leptos_axum::redirect(route::SIGN_IN);
}
