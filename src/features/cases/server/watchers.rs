//! Watchers (CASE-13): people of the organization watch at once, an address from outside confirms before it gets content.

use super::{
    log::Log,
    mail,
    store::{self, LockedCase, NewWatcher},
    tell::{self, News},
};
use crate::{
    error::AppError,
    features::{
        cases::{model::*, rules::WATCHERS_MOST},
        outbox::server::post_all,
    },
    live::{Frame, Topic},
    policy::{Place, act},
    route,
    server::{
        Visit,
        authz::{Grant, Held},
        db::Tx,
        http, secret,
    },
    values::{CaseNumber, DAY_MS, Email, Problem, Problems, WatcherId},
};

/// For how long an address from outside can confirm.
const LINK_MS: i64 = 14 * DAY_MS;

/// Adds a watcher to a case.
pub async fn add(visit: &Visit, case: &str, email: &str) -> Result<Outcome<()>, AppError> {
    let permit = visit.permit::<act::WatchCase>(Place::Anywhere)?;
    let number: CaseNumber = case.parse().map_err(|_| AppError::NotFound)?;
    let mut tx = visit.portal().db().begin().await?;
    let case = store::lock(&mut tx, &permit, number).await?.ok_or(AppError::NotFound)?;
    let email: Email = match email.parse() {
        Ok(email) => email,
        Err(_) => return Ok(refused(number, Problem::NotAnEmail)),
    };
    if store::count_watchers(&mut tx, &permit, &case.id).await? >= i64::from(WATCHERS_MOST) {
        return Ok(refused(number, Problem::TooMany { most: WATCHERS_MOST }));
    }
    if invite(visit, &mut tx, &permit, &case, std::slice::from_ref(&email), Welcome::ByMail).await? == 0 {
        return Ok(refused(number, Problem::Duplicate));
    }
    let mut log = Log::of(&case, visit);
    log.record(EventDetail::WatcherAdded { email: email.to_string() });
    store::append(&mut tx, &permit, &case, &log, permit.author()?, visit.now()).await?;
    tell::tell(visit, &mut tx, &permit, &case, case.assignee.as_ref(), &News::Quiet).await?;
    tx.commit().await?;
    http::lead_plain_form(&watchers_of(number));
    Ok(Outcome::Done(()))
}

fn refused(number: CaseNumber, problem: Problem) -> Outcome<()> {
    http::lead_plain_form(&format!("{}?check=watchers#watchers", route::case(number)));
    Outcome::Problems(Problems::one("email", problem))
}

fn watchers_of(number: CaseNumber) -> String {
    format!("{}#watchers", route::case(number))
}

/// How people of the organization learn that they watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Welcome {
    /// By a mail of its own.
    ByMail,
    /// With the mail that tells of the new case.
    WithTheCase,
}

/// Adds watchers and writes to them; answers how many are new. The requester follows the case anyway.
pub(super) async fn invite(
    visit: &Visit,
    tx: &mut Tx,
    grant: &impl Grant,
    case: &Held<LockedCase>,
    emails: &[Email],
    welcome: Welcome,
) -> Result<usize, AppError> {
    if emails.is_empty() {
        return Ok(0);
    }
    let who = visit.actor().require()?;
    let inside = store::find_inside(tx, grant, &case.organization, emails).await?;
    let mut tokens = Vec::new();
    let mut watchers = Vec::new();
    for email in emails {
        let watcher = match inside.iter().find(|person| person.email == *email) {
            Some(person) if person.id == case.requester => continue,
            Some(person) => NewWatcher {
                id: visit.id(),
                email: email.clone(),
                person: Some(person.id.clone()),
                name: person.name.clone(),
                language: person.language.clone(),
                token_hash: None,
            },
            None => {
                let token = secret::token();
                let token_hash = Some(secret::digest(&token));
                let id: WatcherId = visit.id();
                tokens.push((id.clone(), token));
                // Nothing is known of an address from outside; most likely it speaks the language of who added it.
                let language = visit.language().tag().to_owned();
                NewWatcher { id, email: email.clone(), person: None, name: String::new(), language, token_hash }
            }
        };
        watchers.push(watcher);
    }
    let until = visit.now().plus_ms(LINK_MS);
    let added = store::insert_watchers(tx, grant, &case.id, &who.person, watchers, until, visit.now()).await?;
    let mut mails = Vec::new();
    for watcher in &added {
        let token = tokens.iter().find(|(id, _)| *id == watcher.id).map(|(_, token)| token.as_str());
        // Who adds themselves needs no mail about it.
        let is_told = watcher.person.as_ref() == Some(&who.person) || welcome == Welcome::WithTheCase;
        if token.is_some() || !is_told {
            mails.push(mail::invitation(visit, case, watcher, token, until)?);
        }
    }
    post_all(visit, tx, grant, &mails).await?;
    Ok(added.len())
}

/// Removes a watcher. From the commit on no mail reaches them.
pub async fn remove(visit: &Visit, case: &str, watcher: &WatcherId) -> Result<(), AppError> {
    let permit = visit.permit::<act::WatchCase>(Place::Anywhere)?;
    let number: CaseNumber = case.parse().map_err(|_| AppError::NotFound)?;
    let mut tx = visit.portal().db().begin().await?;
    let case = store::lock(&mut tx, &permit, number).await?.ok_or(AppError::NotFound)?;
    let gone = store::delete_watcher(&mut tx, &permit, &case, watcher).await?.ok_or(AppError::NotFound)?;
    let mut log = Log::of(&case, visit);
    log.record(EventDetail::WatcherRemoved { email: gone.email.to_string() });
    store::append(&mut tx, &permit, &case, &log, permit.author()?, visit.now()).await?;
    tell::tell(visit, &mut tx, &permit, &case, case.assignee.as_ref(), &News::Quiet).await?;
    if let Some(person) = gone.person {
        tx.announce(Topic::Person(person), Frame::Changed);
    }
    tx.commit().await?;
    http::lead_plain_form(&watchers_of(number));
    Ok(())
}

/// Confirms watching by the token of a mail; once more, it is as good as once.
pub async fn confirm(visit: &Visit, token: &str) -> Result<(), AppError> {
    let permit = visit.permit::<act::Enter>(Place::Anywhere)?;
    let spent = || AppError::field("token", Problem::SpentLink);
    let mut tx = visit.portal().db().begin().await?;
    let link = store::spend_link(&mut tx, &permit, &secret::digest(token.trim()), visit.now()).await?;
    let watcher = store::confirm_watcher(&mut tx, &permit, &link.ok_or_else(spent)?, visit.now()).await?;
    tx.announce(Topic::Case(watcher.ok_or_else(spent)?.case), Frame::Changed);
    tx.commit().await?;
    http::lead_plain_form(&format!("{}/{}?done=1", route::WATCHING, route::encode(token.trim())));
    Ok(())
}
