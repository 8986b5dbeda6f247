//! Attachments (CASE-20): announced, sent in pieces that can be resumed, and read by who may see the case.
//!
//! The protocol is the core of tus 1.0 without its optional parts: `POST /files` announces a file, `PATCH /files/{id}`
//! appends at `Upload-Offset`, `HEAD /files/{id}` says where to go on. A plain form sends whole files to `/files/form`.
//! What always holds: until it is sent with its draft, a file is its owner's alone; a download is never active content;
//! the kind of a file is what its bytes say.

use super::{attachments_store as store, store::DraftOf};
use crate::{
    error::AppError,
    features::cases::{
        model::{AttachmentSummary, NewFile},
        rules::{ATTACHMENT_MOST_BYTES, ATTACHMENTS_MOST},
    },
    policy::{Act, Place, act},
    route,
    server::{
        Portal, Visit,
        authz::{Actor, Permit},
        files::{Stopped, disk_error},
        http::{HttpState, WireError, wants_page},
    },
    values::{AttachmentId, CaseId, DAY_MS, DraftId, HOUR_MS, Moment, Problem, Problems},
};
use axum::{
    Extension, Json, Router,
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, Multipart, Path, multipart::Field},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use tokio_util::io::ReaderStream;

/// Where the next bytes go, and how many there will be (tus 1.0, section "Headers").
const OFFSET: &str = "upload-offset";
const LENGTH: &str = "upload-length";
/// Characters of a file's name that are kept.
const NAME_MOST: usize = 150;
/// The fields of the plain form beside its files.
const FIELD_MOST_BYTES: usize = 4 * 1024;
/// A file without a row is removed after this time: its row may be about to be written.
const ORPHAN_AGE_MS: i64 = DAY_MS;
/// Ids that are looked up at once.
const SWEEP_ROWS: usize = 500;

/// The addresses of attachments.
pub fn routes() -> Router<HttpState> {
    Router::new()
        .route("/files", post(announce))
        // Every file has a limit of its own, counted while it arrives.
        .route("/files/form", post(send_form).layer(DefaultBodyLimit::disable()))
        .route("/files/{id}", get(download).head(offset).patch(append))
        .route("/files/{id}/picture", get(picture))
}

// ---------------------------------------------------------------- announcing

/// `POST /files`: makes a place for a file in the draft of a scope.
async fn announce(Extension(visit): Extension<Visit>, Json(new): Json<NewFile>) -> Result<Response, WireError> {
    let file = place(&visit, &new).await.map_err(WireError)?;
    let location = [(header::LOCATION, route::attachment(&file.id))];
    Ok((StatusCode::CREATED, location, Json(file)).into_response())
}

async fn place(visit: &Visit, new: &NewFile) -> Result<AttachmentSummary, AppError> {
    let wrong = |problem| AppError::field("attachments", problem);
    if new.size_bytes > ATTACHMENT_MOST_BYTES {
        return Err(wrong(Problem::TooLarge { most_bytes: ATTACHMENT_MOST_BYTES }));
    }
    if new.size_bytes < 0 {
        return Err(wrong(Problem::NotAChoice));
    }
    let file = AttachmentSummary {
        id: visit.id(),
        name: file_name(&new.name),
        media_type: "application/octet-stream".to_owned(),
        size_bytes: new.size_bytes,
        received_bytes: 0,
    };
    let sha256 = match new.size_bytes {
        0 => Some(write_empty(visit, &file.id).await?),
        _ => None,
    };
    Target::of(visit, &new.scope).await?.insert(visit, &file, sha256.as_deref()).await?;
    Ok(file)
}

/// An empty file is whole at once.
async fn write_empty(visit: &Visit, id: &AttachmentId) -> Result<String, AppError> {
    let files = visit.portal().files();
    let turn = files.turn(id).ok_or(AppError::Conflict)?;
    let nothing = futures::stream::empty::<Result<Bytes, axum::Error>>();
    let written = turn.append(0, 0, nothing).await.map_err(|error| disk_error(&error))?;
    if written.stopped.is_some() {
        return Err(AppError::Unavailable);
    }
    Ok(files.facts(id).await.map_err(|error| disk_error(&error))?.sha256)
}

