use super::{page::HoursRow, read};
use crate::{
    features::{
        cases::model::ProductName,
        chat::model::{ProductHours, WeekHours},
    },
    policy::act,
    server::{
        authz::{Held, Permit},
        db::{Db, Dialect, StoreError, Tx, sql},
    },
    values::{Moment, ProductId},
};

#[derive(serde::Deserialize)]
struct ProductRow {
    id: String,
    name: String,
    zone: Option<String>,
    week: Option<String>,
    holidays: Option<String>,
}

/// The products that have chats, in the vendor's order, and their hours.
pub async fn hours(db: &Db, permit: &Permit<act::SetUpChat>, now: Moment) -> Result<Vec<ProductHours>, StoreError> {
    let statement = sql("SELECT p.id, p.name, t.zone, t.week, t.holidays
  FROM product p LEFT JOIN chat_hours t ON t.product_id = p.id WHERE p.chat = 1 ORDER BY p.position");
    let rows: Vec<ProductRow> = db.all(permit, statement).await?;
    rows.into_iter()
        .map(|row| {
            let product = ProductName { id: read(&row.id, "product_id")?, name: row.name };
            let (Some(zone), Some(week), Some(holidays)) = (row.zone, row.week, row.holidays) else {
                return Ok(ProductHours { product, hours: None, is_open: true, opens_at: None });
            };
            let hours = HoursRow { zone: zone.clone(), week, holidays }.read(now)?;
            let (is_open, opens_at) = (hours.is_open(now), hours.opens_at(now));
            let hours = Some(WeekHours { zone, week: hours.week, holidays: hours.holidays });
            Ok(ProductHours { product, hours, is_open, opens_at })
        })
        .collect()
}

/// Locks a product that has chats.
pub async fn lock_product(
    tx: &mut Tx,
    permit: &Permit<act::SetUpChat>,
    product: &ProductId,
) -> Result<Option<Held<ProductId>>, StoreError> {
    let statement = sql("SELECT p.id FROM product p WHERE p.chat = 1 AND p.id = $1").bind(product);
    let statement = statement.push(match tx.dialect() {
        Dialect::Sqlite => "",
        Dialect::Postgres => " FOR UPDATE",
    });
    let row: Option<(String,)> = tx.optional(permit, statement).await?;
    row.map(|(id,)| Ok(Held::under(permit, read(&id, "product_id")?))).transpose()
}

/// Sets a product's hours; `None`: always open.
pub async fn set_hours(
    tx: &mut Tx,
    permit: &Permit<act::SetUpChat>,
    product: &Held<ProductId>,
    hours: Option<&WeekHours>,
) -> Result<(), StoreError> {
    let statement = match hours {
        None => sql("DELETE FROM chat_hours WHERE product_id = $1").bind(&**product),
        Some(hours) => sql("INSERT INTO chat_hours (product_id, zone, week, holidays) VALUES ($1, $2, $3, $4)
ON CONFLICT (product_id) DO UPDATE SET zone = excluded.zone, week = excluded.week, holidays = excluded.holidays")
        .bind(&**product)
        .bind(&hours.zone)
        .bind(serde_json::to_string(&hours.week).expect("openings are JSON"))
        .bind(serde_json::to_string(&hours.holidays).expect("dates are JSON")),
    };
    tx.run(permit, statement).await.map(|_| ())
}
