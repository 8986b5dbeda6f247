use crate::{
    features::cases::{
        model::{CasePageContent, Resolution, Status},
        rules::{Position, engineer_may_set},
        view::resolution_name,
    },
    i18n::Language,
    ui::{Button, SelectOption, Size},
    values::CaseNumber,
};
use leptos::{ev::SubmitEvent, prelude::*};

/// One line of the side column: a field, and the button that sends it.
#[component]
pub(super) fn RailForm(
    number: CaseNumber,
    action: &'static str,
    label: &'static str,
    busy: Signal<bool>,
    #[prop(into)] on_submit: Callback<SubmitEvent>,
    children: Children,
) -> impl IntoView {
    view! {
        <form class="rail-form" method="post" action=action on:submit=move |event| on_submit.run(event)>
            <input type="hidden" name="case" value=number.to_string()/>
            {children()}
            <Button label=label size=Size::Small busy=busy/>
        </form>
    }
    .into_any()
}

/// Where a case stands, and where an engineer may move it by the same rule that the server asks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StatusChoices {
    pub(super) now: Status,
    /// Other statuses but closed.
    pub(super) next: Vec<Status>,
    /// As what it may be closed.
    pub(super) closings: Vec<Resolution>,
}

impl StatusChoices {
    pub(super) fn of(content: &CasePageContent) -> StatusChoices {
        let case = &content.case;
        let at = Position {
            status: case.status,
            resolution: case.resolution,
            assigned: case.assignee.is_some(),
            closed_at: case.closed_at,
        };
        let may = |to, resolution| matches!(engineer_may_set(&at, to, resolution, content.now), Ok(Some(_)));
        StatusChoices {
            now: case.status,
            next: Status::ALL.iter().copied().filter(|to| *to != Status::Closed && may(*to, None)).collect(),
            closings: Resolution::ALL.iter().copied().filter(|as_| may(Status::Closed, Some(*as_))).collect(),
        }
    }

    pub(super) fn resolutions(language: Language, closings: &[Resolution]) -> Vec<SelectOption> {
        closings.iter().map(|as_| SelectOption::new(as_.code(), resolution_name(language, *as_))).collect()
    }
}
