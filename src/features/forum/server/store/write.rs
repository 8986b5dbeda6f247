use super::{LockedPost, LockedThread, read, read_some, search::number};
use crate::{
    features::forum::{model::*, rules::NewThread},
    policy::act,
    server::{
        authz::{Grant, Held, Permit},
        db::{StoreError, Tx, sql},
    },
    values::{CaseId, Email, Moment, PersonId, PostId, ReportId, ThreadId},
};

/// A text that is written, and by whom.
pub struct NewPost<'a> {
    pub id: &'a PostId,
    pub author: &'a PersonId,
    /// For the vendor?
    pub vendor: bool,
    pub body: &'a str,
    pub body_marks: &'a str,
    pub key: &'a str,
    pub at: Moment,
}

/// Is there such a place?
pub async fn knows_place(tx: &mut Tx, grant: &impl Grant, place: &ForumPlace) -> Result<bool, StoreError> {
    let statement = match &place.category {
        Some(category) => sql("SELECT g.id FROM forum_category g WHERE g.product_id = $1 AND g.id = $2")
            .bind(&place.product)
            .bind(category),
        None => sql("SELECT p.id FROM product p WHERE p.id = $1").bind(&place.product),
    };
    let row: Option<(String,)> = tx.optional(grant, statement).await?;
    Ok(row.is_some())
}

/// Begins a thread with its first post. `false`: its author did so before under this key.
pub async fn insert_thread(
    tx: &mut Tx,
    permit: &Permit<act::UseForum>,
    id: &ThreadId,
    new: &NewThread,
    source: Option<&CaseId>,
    post: &NewPost<'_>,
) -> Result<bool, StoreError> {
    let statement =
        sql("INSERT INTO forum_thread (id, product_id, category_id, kind, title, author_id, vendor, created_at,
       active_at, last_seq, replies, votes, source_case_id, submit_key)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 1, 0, 0, $9, $10) ON CONFLICT (author_id, submit_key) DO NOTHING")
        .bind(id)
        .bind(&new.place.product)
        .bind(new.place.category.as_ref())
        .bind(new.kind.code())
        .bind(&new.title)
        .bind(post.author)
        .bind(post.vendor)
        .bind(post.at)
        .bind(source)
        .bind(post.key);
    if tx.run(permit, statement).await? == 0 {
        return Ok(false);
    }
    insert(tx, permit, id, 1, post).await?;
    number(tx, permit, id).await?;
    Ok(true)
}

async fn insert(
    tx: &mut Tx,
    permit: &Permit<act::UseForum>,
    thread: &ThreadId,
    seq: i64,
    post: &NewPost<'_>,
) -> Result<(), StoreError> {
    let statement =
        sql("INSERT INTO forum_post (id, thread_id, seq, author_id, vendor, at, body, body_marks, votes, submit_key)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9)")
        .bind(post.id)
        .bind(thread)
        .bind(seq)
        .bind(post.author)
        .bind(post.vendor)
        .bind(post.at)
        .bind(post.body)
        .bind(post.body_marks)
        .bind(post.key);
    tx.run(permit, statement).await.map(|_| ())
}

/// The thread that somebody began under a key.
pub async fn sent_thread(
    tx: &mut Tx,
    grant: &impl Grant,
    author: &PersonId,
    key: &str,
) -> Result<Option<ThreadId>, StoreError> {
    let statement =
        sql("SELECT t.id FROM forum_thread t WHERE t.author_id = $1 AND t.submit_key = $2").bind(author).bind(key);
    let row: Option<(String,)> = tx.optional(grant, statement).await?;
    read_some(row.as_ref().map(|(id,)| id.as_str()), "forum_thread", "id")
}

/// The thread and the number of the post that somebody wrote under a key.
pub async fn sent_post(
    tx: &mut Tx,
    grant: &impl Grant,
    author: &PersonId,
    key: &str,
) -> Result<Option<(ThreadId, i64)>, StoreError> {
    let statement = sql("SELECT p.thread_id, p.seq FROM forum_post p WHERE p.author_id = $1 AND p.submit_key = $2")
        .bind(author)
        .bind(key);
    let row: Option<(String, i64)> = tx.optional(grant, statement).await?;
    row.map(|(thread, seq)| Ok((read(&thread, "forum_post", "thread_id")?, seq))).transpose()
}

/// Writes the next post of a thread and gives its number.
pub async fn insert_post(
    tx: &mut Tx,
    permit: &Permit<act::UseForum>,
    thread: &Held<LockedThread>,
    post: &NewPost<'_>,
) -> Result<i64, StoreError> {
    let seq = thread.last_seq + 1;
    insert(tx, permit, &thread.id, seq, post).await?;
    let statement = sql("UPDATE forum_thread SET last_seq = $1, replies = replies + 1, active_at = $2 WHERE id = $3")
        .bind(seq)
        .bind(post.at)
        .bind(&thread.id);
    tx.run(permit, statement).await?;
    number(tx, permit, &thread.id).await?;
    Ok(seq)
}

pub async fn update_post(
    tx: &mut Tx,
    permit: &Permit<act::UseForum>,
    post: &Held<LockedPost>,
    (body, body_marks): (&str, &str),
    now: Moment,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE forum_post SET body = $1, body_marks = $2, edited_at = $3 WHERE id = $4")
        .bind(body)
        .bind(body_marks)
        .bind(now)
        .bind(&post.id);
    tx.run(permit, statement).await?;
    number(tx, permit, &post.thread).await
}

