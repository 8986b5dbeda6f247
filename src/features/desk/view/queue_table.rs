use super::{deed::Deeds, queue_row::QueueRow, selection::Selection};
use crate::{
    app::use_language,
    features::cases::model::CaseSummary,
    i18n::text::desk as t,
    ui::Table,
    values::{CaseId, Moment},
};
use leptos::prelude::*;

/// The rows of the queue, most urgent first.
#[component]
pub(super) fn QueueTable(
    rows: Signal<Vec<CaseSummary>>,
    #[prop(into)] now: Signal<Moment>,
    /// Those that came while the page was open.
    #[prop(into)]
    fresh: Signal<Vec<CaseId>>,
    selection: Selection,
    deeds: Deeds,
) -> impl IntoView {
    let language = use_language();
    view! {
        <div class="cases-table">
        <Table label=t::queue(language) stack=true>
            <thead>
                <tr>
                    <th scope="col">{t::priority(language)}</th>
                    <th scope="col">{t::number(language)}</th>
                    <th scope="col">{t::title(language)}</th>
                    <th scope="col">{t::organization(language)}</th>
                    <th scope="col">{t::product(language)}</th>
                    <th scope="col">{t::status(language)}</th>
                    <th scope="col">{t::opened(language)}</th>
                    <th scope="col">{t::assignee(language)}</th>
                </tr>
            </thead>
            <tbody>
                <For each=move || rows.get() key=|row| row.id.clone() let:first>
                    <QueueRow row=latest(rows, first.clone()) now=now
                        fresh=Signal::derive(move || fresh.with(|fresh| fresh.contains(&first.id)))
                        selection=selection deeds=deeds/>
                </For>
            </tbody>
        </Table>
        </div>
    }
    .into_any()
}

/// What the last answer says of a case; what it said before, if the case left the queue.
fn latest(rows: Signal<Vec<CaseSummary>>, first: CaseSummary) -> Memo<CaseSummary> {
    Memo::new(move |before: Option<&CaseSummary>| {
        let found = rows.with(|rows| rows.iter().find(|row| row.id == first.id).cloned());
        found.unwrap_or_else(|| before.unwrap_or(&first).clone())
    })
}
