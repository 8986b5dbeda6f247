//! What is in work of topics, and what is published of them, as those see it who write (HELP-5).

use super::read;
use crate::{
    features::topics::{
        model::{DraftLine, DraftState, Published, Shelf},
        rules::TopicText,
    },
    i18n::Language,
    policy::act,
    server::{
        authz::{Grant, Held, Permit},
        db::{Db, Dialect, Statement, StoreError, Tx, sql},
    },
    values::{Moment, PersonId, TopicId},
};

/// A topic that is there, with all that publishing another text of it has to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredTopic {
    pub id: TopicId,
    pub language: Language,
    pub path: String,
    pub source: String,
    pub text: TopicText,
    pub html: String,
    pub guide: String,
    pub position: Option<i64>,
    pub hash: String,
    pub is_unlisted: bool,
    pub published: Published,
    pub changed_at: Moment,
    /// Who wrote what is published; `None`: its file.
    pub editor: Option<PersonId>,
    pub editor_name: Option<String>,
}

#[derive(serde::Deserialize)]
struct StoredRow {
    id: String,
    language: String,
    path: String,
    source: String,
    title: String,
    description: String,
    keywords: String,
    body: String,
    html: String,
    guide: String,
    position: Option<i64>,
    hash: String,
    is_unlisted: i64,
    version: i64,
    withdrawn_at: Option<i64>,
    stale_since: Option<i64>,
    changed_at: i64,
    editor_id: Option<String>,
    editor: Option<String>,
}

impl StoredRow {
    fn read(self) -> Result<StoredTopic, StoreError> {
        Ok(StoredTopic {
            id: read(&self.id, "topic", "id")?,
            language: read(&self.language, "topic", "language")?,
            path: self.path,
            source: self.source,
            text: TopicText {
                title: self.title,
                description: self.description,
                keywords: self.keywords,
                body: self.body,
            },
            html: self.html,
            guide: self.guide,
            position: self.position,
            hash: self.hash,
            is_unlisted: self.is_unlisted != 0,
            published: Published {
                version: self.version,
                is_withdrawn: self.withdrawn_at.is_some(),
                stale_since: self.stale_since.map(Moment),
            },
            changed_at: Moment(self.changed_at),
            editor: self.editor_id.map(|id| read(&id, "topic", "editor_id")).transpose()?,
            editor_name: self.editor,
        })
    }
}

const STORED: &str = "
SELECT t.id, t.language, t.path, t.source, t.title, t.description, t.keywords, x.body, x.html, t.guide, t.position, t.hash,
       t.is_unlisted, t.version, t.withdrawn_at, t.stale_since, t.changed_at, t.editor_id, p.name AS editor
  FROM topic t JOIN topic_text x ON x.topic_id = t.id LEFT JOIN person p ON p.id = t.editor_id WHERE";

fn stored(id: &TopicId) -> Statement {
    sql(STORED).push_bind(" t.id = ", id)
}

/// A topic, also one that was withdrawn.
pub async fn find_stored(
    db: &Db,
    permit: &Permit<act::WriteTopics>,
    id: &TopicId,
) -> Result<Option<StoredTopic>, StoreError> {
    let row: Option<StoredRow> = db.optional(permit, stored(id)).await?;
    row.map(StoredRow::read).transpose()
}

/// The same under the lock of [`super::numbers`].
pub async fn read_stored(tx: &mut Tx, grant: &impl Grant, id: &TopicId) -> Result<Option<StoredTopic>, StoreError> {
    let row: Option<StoredRow> = tx.optional(grant, stored(id)).await?;
    row.map(StoredRow::read).transpose()
}

/// A topic of the same source in another language.
pub async fn find_other(
    db: &Db,
    permit: &Permit<act::WriteTopics>,
    source: &str,
    language: Language,
) -> Result<Option<StoredTopic>, StoreError> {
    let statement = sql(STORED)
        .push_bind(" t.withdrawn_at IS NULL AND t.source = ", source)
        .push_bind(" AND t.language <> ", language.tag())
        .push(" ORDER BY t.language LIMIT 1");
    let row: Option<StoredRow> = db.optional(permit, statement).await?;
    row.map(StoredRow::read).transpose()
}

/// What is in work of a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDraft {
    pub id: TopicId,
    pub language: Language,
    pub path: String,
    pub source: String,
    pub text: TopicText,
    pub is_unlisted: bool,
    pub is_wording: bool,
    pub state: DraftState,
    pub publish_at: Option<Moment>,
    pub note: String,
    /// What was published when it began, see [`Published::stand`].
    pub base: String,
    pub number: i64,
    /// Who changed it last.
    pub author: PersonId,
    pub author_name: String,
    pub changed_at: Moment,
}

#[derive(serde::Deserialize)]
struct DraftRow {
    topic_id: String,
    language: String,
    path: String,
    source: String,
    title: String,
    description: String,
    keywords: String,
    body: String,
    is_unlisted: i64,
    is_wording: i64,
    state: String,
    publish_at: Option<i64>,
    note: String,
    base: String,
    number: i64,
    author_id: String,
    author: String,
    changed_at: i64,
}

