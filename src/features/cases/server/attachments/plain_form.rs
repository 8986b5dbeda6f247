//! Whole files of a plain form.

use super::announce::{Target, file_name};
use crate::{
    error::AppError,
    features::cases::{model::AttachmentSummary, rules::ATTACHMENT_MOST_BYTES},
    route,
    server::{
        Visit,
        files::{Stopped, disk_error},
        http::WireError,
    },
    values::{AttachmentId, Problem},
};
use axum::{
    Extension,
    extract::{Multipart, multipart::Field},
    response::{IntoResponse, Redirect, Response},
};

/// The fields of the plain form beside its files.
const FIELD_MOST_BYTES: usize = 4 * 1024;

/// `POST /files/form`: whole files of a plain form, then back to `next`. Its fields `scope` and `next` come first.
pub(super) async fn send_form(Extension(visit): Extension<Visit>, mut form: Multipart) -> Response {
    let (mut scope, mut next) = (String::new(), route::HOME.to_owned());
    let done: Result<(), AppError> = async {
        visit.actor().require()?;
        while let Some(field) = form.next_field().await.map_err(|_| incomplete())? {
            match field.name().unwrap_or_default() {
                "scope" => scope = short(field).await?,
                "next" => next = route::inside(&short(field).await?).to_owned(),
                _ if field.file_name().is_none_or(str::is_empty) => {}
                _ => keep_whole(&visit, &scope, field).await?,
            }
        }
        Ok(())
    }
    .await;
    match done {
        Ok(()) => Redirect::to(&next).into_response(),
        Err(AppError::SignIn) => Redirect::to(&route::sign_in(Some(&next))).into_response(),
        Err(error) => match problem_code(&error) {
            Some(code) => Redirect::to(&with_problem(&next, code)).into_response(),
            None => WireError(error).into_response(),
        },
    }
}

fn incomplete() -> AppError {
    AppError::field("attachments", Problem::Incomplete)
}

/// A field beside the files.
async fn short(mut field: Field<'_>) -> Result<String, AppError> {
    let mut value = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|_| incomplete())? {
        value.extend_from_slice(&chunk);
        if value.len() > FIELD_MOST_BYTES {
            return Err(AppError::field("form", Problem::NotAChoice));
        }
    }
    String::from_utf8(value).map_err(|_| AppError::field("form", Problem::NotAChoice))
}

/// Writes a whole file, then its row: a form that breaks off leaves no half of one behind.
async fn keep_whole(visit: &Visit, scope: &str, field: Field<'_>) -> Result<(), AppError> {
    let target = Target::of(visit, scope).await?;
    let id: AttachmentId = visit.id();
    let name = file_name(field.file_name().unwrap_or_default());
    let kept = store_whole(visit, &target, &id, name, field).await;
    if kept.is_err() {
        // Best done now; what stays is swept.
        let _ = visit.portal().files().remove(&id).await;
    }
    kept
}

async fn store_whole(
    visit: &Visit,
    target: &Target,
    id: &AttachmentId,
    name: String,
    field: Field<'_>,
) -> Result<(), AppError> {
    let files = visit.portal().files();
    let turn = files.turn(id).ok_or(AppError::Conflict)?;
    let body = Box::pin(field);
    let written = turn.append(0, ATTACHMENT_MOST_BYTES, body).await.map_err(|error| disk_error(&error))?;
    match written.stopped {
        None => {}
        Some(Stopped::TooLarge) => {
            return Err(AppError::field("attachments", Problem::TooLarge { most_bytes: ATTACHMENT_MOST_BYTES }));
        }
        Some(Stopped::Gone) => return Err(incomplete()),
        Some(Stopped::Full) => return Err(AppError::Unavailable),
    }
    let facts = files.facts(id).await.map_err(|error| disk_error(&error))?;
    let file = AttachmentSummary {
        id: id.clone(),
        name,
        media_type: facts.media_type.to_owned(),
        size_bytes: written.size_bytes,
        received_bytes: written.size_bytes,
    };
    target.insert(visit, &file, Some(&facts.sha256)).await
}

/// The word by which the page that follows says what was wrong.
fn problem_code(error: &AppError) -> Option<&'static str> {
    let AppError::Invalid(problems) = error else {
        return matches!(error, AppError::Unavailable).then_some("file-unavailable");
    };
    match problems.of("attachments")? {
        Problem::TooLarge { .. } => Some("file-too-large"),
        Problem::TooMany { .. } => Some("file-too-many"),
        Problem::Incomplete => Some("file-incomplete"),
        Problem::Missing
        | Problem::TooShort { .. }
        | Problem::TooLong { .. }
        | Problem::NotAnEmail
        | Problem::NotAPhone
        | Problem::NotAChoice
        | Problem::WrongCredentials
        | Problem::SpentLink
        | Problem::WeakPassword
        | Problem::Duplicate
        | Problem::NotUnderstood { .. } => None,
    }
}

fn with_problem(next: &str, code: &str) -> String {
    let (path, anchor) = next.split_once('#').map_or((next, String::new()), |(path, at)| (path, format!("#{at}")));
    let join = if path.contains('?') { '&' } else { '?' };
    format!("{path}{join}problem={code}{anchor}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_said_before_the_anchor() {
        assert_eq!(with_problem("/cases/1R?x=1#reply", "file-too-large"), "/cases/1R?x=1&problem=file-too-large#reply");
        assert_eq!(with_problem("/cases/new", "y"), "/cases/new?problem=y");
    }
}
