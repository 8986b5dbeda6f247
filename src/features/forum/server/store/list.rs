use super::{in_language, read, writer};
use crate::{
    features::forum::model::*,
    i18n::Language,
    policy::act,
    server::{
        authz::{Grant, Permit},
        db::{Db, Statement, StoreError, sql},
    },
    values::{Cursor, Moment, ThreadId},
};

/// Rows of a page: two screens of a laptop.
const PAGE: usize = 25;

#[derive(serde::Deserialize)]
pub(super) struct SummaryRow {
    id: String,
    kind: String,
    title: String,
    product: String,
    category: Option<String>,
    author_id: String,
    author: String,
    vendor: i64,
    active_at: i64,
    replies: i64,
    votes: i64,
    answer_id: Option<String>,
    locked_at: Option<i64>,
}

impl SummaryRow {
    pub(super) fn read(self, language: Language) -> Result<ThreadSummary, StoreError> {
        Ok(ThreadSummary {
            id: read(&self.id, "forum_thread", "id")?,
            kind: read(&self.kind, "forum_thread", "kind")?,
            title: self.title,
            product: self.product,
            category: self.category.map(|names| in_language(&names, language)).transpose()?,
            author: writer(&self.author_id, self.author, self.vendor)?,
            active_at: Moment(self.active_at),
            replies: self.replies,
            votes: self.votes,
            answered: self.answer_id.is_some(),
            locked: self.locked_at.is_some(),
        })
    }
}

/// Threads with the columns of their lines; what picks some of them is added.
pub(super) const PICKED: &str =
    "WITH picked AS (SELECT c.id, c.kind, c.title, c.product_id, c.category_id, c.author_id,
       c.vendor, c.active_at, c.replies, c.votes, c.answer_id, c.locked_at
  FROM forum_thread c WHERE";

/// The lines of those that were picked.
pub(super) fn summaries(picked: Statement) -> Statement {
    picked.push(
        ")
SELECT c.id, c.kind, c.title, p.name AS product, g.name AS category, c.author_id, a.name AS author, c.vendor,
       c.active_at, c.replies, c.votes, c.answer_id, c.locked_at
  FROM picked c
  JOIN product p ON p.id = c.product_id
  JOIN person a ON a.id = c.author_id
  LEFT JOIN forum_category g ON g.id = c.category_id",
    )
}

/// A page of the threads that everybody may see. Only columns of the thread are looked at until the page is cut, so that an
/// index gives the order.
pub async fn list(
    db: &Db,
    permit: &Permit<act::UseForum>,
    filter: &ThreadFilter,
    language: Language,
) -> Result<(Vec<ThreadSummary>, Option<Cursor<ThreadId>>), StoreError> {
    let mut statement = sql(PICKED).push(" c.hidden_at IS NULL AND c.merged_into IS NULL");
    statement = match &filter.place {
        Some(ForumPlace { category: Some(category), .. }) => statement.push_bind(" AND c.category_id = ", category),
        Some(ForumPlace { product, category: None }) => statement.push_bind(" AND c.product_id = ", product),
        None => statement,
    };
    statement = statement.push(match filter.show {
        Show::All => "",
        Show::Unanswered => " AND c.kind = 'question' AND c.answer_id IS NULL AND c.replies = 0",
        Show::Open => " AND c.kind = 'question' AND c.answer_id IS NULL",
        Show::Answered => " AND c.answer_id IS NOT NULL",
    });
    if let Some(Cursor { key, id }) = &filter.after {
        statement = match filter.order {
            Order::Activity => statement.push_bind(" AND (c.active_at, c.id) < (", *key).push_bind(", ", id).push(")"),
            Order::Votes => statement.push_bind(" AND (c.votes, c.id) < (", *key).push_bind(", ", id).push(")"),
        };
    }
    let order = match filter.order {
        Order::Activity => " ORDER BY c.active_at DESC, c.id DESC",
        Order::Votes => " ORDER BY c.votes DESC, c.id DESC",
    };
    let statement = summaries(statement.push(order).push_bind(" LIMIT ", PAGE as i64 + 1));
    let rows: Vec<SummaryRow> = db.all(permit, statement.push(order)).await?;
    let mut rows = rows.into_iter().map(|row| row.read(language)).collect::<Result<Vec<_>, _>>()?;
    let is_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let key = |row: &ThreadSummary| match filter.order {
        Order::Activity => row.active_at.0,
        Order::Votes => row.votes,
    };
    let next = rows.last().filter(|_| is_more).map(|last| Cursor { key: key(last), id: last.id.clone() });
    Ok((rows, next))
}

#[derive(serde::Deserialize)]
struct PlaceRow {
    product_id: String,
    product: String,
    category_id: Option<String>,
    category: Option<String>,
}

/// Every product in the vendor's order, each before its categories.
pub async fn places(db: &Db, grant: &impl Grant, language: Language) -> Result<Vec<PlaceName>, StoreError> {
    let statement = sql("SELECT p.id AS product_id, p.name AS product, g.id AS category_id, g.name AS category
  FROM product p LEFT JOIN forum_category g ON g.product_id = p.id ORDER BY p.position, g.position, g.id");
    let rows: Vec<PlaceRow> = db.all(grant, statement).await?;
    let mut places: Vec<PlaceName> = Vec::new();
    for row in rows {
        let product = read(&row.product_id, "product", "id")?;
        let is_new = places.last().is_none_or(|last| last.place.product != product);
        let bare = ForumPlace { product, category: None };
        if is_new {
            places.push(PlaceName { place: bare.clone(), product: row.product.clone(), category: None });
        }
        if let (Some(id), Some(names)) = (row.category_id, row.category) {
            let place = ForumPlace { category: Some(read(&id, "forum_category", "id")?), ..bare };
            places.push(PlaceName { place, product: row.product, category: Some(in_language(&names, language)?) });
        }
    }
    Ok(places)
}
