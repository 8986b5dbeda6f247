use crate::{
    features::cases::model::{CaseSummary, Priority, ProductName, Status},
    policy::codes,
    values::{Cursor, Moment, OrganizationId, ProductId},
};
use serde::{Deserialize, Serialize};

codes! {
    /// Which part of the queue is shown.
    Lane {
        Unassigned = "unassigned",
        Mine = "mine",
        All = "all",
    }
}

/// What the queue shows; as text it is the query string of its page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskFilter {
    pub lane: Lane,
    /// Empty: every status but closed.
    pub statuses: Vec<Status>,
    pub products: Vec<ProductId>,
    pub priorities: Vec<Priority>,
    pub organization: Option<OrganizationId>,
    pub search: String,
    pub after: Option<Cursor>,
}

/// The queue: most urgent first, then longest untouched.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeskContent {
    pub rows: Vec<CaseSummary>,
    pub next: Option<Cursor>,
    /// Open cases of each lane, in the order of `Lane::ALL`; counted up to 1,000.
    pub counts: Vec<i64>,
    pub now: Moment,
    pub products: Vec<ProductName>,
}
