use super::{read, read_some};
use crate::{
    features::cases::model::*,
    policy::{Reach, act},
    server::{
        authz::{Grant, Held, Permit, cases_in_reach},
        db::{Db, Statement, StoreError, sql},
    },
    values::{CaseId, CaseNumber, Cursor, Moment, Page, PersonId},
};

/// Rows of a page: two screens of a laptop.
const PAGE: usize = 25;
/// Words of a search that count; more narrow nothing that ten people would notice.
const WORDS_MOST: usize = 8;

/// A row of any list of cases.
#[derive(serde::Deserialize)]
pub struct SummaryRow {
    id: String,
    number: i64,
    title: String,
    status: String,
    resolution: Option<String>,
    priority: i64,
    product: String,
    organization: String,
    requester: String,
    assignee: Option<String>,
    opened_at: i64,
    changed_at: i64,
    closed_at: Option<i64>,
}

impl TryFrom<SummaryRow> for CaseSummary {
    type Error = StoreError;
    fn try_from(row: SummaryRow) -> Result<CaseSummary, StoreError> {
        let column = |column| StoreError::Damaged { table: "support_case", column };
        Ok(CaseSummary {
            id: read(&row.id, "support_case", "id")?,
            number: CaseNumber::from_count(row.number),
            title: row.title,
            status: read(&row.status, "support_case", "status")?,
            resolution: read_some(row.resolution.as_deref(), "support_case", "resolution")?,
            priority: Priority::from_rank(row.priority).ok_or(column("priority"))?,
            product: row.product,
            organization: row.organization,
            requester: row.requester,
            assignee: row.assignee,
            opened_at: Moment(row.opened_at),
            changed_at: Moment(row.changed_at),
            closed_at: row.closed_at.map(Moment),
        })
    }
}

