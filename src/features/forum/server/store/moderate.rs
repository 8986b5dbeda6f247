use super::{LockedPost, LockedThread, read, search::number, writer};
use crate::{
    features::forum::model::*,
    policy::act,
    server::{
        authz::{Held, Permit},
        db::{Db, StoreError, Tx, sql},
    },
    values::{Cursor, Moment, ReportId},
};

/// Rows of a page of the queue.
const PAGE: usize = 25;

#[derive(serde::Deserialize)]
struct ReportRow {
    id: String,
    at: i64,
    reporter_id: String,
    reporter: String,
    reason: String,
    thread_id: String,
    title: String,
    post_id: String,
    seq: i64,
    author_id: String,
    author: String,
    vendor: i64,
    body: String,
    hidden_at: Option<i64>,
}

impl TryFrom<ReportRow> for Report {
    type Error = StoreError;
    fn try_from(row: ReportRow) -> Result<Report, StoreError> {
        Ok(Report {
            id: read(&row.id, "forum_report", "id")?,
            at: Moment(row.at),
            reporter: writer(&row.reporter_id, row.reporter, 0)?,
            reason: row.reason,
            thread: read(&row.thread_id, "forum_post", "thread_id")?,
            title: row.title,
            post: read(&row.post_id, "forum_report", "post_id")?,
            seq: row.seq,
            author: writer(&row.author_id, row.author, row.vendor)?,
            body: row.body,
            hidden: row.hidden_at.is_some(),
        })
    }
}

/// What nobody has settled, the oldest first.
pub async fn queue(
    db: &Db,
    permit: &Permit<act::ModerateForum>,
    after: Option<&Cursor<ReportId>>,
) -> Result<(Vec<Report>, Option<Cursor<ReportId>>), StoreError> {
    let mut statement = sql("WITH picked AS (SELECT c.id, c.at, c.person_id, c.reason, c.post_id
  FROM forum_report c WHERE c.settled_at IS NULL");
    if let Some(Cursor { key, id }) = after {
        statement = statement.push_bind(" AND (c.at, c.id) > (", *key).push_bind(", ", id).push(")");
    }
    let statement = statement.push_bind(" ORDER BY c.at, c.id LIMIT ", PAGE as i64 + 1).push(
        ")
SELECT c.id, c.at, c.person_id AS reporter_id, r.name AS reporter, c.reason, p.thread_id, t.title, c.post_id, p.seq,
       p.author_id, a.name AS author, p.vendor, p.body, p.hidden_at
  FROM picked c
  JOIN person r ON r.id = c.person_id
  JOIN forum_post p ON p.id = c.post_id
  JOIN forum_thread t ON t.id = p.thread_id
  JOIN person a ON a.id = p.author_id
 ORDER BY c.at, c.id",
    );
    let rows: Vec<ReportRow> = db.all(permit, statement).await?;
    let mut rows = rows.into_iter().map(Report::try_from).collect::<Result<Vec<_>, _>>()?;
    let is_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| is_more).map(|last| Cursor { key: last.at.0, id: last.id.clone() });
    Ok((rows, next))
}

/// Settles all that was reported about a post.
pub async fn settle_reports(
    tx: &mut Tx,
    permit: &Permit<act::ModerateForum>,
    post: &Held<LockedPost>,
    now: Moment,
) -> Result<(), StoreError> {
    let statement =
        sql("UPDATE forum_report SET settled_at = $1, settled_by = $2 WHERE post_id = $3 AND settled_at IS NULL")
            .bind(now)
            .bind(permit.person())
            .bind(&post.id);
    tx.run(permit, statement).await.map(|_| ())
}

/// Hides a post for a reason, or (with none) shows it again; the first with its thread. A hidden answer is not accepted.
pub async fn set_hidden(
    tx: &mut Tx,
    permit: &Permit<act::ModerateForum>,
    post: &Held<LockedPost>,
    reason: Option<&str>,
    now: Moment,
) -> Result<(), StoreError> {
    let at = reason.map(|_| now);
    let statement = sql("UPDATE forum_post SET hidden_at = $1, hidden_by = $2, hidden_reason = $3 WHERE id = $4")
        .bind(at)
        .bind(permit.person().filter(|_| reason.is_some()))
        .bind(reason)
        .bind(&post.id);
    tx.run(permit, statement).await?;
    let statement = match post.seq {
        1 => sql("UPDATE forum_thread SET hidden_at = $1 WHERE id = $2").bind(at).bind(&post.thread),
        _ => sql("UPDATE forum_thread SET answer_id = CASE WHEN answer_id = $1 THEN NULL ELSE answer_id END,
       replies = (SELECT COUNT(*) FROM forum_post p WHERE p.thread_id = $2 AND p.seq > 1 AND p.hidden_at IS NULL)
 WHERE id = $2")
        .bind(&post.id)
        .bind(&post.thread),
    };
    tx.run(permit, statement).await?;
    number(tx, permit, &post.thread).await
}

pub async fn set_locked(
    tx: &mut Tx,
    permit: &Permit<act::ModerateForum>,
    thread: &Held<LockedThread>,
    at: Option<Moment>,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE forum_thread SET locked_at = $1 WHERE id = $2").bind(at).bind(&thread.id);
    tx.run(permit, statement).await.map(|_| ())
}

pub async fn set_place(
    tx: &mut Tx,
    permit: &Permit<act::ModerateForum>,
    thread: &Held<LockedThread>,
    place: &ForumPlace,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE forum_thread SET product_id = $1, category_id = $2 WHERE id = $3")
        .bind(&place.product)
        .bind(place.category.as_ref())
        .bind(&thread.id);
    tx.run(permit, statement).await?;
    number(tx, permit, &thread.id).await
}

/// Moves the posts of a thread behind those of another, and lets its address lead there; so do those that were merged into
/// it before.
pub async fn merge(
    tx: &mut Tx,
    permit: &Permit<act::ModerateForum>,
    from: &Held<LockedThread>,
    into: &Held<LockedThread>,
) -> Result<(), StoreError> {
    let posts = sql("UPDATE forum_post SET thread_id = $1, seq = seq + $2 WHERE thread_id = $3")
        .bind(&into.id)
        .bind(into.last_seq)
        .bind(&from.id);
    tx.run(permit, posts).await?;
    let target = sql("UPDATE forum_thread SET last_seq = last_seq + $1,
       replies = (SELECT COUNT(*) FROM forum_post p WHERE p.thread_id = $2 AND p.seq > 1 AND p.hidden_at IS NULL),
       active_at = (SELECT MAX(p.at) FROM forum_post p WHERE p.thread_id = $2),
       answer_id = CASE WHEN kind = 'question' THEN COALESCE(answer_id, $3) END
 WHERE id = $2")
    .bind(from.last_seq)
    .bind(&into.id)
    .bind(from.answer.as_ref());
    tx.run(permit, target).await?;
    let addresses = sql("UPDATE forum_thread SET merged_into = $1, answer_id = NULL WHERE id = $2 OR merged_into = $2")
        .bind(&into.id)
        .bind(&from.id);
    tx.run(permit, addresses).await?;
    number(tx, permit, &from.id).await?;
    number(tx, permit, &into.id).await
}
