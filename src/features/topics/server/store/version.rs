//! What topics said before they were overwritten (HELP-5), and which translations fell behind (HELP-6).

use super::{NewTopic, read};
use crate::{
    features::topics::{
        model::{OutOfSightLine, StaleLine, VersionLine},
        rules::TopicText,
    },
    policy::act,
    server::{
        authz::{Grant, Permit},
        db::{Db, StoreError, Tx, sql},
    },
    values::{Moment, TopicId},
};

#[derive(serde::Deserialize)]
struct IdRow {
    id: String,
}

fn ids(rows: Vec<IdRow>) -> Result<Vec<TopicId>, StoreError> {
    rows.into_iter().map(|row| read(&row.id, "topic", "id")).collect()
}

/// Keeps what topics say that are about to be overwritten; at least one. Answers those that will say something else.
pub async fn keep_versions(tx: &mut Tx, grant: &impl Grant, topics: &[&NewTopic]) -> Result<Vec<TopicId>, StoreError> {
    let mut statement =
        sql("INSERT INTO topic_version (topic_id, number, title, description, keywords, body, published_at, author_id)
SELECT t.id, t.version, t.title, t.description, t.keywords, x.body, t.changed_at, t.editor_id
  FROM topic t JOIN topic_text x ON x.topic_id = t.id WHERE");
    for (at, topic) in topics.iter().enumerate() {
        statement = statement
            .push_bind(if at == 0 { " (t.id = " } else { " OR (t.id = " }, &topic.id)
            .push_bind(" AND (t.title <> ", &topic.title)
            .push_bind(" OR t.description <> ", &topic.description)
            .push_bind(" OR t.keywords <> ", &topic.keywords)
            .push_bind(" OR x.body <> ", &topic.body)
            .push("))");
    }
    ids(tx.all(grant, statement.push(" RETURNING topic_id AS id")).await?)
}

/// The translations of those of these topics that were not behind themselves: who catches up leaves nobody behind.
pub async fn counterparts(tx: &mut Tx, grant: &impl Grant, topics: &[TopicId]) -> Result<Vec<TopicId>, StoreError> {
    let statement = sql("SELECT o.id FROM topic t
  JOIN topic o ON o.source = t.source AND o.language <> t.language AND o.withdrawn_at IS NULL
 WHERE t.stale_since IS NULL AND")
    .push_list(" t.id IN ", topics);
    ids(tx.all(grant, statement).await?)
}

/// These topics fell behind; whoever is behind already is so since then.
pub async fn mark_stale(tx: &mut Tx, grant: &impl Grant, topics: &[TopicId], now: Moment) -> Result<(), StoreError> {
    let statement = sql("UPDATE topic SET stale_since = ")
        .push_bind("", now)
        .push_list(" WHERE stale_since IS NULL AND id IN ", topics);
    tx.run(grant, statement).await.map(|_| ())
}

/// These topics say what there is to say.
pub async fn clear_stale(tx: &mut Tx, grant: &impl Grant, topics: &[TopicId]) -> Result<(), StoreError> {
    let statement =
        sql("UPDATE topic SET stale_since = NULL").push_list(" WHERE stale_since IS NOT NULL AND id IN ", topics);
    tx.run(grant, statement).await.map(|_| ())
}

#[derive(serde::Deserialize)]
struct StaleRow {
    id: String,
    language: String,
    title: String,
    stale_since: i64,
}

/// Translations that fell behind, the longest first, so many at most.
pub async fn stale(db: &Db, permit: &Permit<act::WriteTopics>, most: i64) -> Result<Vec<StaleLine>, StoreError> {
    let statement = sql("SELECT t.id, t.language, t.title, t.stale_since FROM topic t
 WHERE t.stale_since IS NOT NULL AND t.withdrawn_at IS NULL AND EXISTS (
    SELECT 1 FROM topic o WHERE o.source = t.source AND o.language <> t.language AND o.withdrawn_at IS NULL)
 ORDER BY t.stale_since, t.id LIMIT $1")
    .bind(most);
    let rows: Vec<StaleRow> = db.all(permit, statement).await?;
    let line = |row: StaleRow| {
        let (topic, language) = (read(&row.id, "topic", "id")?, read(&row.language, "topic", "language")?);
        Ok(StaleLine { topic, language, title: row.title, since: Moment(row.stale_since) })
    };
    rows.into_iter().map(line).collect()
}

#[derive(serde::Deserialize)]
struct OutOfSightRow {
    id: String,
    language: String,
    title: String,
    withdrawn_at: Option<i64>,
    changed_at: i64,
}

/// Topics that no list of the readers shows, the latest first, so many at most.
pub async fn out_of_sight(
    db: &Db,
    permit: &Permit<act::WriteTopics>,
    most: i64,
) -> Result<Vec<OutOfSightLine>, StoreError> {
    let statement = sql("SELECT id, language, title, withdrawn_at, changed_at FROM topic
 WHERE is_unlisted = 1 OR withdrawn_at IS NOT NULL
 ORDER BY COALESCE(withdrawn_at, changed_at) DESC, id DESC LIMIT $1")
    .bind(most);
    let rows: Vec<OutOfSightRow> = db.all(permit, statement).await?;
    let line = |row: OutOfSightRow| {
        Ok(OutOfSightLine {
            topic: read(&row.id, "topic", "id")?,
            language: read(&row.language, "topic", "language")?,
            title: row.title,
            is_withdrawn: row.withdrawn_at.is_some(),
            since: Moment(row.withdrawn_at.unwrap_or(row.changed_at)),
        })
    };
    rows.into_iter().map(line).collect()
}

#[derive(serde::Deserialize)]
struct VersionRow {
    number: i64,
    title: String,
    published_at: i64,
    author: Option<String>,
}

/// The earlier versions of a topic below a number, the newest first, so many at most.
pub async fn versions(
    db: &Db,
    permit: &Permit<act::WriteTopics>,
    topic: &TopicId,
    before: i64,
    most: i64,
) -> Result<Vec<VersionLine>, StoreError> {
    let statement = sql("SELECT v.number, v.title, v.published_at, p.name AS author
  FROM topic_version v LEFT JOIN person p ON p.id = v.author_id
 WHERE v.topic_id = $1 AND v.number < $2 ORDER BY v.number DESC LIMIT $3")
    .bind(topic)
    .bind(before)
    .bind(most);
    let rows: Vec<VersionRow> = db.all(permit, statement).await?;
    let line = |row: VersionRow| VersionLine {
        number: row.number,
        title: row.title,
        published_at: Moment(row.published_at),
        author: row.author,
        is_published: false,
    };
    Ok(rows.into_iter().map(line).collect())
}

#[derive(serde::Deserialize)]
struct TextRow {
    title: String,
    description: String,
    keywords: String,
    body: String,
}

/// What an earlier version said.
pub async fn find_version(
    db: &Db,
    permit: &Permit<act::WriteTopics>,
    topic: &TopicId,
    number: i64,
) -> Result<Option<TopicText>, StoreError> {
    let statement =
        sql("SELECT title, description, keywords, body FROM topic_version WHERE topic_id = $1 AND number = $2")
            .bind(topic)
            .bind(number);
    let row: Option<TextRow> = db.optional(permit, statement).await?;
    Ok(row.map(|TextRow { title, description, keywords, body }| TopicText { title, description, keywords, body }))
}