/// Begins the pick of a list's rows: only columns of `support_case c` are looked at until the page is cut, so that an
/// index gives the order. Conditions, order and limit follow; [`summaries`] ends it.
pub fn pick() -> Statement {
    sql("WITH picked AS (SELECT c.id, c.number, c.title, c.status, c.resolution, c.priority, c.product_id,
       c.organization_id, c.requester_id, c.assignee_id, c.opened_at, c.changed_at, c.closed_at
  FROM support_case c WHERE")
}

/// Names what was picked; the order has to be said once more.
pub fn summaries(picked: Statement, order: &'static str) -> Statement {
    picked
        .push(
            ")
SELECT c.id, c.number, c.title, c.status, c.resolution, c.priority, p.name AS product, o.name AS organization,
       r.name AS requester, a.name AS assignee, c.opened_at, c.changed_at, c.closed_at
  FROM picked c
  JOIN product p ON p.id = c.product_id
  JOIN organization o ON o.id = c.organization_id
  JOIN person r ON r.id = c.requester_id
  LEFT JOIN person a ON a.id = c.assignee_id",
        )
        .push(order)
}

/// Appends what every list is narrowed by.
pub fn within(
    mut statement: Statement,
    statuses: &[Status],
    products: &[crate::values::ProductId],
    priorities: &[Priority],
) -> Statement {
    if !statuses.is_empty() {
        statement = statement.push_list(" AND c.status IN ", statuses.iter().map(|status| status.code()));
    }
    if !products.is_empty() {
        statement = statement.push_list(" AND c.product_id IN ", products);
    }
    if !priorities.is_empty() {
        statement = statement.push_list(" AND c.priority IN ", priorities.iter().map(|priority| priority.rank()));
    }
    statement
}

/// Appends a search by number, here or at an old desk, or by words of the title, in any case.
pub fn searched(mut statement: Statement, search: &str) -> Statement {
    if search.is_empty() {
        return statement;
    }
    let number = search.parse::<CaseNumber>().map(CaseNumber::count).or_else(|_| search.parse::<i64>());
    statement = statement.push(" AND (");
    if let Ok(number) = number {
        statement = statement.push_bind("c.number = ", number).push(" OR ");
    }
    statement = statement.push_bind("c.origin_number = ", search).push(" OR (1 = 1");
    for word in search.split_whitespace().take(WORDS_MOST) {
        statement = statement.push_bind(" AND LOWER(c.title) LIKE ", like(word)).push(" ESCAPE '\\'");
    }
    statement.push("))")
}

/// A pattern that finds a word anywhere. A letter outside ASCII matches any one character: SQLite's LOWER leaves such
/// letters as they are, and `É` has to find `é` on both databases.
fn like(word: &str) -> String {
    let mut pattern = String::from("%");
    for c in word.chars() {
        match c {
            '%' | '_' | '\\' => pattern.extend(['\\', c]),
            c if c.is_ascii() => pattern.push(c.to_ascii_lowercase()),
            _ => pattern.push('_'),
        }
    }
    pattern.push('%');
    pattern
}

/// Other cases of a case's organization, the last changed first.
pub async fn of_organization(
    db: &Db,
    permit: &Permit<act::ReadCases>,
    case: &Held<CaseId>,
    most: i64,
) -> Result<Vec<CaseSummary>, StoreError> {
    const ORDER: &str = " ORDER BY c.changed_at DESC, c.number DESC";
    let statement = cases_in_reach(pick(), permit)
        .push_bind(" AND c.organization_id = (SELECT k.organization_id FROM support_case k WHERE k.id = ", &**case)
        .push_bind(") AND c.id <> ", &**case)
        .push(ORDER)
        .push_bind(" LIMIT ", most);
    let rows: Vec<SummaryRow> = db.all(permit, summaries(statement, ORDER)).await?;
    rows.into_iter().map(CaseSummary::try_from).collect()
}

/// The case list, a page of it (CASE-11, CASE-12).
pub async fn list(
    db: &Db,
    permit: &Permit<act::ReadCases>,
    filter: &CaseFilter,
    now: Moment,
) -> Result<Page<CaseSummary>, StoreError> {
    list_rows(db, permit, filter, now, PAGE).await
}

/// As [`list`], with at most `most` rows: a file takes more at once than a screen.
pub async fn list_rows(
    db: &Db,
    permit: &Permit<act::ReadCases>,
    filter: &CaseFilter,
    now: Moment,
    most: usize,
) -> Result<Page<CaseSummary>, StoreError> {
    let mut statement = cases_in_reach(pick(), permit);
    if let (Scope::Mine, Some(person)) = (filter.scope, permit.person()) {
        statement = mine(statement, person);
    }
    statement = within(statement, &filter.statuses, &filter.products, &filter.priorities);
    if let Some(since) = filter.closed_since(now) {
        statement = statement.push_bind(" AND (c.closed_at IS NULL OR c.changed_at >= ", since).push(")");
    }
    statement = searched(statement, &filter.search);
    if let Some(Cursor { key, id: number }) = &filter.after {
        statement = match filter.sort {
            Sort::Changed => {
                statement.push_bind(" AND (c.changed_at, c.number) < (", *key).push_bind(", ", number.count()).push(")")
            }
            Sort::Opened => {
                statement.push_bind(" AND (c.opened_at, c.number) < (", *key).push_bind(", ", number.count()).push(")")
            }
            Sort::Priority => statement
                .push_bind(" AND c.priority >= ", *key)
                .push_bind(" AND (c.priority > ", *key)
                .push_bind(" OR c.number < ", number.count())
                .push(")"),
        };
    }
    let order = match filter.sort {
        Sort::Changed => " ORDER BY c.changed_at DESC, c.number DESC",
        Sort::Opened => " ORDER BY c.opened_at DESC, c.number DESC",
        Sort::Priority => " ORDER BY c.priority, c.number DESC",
    };
    let statement = summaries(statement.push(order).push_bind(" LIMIT ", most as i64 + 1), order);
    let rows: Vec<SummaryRow> = db.all(permit, statement).await?;
    let rows = rows.into_iter().map(CaseSummary::try_from).collect::<Result<Vec<_>, _>>()?;
    Ok(cut(rows, most, |case| match filter.sort {
        Sort::Changed => case.changed_at.0,
        Sort::Opened => case.opened_at.0,
        Sort::Priority => case.priority.rank(),
    }))
}

/// Requested, worked on or watched by a person.
fn mine(statement: Statement, person: &PersonId) -> Statement {
    statement
        .push_bind(" AND c.id IN (SELECT id FROM support_case WHERE requester_id = ", person)
        .push_bind(" UNION ALL SELECT id FROM support_case WHERE assignee_id = ", person)
        .push_bind(" UNION ALL SELECT case_id FROM watcher WHERE person_id = ", person)
        .push(")")
}

/// Cuts the row that only tells that there is more.
fn cut(mut rows: Vec<CaseSummary>, most: usize, key: impl Fn(&CaseSummary) -> i64) -> Page<CaseSummary> {
    let is_more = rows.len() > most;
    rows.truncate(most);
    let next = rows.last().filter(|_| is_more).map(|last| Cursor { key: key(last), id: last.number });
    Page { rows, next }
}

/// The open cases that changed last, at most `most`.
pub async fn open_cases(db: &Db, permit: &Permit<act::ReadCases>, most: i64) -> Result<Vec<CaseSummary>, StoreError> {
    const ORDER: &str = " ORDER BY c.changed_at DESC, c.number DESC";
    let picked = cases_in_reach(pick(), permit).push(" AND c.closed_at IS NULL").push(ORDER).push_bind(" LIMIT ", most);
    let rows: Vec<SummaryRow> = db.all(permit, summaries(picked, ORDER)).await?;
    rows.into_iter().map(CaseSummary::try_from).collect()
}

/// What stands around a list: the filter's choices, saved views, and whether a draft waits.
pub struct ListFrame {
    pub products: Vec<ProductName>,
    pub views: Vec<SavedView>,
    pub draft: bool,
}

#[derive(serde::Deserialize)]
struct FrameRow {
    part: String,
    id: String,
    name: String,
    query: Option<String>,
}

const FRAME: &str = "
SELECT 'product' AS part, p.id, p.name, CAST(NULL AS TEXT) AS query, p.position AS rank
  FROM product p
 WHERE $1 = 1 OR EXISTS (SELECT 1 FROM entitlement e WHERE e.product_id = p.id AND e.organization_id = $2)
UNION ALL
SELECT 'view', v.id, v.name, v.query, v.created_at FROM saved_view v WHERE v.person_id = $3
UNION ALL
SELECT 'draft', d.id, '', '', d.updated_at FROM draft d
 WHERE d.person_id = $3 AND d.organization_id = $2 AND d.scope = 'case'
ORDER BY rank";

pub async fn frame(db: &Db, permit: &Permit<act::ReadCases>) -> Result<ListFrame, StoreError> {
    let mut frame = ListFrame { products: Vec::new(), views: Vec::new(), draft: false };
    let Some(who) = permit.actor().signed_in() else { return Ok(frame) };
    let all = permit.reach() == Reach::Everywhere;
    let statement = sql(FRAME).bind(all).bind(&who.standing.organization).bind(&who.person);
    let rows: Vec<FrameRow> = db.all(permit, statement).await?;
    for row in rows {
        match row.part.as_str() {
            "product" => frame.products.push(ProductName { id: read(&row.id, "product", "id")?, name: row.name }),
            "view" => frame.views.push(SavedView {
                id: read(&row.id, "saved_view", "id")?,
                name: row.name,
                query: row.query.unwrap_or_default(),
            }),
            _ => frame.draft = true,
        }
    }
    Ok(frame)
}

#[cfg(test)]
mod tests {
    use super::like;

    #[test]
    fn case_11_signs_of_a_pattern_are_searched_as_themselves_and_accents_match_in_any_case() {
        assert_eq!(like("50%_\\"), "%50\\%\\_\\\\%");
        assert_eq!(like("Medición"), "%medici_n%");
    }
}
