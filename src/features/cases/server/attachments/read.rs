//! Files as they are handed out.

use super::store;
use crate::{
    error::AppError,
    features::cases::model::AttachmentSummary,
    policy::{Place, act},
    route,
    server::{
        Visit,
        authz::Held,
        files::disk_error,
        http::{WireError, wants_page},
    },
    values::AttachmentId,
};
use axum::{
    Extension,
    body::Body,
    extract::Path,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use tokio_util::io::ReaderStream;

/// `GET /files/{id}`: a download, whatever is in it.
pub(super) async fn download(
    Extension(visit): Extension<Visit>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    match read(&visit, &id).await {
        Ok((file, bytes)) => {
            let kind = if is_picture(&file.media_type) { &*file.media_type } else { "application/octet-stream" };
            send(&file, bytes, kind, "attachment")
        }
        Err(AppError::SignIn) if wants_page(&headers) => {
            Redirect::to(&route::sign_in(Some(&format!("/files/{id}")))).into_response()
        }
        Err(error) => WireError(error).into_response(),
    }
}

/// `GET /files/{id}/picture`: a picture to be shown in a page; other kinds of files are not found.
pub(super) async fn picture(Extension(visit): Extension<Visit>, Path(id): Path<String>) -> Response {
    match read(&visit, &id).await {
        Ok((file, bytes)) if is_picture(&file.media_type) => send(&file, bytes, &file.media_type, "inline"),
        Ok(_) => WireError(AppError::NotFound).into_response(),
        Err(error) => WireError(error).into_response(),
    }
}

async fn read(visit: &Visit, id: &str) -> Result<(AttachmentSummary, tokio::fs::File), AppError> {
    visit.actor().require()?;
    let id: AttachmentId = id.parse().map_err(|_| AppError::NotFound)?;
    let file = find(visit, &id).await?.filter(|file| !file.is_name_only()).ok_or(AppError::NotFound)?;
    let bytes = visit.portal().files().open(&id).await.map_err(|error| disk_error(&error))?;
    Ok((file, bytes))
}

/// A file of a case in sight, else the reader's own that was not sent yet.
async fn find(visit: &Visit, id: &AttachmentId) -> Result<Option<AttachmentSummary>, AppError> {
    let db = visit.portal().db();
    let permit = visit.permit::<act::ReadCases>(Place::Anywhere)?;
    let notes = visit.permit::<act::ReadNotes>(Place::Anywhere).ok();
    if let Some(file) = store::find_sent(db, &permit, notes.as_ref(), id).await? {
        return Ok(Some(file));
    }
    let own = store::find_pending(db, &permit, permit.author()?, id).await?;
    Ok(own.map(Held::into_inner).filter(AttachmentSummary::is_complete))
}

/// Raster pictures, which no browser runs.
fn is_picture(media_type: &str) -> bool {
    matches!(media_type, "image/png" | "image/jpeg" | "image/gif" | "image/webp")
}

fn send(file: &AttachmentSummary, bytes: tokio::fs::File, kind: &str, disposition: &str) -> Response {
    let mut response = Body::from_stream(ReaderStream::new(bytes)).into_response();
    let headers = response.headers_mut();
    let value = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("attachment"));
    headers.insert(header::CONTENT_TYPE, value(kind));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(file.size_bytes.max(0) as u64));
    headers.insert(header::CONTENT_DISPOSITION, value(&format!("{disposition}; {}", named(&file.name))));
    response
}

/// The name for every reader: in ASCII, and in full (RFC 6266, section 4.3; RFC 8187, section 3.2).
fn named(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_graphic() && !"\"\\%;".contains(c) || c == ' ' { c } else { '_' }).collect();
    let full = route::encode(name).replace('/', "%2F");
    format!("filename=\"{plain}\"; filename*=UTF-8''{full}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reaches_every_reader() {
        assert_eq!(named("año \"1\".log"), "filename=\"a_o _1_.log\"; filename*=UTF-8''a%C3%B1o%20%221%22.log");
    }
}
