//! The SQL of canned answers and nothing else.

use crate::{
    features::{
        answers::{model::CannedAnswer, rules::NewAnswer},
        cases::model::ProductName,
    },
    policy::act,
    server::{
        authz::{Held, Permit},
        db::{Db, Dialect, StoreError, Tx, sql},
    },
    values::{Moment, ProductId},
};

#[derive(serde::Deserialize)]
struct AnswerRow {
    name: String,
    title: String,
    body: String,
    product_id: Option<String>,
    product: Option<String>,
}

impl AnswerRow {
    fn read(self) -> Result<CannedAnswer, StoreError> {
        let product = match (self.product_id, self.product) {
            (Some(id), Some(name)) => Some(ProductName { id: read(&id)?, name }),
            (Some(_), None) | (None, _) => None,
        };
        Ok(CannedAnswer { name: self.name, title: self.title, body: self.body, product })
    }
}

/// Those for all products and those for this one, by title.
pub async fn list(
    db: &Db,
    permit: &Permit<act::AnswerChat>,
    product: Option<&ProductId>,
) -> Result<Vec<CannedAnswer>, StoreError> {
    let statement = sql("SELECT a.name, a.title, a.body, a.product_id, p.name AS product
  FROM canned_answer a LEFT JOIN product p ON p.id = a.product_id
 WHERE a.product_id IS NULL OR a.product_id = $1 ORDER BY a.title, a.name")
    .bind(product);
    let rows: Vec<AnswerRow> = db.all(permit, statement).await?;
    rows.into_iter().map(AnswerRow::read).collect()
}

#[derive(serde::Deserialize)]
struct PageRow {
    part: String,
    name: String,
    title: String,
    body: String,
    product_id: Option<String>,
    product: Option<String>,
}

const PAGE: &str = "
SELECT 'answer' AS part, a.name, a.title, a.body, a.product_id, p.name AS product, 0 AS rank
  FROM canned_answer a LEFT JOIN product p ON p.id = a.product_id
UNION ALL
SELECT 'product', '', '', '', p.id, p.name, p.position FROM product p
ORDER BY rank, title, name";

/// All answers by title, and the products that one can be for.
pub async fn page(
    db: &Db,
    permit: &Permit<act::SetUpChat>,
) -> Result<(Vec<CannedAnswer>, Vec<ProductName>), StoreError> {
    let rows: Vec<PageRow> = db.all(permit, sql(PAGE)).await?;
    let (mut answers, mut products) = (Vec::new(), Vec::new());
    for PageRow { part, name, title, body, product_id, product } in rows {
        let answer = AnswerRow { name, title, body, product_id, product }.read()?;
        match part.as_str() {
            "answer" => answers.push(answer),
            _ => products.extend(answer.product),
        }
    }
    Ok((answers, products))
}

/// What a write depends on.
pub struct State {
    pub answers: i64,
    /// So is none.
    pub is_product_known: bool,
}

#[derive(serde::Deserialize)]
struct StateRow {
    answers: i64,
    products: i64,
}

pub async fn state(tx: &mut Tx, permit: &Permit<act::SetUpChat>, new: &NewAnswer) -> Result<State, StoreError> {
    let statement = sql("SELECT (SELECT COUNT(*) FROM canned_answer) AS answers,
       (SELECT COUNT(*) FROM product p WHERE p.id = $1) AS products")
    .bind(new.product.as_ref());
    let row: Option<StateRow> = tx.optional(permit, statement).await?;
    let (answers, products) = row.map_or((0, 0), |row| (row.answers, row.products));
    Ok(State { answers, is_product_known: new.product.is_none() || products > 0 })
}

/// `false`: the name is taken.
pub async fn insert(
    tx: &mut Tx,
    permit: &Permit<act::SetUpChat>,
    new: &NewAnswer,
    now: Moment,
) -> Result<bool, StoreError> {
    let statement = sql("INSERT INTO canned_answer (name, title, body, product_id, changed_at)
VALUES ($1, $2, $3, $4, $5) ON CONFLICT (name) DO NOTHING")
    .bind(&new.name)
    .bind(&new.title)
    .bind(&new.body)
    .bind(new.product.as_ref())
    .bind(now);
    Ok(tx.run(permit, statement).await? == 1)
}

#[derive(serde::Deserialize)]
struct LockedRow {
    name: String,
    title: String,
    body: String,
    product_id: Option<String>,
}

/// Locks an answer by its name.
pub async fn lock(
    tx: &mut Tx,
    permit: &Permit<act::SetUpChat>,
    name: &str,
) -> Result<Option<Held<NewAnswer>>, StoreError> {
    let statement =
        sql("SELECT a.name, a.title, a.body, a.product_id FROM canned_answer a WHERE a.name = $1").bind(name);
    let statement = statement.push(match tx.dialect() {
        Dialect::Sqlite => "",
        Dialect::Postgres => " FOR UPDATE",
    });
    let row: Option<LockedRow> = tx.optional(permit, statement).await?;
    let Some(LockedRow { name, title, body, product_id }) = row else { return Ok(None) };
    let product = product_id.as_deref().map(read).transpose()?;
    Ok(Some(Held::under(permit, NewAnswer { name, title, body, product })))
}

/// `false`: the new name is another's.
pub async fn update(
    tx: &mut Tx,
    permit: &Permit<act::SetUpChat>,
    answer: &Held<NewAnswer>,
    new: &NewAnswer,
    now: Moment,
) -> Result<bool, StoreError> {
    let statement = sql("UPDATE canned_answer SET name = $1, title = $2, body = $3, product_id = $4, changed_at = $5
 WHERE name = $6 AND NOT EXISTS (SELECT 1 FROM canned_answer o WHERE o.name = $1 AND o.name <> $6)")
    .bind(&new.name)
    .bind(&new.title)
    .bind(&new.body)
    .bind(new.product.as_ref())
    .bind(now)
    .bind(&answer.name);
    Ok(tx.run(permit, statement).await? == 1)
}

pub async fn delete(tx: &mut Tx, permit: &Permit<act::SetUpChat>, answer: &Held<NewAnswer>) -> Result<(), StoreError> {
    let statement = sql("DELETE FROM canned_answer WHERE name = $1").bind(&answer.name);
    tx.run(permit, statement).await.map(|_| ())
}

fn read(id: &str) -> Result<ProductId, StoreError> {
    id.parse().map_err(|_| StoreError::Damaged { table: "canned_answer", column: "product_id" })
}
