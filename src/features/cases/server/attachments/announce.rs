//! A place for a file, in the draft of what it is attached to.

use super::store;
use crate::{
    error::AppError,
    features::cases::{
        model::{AttachmentSummary, NewFile},
        rules::{ATTACHMENT_MOST_BYTES, ATTACHMENTS_MOST},
        server::store::DraftOf,
    },
    policy::{Act, Place, act},
    route,
    server::{Visit, authz::Permit, files::disk_error, http::WireError},
    values::{AttachmentId, CaseId, DraftId, Problem},
};
use axum::{
    Extension, Json,
    body::Bytes,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

/// Characters of a file's name that are kept.
const NAME_MOST: usize = 150;

/// `POST /files`: makes a place for a file in the draft of a scope.
pub(super) async fn announce(
    Extension(visit): Extension<Visit>,
    Json(new): Json<NewFile>,
) -> Result<Response, WireError> {
    let file = place(&visit, &new).await.map_err(WireError)?;
    let location = [(header::LOCATION, route::attachment(&file.id))];
    Ok((StatusCode::CREATED, location, Json(file)).into_response())
}

pub(super) async fn place(visit: &Visit, new: &NewFile) -> Result<AttachmentSummary, AppError> {
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
pub(super) enum Target {
    Case(Permit<act::OpenCase>),
    Comment(Permit<act::CommentCase>, CaseId),
    Answer(Permit<act::AnswerCase>, CaseId),
    Note(Permit<act::WriteNote>, CaseId),
}

impl Target {
    /// `case`, or `comment:` or `note:` and the case's number.
    pub(super) async fn of(visit: &Visit, scope: &str) -> Result<Target, AppError> {
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

    pub(super) async fn insert(
        &self,
        visit: &Visit,
        file: &AttachmentSummary,
        sha256: Option<&str>,
    ) -> Result<(), AppError> {
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
pub(super) fn file_name(name: &str) -> String {
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
}
