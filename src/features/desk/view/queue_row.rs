use super::{
    super::api::TakeCase,
    deed::{Deed, Deeds},
    selection::{Selection, title_id},
};
use crate::{
    app::{use_language, use_viewer},
    features::cases::{
        model::CaseSummary,
        view::{Ago, CasePriority, CaseStatus},
    },
    i18n::text::desk as t,
    policy::Action,
    route,
    ui::{Badge, Button, Size, Symbol, Tone},
    values::{CaseNumber, Moment},
};
use leptos::prelude::*;
use server_fn::ServerFn;

/// A case in the queue. It stands for one case and changes in place, so that the focus stays where it is.
#[component]
pub(super) fn QueueRow(
    row: Memo<CaseSummary>,
    #[prop(into)] now: Signal<Moment>,
    /// Came while the page was open.
    #[prop(into)]
    fresh: Signal<bool>,
    selection: Selection,
    deeds: Deeds,
) -> impl IntoView {
    let language = use_language();
    let (id, number) = row.with_untracked(|row| (row.id.clone(), row.number));
    let selected = id.clone();
    view! {
        <tr
            data-selected=move || selection.is(&selected).then_some("true")
            on:focusin=move |_| selection.select(id.clone())
        >
            <td>{move || view! { <CasePriority priority=row.get().priority/> }}</td>
            <td data-nowrap=""><span class="number">{number.to_string()}</span></td>
            <td data-cell="main">
                <a class="table-main" id=title_id(number) href=route::case(number)>{move || row.get().title}</a>
                {move || fresh.get().then(|| view! { " " <Badge text=t::fresh(language) tone=Tone::Info/> })}
            </td>
            <td>{move || row.get().organization}</td>
            <td>{move || row.get().product}</td>
            <td>{move || view! { <CaseStatus status=row.get().status resolution=row.get().resolution/> }}</td>
            <td data-label=format!("{}:", t::opened(language)) data-nowrap="">
                {move || view! { <Ago at=row.get().opened_at now=now.get()/> }}
            </td>
            <td data-label=move || row.get().assignee.map(|_| format!("{}:", t::assignee(language)))>
                <Assignee row deeds/>
            </td>
        </tr>
    }
    .into_any()
}

/// Who works on the case; if nobody does, the way to take it.
#[component]
fn Assignee(row: Memo<CaseSummary>, deeds: Deeds) -> impl IntoView {
    let number = row.with_untracked(|row| row.number);
    let may_take = use_viewer().can(Action::AssignCase).is_ok();
    let assignee = Memo::new(move |_| row.get().assignee);
    move || match assignee.get() {
        Some(name) => name.into_any(),
        None if may_take => view! { <Take number deeds/> }.into_any(),
        None => t::nobody(use_language()).into_any(),
    }
}

#[component]
fn Take(number: CaseNumber, deeds: Deeds) -> impl IntoView {
    let case = number.to_string();
    let busy = deeds.busy(move |deed| deed.case() == case);
    view! {
        <form method="post" action=TakeCase::PATH on:submit=move |event| deeds.submit(&event, Deed::Take)>
            <input type="hidden" name="case" value=number.to_string()/>
            <Button label=t::take(use_language()) size=Size::Small symbol=Symbol::UserPlus busy=busy
                attr:aria-describedby=title_id(number)/>
        </form>
    }
    .into_any()
}
