use super::{
    Instant,
    deeds::{Deeds, problem_of},
};
use crate::{
    app::{refusal_text, use_language, use_viewer},
    features::cases::{
        model::{CasePageContent, Status},
        rules::{REASON_MOST, can_reopen, reopen_until},
    },
    i18n::text::cases as t,
    policy::Action,
    ui::{Button, ButtonKind, Symbol, TextArea},
};
use leptos::prelude::*;

/// What a customer can do with the whole case besides answering: close it as obsolete, reopen it, follow it up (CASE-10).
#[component]
pub fn CaseSettle(content: Memo<CasePageContent>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    if use_viewer().can(Action::SettleCase).is_err() {
        return ().into_any();
    }
    let stands = Memo::new(move |_| {
        content.with(|content| {
            let reopens = can_reopen(content.case.closed_at, content.now);
            (content.case.status == Status::Closed, reopens, content.case.closed_at)
        })
    });
    let forms = move || match stands.get() {
        (false, ..) => view! { <CloseForm content deeds/> }.into_any(),
        (true, true, closed_at) => {
            let until = closed_at
                .map(|at| view! { <p class="small">{t::reopen_until(language)}" "<Instant at=reopen_until(at)/></p> });
            view! { {until}<ReopenForm content deeds/> }.into_any()
        }
        (true, false, _) => view! { <FollowUpForm content deeds/> }.into_any(),
    };
    view! { <section class="case-block" id="settle" aria-label=t::your_moves(language)>{forms}</section> }.into_any()
}

/// The proposed solution's answer: it is solved, or it is not and why (CASE-8).
#[component]
pub fn SolutionAnswer(content: Memo<CasePageContent>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let viewer = use_viewer();
    match viewer.can(Action::SettleCase) {
        Ok(_) => {}
        Err(_) if viewer.is_vendor() => return ().into_any(),
        Err(refusal) => {
            let why = refusal_text(language, &viewer.zone, &refusal);
            return view! { <div class="solution"><p class="soft small">{why}</p></div> }.into_any();
        }
    }
    let number = number_of(content);
    let same_number = number.clone();
    let problem = problem_of(deeds.settle, "reason");
    view! {
        <div class="solution">
            <div class="form-actions">
                <ActionForm action=deeds.settle>
                    <input type="hidden" name="case" value=number/>
                    <input type="hidden" name="intent" value="confirm"/>
                    <input type="hidden" name="reason" value=""/>
                    <Button label=t::confirm_solved(language) kind=ButtonKind::Primary symbol=Symbol::Check busy=deeds.settle.pending()/>
                </ActionForm>
                <details class="disclosure solution-not">
                    <summary class="button" data-kind="secondary">{t::not_solved(language)}</summary>
                    <ActionForm action=deeds.settle attr:class="form-group">
                        <input type="hidden" name="case" value=same_number/>
                        <input type="hidden" name="intent" value="refuse"/>
                        <TextArea id="refuse-reason" name="reason" label=t::what_still_fails(language) rows=3
                            maxlength=REASON_MOST required=true error=problem/>
                        <div><Button label=t::send_not_solved(language) busy=deeds.settle.pending()/></div>
                    </ActionForm>
                </details>
            </div>
        </div>
    }
    .into_any()
}

/// Closes the case because it has become pointless.
#[component]
fn CloseForm(content: Memo<CasePageContent>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let problem = problem_of(deeds.settle, "reason");
    view! {
        <details class="disclosure">
            <summary>{t::close_obsolete(language)}</summary>
            <ActionForm action=deeds.settle attr:class="form-group">
                <input type="hidden" name="case" value=number_of(content)/>
                <input type="hidden" name="intent" value="obsolete"/>
                <TextArea id="obsolete-reason" name="reason" label=t::obsolete_reason(language) mark=t::optional(language)
                    rows=2 maxlength=REASON_MOST error=problem/>
                <div><Button label=t::close_case(language) busy=deeds.settle.pending()/></div>
            </ActionForm>
        </details>
    }
    .into_any()
}

/// Opens the closed case again.
#[component]
fn ReopenForm(content: Memo<CasePageContent>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let problem = problem_of(deeds.settle, "reason");
    view! {
        <details class="disclosure">
            <summary>{t::reopen(language)}</summary>
            <ActionForm action=deeds.settle attr:class="form-group">
                <input type="hidden" name="case" value=number_of(content)/>
                <input type="hidden" name="intent" value="reopen"/>
                <TextArea id="reopen-reason" name="reason" label=t::reopen_reason(language) mark=t::optional(language)
                    rows=2 maxlength=REASON_MOST error=problem/>
                <div><Button label=t::reopen_case(language) symbol=Symbol::Reopen busy=deeds.settle.pending()/></div>
            </ActionForm>
        </details>
    }
    .into_any()
}

/// Starts a linked case, because the time for reopening is over.
#[component]
fn FollowUpForm(content: Memo<CasePageContent>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    view! {
        <p class="small">{t::follow_up_text(language)}</p>
        <ActionForm action=deeds.follow_up>
            <input type="hidden" name="case" value=number_of(content)/>
            <Button label=t::follow_up(language) symbol=Symbol::Plus busy=deeds.follow_up.pending()/>
        </ActionForm>
    }
    .into_any()
}

/// The number of the case of this page; it does not change while the page lives.
pub(super) fn number_of(content: Memo<CasePageContent>) -> String {
    content.with_untracked(|content| content.case.number.to_string())
}