/// What files are attached to, and the permit for it.
enum Target {
    Case(Permit<act::OpenCase>),
    Comment(Permit<act::CommentCase>, CaseId),
    Answer(Permit<act::AnswerCase>, CaseId),
    Note(Permit<act::WriteNote>, CaseId),
}

impl Target {
    /// `case`, or `comment:` or `note:` and the case's number.
    async fn of(visit: &Visit, scope: &str) -> Result<Target, AppError> {
        let (kind, number) = scope.split_once(':').unwrap_or((scope, ""));
        let db = visit.portal().db();
        let number = || number.parse().map_err(|_| AppError::NotFound);
        match kind {
            "case" => Ok(Target::Case(visit.permit(Place::Anywhere)?)),
            "comment" => match visit.permit::<act::AnswerCase>(Place::Anywhere) {
                Ok(permit) => {
                    let case = store::find_case(db, &permit, number()?).await?.ok_or(AppError::NotFound)?;
                    Ok(Target::Answer(permit, case))
                }
                Err(_) => {
                    let permit = visit.permit::<act::CommentCase>(Place::Anywhere)?;
                    let case = store::find_case(db, &permit, number()?).await?.ok_or(AppError::NotFound)?;
                    Ok(Target::Comment(permit, case))
                }
            },
            "note" => {
                let permit = visit.permit::<act::WriteNote>(Place::Anywhere)?;
                let case = store::find_case(db, &permit, number()?).await?.ok_or(AppError::NotFound)?;
                Ok(Target::Note(permit, case))
            }
            _ => Err(AppError::field("scope", Problem::NotAChoice)),
        }
    }

    async fn insert(&self, visit: &Visit, file: &AttachmentSummary, sha256: Option<&str>) -> Result<(), AppError> {
        match self {
            Target::Case(permit) => insert(visit, permit, "case", file, sha256).await,
            Target::Comment(permit, case) => insert(visit, permit, &format!("comment:{case}"), file, sha256).await,
            Target::Answer(permit, case) => insert(visit, permit, &format!("comment:{case}"), file, sha256).await,
            Target::Note(permit, case) => insert(visit, permit, &format!("note:{case}"), file, sha256).await,
        }
    }
}