impl DraftRow {
    fn read(self) -> Result<StoredDraft, StoreError> {
        Ok(StoredDraft {
            id: read(&self.topic_id, "topic_draft", "topic_id")?,
            language: read(&self.language, "topic_draft", "language")?,
            path: self.path,
            source: self.source,
            text: TopicText {
                title: self.title,
                description: self.description,
                keywords: self.keywords,
                body: self.body,
            },
            is_unlisted: self.is_unlisted != 0,
            is_wording: self.is_wording != 0,
            state: state(&self.state)?,
            publish_at: self.publish_at.map(Moment),
            note: self.note,
            base: self.base,
            number: self.number,
            author: read(&self.author_id, "topic_draft", "author_id")?,
            author_name: self.author,
            changed_at: Moment(self.changed_at),
        })
    }
}

fn state(code: &str) -> Result<DraftState, StoreError> {
    code.parse().map_err(|()| StoreError::Damaged { table: "topic_draft", column: "state" })
}

const DRAFT: &str = "
SELECT d.topic_id, d.language, d.path, d.source, d.title, d.description, d.keywords, d.body, d.is_unlisted, d.is_wording,
       d.state, d.publish_at, d.note, d.base, d.number, d.author_id, p.name AS author, d.changed_at
  FROM topic_draft d JOIN person p ON p.id = d.author_id WHERE";

/// What is in work of a topic.
pub async fn find_topic_draft(
    db: &Db,
    permit: &Permit<act::WriteTopics>,
    id: &TopicId,
) -> Result<Option<StoredDraft>, StoreError> {
    let row: Option<DraftRow> = db.optional(permit, sql(DRAFT).push_bind(" d.topic_id = ", id)).await?;
    row.map(DraftRow::read).transpose()
}

/// The same, for a change: whoever changes it too waits.
pub async fn lock_topic_draft(
    tx: &mut Tx,
    grant: &impl Grant,
    id: &TopicId,
) -> Result<Option<Held<StoredDraft>>, StoreError> {
    let statement = sql(DRAFT).push_bind(" d.topic_id = ", id).push(match tx.dialect() {
        Dialect::Sqlite => "",
        Dialect::Postgres => " FOR UPDATE OF d",
    });
    let row: Option<DraftRow> = tx.optional(grant, statement).await?;
    row.map(|row| Ok(Held::under(grant, row.read()?))).transpose()
}

/// What is to be published by now, so many at most.
pub async fn due(
    db: &Db,
    permit: &Permit<act::Maintain>,
    now: Moment,
    most: i64,
) -> Result<Vec<StoredDraft>, StoreError> {
    let statement = sql(DRAFT)
        .push_bind(" d.state = 'scheduled' AND d.publish_at <= ", now)
        .push_bind(" ORDER BY d.publish_at, d.topic_id LIMIT ", most);
    let rows: Vec<DraftRow> = db.all(permit, statement).await?;
    rows.into_iter().map(DraftRow::read).collect()
}

/// Begins a draft. `false`: somebody else began one meanwhile.
pub async fn insert_topic_draft(
    tx: &mut Tx,
    permit: &Permit<act::WriteTopics>,
    draft: &StoredDraft,
) -> Result<bool, StoreError> {
    let statement = sql(
        "INSERT INTO topic_draft (topic_id, language, path, source, title, description, keywords, body, is_unlisted, is_wording,
  state, publish_at, note, base, number, author_id, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) ON CONFLICT (topic_id) DO NOTHING",
    )
    .bind(&draft.id)
    .bind(draft.language.tag())
    .bind(&draft.path)
    .bind(&draft.source)
    .bind(&draft.text.title)
    .bind(&draft.text.description)
    .bind(&draft.text.keywords)
    .bind(&draft.text.body)
    .bind(draft.is_unlisted)
    .bind(draft.is_wording)
    .bind(draft.state.code())
    .bind(draft.publish_at)
    .bind(&draft.note)
    .bind(&draft.base)
    .bind(draft.number)
    .bind(&draft.author)
    .bind(draft.changed_at);
    Ok(tx.run(permit, statement).await? == 1)
}

