//! What is read most (HELP-1).

use super::read;
use crate::{
    features::topics::model::PopularTopic,
    i18n::Language,
    policy::act,
    route,
    server::{
        authz::{Held, Permit},
        db::{Db, StoreError, Tx, sql},
    },
    values::{ProductId, TopicId},
};

/// Adds views of a day.
pub async fn add_views(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    day: i64,
    views: &[(TopicId, i64)],
) -> Result<(), StoreError> {
    let mut statement = sql("INSERT INTO topic_day (topic_id, day, views, solved) VALUES");
    for (at, (topic, count)) in views.iter().enumerate() {
        statement = statement
            .push_bind(if at == 0 { " (" } else { ", (" }, topic)
            .push_bind(", ", day)
            .push_bind(", ", *count)
            .push(", 0)");
    }
    let statement =
        statement.push(" ON CONFLICT (topic_id, day) DO UPDATE SET views = topic_day.views + excluded.views");
    tx.run(permit, statement).await.map(|_| ())
}

/// Counts a case that was not opened because of a topic.
pub async fn add_solved(
    tx: &mut Tx,
    permit: &Permit<act::ReadTopics>,
    topic: &Held<TopicId>,
    day: i64,
) -> Result<(), StoreError> {
    let statement = sql("INSERT INTO topic_day (topic_id, day, views, solved) VALUES ($1, $2, 0, 1)
  ON CONFLICT (topic_id, day) DO UPDATE SET solved = topic_day.solved + 1")
    .bind(&**topic)
    .bind(day);
    tx.run(permit, statement).await.map(|_| ())
}

/// Pinned ones first; then by views, each worth less for every day that it is old, and by the share of those who were
/// helped, which counts as three of four before anybody said so.
const RANKED: &str = "
SELECT language, path, title, shelf_name, shelf, product_id, views, votes, helpful, is_pinned
  FROM (SELECT t.language, t.path, t.title, s.name AS shelf_name, s.title AS shelf, s.product_id, COALESCE(d.views, 0) AS views,
               COALESCE(v.votes, 0) AS votes, COALESCE(v.helpful, 0) AS helpful,
               CAST(CASE WHEN n.topic_id IS NULL THEN 0 ELSE 1 END AS BIGINT) AS is_pinned,
               ROW_NUMBER() OVER (
                   PARTITION BY t.language, t.product
                   ORDER BY CASE WHEN n.topic_id IS NULL THEN 1 ELSE 0 END,
                            COALESCE(d.weight, 0) * (COALESCE(v.helpful, 0) + 3) * 100 / (COALESCE(v.votes, 0) + 4) DESC,
                            t.path) AS rank
          FROM topic t
          JOIN topic_shelf s ON s.name = t.product
          LEFT JOIN (SELECT topic_id, CAST(SUM(views) AS BIGINT) AS views, CAST(SUM(views * (day - $1)) AS BIGINT) AS weight
                       FROM topic_day WHERE day > $1 GROUP BY topic_id) d ON d.topic_id = t.id
          LEFT JOIN (SELECT topic_id, COUNT(*) AS votes, CAST(SUM(is_helpful) AS BIGINT) AS helpful
                       FROM topic_vote GROUP BY topic_id) v ON v.topic_id = t.id
          LEFT JOIN topic_pin n ON n.topic_id = t.id
         WHERE t.withdrawn_at IS NULL AND t.is_unlisted = 0 AND (d.views > 0 OR n.topic_id IS NOT NULL)) ranked
 WHERE rank <= $2 ORDER BY is_pinned DESC, rank, views DESC, shelf";

/// A topic among the popular ones of its shelf and language.
pub struct Ranked {
    pub language: Language,
    /// The name of its shelf.
    pub shelf: String,
    /// Which of the portal's products its shelf is, if operators said so.
    pub product: Option<ProductId>,
    pub topic: PopularTopic,
}

#[derive(serde::Deserialize)]
struct RankedRow {
    language: String,
    path: String,
    title: String,
    shelf_name: String,
    shelf: String,
    product_id: Option<String>,
    views: i64,
    votes: i64,
    helpful: i64,
    is_pinned: i64,
}

/// The popular topics by what happened after a day: of each shelf and language the first; what is pinned, then those of
/// the same rank together.
pub async fn ranked(
    db: &Db,
    permit: &Permit<act::Maintain>,
    after_day: i64,
    of_each: i64,
) -> Result<Vec<Ranked>, StoreError> {
    let rows: Vec<RankedRow> = db.all(permit, sql(RANKED).bind(after_day).bind(of_each)).await?;
    let topic = |row: RankedRow| {
        let RankedRow { path, title, shelf_name, shelf, views, votes, helpful, .. } = row;
        let language = read(&row.language, "topic", "language")?;
        let product = row.product_id.map(|id| read(&id, "topic_shelf", "product_id")).transpose()?;
        let address = route::topic(language, &path);
        let topic = PopularTopic { address, title, shelf, views, votes, helpful, is_pinned: row.is_pinned != 0 };
        Ok(Ranked { language, shelf: shelf_name, product, topic })
    };
    rows.into_iter().map(topic).collect()
}
