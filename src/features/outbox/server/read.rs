//! The outbox as operators read it.

use super::{
    super::model::*,
    links,
    store::{self, Mail},
};
use crate::{
    error::AppError,
    policy::{Place, act},
    route,
    server::{
        Visit,
        authz::Held,
        http::{HttpState, WireError},
        live::{Frame, Topic},
    },
    values::{Cursor, MailId},
};
use axum::{
    Extension, Router,
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};

/// Rows of a page.
const PAGE: usize = 25;

/// A mail's HTML runs nothing, loads nothing and leads nowhere by itself, whatever stands in it.
const MAIL_POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

pub async fn list(
    visit: &Visit,
    state: Option<MailState>,
    after: Option<Cursor<MailId>>,
) -> Result<OutboxContent, AppError> {
    let permit = visit.permit::<act::ReadOutbox>(Place::Anywhere)?;
    let most = PAGE as i64 + 1;
    let mut rows = store::list(visit.portal().db(), &permit, state, after.as_ref(), most).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let last = rows.last().filter(|_| more);
    let next = last.map(|last| Cursor { key: last.created_at.0, id: last.id.clone() });
    Ok(OutboxContent { rows, next, now: visit.now() })
}

pub async fn open(visit: &Visit, id: &str) -> Result<MailContent, AppError> {
    let mail = find(visit, id).await?.into_inner();
    Ok(MailContent {
        again: again(&mail),
        message_id: format!("<{}@{}>", mail.summary.id, sender_domain(visit)),
        mail: mail.summary,
        recipient_name: mail.recipient_name,
        sender: visit.portal().settings().mail_from.clone(),
        text: links::blank(&mail.text),
        problem: mail.problem,
    })
}

/// Queues a mail once more, from its first attempt on.
pub async fn send_again(visit: &Visit, id: &MailId) -> Result<(), AppError> {
    let permit = visit.permit::<act::ReadOutbox>(Place::Anywhere)?;
    let mail = find(visit, id.as_str()).await?;
    match again(&mail) {
        Again::Possible => {}
        Again::Sending | Again::LinkSpent => return Err(AppError::Conflict),
    }
    let mut tx = visit.portal().db().begin().await?;
    if !store::requeue(&mut tx, &permit, &mail, visit.now()).await? {
        return Err(AppError::Conflict);
    }
    tx.mail_posted();
    tx.announce(Topic::Outbox, Frame::Changed);
    tx.commit().await?;
    leptos_axum::redirect(&route::mail(id));
    Ok(())
}

/// `GET /operate/outbox/{id}/html`: the HTML part, for a frame of the mail's page.
pub fn routes() -> Router<HttpState> {
    Router::new().route("/operate/outbox/{id}/html", get(mail_html))
}

async fn mail_html(Extension(visit): Extension<Visit>, Path(id): Path<String>) -> Response {
    match find(&visit, &id).await {
        Ok(mail) => {
            let headers =
                [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, MAIL_POLICY)];
            (headers, links::blank(&mail.html)).into_response()
        }
        Err(error) => WireError(error).into_response(),
    }
}

async fn find(visit: &Visit, id: &str) -> Result<Held<Mail>, AppError> {
    let permit = visit.permit::<act::ReadOutbox>(Place::Anywhere)?;
    let id: MailId = id.parse().map_err(|_| AppError::NotFound)?;
    store::find(visit.portal().db(), &permit, &id).await?.ok_or(AppError::NotFound)
}

fn again(mail: &Mail) -> Again {
    match mail.summary.state {
        MailState::Sending => Again::Sending,
        MailState::Queued | MailState::Sent | MailState::Failed if links::is_blanked(&mail.text) => Again::LinkSpent,
        MailState::Queued | MailState::Sent | MailState::Failed => Again::Possible,
    }
}

fn sender_domain(visit: &Visit) -> String {
    let from = &visit.portal().settings().mail_from;
    let domain = from.rsplit('@').next().unwrap_or_default();
    domain.trim_end_matches('>').trim().to_owned()
}
