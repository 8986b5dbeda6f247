//! The SQL of topics and nothing else: what is brought in, and what the search follows; the rest in files of its own.

mod draft;
mod operate;
mod popular;
mod read;
mod synonyms;
mod version;
mod vote;

pub use draft::*;
pub use operate::*;
pub use popular::*;
pub use read::*;
pub use synonyms::*;
pub use version::*;
pub use vote::*;

use super::missed::Miss;
use crate::{
    features::topics::model::Heading,
    i18n::Language,
    policy::act,
    server::{
        authz::{Grant, Permit},
        db::{Db, StoreError, Tx, sql},
        markdown,
        search::{Change, Indexed},
    },
    values::{GuideId, Moment, TopicId},
};
use std::{collections::HashSet, str::FromStr};

fn read<T: FromStr>(text: &str, table: &'static str, column: &'static str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Damaged { table, column })
}

/// A topic as it is brought in or published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTopic {
    pub id: TopicId,
    pub language: Language,
    pub product: String,
    /// Without its ending.
    pub path: String,
    pub source: String,
    pub title: String,
    pub heading: String,
    pub description: String,
    pub keywords: String,
    pub guide: String,
    pub position: Option<i64>,
    pub body: String,
    pub html: String,
    pub headings: Vec<Heading>,
    pub hash: String,
}

/// A table of contents as it is brought in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewGuide {
    pub id: GuideId,
    pub language: Language,
    pub product: String,
    pub path: String,
    pub title: String,
    pub description: String,
    /// JSON of [`crate::features::topics::model::Entry`].
    pub contents: String,
    pub hash: String,
}

/// What is known of a row that was brought in before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known<I> {
    pub id: I,
    pub path: String,
    /// Empty: it was written here and never brought in.
    pub hash: String,
    pub is_withdrawn: bool,
    /// Somebody published something of their own in its place, or withdrew it.
    pub is_edited: bool,
}

#[derive(serde::Deserialize)]
struct KnownRow {
    id: String,
    path: String,
    hash: String,
    withdrawn_at: Option<i64>,
    edited_at: Option<i64>,
}

impl KnownRow {
    fn read<I: FromStr>(self, table: &'static str) -> Result<Known<I>, StoreError> {
        let id = read(&self.id, table, "id")?;
        let (is_withdrawn, is_edited) = (self.withdrawn_at.is_some(), self.edited_at.is_some());
        Ok(Known { id, path: self.path, hash: self.hash, is_withdrawn, is_edited })
    }
}

/// The topics of a product in a language, those that were withdrawn too.
pub async fn known_topics(
    db: &Db,
    permit: &Permit<act::Maintain>,
    language: Language,
    product: &str,
) -> Result<Vec<Known<TopicId>>, StoreError> {
    let statement =
        sql("SELECT id, path, hash, withdrawn_at, edited_at FROM topic WHERE language = $1 AND product = $2")
            .bind(language.tag())
            .bind(product);
    let rows: Vec<KnownRow> = db.all(permit, statement).await?;
    rows.into_iter().map(|row| row.read("topic")).collect()
}

/// The tables of contents of a product in a language.
pub async fn known_guides(
    db: &Db,
    permit: &Permit<act::Maintain>,
    language: Language,
    product: &str,
) -> Result<Vec<Known<GuideId>>, StoreError> {
    let statement =
        sql("SELECT id, path, hash, CAST(NULL AS BIGINT) AS withdrawn_at, CAST(NULL AS BIGINT) AS edited_at
  FROM topic_guide WHERE language = $1 AND product = $2")
        .bind(language.tag())
        .bind(product);
    let rows: Vec<KnownRow> = db.all(permit, statement).await?;
    rows.into_iter().map(|row| row.read("topic_guide")).collect()
}

#[derive(serde::Deserialize)]
struct CountRow {
    value: i64,
}

/// Takes so many numbers of changes and answers the first. The row's lock keeps them in the order of the commits, and those
/// who write topics one behind the other: it is taken before anything is read that the writing depends on. Numbers that are
/// taken are used or rolled back.
pub async fn numbers(tx: &mut Tx, grant: &impl Grant, count: usize) -> Result<i64, StoreError> {
    let statement =
        sql("UPDATE counter SET value = value + $1 WHERE name = 'topic' RETURNING value").bind(count as i64);
    let row: Option<CountRow> = tx.optional(grant, statement).await?;
    let last = row.ok_or(StoreError::Damaged { table: "counter", column: "name" })?.value;
    Ok(last - count as i64 + 1)
}

#[derive(serde::Deserialize)]
struct IdRow {
    id: String,
}

/// Those of these topics that operators wrote or withdrew; nobody writes another until the transaction ends.
pub async fn edited_among<'t>(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    topics: impl IntoIterator<Item = &'t TopicId>,
) -> Result<HashSet<TopicId>, StoreError> {
    numbers(tx, permit, 0).await?;
    let statement = sql("SELECT id FROM topic WHERE edited_at IS NOT NULL AND").push_list(" id IN ", topics);
    let rows: Vec<IdRow> = tx.all(permit, statement).await?;
    rows.iter().map(|row| read(&row.id, "topic", "id")).collect()
}

