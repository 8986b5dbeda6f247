use super::{
    super::api::{AssignCase, SetPriority, SetStatus, TakeCase},
    case_rail::{RailForm, StatusChoices},
    deed::{Deed, Deeds},
};
use crate::{
    app::{use_language, use_shortcuts, use_viewer},
    features::cases::{
        model::{CasePageContent, Priority},
        view::{priority_meaning, status_name},
    },
    i18n::{Language, text, text::desk as t},
    policy::Action,
    route,
    ui::{Button, ButtonKind, ButtonLink, SelectField, SelectOption, Symbol},
    values::CaseNumber,
};
use leptos::prelude::*;
use server_fn::ServerFn;
use std::time::Duration;

/// The ids of the fields to which `a` and `s` lead.
const ASSIGN: &str = "case-assign";
const STATUS: &str = "case-status";

/// What an engineer does to a case, in its page's side column; nothing for everyone else.
#[component]
pub fn CaseActions(
    content: Memo<CasePageContent>,
    /// Asks the page's content again.
    #[prop(into)]
    refetch: Callback<()>,
) -> impl IntoView {
    if use_viewer().can(Action::SetStatus).is_err() {
        return ().into_any();
    }
    let (deeds, shortcuts) = (Deeds::new(refetch), use_shortcuts());
    shortcuts.bind_focus("a", ASSIGN);
    shortcuts.bind_focus("s", STATUS);
    view! {
        <section class="rail" aria-label=t::actions(use_language())>
            <TakeForm content deeds/>
            <AssignForm content deeds/>
            <StatusForm content deeds/>
            <PriorityForm content deeds/>
            <CloseForm content deeds/>
            <ToForum content/>
        </section>
    }
    .into_any()
}

fn number(content: Memo<CasePageContent>) -> CaseNumber {
    content.with_untracked(|content| content.case.number)
}

/// To a thread of the forum that is made of the case, with whom it is about taken out (FORUM-3).
#[component]
fn ToForum(content: Memo<CasePageContent>) -> impl IntoView {
    let href = route::new_thread(&number(content).to_string());
    let label = text::forum::make_thread(use_language());
    view! { <div><ButtonLink href=href label=label kind=ButtonKind::Quiet symbol=Symbol::Forum/></div> }
}

/// Takes a case that nobody has.
#[component]
fn TakeForm(content: Memo<CasePageContent>, deeds: Deeds) -> impl IntoView {
    let number = number(content);
    let unassigned = Memo::new(move |_| content.with(|content| content.case.assignee.is_none()));
    let busy = deeds.busy(|deed| matches!(deed, Deed::Take(_)));
    let shortcuts = use_shortcuts();
    shortcuts.bind("t", move || {
        if unassigned.get_untracked() {
            deeds.carry_out(Deed::Take(TakeCase { case: number.to_string() }));
        }
    });
    let pressed = StoredValue::new(false);
    Effect::new(move |_| {
        if !unassigned.get() && pressed.get_value() {
            pressed.set_value(false);
            // once the button is gone, and the focus with it
            set_timeout(
                move || {
                    if is_focus_lost() {
                        shortcuts.focus(ASSIGN)
                    }
                },
                Duration::ZERO,
            );
        }
    });
    move || {
        unassigned.get().then(|| {
            view! {
                <form method="post" action=TakeCase::PATH on:submit=move |event| {
                    pressed.set_value(true);
                    deeds.submit(&event, Deed::Take);
                }>
                    <input type="hidden" name="case" value=number.to_string()/>
                    <Button label=t::take_case(use_language()) kind=ButtonKind::Primary symbol=Symbol::UserPlus busy=busy/>
                </form>
            }
            .into_any()
        })
    }
}

/// Is the focus nowhere, because its element went away?
fn is_focus_lost() -> bool {
    document().active_element().is_none_or(|element| element.tag_name() == "BODY")
}

