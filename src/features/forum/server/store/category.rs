use super::{names_in, read};
use crate::{
    features::{
        cases::model::ProductName,
        forum::{model::Category, rules::NewCategory},
    },
    policy::act,
    server::{
        authz::{Held, Permit},
        db::{Db, Dialect, StoreError, Tx, sql},
    },
    values::{CategoryId, ProductId},
};
use std::collections::BTreeMap;

#[derive(serde::Deserialize)]
struct CategoryRow {
    product_id: String,
    product: String,
    id: Option<String>,
    name: Option<String>,
}

/// The products in the vendor's order, and their categories.
pub async fn categories(
    db: &Db,
    permit: &Permit<act::ModerateForum>,
) -> Result<(Vec<ProductName>, Vec<Category>), StoreError> {
    let statement = sql("SELECT p.id AS product_id, p.name AS product, g.id, g.name
  FROM product p LEFT JOIN forum_category g ON g.product_id = p.id ORDER BY p.position, g.position, g.id");
    let rows: Vec<CategoryRow> = db.all(permit, statement).await?;
    let (mut products, mut categories) = (Vec::<ProductName>::new(), Vec::new());
    for row in rows {
        let product = ProductName { id: read(&row.product_id, "product", "id")?, name: row.product };
        if products.last().is_none_or(|last| last.id != product.id) {
            products.push(product.clone());
        }
        if let (Some(id), Some(names)) = (row.id, row.name) {
            categories.push(Category { id: read(&id, "forum_category", "id")?, product, names: names_in(&names)? });
        }
    }
    Ok((products, categories))
}

/// Locks a product, so that the names of its categories stay as they are. `false`: there is none of this id.
pub async fn lock_product(
    tx: &mut Tx,
    permit: &Permit<act::ModerateForum>,
    id: &ProductId,
) -> Result<bool, StoreError> {
    let statement = sql("SELECT p.id FROM product p WHERE p.id = $1").bind(id);
    let statement = statement.push(match tx.dialect() {
        Dialect::Sqlite => "",
        // whoever writes a thread or a case of the product does not wait
        Dialect::Postgres => " FOR NO KEY UPDATE",
    });
    let row: Option<(String,)> = tx.optional(permit, statement).await?;
    Ok(row.is_some())
}

/// What the other categories of its product are called, in every language.
pub async fn other_names(
    tx: &mut Tx,
    permit: &Permit<act::ModerateForum>,
    new: &NewCategory,
) -> Result<Vec<BTreeMap<String, String>>, StoreError> {
    let statement = sql("SELECT g.name FROM forum_category g WHERE g.product_id = $1 AND g.id <> $2")
        .bind(&new.product)
        .bind(&new.id);
    let rows: Vec<(String,)> = tx.all(permit, statement).await?;
    rows.iter().map(|(names,)| names_in(names)).collect()
}

/// Locks a category, if there is one of this id.
pub async fn lock_category(
    tx: &mut Tx,
    permit: &Permit<act::ModerateForum>,
    id: &CategoryId,
) -> Result<Option<Held<CategoryId>>, StoreError> {
    let statement = sql("SELECT g.id FROM forum_category g WHERE g.id = $1").bind(id);
    let statement = statement.push(match tx.dialect() {
        Dialect::Sqlite => "",
        Dialect::Postgres => " FOR UPDATE",
    });
    let row: Option<(String,)> = tx.optional(permit, statement).await?;
    row.map(|(id,)| Ok(Held::under(permit, read(&id, "forum_category", "id")?))).transpose()
}

/// Adds a category behind those of its product.
pub async fn insert_category(
    tx: &mut Tx,
    permit: &Permit<act::ModerateForum>,
    new: &NewCategory,
) -> Result<(), StoreError> {
    let statement = sql("INSERT INTO forum_category (id, product_id, name, position)
VALUES ($1, $2, $3, (SELECT COALESCE(MAX(o.position) + 1, 0) FROM forum_category o WHERE o.product_id = $2))")
    .bind(&new.id)
    .bind(&new.product)
    .bind(written(new));
    tx.run(permit, statement).await.map(|_| ())
}

/// Gives a category other names; its threads keep it.
pub async fn rename_category(
    tx: &mut Tx,
    permit: &Permit<act::ModerateForum>,
    category: &Held<CategoryId>,
    new: &NewCategory,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE forum_category SET name = $1 WHERE id = $2").bind(written(new)).bind(&**category);
    tx.run(permit, statement).await.map(|_| ())
}

fn written(new: &NewCategory) -> String {
    serde_json::to_string(&new.names).expect("texts are JSON")
}
