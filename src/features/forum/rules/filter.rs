use super::super::model::*;
use crate::{
    route,
    values::{Cursor, ThreadId},
};
use std::fmt;

impl ThreadFilter {
    /// Reads a query string. What it does not know it leaves out: an address typed by hand still shows a list.
    pub fn parse(query: &str) -> ThreadFilter {
        let mut filter = ThreadFilter::default();
        for (name, value) in route::pairs(query) {
            match name.as_str() {
                "in" => filter.place = value.parse().ok(),
                "show" => filter.show = value.parse().unwrap_or(filter.show),
                "order" => filter.order = value.parse().unwrap_or(filter.order),
                "after" => filter.after = value.parse().ok(),
                _ => {}
            }
        }
        filter
    }

    /// The address of the list with this filter. What stands at its default is left out, so that one list has one address.
    pub fn href(&self) -> String {
        route::with_query(route::FORUM, &self.to_string())
    }

    /// The same filter, beginning behind a row.
    pub fn behind(&self, after: Option<Cursor<ThreadId>>) -> ThreadFilter {
        ThreadFilter { after, ..self.clone() }
    }

    /// Does it leave out threads?
    pub fn narrows(&self) -> bool {
        self.place.is_some() || self.show != Show::All
    }
}

impl Default for ThreadFilter {
    fn default() -> ThreadFilter {
        ThreadFilter { place: None, show: Show::All, order: Order::Activity, after: None }
    }
}

impl fmt::Display for ThreadFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let default = ThreadFilter::default();
        let pairs = [
            ("in", self.place.as_ref().map(ForumPlace::to_string)),
            ("show", (self.show != default.show).then(|| self.show.to_string())),
            ("order", (self.order != default.order).then(|| self.order.to_string())),
            ("after", self.after.as_ref().map(Cursor::to_string)),
        ];
        let query: Vec<String> =
            pairs.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", route::encode(&value?)))).collect();
        f.write_str(&query.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forum_1_the_address_of_a_list_reads_back() {
        let id = |n: u8| format!("00000000-0000-7000-8000-0000000000{n:02}");
        let full = ThreadFilter {
            place: Some(ForumPlace {
                product: id(1).parse().expect("an id"),
                category: Some(id(2).parse().expect("an id")),
            }),
            show: Show::Open,
            order: Order::Votes,
            after: Some(Cursor { key: 12, id: id(3).parse().expect("an id") }),
        };
        assert_eq!(ThreadFilter::parse(&full.to_string()), full);
        assert_eq!(ThreadFilter::default().href(), "/forum");
        assert_eq!(ThreadFilter::parse("?in=1&show=x&order=&after=2&&=").href(), "/forum");
        assert!(full.narrows() && !full.behind(None).href().contains("after"));
    }
}