/// Gives the case to an engineer, or back to the queue.
#[component]
fn AssignForm(content: Memo<CasePageContent>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let assignee = move || content.with(|content| content.case.assignee.as_ref().map(|person| person.id.to_string()));
    let engineers = move || {
        let nobody = SelectOption::new("", t::nobody_queue(language));
        let named = content.with(|content| content.engineers.iter().map(engineer).collect::<Vec<_>>());
        std::iter::once(nobody).chain(named).collect::<Vec<_>>()
    };
    view! {
        <RailForm number=number(content) action=AssignCase::PATH label=t::assign(language)
            busy=deeds.busy(|deed| matches!(deed, Deed::Assign(_)))
            on_submit=move |event| deeds.submit(&event, Deed::Assign)>
            <SelectField id=ASSIGN name="engineer" label=t::assign_to(language)
                options=Signal::derive(engineers) value=Signal::derive(move || assignee().unwrap_or_default())/>
        </RailForm>
    }
}

fn engineer(person: &crate::features::cases::model::PersonName) -> SelectOption {
    SelectOption::new(person.id.to_string(), person.name.clone())
}

/// Moves the case to a status that it can have next; closing is a form of its own.
#[component]
fn StatusForm(content: Memo<CasePageContent>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let choices = Memo::new(move |_| content.with(StatusChoices::of));
    let options = move || {
        let choices = choices.get();
        let now = (choices.now.code(), status_name(language, choices.now));
        let next = choices.next.iter().map(|status| (status.code(), status_name(language, *status)));
        std::iter::once(now).chain(next).map(|(code, name)| SelectOption::new(code, name)).collect::<Vec<_>>()
    };
    let value = Signal::derive(move || choices.with(|choices| choices.now.code().to_owned()));
    view! {
        <RailForm number=number(content) action=SetStatus::PATH label=t::change(language)
            busy=deeds.busy(|deed| matches!(deed, Deed::SetStatus(form) if form.resolution.is_empty()))
            on_submit=move |event| deeds.submit(&event, Deed::SetStatus)>
            <input type="hidden" name="resolution" value=""/>
            <SelectField id=STATUS name="status" label=t::status(language) options=Signal::derive(options) value=value/>
        </RailForm>
    }
}

#[component]
fn PriorityForm(content: Memo<CasePageContent>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let options: Vec<_> =
        Priority::ALL.iter().map(|priority| SelectOption::new(priority.code(), full(language, *priority))).collect();
    let value = Signal::derive(move || content.with(|content| content.case.priority.code().to_owned()));
    view! {
        <RailForm number=number(content) action=SetPriority::PATH label=t::change(language)
            busy=deeds.busy(|deed| matches!(deed, Deed::SetPriority(_)))
            on_submit=move |event| deeds.submit(&event, Deed::SetPriority)>
            <SelectField id="case-priority" name="priority" label=t::priority(language) options=options value=value/>
        </RailForm>
    }
}

/// The code and its meaning: the choice explains itself (CASE-4).
fn full(language: Language, priority: Priority) -> String {
    format!("{} · {}", priority.code(), priority_meaning(language, priority))
}

/// Closes the case with the reason that its customers will read; out of the way until it is wanted.
#[component]
fn CloseForm(content: Memo<CasePageContent>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let number = number(content);
    let closings = Memo::new(move |_| content.with(StatusChoices::of).closings);
    let busy = deeds.busy(|deed| matches!(deed, Deed::SetStatus(form) if !form.resolution.is_empty()));
    move || {
        let options = StatusChoices::resolutions(language, &closings.get());
        (!options.is_empty()).then(|| {
            view! {
                <details class="disclosure">
                    <summary>{t::close_case(language)}</summary>
                    <RailForm number=number action=SetStatus::PATH label=t::close(language) busy=busy
                        on_submit=move |event| deeds.submit(&event, Deed::SetStatus)>
                        <input type="hidden" name="status" value="closed"/>
                        <SelectField id="case-resolution" name="resolution" label=t::resolution(language) options=options/>
                    </RailForm>
                </details>
            }
            .into_any()
        })
    }
}
