//! One-time links: invitation, reset, first operator. The database knows a link by its digest only.

use super::{super::model::*, admin, answer::Back, session, store, throttle};
use crate::{
    error::AppError,
    features::{
        access::rules,
        outbox::server::{NewMail, Posted, post},
    },
    i18n::{Language, date_time, text},
    policy::{Place, Role, act},
    route,
    server::{
        Portal, Visit,
        authz::{Actor, Grant, Permit},
        db::{StoreError, Tx},
        mail::Letter,
        passwords, secret,
    },
    values::{DAY_MS, Email, PersonId, Problem, Zone},
};

/// How long an invitation works (USER-1).
const INVITATION_MS: i64 = 14 * DAY_MS;
/// How long the first operator's link works; each start prints a new one until it was used.
const OPERATOR_MS: i64 = DAY_MS;
/// The first operator's address until the link is used: no mail can reach it.
const NOBODY_YET: &str = "first.operator@atiende.invalid";

/// Somebody to invite; the person and a membership exist already.
#[derive(Clone, Copy, Debug)]
pub struct Invitation<'a> {
    pub person: &'a PersonId,
    pub name: &'a str,
    pub email: &'a Email,
    pub language: Language,
    pub organization_name: &'a str,
    /// What makes this invitation one event, such as the membership's id or the number of the repetition: inviting again
    /// for the same event writes nothing (ROLL-10).
    pub event: &'a str,
}

/// Invites somebody in the caller's transaction: a link and its mail, or neither. Too many within a day are refused.
pub async fn invite(
    visit: &Visit,
    tx: &mut Tx,
    grant: &impl Grant,
    invitation: &Invitation<'_>,
) -> Result<Posted, AppError> {
    let token = secret::token();
    let mail = invitation_mail(visit, invitation, &token);
    let posted = post(visit, tx, grant, &mail).await?;
    if posted == Posted::Now {
        throttle::count_invitation(visit, tx, grant, invitation.email).await?;
        let link = new_link(visit, &token, LinkKind::Invitation, invitation.person, INVITATION_MS);
        store::insert_link(tx, grant, &link).await?;
    }
    Ok(posted)
}

fn invitation_mail(visit: &Visit, invitation: &Invitation<'_>, token: &str) -> NewMail {
    let Invitation { person, name, email, language, organization_name, event } = *invitation;
    let until = date_time(language, &Zone::default(), visit.now().plus_ms(INVITATION_MS));
    let letter = Letter::new(language, text::mail::invitation_subject(language, organization_name), name)
        .paragraph(text::mail::invitation_text(language, organization_name))
        .link(text::mail::invitation_link(language), address(visit.portal(), token))
        .paragraph(text::mail::invitation_until(language, until));
    NewMail {
        once: format!("invitation:{person}:{event}"),
        kind: "PersonInvited",
        recipient: email.clone(),
        name: name.to_owned(),
        letter,
        case: None,
    }
}

/// The whole address behind which a link's page stands.
pub(super) fn address(portal: &Portal, token: &str) -> String {
    format!("{}{}/{token}", portal.origin(), route::WELCOME)
}

pub(super) fn new_link(visit: &Visit, token: &str, kind: LinkKind, person: &PersonId, lasts_ms: i64) -> store::NewLink {
    store::NewLink {
        token_hash: secret::digest(token),
        kind,
        person: person.clone(),
        created_at: visit.now(),
        expires_at: visit.now().plus_ms(lasts_ms),
    }
}

/// What a link is for, without using it up: programs that look into mail open links too.
pub async fn open_link(visit: &Visit, token: &str) -> Result<LinkSummary, AppError> {
    let permit = visit.permit::<act::Enter>(Place::Anywhere)?;
    let link = store::find_link(visit.portal().db(), &permit, &secret::digest(token), visit.now()).await?;
    let link = link.ok_or(AppError::NotFound)?.into_inner();
    Ok(LinkSummary { kind: link.kind, name: link.name, email: link.email, organization: link.organization_name })
}

/// Sets a password by a link: uses it and the person's other links up, ends the person's sessions, signs in.
pub async fn set_password(visit: &Visit, form: PasswordForm) -> Result<(), AppError> {
    let permit = visit.permit::<act::Enter>(Place::Anywhere)?;
    let portal = visit.portal();
    let page = format!("{}/{}", route::WELCOME, route::encode(&form.token));
    let back = || Back::to(&page).with("name", &form.name).with("email", &form.email);
    let Some(link) = store::find_link(portal.db(), &permit, &secret::digest(&form.token), visit.now()).await? else {
        // The link's page says that it is spent.
        return Back::to(&page).refuse(FormProblem::Choice, AppError::field("token", Problem::SpentLink));
    };
    let who = match introduce(&link, &form) {
        Ok(who) => who,
        Err((problem, error)) => return back().refuse(problem, error),
    };
    if let Some((problem, error)) = password_problem(&form, &who, link.organization_name.as_deref()) {
        return back().refuse(problem, error);
    }
    let hash = portal.passwords().hash(&form.password).await.ok_or(AppError::Unavailable)?;

    let mut tx = portal.db().begin().await?;
    if !store::use_link(&mut tx, &permit, &link, visit.now()).await? {
        return Back::to(&page).refuse(FormProblem::Choice, AppError::field("token", Problem::SpentLink));
    }
    match store::set_password(&mut tx, &permit, &link, &who, &hash).await {
        Err(StoreError::Conflict(_)) => {
            return back().refuse(FormProblem::EmailTaken, AppError::field("email", Problem::Duplicate));
        }
        set => set?,
    }
    store::delete_sessions_by_link(&mut tx, &permit, &link).await?;
    if link.kind == LinkKind::Reset {
        post(visit, &mut tx, &permit, &changed_mail(visit, &link)).await?;
    }
    let begun = session::begin(visit, &mut tx, &permit, &link.person).await?;
    tx.commit().await?;
    leptos_axum::redirect(begun.hand_over(visit).await);
    Ok(())
}

