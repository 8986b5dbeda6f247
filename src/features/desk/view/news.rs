use super::super::model::{DeskContent, DeskFilter};
use crate::values::{CaseId, Moment};

/// What came since the queue was first shown with its filter.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct News {
    filter: DeskFilter,
    since: Moment,
    known: Vec<CaseId>,
    /// The cases that came, as far as they are still there.
    pub(super) fresh: Vec<CaseId>,
}

impl News {
    /// A case is news if it was not there before and something happened to it: rows that only moved up a page are not.
    pub(super) fn after(before: Option<&News>, filter: &DeskFilter, content: &DeskContent) -> News {
        let known: Vec<CaseId> = content.rows.iter().map(|row| row.id.clone()).collect();
        let Some(before) = before.filter(|before| before.filter == *filter) else {
            return News { filter: filter.clone(), since: content.now, known, fresh: Vec::new() };
        };
        let is_fresh = |id: &CaseId, changed_at: Moment| {
            before.fresh.contains(id) || (!before.known.contains(id) && changed_at > before.since)
        };
        let fresh = content.rows.iter().filter(|row| is_fresh(&row.id, row.changed_at));
        News { known, fresh: fresh.map(|row| row.id.clone()).collect(), ..before.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::cases::model::{CaseSummary, Priority, Status};

    fn row(n: u8, changed_at: i64) -> CaseSummary {
        CaseSummary {
            id: format!("00000000-0000-7000-8000-0000000000{n:02}").parse().expect("an id"),
            number: crate::values::CaseNumber::from_count(i64::from(n)),
            title: String::new(),
            status: Status::New,
            resolution: None,
            priority: Priority::P3,
            product: String::new(),
            organization: String::new(),
            requester: String::new(),
            assignee: None,
            opened_at: Moment(0),
            changed_at: Moment(changed_at),
            closed_at: None,
        }
    }

    fn content(now: i64, rows: &[CaseSummary]) -> DeskContent {
        DeskContent {
            rows: rows.to_vec(),
            next: None,
            counts: vec![0, 0, 0],
            now: Moment(now),
            products: Vec::new(),
            organizations: Vec::new(),
        }
    }

    #[test]
    fn a_case_that_arrives_is_news_until_the_queue_is_left() {
        let filter = DeskFilter::default();
        let first = News::after(None, &filter, &content(10, &[row(1, 5)]));
        assert!(first.fresh.is_empty());
        let second = News::after(Some(&first), &filter, &content(20, &[row(2, 15), row(1, 5)]));
        assert_eq!(second.fresh, [row(2, 0).id]);
        let third = News::after(Some(&second), &filter, &content(30, &[row(2, 15), row(1, 25)]));
        assert_eq!(third.fresh, [row(2, 0).id], "a known case that changed is no news");
        let other = DeskFilter { search: "x".to_owned(), ..DeskFilter::default() };
        assert!(News::after(Some(&third), &other, &content(40, &[row(3, 35)])).fresh.is_empty());
    }

    #[test]
    fn a_row_that_only_moved_up_from_the_next_page_is_no_news() {
        let filter = DeskFilter::default();
        let first = News::after(None, &filter, &content(10, &[row(1, 5), row(2, 4)]));
        let taken = News::after(Some(&first), &filter, &content(20, &[row(2, 4), row(3, 3)]));
        assert!(taken.fresh.is_empty());
    }
}
