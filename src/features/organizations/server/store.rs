//! The SQL of organizations and nothing else.

use crate::{
    policy::act,
    server::{
        authz::{Grant as _, Permit},
        db::{Db, StoreError, sql},
    },
    values::ProductId,
};

/// What the start page needs besides cases.
#[derive(Default)]
pub struct Start {
    /// The organization's products in the vendor's order.
    pub products: Vec<(ProductId, String)>,
    pub draft: bool,
}

#[derive(serde::Deserialize)]
struct StartRow {
    part: String,
    id: String,
    name: String,
}

const START: &str = "
SELECT 'product' AS part, p.id AS id, p.name AS name, p.position AS rank
  FROM product p JOIN entitlement e ON e.product_id = p.id WHERE e.organization_id = $1
UNION ALL
SELECT 'draft', d.id, '', 0 FROM draft d WHERE d.organization_id = $1 AND d.person_id = $2 AND d.scope = 'case'
ORDER BY rank";

pub async fn start(db: &Db, permit: &Permit<act::ManageOwnAccount>) -> Result<Start, StoreError> {
    let mut start = Start::default();
    let Some(who) = permit.actor().signed_in() else { return Ok(start) };
    let statement = sql(START).bind(&who.standing.organization).bind(&who.person);
    let rows: Vec<StartRow> = db.all(permit, statement).await?;
    for row in rows {
        if row.part == "product" {
            let id = row.id.parse().map_err(|_| StoreError::Damaged { table: "product", column: "id" })?;
            start.products.push((id, row.name));
        } else {
            start.draft = true;
        }
    }
    Ok(start)
}
