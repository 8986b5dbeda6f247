//! The SQL of the desk and nothing else; a case's own statements are those of `cases::server::store`.

use super::super::model::*;
use crate::{
    features::cases::{
        model::{CaseSummary, ProductName, Status},
        server::store::{SummaryRow, pick, searched, summaries, within},
    },
    policy::act,
    server::{
        authz::{Permit, cases_in_reach},
        db::{Db, Statement, StoreError, sql},
    },
    values::{Cursor, Page},
};

/// Rows of a page.
const PAGE: usize = 25;
/// Cases of a lane are counted up to here: more is "a lot".
const COUNT_MOST: i64 = 1_000;
/// Organizations that the filter offers.
const ORGANIZATIONS_MOST: i64 = 500;
/// A cursor's key is the priority's rank times this, plus the instant of the last change in milliseconds.
const RANK: i64 = 100_000_000_000_000;

const ORDER: &str = " ORDER BY c.priority, c.changed_at, c.number";

/// A page of the queue: most urgent first, then longest untouched.
pub async fn queue(
    db: &Db,
    permit: &Permit<act::WorkDesk>,
    filter: &DeskFilter,
) -> Result<Page<CaseSummary>, StoreError> {
    let mut statement = cases_in_reach(pick(), permit);
    if !filter.statuses.contains(&Status::Closed) {
        statement = statement.push(" AND c.closed_at IS NULL");
    }
    statement = lane(statement, filter.lane, permit);
    statement = within(statement, &filter.statuses, &filter.products, &filter.priorities);
    if let Some(organization) = &filter.organization {
        statement = statement.push_bind(" AND c.organization_id = ", organization);
    }
    statement = searched(statement, &filter.search);
    if let Some(Cursor { key, id: number }) = &filter.after {
        statement = statement
            .push_bind(" AND (c.priority, c.changed_at, c.number) > (", key.div_euclid(RANK))
            .push_bind(", ", key.rem_euclid(RANK))
            .push_bind(", ", number.count())
            .push(")");
    }
    let statement = summaries(statement.push(ORDER).push_bind(" LIMIT ", PAGE as i64 + 1), ORDER);
    let rows: Vec<SummaryRow> = db.all(permit, statement).await?;
    let mut rows = rows.into_iter().map(CaseSummary::try_from).collect::<Result<Vec<_>, _>>()?;
    let is_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let key = |case: &CaseSummary| case.priority.rank() * RANK + case.changed_at.0;
    let next = rows.last().filter(|_| is_more).map(|last| Cursor { key: key(last), id: last.number });
    Ok(Page { rows, next })
}

fn lane(statement: Statement, lane: Lane, permit: &Permit<act::WorkDesk>) -> Statement {
    match lane {
        Lane::Unassigned => statement.push(" AND c.assignee_id IS NULL"),
        Lane::Mine => statement.push_bind(" AND c.assignee_id = ", permit.person()),
        Lane::All => statement,
    }
}

/// What stands around the queue: counts of the lanes, and the filter's choices.
#[derive(Default)]
pub struct QueueFrame {
    /// In the order of `Lane::ALL`.
    pub counts: Vec<i64>,
    pub products: Vec<ProductName>,
    pub organizations: Vec<OrganizationName>,
}

#[derive(serde::Deserialize)]
struct FrameRow {
    part: String,
    id: String,
    name: String,
    n: i64,
}

/// $1 reader, $2 the most that is counted, $3 the most organizations.
const FRAME: &str = "
SELECT 'unassigned' AS part, '' AS id, '' AS name,
       (SELECT COUNT(*) FROM (SELECT 1 FROM support_case c WHERE c.closed_at IS NULL AND c.assignee_id IS NULL LIMIT $2) x) AS n
UNION ALL
SELECT 'mine', '', '',
       (SELECT COUNT(*) FROM (SELECT 1 FROM support_case c WHERE c.closed_at IS NULL AND c.assignee_id = $1 LIMIT $2) x)
UNION ALL
SELECT 'all', '', '', (SELECT COUNT(*) FROM (SELECT 1 FROM support_case c WHERE c.closed_at IS NULL LIMIT $2) x)
UNION ALL
SELECT 'product', p.id, p.name, p.position FROM product p
UNION ALL
SELECT 'organization', o.id, o.name, 0
  FROM (SELECT o.id, o.name FROM organization o
         WHERE EXISTS (SELECT 1 FROM support_case c WHERE c.organization_id = o.id AND c.closed_at IS NULL)
         ORDER BY o.name LIMIT $3) o";

pub async fn frame(db: &Db, permit: &Permit<act::WorkDesk>) -> Result<QueueFrame, StoreError> {
    let statement = sql(FRAME).bind(permit.person()).bind(COUNT_MOST).bind(ORGANIZATIONS_MOST);
    let mut rows: Vec<FrameRow> = db.all(permit, statement).await?;
    rows.sort_by(|x, y| (x.n, &x.name).cmp(&(y.n, &y.name)));
    let mut frame = QueueFrame { counts: vec![0; Lane::ALL.len()], ..QueueFrame::default() };
    for row in rows {
        let damaged = |table| StoreError::Damaged { table, column: "id" };
        match row.part.as_str() {
            "product" => {
                frame.products.push(ProductName { id: row.id.parse().map_err(|_| damaged("product"))?, name: row.name })
            }
            "organization" => frame
                .organizations
                .push(OrganizationName { id: row.id.parse().map_err(|_| damaged("organization"))?, name: row.name }),
            lane => {
                let at = Lane::ALL.iter().position(|l| l.code() == lane);
                if let Some(count) = at.and_then(|at| frame.counts.get_mut(at)) {
                    *count = row.n;
                }
            }
        }
    }
    Ok(frame)
}
