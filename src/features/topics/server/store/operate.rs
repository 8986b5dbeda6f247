//! What operators look after: shelves, tasks, searches in vain, what is pinned.

use super::{Miss, read};
use crate::{
    features::{
        cases::model::ProductName,
        topics::{
            model::{Missing, OperateContent, ShelfLine, TopicTask},
            rules::NewShelf,
        },
    },
    i18n::Language,
    policy::act,
    route,
    server::{
        authz::{Held, Permit},
        db::{Db, StoreError, Tx, sql},
    },
    values::{Moment, TopicId},
};

/// Counts a search in vain.
pub async fn add_missed(tx: &mut Tx, permit: &Permit<act::Maintain>, miss: &Miss) -> Result<(), StoreError> {
    let statement = sql("INSERT INTO topic_missed (language, text, count, last_at) VALUES ($1, $2, 1, $3)
  ON CONFLICT (language, text) DO UPDATE SET count = topic_missed.count + 1, last_at = excluded.last_at")
    .bind(miss.language.tag())
    .bind(&miss.text)
    .bind(miss.at);
    tx.run(permit, statement).await.map(|_| ())
}

#[derive(serde::Deserialize)]
struct OperateRow {
    part: String,
    id: Option<String>,
    name: String,
    title: String,
    language: Option<String>,
    count: i64,
    at: i64,
}

const OPERATE: &str = "
SELECT 'shelf' AS part, s.product_id AS id, s.name, s.title, CAST(NULL AS TEXT) AS language,
       (SELECT COUNT(*) FROM topic t WHERE t.product = s.name AND t.withdrawn_at IS NULL) AS count, s.is_public AS at
  FROM topic_shelf s
UNION ALL
SELECT 'product', p.id, p.name, '', NULL, 0, p.position FROM product p
UNION ALL
SELECT 'task', t.id, t.path, t.title, t.language, (
        SELECT COUNT(*) FROM topic_vote v WHERE v.topic_id = t.id AND v.is_helpful = 0), k.opened_at
  FROM topic_task k JOIN topic t ON t.id = k.topic_id WHERE k.closed_at IS NULL AND t.withdrawn_at IS NULL
UNION ALL
SELECT 'pin', t.id, t.path, t.title, t.language, 0, n.pinned_at
  FROM topic_pin n JOIN topic t ON t.id = n.topic_id WHERE t.withdrawn_at IS NULL
UNION ALL
SELECT 'missed', NULL, m.text, '', m.language, m.count, m.last_at
  FROM (SELECT text, language, count, last_at FROM topic_missed ORDER BY count DESC, last_at DESC LIMIT 50) m";

/// All that the operators' page shows, but for the reasons of votes.
pub async fn operate(db: &Db, permit: &Permit<act::WriteTopics>) -> Result<OperateContent, StoreError> {
    let mut content = OperateContent::default();
    for row in db.all::<OperateRow>(permit, sql(OPERATE)).await? {
        let language =
            |row: &OperateRow| read::<Language>(row.language.as_deref().unwrap_or_default(), "topic", "language");
        let id = row.id.clone().unwrap_or_default();
        match row.part.as_str() {
            "shelf" => content.shelves.push(ShelfLine {
                product: row.id.map(|id| read(&id, "topic_shelf", "product_id")).transpose()?,
                name: row.name,
                title: row.title,
                topics: row.count,
                is_public: row.at != 0,
            }),
            "product" => content.products.push(ProductName { id: read(&id, "product", "id")?, name: row.name }),
            "missed" => content.missed.push(Missing {
                language: language(&row)?,
                text: row.name,
                count: row.count,
                last_at: Moment(row.at),
            }),
            part => {
                let task = TopicTask {
                    id: read(&id, "topic", "id")?,
                    address: route::topic(language(&row)?, &row.name),
                    title: row.title,
                    against: row.count,
                    reasons: Vec::new(),
                };
                if part == "pin" { content.pinned.push(task) } else { content.tasks.push(task) }
            }
        }
    }
    Ok(content)
}

#[derive(serde::Deserialize)]
struct PublicRow {
    name: String,
}

/// The names of the shelves that are shown to everybody.
pub async fn public_shelves(db: &Db, permit: &Permit<act::Maintain>) -> Result<Vec<String>, StoreError> {
    let statement = sql("SELECT name FROM topic_shelf WHERE is_public = 1 ORDER BY name");
    let rows: Vec<PublicRow> = db.all(permit, statement).await?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

#[derive(serde::Deserialize)]
struct ReasonRow {
    topic_id: String,
    reason: String,
}

/// The reasons of votes against topics, the latest first.
pub async fn reasons(
    db: &Db,
    permit: &Permit<act::WriteTopics>,
    topics: &[TopicId],
) -> Result<Vec<(String, String)>, StoreError> {
    let statement = sql("SELECT topic_id, reason FROM topic_vote WHERE is_helpful = 0 AND reason <> '' AND")
        .push_list(" topic_id IN ", topics)
        .push(" ORDER BY voted_at DESC LIMIT 200");
    let rows: Vec<ReasonRow> = db.all(permit, statement).await?;
    Ok(rows.into_iter().map(|row| (row.topic_id, row.reason)).collect())
}

#[derive(serde::Deserialize)]
struct HeldRow {
    id: String,
}

/// A topic, for those who look after all of them.
pub async fn hold_topic(
    tx: &mut Tx,
    permit: &Permit<act::WriteTopics>,
    topic: &TopicId,
) -> Result<Option<Held<TopicId>>, StoreError> {
    let row: Option<HeldRow> = tx.optional(permit, sql("SELECT id FROM topic WHERE id = $1").bind(topic)).await?;
    row.map(|row| Ok(Held::under(permit, read(&row.id, "topic", "id")?))).transpose()
}

/// Closes a topic's task; votes from now on count again.
pub async fn close_task(
    tx: &mut Tx,
    permit: &Permit<act::WriteTopics>,
    topic: &Held<TopicId>,
    now: Moment,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE topic_task SET closed_at = $1 WHERE topic_id = $2").bind(now).bind(&**topic);
    tx.run(permit, statement).await.map(|_| ())
}

/// Puts a topic in front of the popular ones.
pub async fn pin(
    tx: &mut Tx,
    permit: &Permit<act::WriteTopics>,
    topic: &Held<TopicId>,
    now: Moment,
) -> Result<(), StoreError> {
    let statement =
        sql("INSERT INTO topic_pin (topic_id, pinned_at) VALUES ($1, $2) ON CONFLICT (topic_id) DO NOTHING")
            .bind(&**topic)
            .bind(now);
    tx.run(permit, statement).await.map(|_| ())
}

/// Takes it away from there.
pub async fn unpin(tx: &mut Tx, permit: &Permit<act::WriteTopics>, topic: &Held<TopicId>) -> Result<(), StoreError> {
    tx.run(permit, sql("DELETE FROM topic_pin WHERE topic_id = $1").bind(&**topic)).await.map(|_| ())
}

/// Says what a shelf is called, which product it belongs to and who reads it. Answers whether both are there.
pub async fn set_shelf(
    tx: &mut Tx,
    permit: &Permit<act::WriteTopics>,
    name: &str,
    shelf: &NewShelf,
) -> Result<bool, StoreError> {
    let statement = sql("UPDATE topic_shelf SET title = $1, product_id = $2, is_public = $3
  WHERE name = $4 AND ($2 IS NULL OR EXISTS (SELECT 1 FROM product p WHERE p.id = $2))")
    .bind(&shelf.title)
    .bind(shelf.product.as_ref())
    .bind(shelf.is_public)
    .bind(name);
    Ok(tx.run(permit, statement).await? == 1)
}
