use super::{in_language, read, read_some, writer};
use crate::{
    features::forum::{model::*, rules::may_edit},
    i18n::Language,
    policy::act,
    server::{
        authz::Permit,
        db::{Db, Statement, StoreError, sql},
        markdown,
    },
    values::{CaseNumber, Moment, PersonId, PostId, ThreadId},
};

/// Who looks at a thread.
pub struct Looker<'a> {
    pub person: &'a PersonId,
    pub language: Language,
    /// Looks after the forum, and sees what is hidden.
    pub moderates: bool,
    /// Sees which cases a thread has to do with.
    pub is_vendor: bool,
    pub now: Moment,
}

/// A thread, or where its posts are now.
pub enum StoredThread {
    Here(Box<Thread>),
    Moved(ThreadId),
}

#[derive(serde::Deserialize)]
struct ThreadRow {
    id: String,
    kind: String,
    title: String,
    product_id: String,
    product: String,
    category_id: Option<String>,
    category: Option<String>,
    author_id: String,
    author: String,
    vendor: i64,
    replies: i64,
    answer_id: Option<String>,
    locked_at: Option<i64>,
    hidden_at: Option<i64>,
    merged_into: Option<String>,
    case_number: Option<i64>,
    source_number: Option<i64>,
    solved: i64,
}

impl ThreadRow {
    fn read(self, looker: &Looker<'_>) -> Result<StoredThread, StoreError> {
        if let Some(into) = &self.merged_into {
            return Ok(StoredThread::Moved(read(into, "forum_thread", "merged_into")?));
        }
        let author = writer(&self.author_id, self.author, self.vendor)?;
        let sees_case = looker.is_vendor || author.id == *looker.person;
        let place = ForumPlace {
            product: read(&self.product_id, "product", "id")?,
            category: read_some(self.category_id.as_deref(), "forum_category", "id")?,
        };
        let category = self.category.map(|names| in_language(&names, looker.language)).transpose()?;
        Ok(StoredThread::Here(Box::new(Thread {
            id: read(&self.id, "forum_thread", "id")?,
            kind: read(&self.kind, "forum_thread", "kind")?,
            title: self.title,
            at: PlaceName { place, product: self.product, category },
            author,
            replies: self.replies,
            answer: read_some(self.answer_id.as_deref(), "forum_thread", "answer_id")?,
            locked: self.locked_at.is_some(),
            hidden: self.hidden_at.is_some(),
            case: self.case_number.filter(|_| sees_case).map(CaseNumber::from_count),
            source: self.source_number.filter(|_| looker.is_vendor).map(CaseNumber::from_count),
            solved: self.solved,
        })))
    }
}

/// A thread; a hidden one only for its author and for those who look after the forum.
pub async fn find_thread(
    db: &Db,
    permit: &Permit<act::UseForum>,
    id: &ThreadId,
    looker: &Looker<'_>,
) -> Result<Option<StoredThread>, StoreError> {
    let statement =
        sql("SELECT t.id, t.kind, t.title, t.product_id, p.name AS product, t.category_id, g.name AS category,
       t.author_id, a.name AS author, t.vendor, t.replies, t.answer_id, t.locked_at, t.hidden_at, t.merged_into,
       c.number AS case_number, s.number AS source_number, t.solved
  FROM forum_thread t
  JOIN product p ON p.id = t.product_id
  JOIN person a ON a.id = t.author_id
  LEFT JOIN forum_category g ON g.id = t.category_id
  LEFT JOIN support_case c ON c.id = t.case_id
  LEFT JOIN support_case s ON s.id = t.source_case_id
 WHERE t.id = $1 AND (t.hidden_at IS NULL OR $2 = 1 OR t.author_id = $3)")
        .bind(id)
        .bind(looker.moderates)
        .bind(looker.person);
    let row: Option<ThreadRow> = db.optional(permit, statement).await?;
    row.map(|row| row.read(looker)).transpose()
}

#[derive(serde::Deserialize)]
struct PostRow {
    id: String,
    seq: i64,
    author_id: String,
    author: String,
    vendor: i64,
    at: i64,
    edited_at: Option<i64>,
    body: String,
    body_marks: String,
    votes: i64,
    hidden_at: Option<i64>,
    hidden_reason: Option<String>,
    voted_at: Option<i64>,
}

impl PostRow {
    fn read(self, looker: &Looker<'_>) -> Result<Post, StoreError> {
        let author = writer(&self.author_id, self.author, self.vendor)?;
        let (is_own, is_hidden, at) = (author.id == *looker.person, self.hidden_at.is_some(), Moment(self.at));
        let html = markdown::html(&self.body, &self.body_marks)
            .ok_or(StoreError::Damaged { table: "forum_post", column: "body_marks" })?;
        Ok(Post {
            id: read(&self.id, "forum_post", "id")?,
            seq: self.seq,
            author,
            at,
            edited_at: self.edited_at.map(Moment),
            body_html: if is_hidden && !looker.moderates && !is_own { String::new() } else { html },
            source: (is_own && !is_hidden && may_edit(at, looker.now)).then_some(self.body),
            votes: self.votes,
            voted: self.voted_at.is_some(),
            hidden: is_hidden.then(|| self.hidden_reason.unwrap_or_default()),
        })
    }
}

fn pick(looker: &Looker<'_>) -> Statement {
    sql("SELECT p.id, p.seq, p.author_id, a.name AS author, p.vendor, p.at, p.edited_at, p.body, p.body_marks, p.votes,
       p.hidden_at, p.hidden_reason, v.at AS voted_at
  FROM forum_post p
  JOIN person a ON a.id = p.author_id
  LEFT JOIN forum_vote v ON v.post_id = p.id AND v.person_id = $1
 WHERE")
    .bind(looker.person)
}

/// The posts behind a number, at most `most`.
pub async fn posts(
    db: &Db,
    permit: &Permit<act::UseForum>,
    thread: &Thread,
    after: i64,
    most: usize,
    looker: &Looker<'_>,
) -> Result<Vec<Post>, StoreError> {
    let statement = pick(looker)
        .push_bind(" p.thread_id = ", &thread.id)
        .push_bind(" AND p.seq > ", after)
        .push_bind(" ORDER BY p.seq LIMIT ", most as i64);
    let rows: Vec<PostRow> = db.all(permit, statement).await?;
    rows.into_iter().map(|row| row.read(looker)).collect()
}

/// One post of a thread.
pub async fn post(
    db: &Db,
    permit: &Permit<act::UseForum>,
    thread: &Thread,
    id: &PostId,
    looker: &Looker<'_>,
) -> Result<Option<Post>, StoreError> {
    let statement = pick(looker).push_bind(" p.id = ", id).push_bind(" AND p.thread_id = ", &thread.id);
    let row: Option<PostRow> = db.optional(permit, statement).await?;
    row.map(|row| row.read(looker)).transpose()
}
