use super::{super::model::*, SEARCH_MOST};
use crate::{
    route,
    values::{Cursor, DAY_MS, Moment, ProductId},
};
use std::fmt;

impl CaseFilter {
    /// Reads a query string; a form's repeated names are a list. What it does not know it leaves out: an address typed
    /// by hand still shows a list.
    pub fn parse(query: &str) -> CaseFilter {
        let mut filter = CaseFilter::default();
        for (name, value) in route::pairs(query) {
            match name.as_str() {
                "scope" => filter.scope = value.parse().unwrap_or(filter.scope),
                "status" => add(&mut filter.statuses, value.parse::<Status>().ok()),
                "product" => add(&mut filter.products, value.parse::<ProductId>().ok()),
                "priority" => add(&mut filter.priorities, value.parse::<Priority>().ok()),
                "period" => filter.period = value.parse().unwrap_or(filter.period),
                "q" => filter.search = value.trim().chars().take(SEARCH_MOST).collect::<String>().trim_end().to_owned(),
                "sort" => filter.sort = value.parse().unwrap_or(filter.sort),
                "after" => filter.after = value.parse().ok(),
                _ => {}
            }
        }
        filter
    }

    /// The query string, without a leading `?`. What stands at its default is left out, so that one list has one address.
    pub fn to_query(&self) -> String {
        self.to_string()
    }

    /// The address of the list with this filter.
    pub fn href(&self) -> String {
        route::with_query(route::CASES, &self.to_string())
    }

    /// The same filter, beginning behind a row.
    pub fn behind(&self, after: Option<Cursor>) -> CaseFilter {
        CaseFilter { after, ..self.clone() }
    }

    /// The same filter from its beginning, as it is saved.
    pub fn from_beginning(&self) -> CaseFilter {
        self.behind(None)
    }

    /// Does it leave out cases that its scope has?
    pub fn narrows(&self) -> bool {
        let bare = CaseFilter { scope: self.scope, sort: self.sort, ..CaseFilter::default() };
        self.from_beginning() != bare
    }

    /// The instant before which closed cases are left out; open ones never are (CASE-11).
    pub fn closed_since(&self, now: Moment) -> Option<Moment> {
        let days = match self.period {
            Period::Month => 30,
            Period::Quarter => 90,
            Period::Year => 365,
            Period::Ever => return None,
        };
        Some(now.plus_ms(-days * DAY_MS))
    }
}

fn add<T: PartialEq>(list: &mut Vec<T>, value: Option<T>) {
    if let Some(value) = value.filter(|value| !list.contains(value)) {
        list.push(value);
    }
}

impl Default for CaseFilter {
    /// All that the reader may see, the last changed first.
    fn default() -> CaseFilter {
        CaseFilter {
            scope: Scope::Organization,
            statuses: Vec::new(),
            products: Vec::new(),
            priorities: Vec::new(),
            period: Period::Ever,
            search: String::new(),
            sort: Sort::Changed,
            after: None,
        }
    }
}

impl fmt::Display for CaseFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let default = CaseFilter::default();
        let mut pairs: Vec<(&str, String)> = Vec::new();
        let mut put = |name, value: String, is_default: bool| {
            if !is_default {
                pairs.push((name, value));
            }
        };
        put("scope", self.scope.to_string(), self.scope == default.scope);
        self.statuses.iter().for_each(|status| put("status", status.to_string(), false));
        self.products.iter().for_each(|product| put("product", product.to_string(), false));
        self.priorities.iter().for_each(|priority| put("priority", priority.to_string(), false));
        put("period", self.period.to_string(), self.period == default.period);
        put("q", self.search.clone(), self.search.is_empty());
        put("sort", self.sort.to_string(), self.sort == default.sort);
        self.after.iter().for_each(|after| put("after", after.to_string(), false));
        let query: Vec<String> =
            pairs.into_iter().map(|(name, value)| format!("{name}={}", route::encode(&value))).collect();
        f.write_str(&query.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::CaseNumber;

    fn full() -> CaseFilter {
        let id = |n: u8| format!("00000000-0000-7000-8000-0000000000{n:02}");
        CaseFilter {
            scope: Scope::Mine,
            statuses: vec![Status::New, Status::Closed],
            products: vec![id(1).parse().expect("an id"), id(2).parse().expect("an id")],
            priorities: vec![Priority::P1, Priority::P2],
            period: Period::Quarter,
            search: "báscula & 4 % = +1".to_owned(),
            sort: Sort::Priority,
            after: Some(Cursor { key: -1, id: CaseNumber::from_count(3) }),
        }
    }

    #[test]
    fn case_11_the_address_of_a_list_reads_back() {
        assert_eq!(CaseFilter::parse(&full().to_query()), full());
        assert_eq!(CaseFilter::parse(&format!("?{}", full().to_query())), full());
        assert_eq!(CaseFilter::default().href(), "/cases");
        assert_eq!(CaseFilter::parse(""), CaseFilter::default());
    }

    #[test]
    fn case_11_forms_repeat_a_name_and_unknown_values_narrow_nothing() {
        let filter = CaseFilter::parse("status=new&status=assigned&status=new&status=nosuch&status=");
        assert_eq!(filter.statuses, [Status::New, Status::Assigned]);
        let strange = "?scope=all&product=1&priority=P9&period=7d&q=+&sort=title&after=x&color=red&&=";
        assert_eq!(CaseFilter::parse(strange), CaseFilter::default());
    }

    #[test]
    fn a_long_search_is_cut() {
        assert_eq!(CaseFilter::parse(&format!("q={}", "ñ".repeat(500))).search.chars().count(), SEARCH_MOST);
    }

    #[test]
    fn case_11_scope_and_sort_do_not_narrow() {
        assert!(!CaseFilter::parse("scope=mine&sort=opened&after=1~3A").narrows());
        assert!(CaseFilter::parse("period=30d").narrows() && CaseFilter::parse("q=a").narrows());
    }
}