/// Writes topics, new ones and those that changed, under numbers from `first` on; at least one. What a changed one said
/// before is kept beforehand, see [`keep_versions`].
pub async fn put(
    tx: &mut Tx,
    grant: &impl Grant,
    topics: &[NewTopic],
    first: i64,
    now: Moment,
) -> Result<(), StoreError> {
    let mut statement =
        sql("INSERT INTO topic (id, language, product, path, source, title, heading, description, keywords,
  guide, position, hash, seq, changed_at) VALUES ");
    for (at, topic) in topics.iter().enumerate() {
        statement = statement
            .push_bind(if at == 0 { "(" } else { ", (" }, &topic.id)
            .push_bind(", ", topic.language.tag())
            .push_bind(", ", &topic.product)
            .push_bind(", ", &topic.path)
            .push_bind(", ", &topic.source)
            .push_bind(", ", &topic.title)
            .push_bind(", ", &topic.heading)
            .push_bind(", ", &topic.description)
            .push_bind(", ", &topic.keywords)
            .push_bind(", ", &topic.guide)
            .push_bind(", ", topic.position)
            .push_bind(", ", &topic.hash)
            .push_bind(", ", first + at as i64)
            .push_bind(", ", now)
            .push(")");
    }
    let statement = statement.push(
        " ON CONFLICT (id) DO UPDATE SET source = excluded.source, title = excluded.title, heading = excluded.heading,
  description = excluded.description, keywords = excluded.keywords, guide = excluded.guide,
  position = excluded.position, hash = excluded.hash, seq = excluded.seq, changed_at = excluded.changed_at,
  withdrawn_at = NULL,
  version = 1 + COALESCE((SELECT MAX(v.number) FROM topic_version v WHERE v.topic_id = excluded.id), 0)",
    );
    tx.run(grant, statement).await?;
    let mut statement = sql("INSERT INTO topic_text (topic_id, body, html, headings) VALUES ");
    for (at, topic) in topics.iter().enumerate() {
        let headings = serde_json::to_string(&topic.headings).expect("headings are JSON");
        statement = statement
            .push_bind(if at == 0 { "(" } else { ", (" }, &topic.id)
            .push_bind(", ", &topic.body)
            .push_bind(", ", &topic.html)
            .push_bind(", ", headings)
            .push(")");
    }
    let statement = statement.push(
        " ON CONFLICT (topic_id) DO UPDATE SET body = excluded.body, html = excluded.html, headings = excluded.headings",
    );
    tx.run(grant, statement).await.map(|_| ())
}

/// Withdraws topics that are gone from their folder.
pub async fn withdraw(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    topics: &[TopicId],
    now: Moment,
) -> Result<(), StoreError> {
    let first = numbers(tx, permit, topics.len()).await?;
    for (at, id) in topics.iter().enumerate() {
        let statement = sql("UPDATE topic SET withdrawn_at = $1, seq = $2 WHERE id = $3")
            .bind(now)
            .bind(first + at as i64)
            .bind(id);
        tx.run(permit, statement).await?;
    }
    Ok(())
}

/// Writes tables of contents; at least one.
pub async fn put_guides(tx: &mut Tx, permit: &Permit<act::Maintain>, guides: &[NewGuide]) -> Result<(), StoreError> {
    let mut statement =
        sql("INSERT INTO topic_guide (id, language, product, path, title, description, contents, hash) VALUES ");
    for (at, guide) in guides.iter().enumerate() {
        statement = statement
            .push_bind(if at == 0 { "(" } else { ", (" }, &guide.id)
            .push_bind(", ", guide.language.tag())
            .push_bind(", ", &guide.product)
            .push_bind(", ", &guide.path)
            .push_bind(", ", &guide.title)
            .push_bind(", ", &guide.description)
            .push_bind(", ", &guide.contents)
            .push_bind(", ", &guide.hash)
            .push(")");
    }
    let statement = statement.push(
        " ON CONFLICT (id) DO UPDATE SET title = excluded.title, description = excluded.description,
  contents = excluded.contents, hash = excluded.hash",
    );
    tx.run(permit, statement).await.map(|_| ())
}

