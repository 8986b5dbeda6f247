//! The SQL of internal notes and nothing else. The one place that names their table (CASE-17).

use super::{import::ImportedCase, notes::NewNote, store::LockedCase};
use crate::{
    features::cases::model::*,
    policy::act,
    server::{
        authz::{Held, Permit},
        db::{Db, StoreError, Tx, sql},
        markdown,
    },
    values::{DraftId, Moment, PersonId},
};

#[derive(serde::Deserialize)]
struct NoteRow {
    part: String,
    id: String,
    a: String,
    b: String,
    c: String,
    /// The Markdown of a note.
    t: Option<String>,
    n: i64,
    m: i64,
}

const NOTES: &str = "
SELECT 'note' AS part, n.id AS id, n.author_id AS a, p.name AS b, n.body_marks AS c, n.body AS t, n.at AS n, n.at AS m
  FROM case_note n JOIN person p ON p.id = n.author_id WHERE n.case_id = $1
UNION ALL
SELECT 'file', t.id, t.name, t.media_type, t.note_id, NULL, t.size_bytes, t.received_bytes
  FROM attachment t JOIN case_note n ON n.id = t.note_id WHERE n.case_id = $1";

/// A case's notes with their files, the oldest first.
pub async fn list(db: &Db, permit: &Permit<act::ReadNotes>, case: &Held<Case>) -> Result<Vec<CaseNote>, StoreError> {
    let damaged = |column| StoreError::Damaged { table: "note", column };
    let mut rows: Vec<NoteRow> = db.all(permit, sql(NOTES).bind(&case.id)).await?;
    rows.sort_by(|x, y| (x.part != "note", x.n, &x.id).cmp(&(y.part != "note", y.n, &y.id)));
    let mut notes: Vec<CaseNote> = Vec::new();
    for row in rows {
        if row.part == "note" {
            notes.push(CaseNote {
                id: row.id.parse().map_err(|_| damaged("id"))?,
                at: Moment(row.n),
                author: PersonName { id: row.a.parse().map_err(|_| damaged("author_id"))?, name: row.b, vendor: true },
                body_html: markdown::html(&row.t.unwrap_or_default(), &row.c).ok_or(damaged("body_marks"))?,
                attachments: Vec::new(),
            });
        } else if let Some(note) = notes.iter_mut().find(|note| note.id.as_str() == row.c) {
            note.attachments.push(AttachmentSummary {
                id: row.id.parse().map_err(|_| damaged("attachment"))?,
                name: row.a,
                media_type: row.b,
                size_bytes: row.n,
                received_bytes: row.m,
            });
        }
    }
    Ok(notes)
}

/// Inserts a note; `false`: this very note was stored before.
pub async fn insert(
    tx: &mut Tx,
    permit: &Permit<act::WriteNote>,
    case: &Held<LockedCase>,
    author: &PersonId,
    note: &NewNote,
    key: &str,
    now: Moment,
) -> Result<bool, StoreError> {
    let statement = sql("INSERT INTO case_note (id, case_id, at, author_id, body, body_marks, submit_key)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (author_id, case_id, submit_key) DO NOTHING")
    .bind(&note.id)
    .bind(&case.id)
    .bind(now)
    .bind(author)
    .bind(&note.body)
    .bind(&note.body_marks)
    .bind(key);
    Ok(tx.run(permit, statement).await? == 1)
}

/// Rows of a statement that inserts many.
const ROWS: usize = 1_000;

/// Inserts the notes of an old desk's cases.
pub async fn insert_imported(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    cases: &[ImportedCase],
) -> Result<(), StoreError> {
    let all: Vec<_> = cases.iter().flat_map(|case| case.notes.iter().map(move |note| (&case.id, note))).collect();
    for some in all.chunks(ROWS) {
        let mut statement =
            sql("INSERT INTO case_note (id, case_id, at, author_id, body, body_marks, submit_key) VALUES");
        for (row, (case, note)) in some.iter().enumerate() {
            statement = statement
                .push_bind(if row == 0 { " (" } else { ", (" }, &note.id)
                .push_bind(", ", *case)
                .push_bind(", ", note.at)
                .push_bind(", ", &note.author)
                .push_bind(", ", &note.body)
                .push_bind(", ", &note.body_marks)
                .push_bind(", ", note.id.as_str())
                .push(")");
        }
        tx.run(permit, statement).await?;
    }
    Ok(())
}

/// Hands the files of a note's draft over to the note: from now on they are as internal as it is.
pub async fn move_attachments(
    tx: &mut Tx,
    permit: &Permit<act::WriteNote>,
    draft: &DraftId,
    case: &Held<LockedCase>,
    note: &NewNote,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE attachment SET draft_id = NULL, case_id = $1, note_id = $2 WHERE draft_id = $3")
        .bind(&case.id)
        .bind(&note.id)
        .bind(draft);
    tx.run(permit, statement).await.map(|_| ())
}
