//! What the search of threads follows, and what it shows.

use super::{
    list::{PICKED, SummaryRow, summaries},
    read,
};
use crate::{
    features::forum::model::*,
    i18n::Language,
    policy::act,
    server::{
        authz::{Grant, Permit},
        db::{Db, StoreError, Tx, sql},
        markdown,
        search::{Change, Indexed},
    },
    values::ThreadId,
};
use std::collections::HashMap;

/// Bytes of a thread's answers that are searched.
const TEXT_MOST: usize = 64 * 1024;

/// Numbers the change of a thread, for the search. The row's lock keeps the numbers in the order of the commits.
pub(super) async fn number(tx: &mut Tx, grant: &impl Grant, thread: &ThreadId) -> Result<(), StoreError> {
    let next = sql("UPDATE counter SET value = value + 1 WHERE name = 'thread' RETURNING value");
    let row: Option<(i64,)> = tx.optional(grant, next).await?;
    let (next,) = row.ok_or(StoreError::Damaged { table: "counter", column: "name" })?;
    let statement = sql("UPDATE forum_thread SET change = $1 WHERE id = $2").bind(next).bind(thread);
    tx.run(grant, statement).await.map(|_| ())
}

/// A thread that changed, for the search.
pub struct Changed {
    row: ChangedRow,
    language: Language,
    /// What was asked, and what was answered.
    posts: Vec<(String, String)>,
}

#[derive(serde::Deserialize)]
struct ChangedRow {
    id: String,
    title: String,
    product_id: String,
    product: String,
    author: String,
    language: String,
    change: i64,
    hidden_at: Option<i64>,
    merged_into: Option<String>,
}

#[derive(serde::Deserialize)]
struct PostRow {
    thread_id: String,
    body: String,
    body_marks: String,
}

/// The threads that changed after a number, each with the number of its last change, in their order, so many at most.
/// A thread is taken to be in its author's language.
pub async fn changes(
    db: &Db,
    permit: &Permit<act::Maintain>,
    after: i64,
    most: i64,
) -> Result<Vec<(i64, Changed)>, StoreError> {
    let statement =
        sql("SELECT t.id, t.title, t.product_id, p.name AS product, a.name AS author, a.language, t.change,
       t.hidden_at, t.merged_into
  FROM forum_thread t
  JOIN product p ON p.id = t.product_id
  JOIN person a ON a.id = t.author_id
 WHERE t.change > $1 ORDER BY t.change LIMIT $2")
        .bind(after)
        .bind(most);
    let rows: Vec<ChangedRow> = db.all(permit, statement).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids = rows.iter().map(|row| read(&row.id, "forum_thread", "id")).collect::<Result<Vec<ThreadId>, _>>()?;
    let statement = sql("SELECT p.thread_id, p.body, p.body_marks FROM forum_post p WHERE p.hidden_at IS NULL AND")
        .push_list(" p.thread_id IN ", &ids)
        .push(" ORDER BY p.thread_id, p.seq");
    let mut posts: HashMap<String, Vec<(String, String)>> = HashMap::new();
    for PostRow { thread_id, body, body_marks } in db.all::<PostRow>(permit, statement).await? {
        posts.entry(thread_id).or_default().push((body, body_marks));
    }
    let changed = |row: ChangedRow| {
        let language = read(&row.language, "person", "language")?;
        Ok((row.change, Changed { posts: posts.remove(&row.id).unwrap_or_default(), language, row }))
    };
    rows.into_iter().map(changed).collect()
}

impl From<Changed> for Change {
    fn from(changed: Changed) -> Change {
        let Changed { row, language, posts } = changed;
        let ChangedRow { id, title, product_id, product, author, hidden_at, merged_into, .. } = row;
        if hidden_at.is_some() || merged_into.is_some() {
            return Change::Gone(id);
        }
        let mut texts = posts.iter().map(|(body, marks)| markdown::stored_text(body, marks));
        let description = texts.next().unwrap_or_default();
        let mut text = String::new();
        while let Some(answer) = texts.next().filter(|_| text.len() < TEXT_MOST) {
            text.push_str(&answer);
            text.push('\n');
        }
        Change::Put(Box::new(Indexed {
            id,
            owner: product_id,
            person: None,
            language,
            title,
            heading: String::new(),
            description,
            keywords: format!("{product} · {author}"),
            sections: String::new(),
            text,
        }))
    }
}

/// The number of the last change.
pub async fn newest(db: &Db, permit: &Permit<act::Maintain>) -> Result<i64, StoreError> {
    let row: Option<(i64,)> = db.optional(permit, sql("SELECT value FROM counter WHERE name = 'thread'")).await?;
    let (newest,) = row.ok_or(StoreError::Damaged { table: "counter", column: "name" })?;
    Ok(newest)
}

/// How many threads can be found.
pub async fn count(db: &Db, permit: &Permit<act::Maintain>) -> Result<u64, StoreError> {
    let statement = sql("SELECT COUNT(*) AS counted FROM forum_thread WHERE hidden_at IS NULL AND merged_into IS NULL");
    let row: Option<(i64,)> = db.optional(permit, statement).await?;
    Ok(row.map_or(0, |(threads,)| threads as u64))
}

/// Those of these threads that everybody may see.
pub async fn in_sight(
    db: &Db,
    permit: &Permit<act::UseForum>,
    threads: &[ThreadId],
    language: Language,
) -> Result<Vec<ThreadSummary>, StoreError> {
    // said otherwise than by the lists, whose indexes are not for this
    let statement = sql(PICKED).push(" COALESCE(c.hidden_at, 0) = 0 AND c.merged_into IS NULL");
    let picked = statement.push_list(" AND c.id IN ", threads);
    let rows: Vec<SummaryRow> = db.all(permit, summaries(picked)).await?;
    rows.into_iter().map(|row| row.read(language)).collect()
}
