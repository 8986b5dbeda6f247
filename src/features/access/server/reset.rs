//! The forgotten password.

use super::{
    super::model::{FormProblem, LinkKind},
    answer::Back,
    links, store,
    throttle::{self, Attempt},
};
use crate::{
    error::AppError,
    features::outbox::server::{NewMail, post},
    i18n::text,
    policy::{Place, act},
    route,
    server::{Visit, mail::Letter, secret},
    values::{Email, HOUR_MS, Problem},
};

/// How long a reset link works.
const RESET_MS: i64 = HOUR_MS;

/// Mails a link for a new password. Unknown addresses get the same answer and no mail.
pub async fn request_reset(visit: &Visit, email: &str) -> Result<(), AppError> {
    let permit = visit.permit::<act::Enter>(Place::Anywhere)?;
    let back = || Back::to(route::FORGOTTEN).with("email", email);
    let Ok(email) = email.parse::<Email>() else {
        return back().refuse(FormProblem::Email, AppError::field("email", Problem::NotAnEmail));
    };
    if let Err(error) = throttle::count(visit, &permit, Attempt::Reset, Some(&email)).await {
        return back().refuse_waiting(error);
    }
    let account = store::find_account(visit.portal().db(), &permit, &email).await?;
    if let Some(account) = account {
        let token = secret::token();
        let link = links::new_link(visit, &token, LinkKind::Reset, &account.person, RESET_MS);
        let mail = reset_mail(visit, &account, email, &token);
        let mut tx = visit.portal().db().begin().await?;
        store::insert_link(&mut tx, &permit, &link).await?;
        post(visit, &mut tx, &permit, &mail).await?;
        tx.commit().await?;
    }
    Back::to(route::FORGOTTEN).with("sent", "1").go();
    Ok(())
}

fn reset_mail(visit: &Visit, account: &store::Account, email: Email, token: &str) -> NewMail {
    let language = account.language;
    let letter = Letter::new(language, text::mail::reset_subject(language), &account.name)
        .paragraph(text::mail::reset_text(language))
        .link(text::mail::reset_link(language), links::address(visit.portal(), token))
        .paragraph(text::mail::reset_until(language));
    NewMail {
        once: format!("reset:{}", secret::digest(token)),
        kind: "ResetRequested",
        recipient: email,
        name: account.name.clone(),
        letter,
        case: None,
    }
}
