//! The filter of the case list as its page's query string, the same in both rooms.

use super::model::{CaseFilter, Period, Priority, Scope, Sort, Status};
use crate::{
    route,
    values::{Cursor, ProductId},
};
use std::fmt;

/// Longer words are cut: nothing that is looked for is longer than a title.
const SEARCH_MOST: usize = 200;

impl CaseFilter {
    /// Reads a query string; what is unknown or empty narrows nothing.
    pub fn parse(query: &str) -> CaseFilter {
        let mut filter = CaseFilter::default();
        for (name, value) in route::pairs(query) {
            match name.as_str() {
                "scope" => filter.scope = value.parse().unwrap_or_default(),
                "status" => filter.statuses.extend(value.parse::<Status>()),
                "product" => filter.products.extend(value.parse::<ProductId>()),
                "priority" => filter.priorities.extend(value.parse::<Priority>()),
                "period" => filter.period = value.parse().unwrap_or_default(),
                "q" => filter.search = value.trim().chars().take(SEARCH_MOST).collect(),
                "sort" => filter.sort = value.parse().unwrap_or_default(),
                "after" => filter.after = value.parse().ok(),
                _ => {}
            }
        }
        filter
    }

    /// The query string; what stands at its default is left out, so that one list has one address.
    pub fn to_query(&self) -> String {
        self.to_string()
    }

    /// The address of the list with this filter.
    pub fn href(&self) -> String {
        route::with_query(route::CASES, &self.to_query())
    }

    /// The same filter on other people's cases, from its beginning.
    pub fn on(&self, scope: Scope) -> CaseFilter {
        CaseFilter { scope, after: None, ..self.clone() }
    }

    /// The same filter in another order, from its beginning.
    pub fn by(&self, sort: Sort) -> CaseFilter {
        CaseFilter { sort, after: None, ..self.clone() }
    }

    /// The same filter, beginning behind a row.
    pub fn behind(&self, after: Option<Cursor>) -> CaseFilter {
        CaseFilter { after, ..self.clone() }
    }

    /// Does it leave out cases of its scope, apart from the period that every list has?
    pub fn narrows(&self) -> bool {
        let plain = CaseFilter { sort: self.sort, period: self.period, ..CaseFilter::default() };
        self.on(plain.scope) != plain
    }
}

impl Default for CaseFilter {
    fn default() -> CaseFilter {
        CaseFilter {
            scope: Scope::default(),
            statuses: Vec::new(),
            products: Vec::new(),
            priorities: Vec::new(),
            period: Period::default(),
            search: String::new(),
            sort: Sort::default(),
            after: None,
        }
    }
}

impl fmt::Display for CaseFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut pairs: Vec<(&str, String)> = Vec::new();
        if self.scope != Scope::default() {
            pairs.push(("scope", self.scope.to_string()));
        }
        pairs.extend(self.statuses.iter().map(|status| ("status", status.to_string())));
        pairs.extend(self.products.iter().map(|product| ("product", product.to_string())));
        pairs.extend(self.priorities.iter().map(|priority| ("priority", priority.to_string())));
        if self.period != Period::default() {
            pairs.push(("period", self.period.to_string()));
        }
        if !self.search.is_empty() {
            pairs.push(("q", self.search.clone()));
        }
        if self.sort != Sort::default() {
            pairs.push(("sort", self.sort.to_string()));
        }
        pairs.extend(self.after.iter().map(|after| ("after", after.to_string())));
        let query: Vec<String> =
            pairs.into_iter().map(|(name, value)| format!("{name}={}", route::encode(&value))).collect();
        f.write_str(&query.join("&"))
    }
}

impl Default for Scope {
    /// All that the reader may see: with the narrowest visibility that is what they asked for or watch.
    fn default() -> Scope {
        Scope::Organization
    }
}

impl Default for Sort {
    fn default() -> Sort {
        Sort::Changed
    }
}

impl Default for Period {
    /// Closed cases of three months; open ones are always shown.
    fn default() -> Period {
        Period::Quarter
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_11_the_address_of_a_list_reads_back() {
        let id = |n: u8| format!("00000000-0000-7000-8000-0000000000{n:02}");
        let filter = CaseFilter {
            scope: Scope::Mine,
            statuses: vec![Status::New, Status::Closed],
            products: vec![id(1).parse().expect("an id")],
            priorities: vec![Priority::P1, Priority::P2],
            period: Period::Ever,
            search: "báscula & 4 %".to_owned(),
            sort: Sort::Priority,
            after: Some(Cursor { key: 1_000_000_000_000, id: id(3) }),
        };
        assert_eq!(CaseFilter::parse(&filter.to_query()), filter);
        assert_eq!(CaseFilter::default().href(), "/cases");
    }

    #[test]
    fn case_11_what_a_form_leaves_empty_and_what_nobody_knows_narrows_nothing() {
        let filter = CaseFilter::parse("?scope=&q=+&product=&priority=P9&status=&period=x&after=&color=red");
        assert_eq!(filter, CaseFilter::default());
        assert!(!filter.narrows() && !filter.on(Scope::Mine).narrows());
        assert!(CaseFilter::parse("priority=P1").narrows());
    }
}
