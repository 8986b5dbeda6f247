use super::read;
use crate::{
    features::forum::model::Known,
    policy::act,
    server::{
        authz::{Permit, cases_in_reach},
        db::{Db, StoreError, sql},
    },
    values::{CaseId, CaseNumber, ProductId},
};
use std::collections::BTreeMap;

/// A case's text, and whom it is about: what an engineer must take out before others may read it (FORUM-3).
pub struct CaseTraces {
    pub id: CaseId,
    pub product: ProductId,
    pub title: String,
    pub description: String,
    pub known: Known,
}

#[derive(serde::Deserialize)]
struct CaseRow {
    id: String,
    product_id: String,
    title: String,
    description: String,
    identifiers: String,
    origin_number: Option<String>,
    organization: String,
}

/// Who asked, answers, wrote or watches.
const PEOPLE: &str = "
SELECT p.name FROM person p JOIN support_case c ON p.id = c.requester_id WHERE c.id = $1
UNION SELECT p.name FROM person p JOIN support_case c ON p.id = c.assignee_id WHERE c.id = $1
UNION SELECT p.name FROM person p JOIN case_event e ON p.id = e.author_id WHERE e.case_id = $1
UNION SELECT p.name FROM person p JOIN watcher w ON p.id = w.person_id WHERE w.case_id = $1
ORDER BY name";

/// A case by its number, in two statements.
pub async fn traces(
    db: &Db,
    permit: &Permit<act::AnswerCase>,
    number: CaseNumber,
) -> Result<Option<CaseTraces>, StoreError> {
    let statement = sql("SELECT c.id, c.product_id, c.title, c.description, c.identifiers, c.origin_number,
       o.name AS organization
  FROM support_case c JOIN organization o ON o.id = c.organization_id WHERE")
    .push_bind(" c.number = ", number.count())
    .push(" AND");
    let row: Option<CaseRow> = db.optional(permit, cases_in_reach(statement, permit)).await?;
    let Some(row) = row else { return Ok(None) };
    let id: CaseId = read(&row.id, "support_case", "id")?;
    let people: Vec<(String,)> = db.all(permit, sql(PEOPLE).bind(&id)).await?;
    let identifiers: BTreeMap<String, String> = serde_json::from_str(&row.identifiers)
        .map_err(|_| StoreError::Damaged { table: "support_case", column: "identifiers" })?;
    let own = [number.to_string(), number.count().to_string()];
    Ok(Some(CaseTraces {
        id,
        product: read(&row.product_id, "support_case", "product_id")?,
        title: row.title,
        description: row.description,
        known: Known {
            names: people.into_iter().map(|(name,)| name).chain([row.organization]).collect(),
            numbers: own.into_iter().chain(row.origin_number).chain(identifiers.into_values()).collect(),
        },
    }))
}
