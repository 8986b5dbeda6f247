//! What readers see: topics, tables of contents, hits.

use super::read;
use crate::{
    features::topics::{
        model::{Entry, Heading, Shelf, TopicBrief, Vote},
        rules::listed,
    },
    i18n::Language,
    policy::act,
    route,
    server::{
        authz::{Permit, shelves_in_reach, topics_in_reach},
        db::{Db, StoreError, sql},
    },
    values::{Moment, ProductId, TopicId},
};

fn json<T: serde::de::DeserializeOwned>(
    text: &str,
    table: &'static str,
    column: &'static str,
) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Damaged { table, column })
}

/// A topic with all that its page shows.
pub struct TopicPage {
    pub id: TopicId,
    pub language: Language,
    pub path: String,
    pub title: String,
    pub description: String,
    pub html: String,
    pub headings: Vec<Heading>,
    /// Title, path and entries of its table of contents, without those to which no list leads.
    pub guide: Option<(String, String, Vec<Entry>)>,
    /// The path of the same topic in another language, and that language.
    pub translation: Option<(Language, String)>,
    pub stale_since: Option<Moment>,
    pub is_unlisted: bool,
    pub changed_at: Moment,
    pub vote: Option<Vote>,
    /// Is it shown to everybody?
    pub is_public: bool,
}

#[derive(serde::Deserialize)]
struct PageRow {
    id: String,
    language: String,
    path: String,
    title: String,
    heading: String,
    description: String,
    html: String,
    headings: String,
    guide: Option<String>,
    guide_path: Option<String>,
    contents: Option<String>,
    unlisted: Option<String>,
    translation: Option<String>,
    other: Option<String>,
    stale_since: Option<i64>,
    is_unlisted: i64,
    changed_at: i64,
    is_helpful: Option<i64>,
    is_public: Option<i64>,
}

// Paths hold no line break: they come one on each line.
const PAGE: &str = "
SELECT t.id, t.language, t.path, t.title, t.heading, t.description, x.html, x.headings, g.title AS guide,
       g.path AS guide_path, g.contents, o.language AS other, o.path AS translation, t.changed_at, v.is_helpful,
       t.stale_since, t.is_unlisted, f.is_public,
       (SELECT string_agg(u.path, '\n') FROM topic u
         WHERE u.language = t.language AND (u.is_unlisted = 1 OR u.withdrawn_at IS NOT NULL)) AS unlisted
  FROM topic t
  JOIN topic_text x ON x.topic_id = t.id
  LEFT JOIN topic_guide g ON g.language = t.language AND g.path = t.guide
  LEFT JOIN topic o ON o.source = t.source AND o.language <> t.language AND o.withdrawn_at IS NULL
       AND o.is_unlisted <= t.is_unlisted
  LEFT JOIN topic_shelf f ON f.name = t.product
  LEFT JOIN topic_vote v ON v.topic_id = t.id AND v.person_id = $1
 WHERE t.path = $2 AND t.withdrawn_at IS NULL AND";

/// The topic of a path: in this language, or else in another.
pub async fn find_topic(
    db: &Db,
    permit: &Permit<act::ReadTopics>,
    language: Language,
    path: &str,
) -> Result<Option<TopicPage>, StoreError> {
    let statement = topics_in_reach(sql(PAGE).bind(permit.person()).bind(path), permit).push(" AND");
    let statement = statement
        .push_list(" t.language IN ", Language::ALL.iter().map(|language| language.tag()))
        .push_bind(" ORDER BY CASE WHEN t.language = ", language.tag())
        .push(" THEN 0 ELSE 1 END, t.language, o.language LIMIT 1");
    let row: Option<PageRow> = db.optional(permit, statement).await?;
    row.map(page).transpose()
}

fn page(row: PageRow) -> Result<TopicPage, StoreError> {
    let language = read(&row.language, "topic", "language")?;
    let unlisted: Vec<String> =
        row.unlisted.unwrap_or_default().lines().map(|path| route::topic(language, path)).collect();
    let guide = match (row.guide, row.guide_path, row.contents) {
        (Some(title), Some(path), Some(contents)) => {
            Some((title, path, listed(json(&contents, "topic_guide", "contents")?, &unlisted)))
        }
        (_, _, None) | (_, None, _) | (None, _, _) => None,
    };
    let translation = match (row.other, row.translation) {
        (Some(language), Some(path)) => Some((read(&language, "topic", "language")?, path)),
        (None, _) | (_, None) => None,
    };
    Ok(TopicPage {
        id: read(&row.id, "topic", "id")?,
        language,
        path: row.path,
        title: if row.heading.is_empty() { row.title } else { row.heading },
        description: row.description,
        html: row.html,
        headings: json(&row.headings, "topic_text", "headings")?,
        guide,
        translation,
        stale_since: row.stale_since.map(Moment),
        is_unlisted: row.is_unlisted != 0,
        changed_at: Moment(row.changed_at),
        vote: row.is_helpful.map(|is_helpful| if is_helpful == 0 { Vote::Unhelpful } else { Vote::Helpful }),
        is_public: row.is_public == Some(1),
    })
}

/// A table of contents: its path, title, description and entries.
pub struct GuideRow {
    pub path: String,
    pub title: String,
    pub description: String,
    pub entries: Vec<Entry>,
}

/// What the start page of help lists.
#[derive(Default)]
pub struct Shelves {
    pub shelves: Vec<Shelf>,
    pub guides: Vec<GuideRow>,
}