/// Writes another text and another state of a draft; where it stands does not change.
pub async fn update_topic_draft(
    tx: &mut Tx,
    grant: &impl Grant,
    held: &Held<StoredDraft>,
    draft: &StoredDraft,
) -> Result<(), StoreError> {
    let statement =
        sql("UPDATE topic_draft SET title = $1, description = $2, keywords = $3, body = $4, is_unlisted = $5,
  is_wording = $6, state = $7, publish_at = $8, note = $9, base = $10, number = $11, author_id = $12, changed_at = $13
 WHERE topic_id = $14")
        .bind(&draft.text.title)
        .bind(&draft.text.description)
        .bind(&draft.text.keywords)
        .bind(&draft.text.body)
        .bind(draft.is_unlisted)
        .bind(draft.is_wording)
        .bind(draft.state.code())
        .bind(draft.publish_at)
        .bind(&draft.note)
        .bind(&draft.base)
        .bind(draft.number)
        .bind(&draft.author)
        .bind(draft.changed_at)
        .bind(&held.id);
    tx.run(grant, statement).await.map(|_| ())
}

pub async fn delete_topic_draft(tx: &mut Tx, grant: &impl Grant, draft: &Held<StoredDraft>) -> Result<(), StoreError> {
    tx.run(grant, sql("DELETE FROM topic_draft WHERE topic_id = $1").bind(&draft.id)).await.map(|_| ())
}

#[derive(serde::Deserialize)]
struct DraftLineRow {
    topic_id: String,
    language: String,
    title: String,
    state: String,
    publish_at: Option<i64>,
    author: String,
    changed_at: i64,
}

/// What is in work, the latest change first, so many at most.
pub async fn drafts(db: &Db, permit: &Permit<act::WriteTopics>, most: i64) -> Result<Vec<DraftLine>, StoreError> {
    let statement = sql("SELECT d.topic_id, d.language, d.title, d.state, d.publish_at, p.name AS author, d.changed_at
  FROM topic_draft d JOIN person p ON p.id = d.author_id ORDER BY d.changed_at DESC, d.topic_id LIMIT $1")
    .bind(most);
    let rows: Vec<DraftLineRow> = db.all(permit, statement).await?;
    let line = |row: DraftLineRow| {
        Ok(DraftLine {
            topic: read(&row.topic_id, "topic_draft", "topic_id")?,
            language: read(&row.language, "topic_draft", "language")?,
            title: row.title,
            state: state(&row.state)?,
            publish_at: row.publish_at.map(Moment),
            author: row.author,
            changed_at: Moment(row.changed_at),
        })
    };
    rows.into_iter().map(line).collect()
}

/// Says whose what was published is, and whether lists lead to it.
pub async fn set_edited(
    tx: &mut Tx,
    grant: &impl Grant,
    draft: &Held<StoredDraft>,
    now: Moment,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE topic SET is_unlisted = $1, editor_id = $2, edited_at = $3 WHERE id = $4")
        .bind(draft.is_unlisted)
        .bind(&draft.author)
        .bind(now)
        .bind(&draft.id);
    tx.run(grant, statement).await.map(|_| ())
}

/// Takes a topic away from its readers, and from imports.
pub async fn withdraw_edited(
    tx: &mut Tx,
    permit: &Permit<act::WriteTopics>,
    topic: &TopicId,
    number: i64,
    now: Moment,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE topic SET seq = $1, withdrawn_at = $2, edited_at = $2 WHERE id = $3")
        .bind(number)
        .bind(now)
        .bind(topic);
    tx.run(permit, statement).await.map(|_| ())
}

/// Where a new topic can stand: the shelves, and the products that have none.
pub async fn places(db: &Db, permit: &Permit<act::WriteTopics>) -> Result<Vec<Shelf>, StoreError> {
    let statement = sql("SELECT s.name, s.title FROM topic_shelf s
UNION ALL
SELECT p.code, p.name FROM product p WHERE NOT EXISTS (SELECT 1 FROM topic_shelf s WHERE s.name = p.code)
 ORDER BY 2, 1");
    let rows: Vec<(String, String)> = db.all(permit, statement).await?;
    Ok(rows.into_iter().map(|(name, title)| Shelf { name, title }).collect())
}

/// Makes a shelf of a product whose first topic is published.
pub async fn put_shelf_of_product(tx: &mut Tx, grant: &impl Grant, name: &str) -> Result<(), StoreError> {
    let statement = sql("INSERT INTO topic_shelf (name, title, product_id)
SELECT p.code, p.name, p.id FROM product p WHERE p.code = $1 ON CONFLICT (name) DO NOTHING")
    .bind(name);
    tx.run(grant, statement).await.map(|_| ())
}

/// The nearest table of contents of these folders; empty: none.
pub async fn guide_above(
    tx: &mut Tx,
    grant: &impl Grant,
    language: Language,
    folders: &[&str],
) -> Result<String, StoreError> {
    let statement = sql("SELECT path FROM topic_guide WHERE language = ")
        .push_bind("", language.tag())
        .push_list(" AND path IN ", folders.iter().copied())
        .push(" ORDER BY LENGTH(path) DESC LIMIT 1");
    let row: Option<(String,)> = tx.optional(grant, statement).await?;
    Ok(row.map(|(path,)| path).unwrap_or_default())
}

/// The paths of the topics of a language, for what is linked.
pub async fn paths(db: &Db, grant: &impl Grant, language: Language) -> Result<Vec<String>, StoreError> {
    let statement = sql("SELECT path FROM topic WHERE withdrawn_at IS NULL AND language = $1").bind(language.tag());
    let rows: Vec<(String,)> = db.all(grant, statement).await?;
    Ok(rows.into_iter().map(|(path,)| path).collect())
}
