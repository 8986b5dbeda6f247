use super::read;
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
    values::CategoryId,
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
            let names: BTreeMap<String, String> = serde_json::from_str(&names)
                .map_err(|_| StoreError::Damaged { table: "forum_category", column: "name" })?;
            categories.push(Category { id: read(&id, "forum_category", "id")?, product, names });
        }
    }
    Ok((products, categories))
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