#[derive(serde::Deserialize)]
struct ShelfRow {
    part: String,
    name: String,
    title: String,
    description: Option<String>,
    contents: Option<String>,
}

const SHELVES: &str = "
SELECT 'shelf' AS part, s.name, s.title, CAST(NULL AS TEXT) AS description, CAST(NULL AS TEXT) AS contents
  FROM topic_shelf s WHERE";
const GUIDES: &str = " UNION ALL
SELECT 'guide', g.path, g.title, g.description, g.contents
  FROM topic_guide g JOIN topic_shelf s ON s.name = g.product WHERE g.language = ";
const UNLISTED: &str = " UNION ALL
SELECT 'unlisted', path, '', NULL, NULL FROM topic
 WHERE (is_unlisted = 1 OR withdrawn_at IS NOT NULL) AND language = ";

/// The shelves, and the tables of contents of a language.
pub async fn shelves(db: &Db, permit: &Permit<act::ReadTopics>, language: Language) -> Result<Shelves, StoreError> {
    let shelves = shelves_in_reach(sql(SHELVES), permit);
    let guides = shelves_in_reach(shelves.push_bind(GUIDES, language.tag()).push(" AND"), permit);
    let statement = guides.push_bind(UNLISTED, language.tag()).push(" ORDER BY title, name");
    let rows: Vec<ShelfRow> = db.all(permit, statement).await?;
    let unlisted = rows.iter().filter(|row| row.part == "unlisted");
    let unlisted: Vec<String> = unlisted.map(|row| route::topic(language, &row.name)).collect();
    let mut read = Shelves::default();
    for ShelfRow { part, name, title, description, contents } in rows {
        match part.as_str() {
            "shelf" => read.shelves.push(Shelf { name, title }),
            "guide" => {
                let entries = listed(json(&contents.unwrap_or_default(), "topic_guide", "contents")?, &unlisted);
                let description = description.unwrap_or_default();
                read.guides.push(GuideRow { path: name, title, description, entries });
            }
            _unlisted => {}
        }
    }
    Ok(read)
}

#[derive(serde::Deserialize)]
struct BriefRow {
    language: String,
    path: String,
    title: String,
    product_id: Option<String>,
}

/// A topic as others name it.
pub async fn find_brief(
    db: &Db,
    permit: &Permit<act::ReadTopics>,
    topic: &TopicId,
) -> Result<Option<TopicBrief>, StoreError> {
    let statement = sql("SELECT t.language, t.path, t.title, s.product_id FROM topic t
  LEFT JOIN topic_shelf s ON s.name = t.product WHERE t.id = $1 AND t.withdrawn_at IS NULL")
    .bind(topic);
    let row: Option<BriefRow> = db.optional(permit, statement).await?;
    let brief = |row: BriefRow| {
        let language = read(&row.language, "topic", "language")?;
        let product = row.product_id.map(|id| read(&id, "topic_shelf", "product_id")).transpose()?;
        Ok(TopicBrief { address: route::topic(language, &row.path), title: row.title, product })
    };
    row.map(brief).transpose()
}

#[derive(serde::Deserialize)]
struct NameRow {
    name: String,
}

/// The shelf of a product, if operators gave it one.
pub async fn shelf_of(
    db: &Db,
    permit: &Permit<act::ReadTopics>,
    product: &ProductId,
) -> Result<Option<String>, StoreError> {
    let statement = sql("SELECT name FROM topic_shelf WHERE product_id = $1 ORDER BY name LIMIT 1").bind(product);
    let row: Option<NameRow> = db.optional(permit, statement).await?;
    Ok(row.map(|row| row.name))
}

/// A topic as a list names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicLine {
    pub id: TopicId,
    pub language: Language,
    pub path: String,
    /// The name of its shelf.
    pub shelf: String,
}

/// What the reader may find.
#[derive(Debug, Default)]
pub struct InSight {
    pub topics: Vec<TopicLine>,
    /// All shelves, by their titles.
    pub shelves: Vec<Shelf>,
}

#[derive(serde::Deserialize)]
struct InSightRow {
    id: Option<String>,
    language: Option<String>,
    /// A topic's path, a shelf's title.
    text: String,
    shelf: String,
}

/// Those of these topics that the reader may find, and the shelves.
pub async fn in_sight(db: &Db, permit: &Permit<act::ReadTopics>, topics: &[TopicId]) -> Result<InSight, StoreError> {
    let statement = sql("WITH found(id) AS (").push_rows("VALUES ", topics).push(
        ") SELECT t.id, t.language, t.path AS text, t.product AS shelf FROM found CROSS JOIN topic t
 WHERE t.id = found.id AND t.withdrawn_at IS NULL AND t.is_unlisted = 0 AND",
    );
    let statement = topics_in_reach(statement, permit)
        .push(" UNION ALL SELECT NULL, NULL, s.title, s.name FROM topic_shelf s WHERE");
    let rows: Vec<InSightRow> = db.all(permit, shelves_in_reach(statement, permit)).await?;
    let mut seen = InSight::default();
    for InSightRow { id, language, text, shelf } in rows {
        match id.zip(language) {
            Some((id, language)) => seen.topics.push(TopicLine {
                id: read(&id, "topic", "id")?,
                language: read(&language, "topic", "language")?,
                path: text,
                shelf,
            }),
            None => seen.shelves.push(Shelf { name: shelf, title: text }),
        }
    }
    seen.shelves.sort_by(|a, b| (&a.title, &a.name).cmp(&(&b.title, &b.name)));
    Ok(seen)
}
