use crate::{
    app::{Shortcuts, use_shortcuts},
    features::cases::model::CaseSummary,
    values::{CaseId, CaseNumber},
};
use leptos::prelude::*;

/// Which row of the queue keys act on: the row that has, or last had, the focus. It follows its case when rows move.
#[derive(Clone, Copy)]
pub(super) struct Selection {
    case: RwSignal<Option<CaseId>>,
    /// Where the row was: if its case leaves the queue, keys go on from there.
    place: StoredValue<usize>,
    rows: Signal<Vec<CaseSummary>>,
    shortcuts: Shortcuts,
}

impl Selection {
    pub(super) fn new(rows: Signal<Vec<CaseSummary>>) -> Selection {
        Selection { case: RwSignal::default(), place: StoredValue::default(), rows, shortcuts: use_shortcuts() }
    }

    pub(super) fn select(self, case: CaseId) {
        let place = self.rows.with_untracked(|rows| rows.iter().position(|row| row.id == case));
        self.place.set_value(place.unwrap_or_default());
        self.case.set(Some(case));
    }

    pub(super) fn is(self, case: &CaseId) -> bool {
        self.case.with(|selected| selected.as_ref() == Some(case))
    }

    /// The selected row, if it is still there.
    pub(super) fn row(self) -> Option<CaseSummary> {
        let case = self.case.get_untracked()?;
        self.rows.with_untracked(|rows| rows.iter().find(|row| row.id == case).cloned())
    }

    /// Moves the focus one row down.
    pub(super) fn next(self) {
        let place = self.row().map_or_else(|| self.place.get_value(), |row| self.place_of(&row) + 1);
        self.go(place);
    }

    /// Moves the focus one row up.
    pub(super) fn previous(self) {
        let place = self.row().map_or_else(|| self.place.get_value(), |row| self.place_of(&row));
        self.go(place.saturating_sub(1));
    }

    fn place_of(self, row: &CaseSummary) -> usize {
        self.rows.with_untracked(|rows| rows.iter().position(|other| other.id == row.id)).unwrap_or_default()
    }

    fn go(self, place: usize) {
        let number = self.rows.with_untracked(|rows| {
            let last = rows.len().checked_sub(1)?;
            rows.get(place.min(last)).map(|row| row.number)
        });
        if let Some(number) = number {
            self.shortcuts.focus(title_id(number));
        }
    }
}

/// The id of the link that names a row; it takes the focus when the row is selected.
pub(super) fn title_id(number: CaseNumber) -> String {
    format!("case-{number}")
}
