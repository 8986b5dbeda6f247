//! What the search of cases follows, and what it shows.

use super::{list::SummaryRow, pick, read, summaries};
use crate::{
    features::cases::model::*,
    i18n::Language,
    policy::act,
    server::{
        authz::{Permit, cases_in_reach},
        db::{Db, StoreError, sql},
        markdown,
        search::{Change, Indexed},
    },
    values::{CaseId, CaseNumber},
};
use std::collections::HashMap;

/// Characters of a case's texts that are searched.
const TEXT_MOST: usize = 64 * 1024;

/// A case that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedCase {
    pub id: CaseId,
    pub number: i64,
    pub changed_at: i64,
    /// The number of its newest event: two states of a case differ in it.
    pub last_seq: i64,
}

#[derive(serde::Deserialize)]
struct ChangedRow {
    id: String,
    number: i64,
    changed_at: i64,
    last_seq: i64,
}

/// Cases that changed behind an instant and a number, in that order, so many at most.
pub async fn changed_after(
    db: &Db,
    permit: &Permit<act::Maintain>,
    (changed_at, number): (i64, i64),
    most: i64,
) -> Result<Vec<ChangedCase>, StoreError> {
    let statement = sql("SELECT id, number, changed_at, last_seq FROM support_case
  WHERE (changed_at, number) > ($1, $2) ORDER BY changed_at, number LIMIT $3")
    .bind(changed_at)
    .bind(number)
    .bind(most);
    let rows: Vec<ChangedRow> = db.all(permit, statement).await?;
    rows.into_iter().map(changed).collect()
}

/// Cases with higher numbers, in their order, so many at most.
pub async fn cases_after(
    db: &Db,
    permit: &Permit<act::Maintain>,
    number: i64,
    most: i64,
) -> Result<Vec<ChangedCase>, StoreError> {
    let statement = sql("SELECT id, number, changed_at, last_seq FROM support_case
  WHERE number > $1 ORDER BY number LIMIT $2")
    .bind(number)
    .bind(most);
    let rows: Vec<ChangedRow> = db.all(permit, statement).await?;
    rows.into_iter().map(changed).collect()
}

fn changed(row: ChangedRow) -> Result<ChangedCase, StoreError> {
    let id = read(&row.id, "support_case", "id")?;
    Ok(ChangedCase { id, number: row.number, changed_at: row.changed_at, last_seq: row.last_seq })
}

#[derive(serde::Deserialize)]
struct CountRow {
    cases: i64,
}

/// How many cases there are.
pub async fn count_cases(db: &Db, permit: &Permit<act::Maintain>) -> Result<u64, StoreError> {
    let row: Option<CountRow> = db.optional(permit, sql("SELECT COUNT(*) AS cases FROM support_case")).await?;
    Ok(row.map_or(0, |row| row.cases as u64))
}

#[derive(serde::Deserialize)]
struct TextRow {
    id: String,
    number: i64,
    origin_number: Option<String>,
    organization_id: String,
    requester_id: String,
    language: String,
    title: String,
    description: String,
    description_marks: String,
    product: String,
    requester: String,
    assignee: Option<String>,
}

#[derive(serde::Deserialize)]
struct BodyRow {
    case_id: String,
    body: String,
    body_marks: String,
}

/// A case's texts, for the search; to make an entry of them takes time in proportion to their length.
pub struct CaseTexts {
    row: TextRow,
    language: Language,
    /// Texts and their marks.
    bodies: Vec<(String, String)>,
}

/// All of cases that a customer may read, for the search: never a note (CASE-17).
pub async fn texts_of(
    db: &Db,
    permit: &Permit<act::Maintain>,
    cases: &[&CaseId],
) -> Result<Vec<CaseTexts>, StoreError> {
    let statement =
        sql("SELECT c.id, c.number, c.origin_number, c.organization_id, c.requester_id, o.language, c.title,
       c.description, c.description_marks, p.name AS product, r.name AS requester, a.name AS assignee
  FROM support_case c
  JOIN organization o ON o.id = c.organization_id
  JOIN product p ON p.id = c.product_id
  JOIN person r ON r.id = c.requester_id
  LEFT JOIN person a ON a.id = c.assignee_id WHERE")
        .push_list(" c.id IN ", cases.iter().copied());
    let rows: Vec<TextRow> = db.all(permit, statement).await?;
    let statement = sql("SELECT case_id, body, body_marks FROM case_event WHERE body <> '' AND")
        .push_list(" case_id IN ", cases.iter().copied())
        .push(" ORDER BY case_id, seq");
    let mut bodies: HashMap<String, Vec<(String, String)>> = HashMap::new();
    for BodyRow { case_id, body, body_marks } in db.all::<BodyRow>(permit, statement).await? {
        bodies.entry(case_id).or_default().push((body, body_marks));
    }
    let texts = |row: TextRow| {
        let language = read(&row.language, "organization", "language")?;
        Ok(CaseTexts { language, bodies: bodies.remove(&row.id).unwrap_or_default(), row })
    };
    rows.into_iter().map(texts).collect()
}

impl From<CaseTexts> for Change {
    fn from(CaseTexts { row, language, bodies }: CaseTexts) -> Change {
        let mut text = String::new();
        for (body, marks) in bodies {
            if text.len() < TEXT_MOST {
                text.push_str(&markdown::stored_text(&body, &marks));
                text.push('\n');
            }
        }
        let number = CaseNumber::from_count(row.number).to_string();
        let names = [Some(number), row.origin_number, Some(row.product), Some(row.requester), row.assignee];
        Change::Put(Box::new(Indexed {
            text,
            id: row.id,
            owner: row.organization_id,
            person: Some(row.requester_id),
            language,
            title: row.title,
            heading: String::new(),
            description: markdown::stored_text(&row.description, &row.description_marks),
            keywords: names.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            sections: String::new(),
        }))
    }
}

/// Those of these cases that are in the reader's reach.
pub async fn in_sight(
    db: &Db,
    permit: &Permit<act::ReadCases>,
    cases: &[CaseId],
) -> Result<Vec<CaseSummary>, StoreError> {
    let picked = cases_in_reach(pick(), permit).push_list(" AND c.id IN ", cases);
    let rows: Vec<SummaryRow> = db.all(permit, summaries(picked, "")).await?;
    rows.into_iter().map(CaseSummary::try_from).collect()
}
