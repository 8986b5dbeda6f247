use super::{read, read_some};
use crate::{
    features::forum::model::Kind,
    server::{
        authz::{Grant, Held, threads_in_reach},
        db::{Dialect, Statement, StoreError, Tx, sql},
    },
    values::{Moment, PersonId, PostId, ProductId, ThreadId},
};

/// Which threads and posts somebody can work on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// What everybody sees.
    Shown,
    /// Of that, what is in the grant's reach.
    InReach,
    /// What is hidden, too.
    All,
}

fn in_sight(statement: Statement, grant: &impl Grant, sight: Sight) -> Statement {
    match sight {
        Sight::Shown => statement.push(" AND t.hidden_at IS NULL"),
        Sight::InReach => threads_in_reach(statement.push(" AND t.hidden_at IS NULL AND"), grant),
        Sight::All => statement,
    }
}

fn for_update(tx: &Tx) -> &'static str {
    match tx.dialect() {
        Dialect::Sqlite => "",
        Dialect::Postgres => " FOR UPDATE",
    }
}

/// A thread under a lock, until the transaction ends.
#[derive(Clone, Debug)]
pub struct LockedThread {
    pub id: ThreadId,
    pub kind: Kind,
    pub title: String,
    pub product: ProductId,
    pub author: PersonId,
    pub last_seq: i64,
    pub answer: Option<PostId>,
    pub locked: bool,
    /// Has its author made a case of it?
    pub has_case: bool,
}

#[derive(serde::Deserialize)]
struct LockedThreadRow {
    id: String,
    kind: String,
    title: String,
    product_id: String,
    author_id: String,
    last_seq: i64,
    answer_id: Option<String>,
    locked_at: Option<i64>,
    case_id: Option<String>,
}

/// Locks a thread that was not merged.
pub async fn lock_thread(
    tx: &mut Tx,
    grant: &impl Grant,
    id: &ThreadId,
    sight: Sight,
) -> Result<Option<Held<LockedThread>>, StoreError> {
    let statement =
        sql("SELECT t.id, t.kind, t.title, t.product_id, t.author_id, t.last_seq, t.answer_id, t.locked_at, t.case_id
  FROM forum_thread t WHERE t.merged_into IS NULL")
        .push_bind(" AND t.id = ", id);
    let statement = in_sight(statement, grant, sight).push(for_update(tx));
    let row: Option<LockedThreadRow> = tx.optional(grant, statement).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Held::under(
        grant,
        LockedThread {
            id: read(&row.id, "forum_thread", "id")?,
            kind: read(&row.kind, "forum_thread", "kind")?,
            title: row.title,
            product: read(&row.product_id, "forum_thread", "product_id")?,
            author: read(&row.author_id, "forum_thread", "author_id")?,
            last_seq: row.last_seq,
            answer: read_some(row.answer_id.as_deref(), "forum_thread", "answer_id")?,
            locked: row.locked_at.is_some(),
            has_case: row.case_id.is_some(),
        },
    )))
}

/// A post under a lock, with its thread.
#[derive(Clone, Debug)]
pub struct LockedPost {
    pub id: PostId,
    pub thread: ThreadId,
    pub seq: i64,
    pub author: PersonId,
    pub at: Moment,
    pub body: String,
    pub hidden: bool,
    /// Is the thread?
    pub locked: bool,
}

#[derive(serde::Deserialize)]
struct LockedPostRow {
    id: String,
    thread_id: String,
    seq: i64,
    author_id: String,
    at: i64,
    body: String,
    hidden_at: Option<i64>,
    locked_at: Option<i64>,
}

/// Locks a post and its thread.
pub async fn lock_post(
    tx: &mut Tx,
    grant: &impl Grant,
    id: &PostId,
    sight: Sight,
) -> Result<Option<Held<LockedPost>>, StoreError> {
    let statement = sql("SELECT p.id, p.thread_id, p.seq, p.author_id, p.at, p.body, p.hidden_at, t.locked_at
  FROM forum_post p JOIN forum_thread t ON t.id = p.thread_id WHERE")
    .push_bind(" p.id = ", id);
    let statement = in_sight(statement, grant, sight).push(for_update(tx));
    let row: Option<LockedPostRow> = tx.optional(grant, statement).await?;
    let Some(row) = row.filter(|row| sight == Sight::All || row.hidden_at.is_none()) else { return Ok(None) };
    Ok(Some(Held::under(
        grant,
        LockedPost {
            id: read(&row.id, "forum_post", "id")?,
            thread: read(&row.thread_id, "forum_post", "thread_id")?,
            seq: row.seq,
            author: read(&row.author_id, "forum_post", "author_id")?,
            at: Moment(row.at),
            body: row.body,
            hidden: row.hidden_at.is_some(),
            locked: row.locked_at.is_some(),
        },
    )))
}