/// Makes a shelf for each product that has topics; what operators made of one stays.
pub async fn put_shelves(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    shelves: &[(String, String)],
) -> Result<(), StoreError> {
    for (name, title) in shelves {
        let statement = sql("INSERT INTO topic_shelf (name, title) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
            .bind(name)
            .bind(title);
        tx.run(permit, statement).await?;
    }
    Ok(())
}

/// Deletes tables of contents that are gone from their folder.
pub async fn delete_guides(tx: &mut Tx, permit: &Permit<act::Maintain>, guides: &[GuideId]) -> Result<(), StoreError> {
    tx.run(permit, sql("DELETE FROM topic_guide WHERE").push_list(" id IN ", guides)).await.map(|_| ())
}

/// A topic that changed, for the search.
pub struct Changed {
    id: TopicId,
    row: ChangedRow,
    language: Language,
    headings: Vec<Heading>,
}

#[derive(serde::Deserialize)]
struct ChangedRow {
    id: String,
    language: String,
    path: String,
    title: String,
    heading: String,
    description: String,
    keywords: String,
    html: String,
    headings: String,
    seq: i64,
    withdrawn_at: Option<i64>,
    is_unlisted: i64,
}

/// The topics that changed after a number, in the order of their changes, so many at most.
pub async fn changes(
    db: &Db,
    permit: &Permit<act::Maintain>,
    after: i64,
    most: i64,
) -> Result<Vec<(i64, Changed)>, StoreError> {
    let statement =
        sql("SELECT t.id, t.language, t.path, t.title, t.heading, t.description, t.keywords, x.html, x.headings,
         t.seq, t.withdrawn_at, t.is_unlisted
    FROM topic t JOIN topic_text x ON x.topic_id = t.id WHERE t.seq > $1 ORDER BY t.seq LIMIT $2")
        .bind(after)
        .bind(most);
    let rows: Vec<ChangedRow> = db.all(permit, statement).await?;
    let changed = |row: ChangedRow| {
        let headings = serde_json::from_str(&row.headings);
        let changed = Changed {
            id: read(&row.id, "topic", "id")?,
            language: read(&row.language, "topic", "language")?,
            headings: headings.map_err(|_| StoreError::Damaged { table: "topic_text", column: "headings" })?,
            row,
        };
        Ok((changed.row.seq, changed))
    };
    rows.into_iter().map(changed).collect()
}

impl From<Changed> for Change {
    fn from(changed: Changed) -> Change {
        let Changed { id, row, language, headings } = changed;
        let id = id.to_string();
        if row.withdrawn_at.is_some() || row.is_unlisted != 0 {
            return Change::Gone(id);
        }
        let ChangedRow { path, title, heading, description, keywords, html, .. } = row;
        let sections: Vec<String> = headings.into_iter().map(|heading| heading.text).collect();
        Change::Put(Box::new(Indexed {
            id,
            owner: path.split('/').next().unwrap_or_default().to_owned(),
            person: None,
            language,
            title,
            heading,
            description,
            keywords: format!("{keywords} {}", path.replace(['/', '-', '_'], " ")),
            sections: sections.join(" · "),
            text: markdown::text_of(&html),
        }))
    }
}

/// The number of the last change.
pub async fn newest(db: &Db, permit: &Permit<act::Maintain>) -> Result<i64, StoreError> {
    let row: Option<CountRow> = db.optional(permit, sql("SELECT value FROM counter WHERE name = 'topic'")).await?;
    Ok(row.ok_or(StoreError::Damaged { table: "counter", column: "name" })?.value)
}

/// How many topics can be found.
pub async fn count(db: &Db, permit: &Permit<act::Maintain>) -> Result<u64, StoreError> {
    let statement = sql("SELECT COUNT(*) AS value FROM topic WHERE withdrawn_at IS NULL AND is_unlisted = 0");
    let row: Option<CountRow> = db.optional(permit, statement).await?;
    Ok(row.map_or(0, |row| row.value as u64))
}
