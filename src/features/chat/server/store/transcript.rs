use super::LockedChat;
use crate::{
    features::chat::rules::EVENTS_MOST,
    server::{
        authz::{Grant, Held},
        db::{StoreError, Tx, sql},
    },
    values::Moment,
};

/// One message as it was typed.
pub struct Line {
    pub seq: i64,
    pub at: Moment,
    pub author: String,
    /// Markdown.
    pub body: String,
    /// Is it the description of a case that the chat opened?
    pub opens_the_case: bool,
}

#[derive(serde::Deserialize)]
struct LineRow {
    seq: i64,
    at: i64,
    author: String,
    body: String,
    kind: String,
}

const LINES: &str = "
SELECT e.seq, e.at, p.name AS author, CASE e.kind WHEN 'opened' THEN c.description ELSE e.body END AS body, e.kind
  FROM chat h
  JOIN support_case c ON c.id = h.case_id
  JOIN case_event e ON e.case_id = h.case_id AND e.seq >= h.first_seq AND (h.last_seq IS NULL OR e.seq <= h.last_seq)
  JOIN person p ON p.id = e.author_id
 WHERE h.id = $1 AND (e.body <> '' OR e.kind = 'opened')
 ORDER BY e.seq LIMIT $2";

/// The messages of a chat in their order.
pub async fn lines(tx: &mut Tx, grant: &impl Grant, chat: &Held<LockedChat>) -> Result<Vec<Line>, StoreError> {
    let rows: Vec<LineRow> = tx.all(grant, sql(LINES).bind(&chat.id).bind(EVENTS_MOST)).await?;
    let line = |row: LineRow| Line {
        seq: row.seq,
        at: Moment(row.at),
        author: row.author,
        body: row.body,
        opens_the_case: row.kind == "opened",
    };
    Ok(rows.into_iter().map(line).collect())
}

/// What was written in a chat, as one text.
pub struct Texts {
    pub body: String,
    pub opens_the_case: bool,
}

/// All messages of a chat that nobody answered.
pub async fn texts(tx: &mut Tx, grant: &impl Grant, chat: &Held<LockedChat>) -> Result<Texts, StoreError> {
    let lines = lines(tx, grant, chat).await?;
    let opens_the_case = lines.iter().any(|line| line.opens_the_case);
    let bodies: Vec<&str> = lines.iter().map(|line| line.body.as_str()).collect();
    Ok(Texts { body: bodies.join("\n\n"), opens_the_case })
}