async fn insert<A: Act>(
    visit: &Visit,
    permit: &Permit<A>,
    scope: &str,
    file: &AttachmentSummary,
    sha256: Option<&str>,
) -> Result<(), AppError> {
    let owner = permit.author()?;
    let of = DraftOf { person: owner, organization: permit.organization()?, scope };
    let mut tx = visit.portal().db().begin().await?;
    let draft = store::hold_draft(&mut tx, permit, of, &visit.id::<DraftId>(), visit.now()).await?;
    if store::count(&mut tx, permit, &draft).await? >= i64::from(ATTACHMENTS_MOST) {
        return Err(AppError::field("attachments", Problem::TooMany { most: ATTACHMENTS_MOST }));
    }
    let new = store::NewAttachment { file, owner, draft: &draft, sha256 };
    store::insert(&mut tx, permit, new, visit.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// The last part of a name, without what is not written: paths, controls, marks that turn the direction of text.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let strange = |c: &char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let plain: String = last.chars().filter(|c| !strange(c)).collect();
    let plain = plain.trim().trim_start_matches('.');
    if plain.is_empty() {
        return "file".to_owned();
    }
    // The kind stands at the end of a name: it stays when the name is too long.
    let length = plain.chars().count();
    match plain.rsplit_once('.') {
        Some((stem, kind)) if length > NAME_MOST && kind.chars().count() < 10 => {
            let stem: String = stem.chars().take(NAME_MOST - kind.chars().count() - 1).collect();
            format!("{stem}.{kind}")
        }
        _ => plain.chars().take(NAME_MOST).collect(),
    }
}

// ---------------------------------------------------------------- sending

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
async fn offset(Extension(visit): Extension<Visit>, Path(id): Path<String>) -> Result<Response, WireError> {
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
async fn append(
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

// ---------------------------------------------------------------- the plain form

/// `POST /files/form`: whole files of a plain form, then back to `next`. Its fields `scope` and `next` come first.
async fn send_form(Extension(visit): Extension<Visit>, mut form: Multipart) -> Response {
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
        | Problem::Duplicate => None,
    }
}

fn with_problem(next: &str, code: &str) -> String {
    let (path, anchor) = next.split_once('#').map_or((next, String::new()), |(path, at)| (path, format!("#{at}")));
    let join = if path.contains('?') { '&' } else { '?' };
    format!("{path}{join}problem={code}{anchor}")
}

// ---------------------------------------------------------------- reading

/// `GET /files/{id}`: a download, whatever is in it.
async fn download(Extension(visit): Extension<Visit>, Path(id): Path<String>, headers: HeaderMap) -> Response {
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
async fn picture(Extension(visit): Extension<Visit>, Path(id): Path<String>) -> Response {
    match read(&visit, &id).await {
        Ok((file, bytes)) if is_picture(&file.media_type) => send(&file, bytes, &file.media_type, "inline"),
        Ok(_) => WireError(AppError::NotFound).into_response(),
        Err(error) => WireError(error).into_response(),
    }
}

async fn read(visit: &Visit, id: &str) -> Result<(AttachmentSummary, tokio::fs::File), AppError> {
    visit.actor().require()?;
    let id: AttachmentId = id.parse().map_err(|_| AppError::NotFound)?;
    let file = find(visit, &id).await?.ok_or(AppError::NotFound)?;
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
    Ok(own.map(crate::server::authz::Held::into_inner).filter(AttachmentSummary::is_complete))
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

// ---------------------------------------------------------------- sweeping

/// Removes what nothing belongs to: files of deleted drafts, and bytes without a row. For the hourly job; answers how
/// many files went.
pub async fn sweep(portal: &Portal) -> Result<usize, AppError> {
    let permit = Actor::system("files.sweep").maintenance();
    let now = portal.now();
    let mut tx = portal.db().begin().await?;
    store::delete_abandoned(&mut tx, &permit, now.plus_ms(-HOUR_MS)).await?;
    tx.commit().await?;
    let ids = portal.files().ids().await.map_err(|error| disk_error(&error))?;
    let old: Vec<AttachmentId> = ids.into_iter().filter(|id| now.since_ms(made_at(id)) > ORPHAN_AGE_MS).collect();
    let mut removed = 0;
    for some in old.chunks(SWEEP_ROWS) {
        let known = store::known(portal.db(), &permit, some).await?;
        for id in some.iter().filter(|id| !known.contains(id)) {
            portal.files().remove(id).await.map_err(|error| disk_error(&error))?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// The instant that a UUIDv7 begins with (RFC 9562, section 5.7).
fn made_at(id: &AttachmentId) -> Moment {
    let digits: String = id.as_str().chars().filter(|c| *c != '-').take(12).collect();
    Moment(i64::from_str_radix(&digits, 16).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_20_a_name_is_only_a_name() {
        for (given, kept) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\ana\\informe.pdf", "informe.pdf"),
            ("a\r\nb\u{202e}gpj.exe", "abgpj.exe"),
            ("  ", "file"),
            (".htaccess", "htaccess"),
            ("Ñandú – 图.log", "Ñandú – 图.log"),
        ] {
            assert_eq!(file_name(given), kept);
        }
        let long = file_name(&format!("{}.tar", "x".repeat(500)));
        assert!(long.ends_with(".tar") && long.chars().count() == NAME_MOST);
    }

    #[test]
    fn a_name_reaches_every_reader() {
        assert_eq!(named("año \"1\".log"), "filename=\"a_o _1_.log\"; filename*=UTF-8''a%C3%B1o%20%221%22.log");
    }

    #[test]
    fn a_problem_is_said_before_the_anchor() {
        assert_eq!(with_problem("/cases/1R?x=1#reply", "file-too-large"), "/cases/1R?x=1&problem=file-too-large#reply");
        assert_eq!(with_problem("/cases/new", "y"), "/cases/new?problem=y");
    }
}
