use crate::{
    features::cases::model::{CaseSummary, Priority, ProductName, Status},
    policy::codes,
    route,
    values::{Cursor, Moment, OrganizationId, ProductId},
};
use serde::{Deserialize, Serialize};
use std::fmt;

codes! {
    /// Which part of the queue is shown.
    Lane {
        Unassigned = "unassigned",
        Mine = "mine",
        All = "all",
    }
}

/// What the queue shows; as text it is the query string of its page ([`DeskFilter::parse`] and `Display`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskFilter {
    pub lane: Lane,
    /// Empty: every status but closed.
    pub statuses: Vec<Status>,
    pub products: Vec<ProductId>,
    pub priorities: Vec<Priority>,
    pub organization: Option<OrganizationId>,
    /// Number, or words of the title.
    pub search: String,
    pub after: Option<Cursor>,
}

/// Characters that a search may have; what is longer is cut.
const SEARCH_MOST: usize = 200;

impl DeskFilter {
    /// Reads a query string. What it does not know it leaves out: an address typed by hand still shows a queue.
    pub fn parse(query: &str) -> DeskFilter {
        let mut filter = DeskFilter::default();
        for (name, value) in route::pairs(query) {
            match name.as_str() {
                "lane" => filter.lane = value.parse().unwrap_or_default(),
                "status" => filter.statuses.extend(value.parse::<Status>()),
                "product" => filter.products.extend(value.parse::<ProductId>()),
                "priority" => filter.priorities.extend(value.parse::<Priority>()),
                "organization" => filter.organization = value.parse().ok(),
                "q" => filter.search = value.trim().chars().take(SEARCH_MOST).collect(),
                "after" => filter.after = value.parse().ok(),
                _ => {}
            }
        }
        filter
    }

    /// The address of the queue with this filter.
    pub fn href(&self) -> String {
        route::with_query(route::DESK, &self.to_string())
    }

    /// The same filter on another lane, from its beginning.
    pub fn on(&self, lane: Lane) -> DeskFilter {
        DeskFilter { lane, after: None, ..self.clone() }
    }

    /// The same filter, beginning behind a row.
    pub fn behind(&self, after: Option<Cursor>) -> DeskFilter {
        DeskFilter { after, ..self.clone() }
    }

    /// Does it leave out cases of its lane?
    pub fn narrows(&self) -> bool {
        self.on(Lane::default()) != DeskFilter::default()
    }
}

impl fmt::Display for DeskFilter {
    /// The query string; what stands at its default is left out, so that one queue has one address.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut pairs: Vec<(&str, String)> = Vec::new();
        if self.lane != Lane::default() {
            pairs.push(("lane", self.lane.to_string()));
        }
        pairs.extend(self.statuses.iter().map(|status| ("status", status.to_string())));
        pairs.extend(self.products.iter().map(|product| ("product", product.to_string())));
        pairs.extend(self.priorities.iter().map(|priority| ("priority", priority.to_string())));
        pairs.extend(self.organization.iter().map(|organization| ("organization", organization.to_string())));
        if !self.search.is_empty() {
            pairs.push(("q", self.search.clone()));
        }
        pairs.extend(self.after.iter().map(|after| ("after", after.to_string())));
        let query: Vec<String> =
            pairs.into_iter().map(|(name, value)| format!("{name}={}", route::encode(&value))).collect();
        f.write_str(&query.join("&"))
    }
}

impl Default for Lane {
    /// What nobody has taken yet: where an engineer's work begins.
    fn default() -> Lane {
        Lane::Unassigned
    }
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
    /// Organizations with open cases, by name, for the filter; at most 500.
    pub organizations: Vec<OrganizationName>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationName {
    pub id: OrganizationId,
    pub name: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::CaseNumber;

    #[test]
    fn the_address_of_a_queue_reads_back() {
        let id = |n: u8| format!("00000000-0000-7000-8000-0000000000{n:02}");
        let filter = DeskFilter {
            lane: Lane::All,
            statuses: vec![Status::New, Status::Closed],
            products: vec![id(1).parse().expect("an id")],
            priorities: vec![Priority::P1, Priority::P2],
            organization: Some(id(2).parse().expect("an id")),
            search: "báscula & 4 %".to_owned(),
            after: Some(Cursor { key: 1_000_000_000_000, id: CaseNumber::from_count(3) }),
        };
        assert_eq!(DeskFilter::parse(&filter.to_string()), filter);
        assert_eq!(DeskFilter::default().href(), "/desk");
    }

    #[test]
    fn what_a_form_leaves_empty_and_what_nobody_knows_narrows_nothing() {
        let filter = DeskFilter::parse("?lane=&q=+&product=&priority=P9&status=&organization=x&after=&color=red");
        assert_eq!(filter, DeskFilter::default());
        assert!(!filter.narrows() && !filter.on(Lane::Mine).narrows());
        assert!(DeskFilter::parse("priority=P1").narrows());
    }
}
