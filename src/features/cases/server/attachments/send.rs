//! The bytes of a file, in pieces that can be resumed.

use super::{announce::place, store};
use crate::{
    error::AppError,
    features::cases::model::{AttachmentSummary, NewFile},
    policy::{Act, Place, act},
    server::{
        Visit,
        authz::Permit,
        files::{Stopped, disk_error},
        http::WireError,
    },
    values::{AttachmentId, Problem, Problems},
};
use axum::{
    Extension,
    body::Body,
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};

/// Where the next bytes go, and how many there will be (tus 1.0, section "Headers").
const OFFSET: &str = "upload-offset";
const LENGTH: &str = "upload-length";

/// Who may go on with own uploads: engineers, and customers who may ask.
macro_rules! as_sender {
    ($visit:expr, $permit:ident => $work:expr) => {
        match $visit.permit::<act::AnswerCase>(Place::Anywhere) {
            Ok($permit) => $work,
            Err(_) => match $visit.permit::<act::CommentCase>(Place::Anywhere) {
                Ok($permit) => $work,
                Err(refused) => Err(refused),
            },
        }
    };
}

/// `HEAD /files/{id}`: how much of a file arrived.
pub(super) async fn offset(Extension(visit): Extension<Visit>, Path(id): Path<String>) -> Result<Response, WireError> {
    let file: Result<AttachmentSummary, AppError> = async {
        let id: AttachmentId = id.parse().map_err(|_| AppError::NotFound)?;
        as_sender!(visit, permit => {
            let found = store::find_pending(visit.portal().db(), &permit, permit.author()?, &id).await?;
            Ok(found.ok_or(AppError::NotFound)?.into_inner())
        })
    }
    .await;
    let file = file.map_err(WireError)?;
    let headers = [(OFFSET, file.received_bytes.to_string()), (LENGTH, file.size_bytes.to_string())];
    Ok((StatusCode::OK, headers).into_response())
}

/// `PATCH /files/{id}`: the next bytes of a file.
pub(super) async fn append(
    Extension(visit): Extension<Visit>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, WireError> {
    let received: Result<i64, AppError> = async {
        let id: AttachmentId = id.parse().map_err(|_| AppError::NotFound)?;
        let offset = headers.get(OFFSET).and_then(|value| value.to_str().ok()?.parse::<i64>().ok());
        let offset = offset.ok_or_else(|| AppError::field(OFFSET, Problem::Missing))?;
        as_sender!(visit, permit => receive(&visit, &permit, &id, offset, body).await)
    }
    .await;
    let received = received.map_err(WireError)?;
    Ok((StatusCode::NO_CONTENT, [(OFFSET, received.to_string())]).into_response())
}

async fn receive<A: Act>(
    visit: &Visit,
    permit: &Permit<A>,
    id: &AttachmentId,
    offset: i64,
    body: Body,
) -> Result<i64, AppError> {
    let (db, files) = (visit.portal().db(), visit.portal().files());
    let turn = files.turn(id).ok_or(AppError::Conflict)?;
    let file = store::find_pending(db, permit, permit.author()?, id).await?.ok_or(AppError::NotFound)?;
    if file.received_bytes != offset {
        return Err(AppError::Conflict);
    }
    if file.is_complete() {
        return Ok(offset);
    }
    let written = turn.append(offset, file.size_bytes, body.into_data_stream()).await;
    let written = written.map_err(|error| disk_error(&error))?;
    let facts = match written.size_bytes == file.size_bytes {
        true => Some(files.facts(id).await.map_err(|error| disk_error(&error))?),
        false => None,
    };
    let mut tx = db.begin().await?;
    let counted = match &facts {
        Some(facts) => store::set_complete(&mut tx, permit, &file, facts.media_type, &facts.sha256).await?,
        None => store::set_received(&mut tx, permit, &file, written.size_bytes).await?,
    };
    if !counted {
        return Err(AppError::Conflict);
    }
    tx.commit().await?;
    match written.stopped {
        None => Ok(written.size_bytes),
        Some(Stopped::TooLarge) => {
            Err(AppError::field("attachments", Problem::TooLarge { most_bytes: file.size_bytes }))
        }
        // The sender comes back and asks where to go on.
        Some(Stopped::Gone | Stopped::Full) => Err(AppError::Unavailable),
    }
}

/// A whole file at once, for whoever has its bytes already: the demo world.
pub async fn attach(visit: &Visit, scope: &str, name: &str, bytes: Vec<u8>) -> Result<AttachmentSummary, AppError> {
    let new = NewFile { name: name.to_owned(), size_bytes: bytes.len() as i64, scope: scope.to_owned() };
    let file = place(visit, &new).await?;
    if !bytes.is_empty() {
        as_sender!(visit, permit => receive(visit, &permit, &file.id, 0, Body::from(bytes)).await)?;
    }
    Ok(file)
}

/// Removes a file that was not sent yet.
pub async fn drop_pending(visit: &Visit, id: &AttachmentId) -> Result<Problems, AppError> {
    as_sender!(visit, permit => remove_pending(visit, &permit, id).await)?;
    Ok(Problems::default())
}

async fn remove_pending<A: Act>(visit: &Visit, permit: &Permit<A>, id: &AttachmentId) -> Result<(), AppError> {
    let mut tx = visit.portal().db().begin().await?;
    if !store::delete_pending(&mut tx, permit, permit.author()?, id).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    // What stays behind is swept later.
    if let Err(error) = visit.portal().files().remove(id).await {
        tracing::warn!(%error, attachment.id = %id, "a removed attachment is still on disk");
    }
    Ok(())
}