/// Counts a person's vote; a second one is the first.
pub async fn insert_vote(
    tx: &mut Tx,
    permit: &Permit<act::UseForum>,
    post: &Held<LockedPost>,
    person: &PersonId,
    now: Moment,
) -> Result<(), StoreError> {
    let statement =
        sql("INSERT INTO forum_vote (post_id, person_id, at) VALUES ($1, $2, $3) ON CONFLICT (post_id, person_id) DO NOTHING")
            .bind(&post.id)
            .bind(person)
            .bind(now);
    let added = tx.run(permit, statement).await?;
    count_votes(tx, permit, post, added as i64).await
}

/// Takes a person's vote back.
pub async fn delete_vote(
    tx: &mut Tx,
    permit: &Permit<act::UseForum>,
    post: &Held<LockedPost>,
    person: &PersonId,
) -> Result<(), StoreError> {
    let statement = sql("DELETE FROM forum_vote WHERE post_id = $1 AND person_id = $2").bind(&post.id).bind(person);
    let removed = tx.run(permit, statement).await?;
    count_votes(tx, permit, post, -(removed as i64)).await
}

async fn count_votes(
    tx: &mut Tx,
    permit: &Permit<act::UseForum>,
    post: &Held<LockedPost>,
    more: i64,
) -> Result<(), StoreError> {
    if more == 0 {
        return Ok(());
    }
    let of_post = sql("UPDATE forum_post SET votes = votes + $1 WHERE id = $2").bind(more).bind(&post.id);
    tx.run(permit, of_post).await?;
    if post.seq == 1 {
        let of_thread = sql("UPDATE forum_thread SET votes = votes + $1 WHERE id = $2").bind(more).bind(&post.thread);
        tx.run(permit, of_thread).await?;
    }
    Ok(())
}

pub async fn set_answer(
    tx: &mut Tx,
    permit: &Permit<act::AcceptAnswer>,
    thread: &Held<LockedThread>,
    answer: Option<&Held<LockedPost>>,
) -> Result<(), StoreError> {
    let statement =
        sql("UPDATE forum_thread SET answer_id = $1 WHERE id = $2").bind(answer.map(|post| &post.id)).bind(&thread.id);
    tx.run(permit, statement).await.map(|_| ())
}

/// Keeps what somebody reports; said again it is said anew.
pub async fn insert_report(
    tx: &mut Tx,
    permit: &Permit<act::UseForum>,
    id: &ReportId,
    post: &Held<LockedPost>,
    person: &PersonId,
    reason: &str,
    now: Moment,
) -> Result<(), StoreError> {
    let statement = sql("INSERT INTO forum_report (id, post_id, person_id, reason, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (post_id, person_id) DO UPDATE
   SET reason = excluded.reason, at = excluded.at, settled_at = NULL, settled_by = NULL")
    .bind(id)
    .bind(&post.id)
    .bind(person)
    .bind(reason)
    .bind(now);
    tx.run(permit, statement).await.map(|_| ())
}

/// Whom a mail about an answer goes to.
pub struct Asker {
    pub email: Email,
    pub name: String,
    /// The tag of the person's language.
    pub language: String,
}

#[derive(serde::Deserialize)]
struct AskerRow {
    email: String,
    name: String,
    language: String,
}

/// The author of a thread, if still somebody of some organization.
pub async fn find_asker(
    tx: &mut Tx,
    grant: &impl Grant,
    thread: &Held<LockedThread>,
) -> Result<Option<Asker>, StoreError> {
    let statement = sql("SELECT p.email, p.name, p.language FROM person p
 WHERE p.id = $1 AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id)")
    .bind(&thread.author);
    let row: Option<AskerRow> = tx.optional(grant, statement).await?;
    row.map(|row| Ok(Asker { email: read(&row.email, "person", "email")?, name: row.name, language: row.language }))
        .transpose()
}

/// What was asked, as Markdown.
pub async fn first_post(
    tx: &mut Tx,
    grant: &impl Grant,
    thread: &Held<LockedThread>,
) -> Result<Option<String>, StoreError> {
    let statement = sql("SELECT p.body FROM forum_post p WHERE p.thread_id = $1 AND p.seq = 1").bind(&thread.id);
    let row: Option<(String,)> = tx.optional(grant, statement).await?;
    Ok(row.map(|(body,)| body))
}

/// Says which case a thread's author made of it; of several the first.
pub async fn link_case(
    tx: &mut Tx,
    permit: &Permit<act::OpenCase>,
    thread: &ThreadId,
    author: &PersonId,
    case: &CaseId,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE forum_thread SET case_id = $1 WHERE id = $2 AND author_id = $3 AND case_id IS NULL")
        .bind(case)
        .bind(thread)
        .bind(author);
    tx.run(permit, statement).await.map(|_| ())
}

/// Counts a case that was not opened because of a thread's accepted answer.
pub async fn add_solved(
    tx: &mut Tx,
    permit: &Permit<act::UseForum>,
    thread: &Held<LockedThread>,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE forum_thread SET solved = solved + 1 WHERE id = $1").bind(&thread.id);
    tx.run(permit, statement).await.map(|_| ())
}