/// Name and address of the person whose password is set: the first operator's are in the form, the others' known.
fn introduce(link: &store::Link, form: &PasswordForm) -> Result<store::Who, (FormProblem, AppError)> {
    match link.kind {
        LinkKind::Invitation | LinkKind::Reset => Ok(store::Who { name: link.name.clone(), email: link.email.clone() }),
        LinkKind::Operator => {
            let mut problems = crate::values::Problems::default();
            let name = problems.text("name", &form.name, 1, rules::NAME_MOST_CHARS);
            if !problems.is_empty() {
                return Err((FormProblem::Name, AppError::Invalid(problems)));
            }
            let email = form.email.parse();
            let email = email.map_err(|_| (FormProblem::Email, AppError::field("email", Problem::NotAnEmail)))?;
            Ok(store::Who { name, email })
        }
    }
}

fn password_problem(
    form: &PasswordForm,
    who: &store::Who,
    organization_name: Option<&str>,
) -> Option<(FormProblem, AppError)> {
    let known = known_words(&[&who.name, who.email.as_str(), organization_name.unwrap_or_default(), "atiende"]);
    if let Some(problem) = passwords::weakness(&form.password, &known) {
        let code = match &problem {
            Problem::Missing => FormProblem::PasswordMissing,
            Problem::TooShort { .. } => FormProblem::PasswordShort,
            Problem::TooLong { .. } => FormProblem::PasswordLong,
            Problem::WeakPassword
            | Problem::NotAnEmail
            | Problem::NotAPhone
            | Problem::NotAChoice
            | Problem::WrongCredentials
            | Problem::SpentLink
            | Problem::TooMany { .. }
            | Problem::TooLarge { .. }
            | Problem::Incomplete
            | Problem::Duplicate
            | Problem::NotUnderstood { .. } => FormProblem::PasswordWeak,
        };
        return Some((code, AppError::field("password", problem)));
    }
    let differs = form.password != form.again;
    differs.then(|| (FormProblem::PasswordDiffers, AppError::field("again", Problem::NotAChoice)))
}

/// Whole names, and each word of them: an attacker tries both.
fn known_words<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let words = |name: &&'a str| name.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2);
    names.iter().copied().chain(names.iter().flat_map(words)).collect()
}

fn changed_mail(visit: &Visit, link: &store::Link) -> NewMail {
    let language = link.language;
    let at = date_time(language, &Zone::default(), visit.now());
    let letter = Letter::new(language, text::mail::changed_subject(language), &link.name)
        .paragraph(text::mail::changed_text(language, at))
        .paragraph(text::mail::changed_not_you(language))
        .link(text::mail::changed_link(language), format!("{}{}", visit.portal().origin(), route::FORGOTTEN));
    NewMail {
        once: format!("password-changed:{}", link.token_hash),
        kind: "PasswordChanged",
        recipient: link.email.clone(),
        name: link.name.clone(),
        letter,
        case: None,
    }
}

/// The one-time link of the first operator, while no operator has a password: makes the vendor's organization and the
/// operator if they are absent, and a link that replaces those of earlier starts. `None`: somebody can already sign in.
pub async fn operator_link(portal: &Portal) -> Result<Option<String>, AppError> {
    let visit = Visit::system(portal, "access.operator-link", portal.now());
    let permit = Actor::system("access.operator-link").maintenance();
    // Read first: a portal that has its operators starts on a database that takes no writes too (P7).
    let operators = store::operators(portal.db(), &permit).await?;
    if operators.iter().any(|operator| operator.can_sign_in) {
        return Ok(None);
    }
    let mut tx = portal.db().begin().await?;
    let person = match operators.into_iter().next() {
        Some(operator) => operator.person,
        None => found(&visit, &mut tx, &permit).await?,
    };
    store::delete_links(&mut tx, &permit, &person, LinkKind::Operator).await?;
    let token = secret::token();
    store::insert_link(&mut tx, &permit, &new_link(&visit, &token, LinkKind::Operator, &person, OPERATOR_MS)).await?;
    tx.commit().await?;
    Ok(Some(address(portal, &token)))
}

/// The first operator, who gets a name and an address by the link.
async fn found(visit: &Visit, tx: &mut Tx, permit: &Permit<act::Maintain>) -> Result<PersonId, AppError> {
    let email = NOBODY_YET.parse().expect("an address");
    admin::insert(visit, tx, permit, &email, "", Role::Operator).await
}
