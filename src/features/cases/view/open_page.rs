use super::{
    instant::clock_time,
    steps::{self, step_name},
    suggestions::Suggestions,
    wizard::{Kept, Wizard, field_id},
};
use crate::{
    app::{error_text, loaded, problem_text, use_language, use_shortcuts, use_zone},
    error::AppError,
    features::cases::{
        api::{DeleteDraft, SaveDraft, open_page},
        model::{OpenPageContent, Step},
    },
    i18n::text::cases as t,
    route,
    ui::{
        Button, ButtonKind, ErrorSummary, Icon, Notice, StepState, Steps, SummaryLine, Symbol, Tone,
        layout::{Crumb, Page, PageWidth},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

/// The id of a step's heading, which takes the focus when the step changes.
pub(super) const STEP_TITLE: &str = "step-title";

/// Opens a case, step by step (CASE-1 to CASE-6).
#[component]
pub fn OpenPage() -> impl IntoView {
    let content = Resource::new(|| (), |()| open_page());
    loaded(content, |content| view! { <OpenCase content/> })
}

#[component]
fn OpenCase(content: Memo<OpenPageContent>) -> impl IntoView {
    let language = use_language();
    let wizard = Wizard::new(content);
    move_focus(wizard);
    let title = move || format!("{}: {}", t::new_case(language), step_name(language, wizard.step.get()));
    let crumbs = vec![Crumb { href: route::CASES.to_owned(), label: t::list_title(language).to_owned() }];
    view! {
        <Title text=title/>
        <Page title=t::new_case(language) width=PageWidth::Full crumbs=crumbs crumbs_label=t::way_up(language)>
            <KeptOther/>
            <div class="wizard">
                <StepsNav wizard/>
                <div class="wizard-main">
                    <Summary wizard/>
                    <For each=move || [(wizard.step.get(), wizard.turn.get())] key=|shown| *shown let:shown>
                        {steps::view(wizard, shown.0)}
                    </For>
                </div>
                <Suggestions wizard/>
            </div>
        </Page>
    }
    .into_any()
}

/// The id of a step's form, to which its buttons belong.
const STEP_FORM: &str = "step-form";

/// The heading of a step that was not there at first takes the focus: who cannot see the page hears what is asked.
fn move_focus(wizard: Wizard) {
    let shortcuts = use_shortcuts();
    Effect::new(move |before: Option<Step>| {
        let step = wizard.step.get();
        if before.is_some_and(|before| before != step) && !wizard.checked.get_untracked() {
            shortcuts.focus(STEP_TITLE);
        }
        step
    });
}

/// Says that a follow-up was asked for while another draft waits.
#[component]
fn KeptOther() -> impl IntoView {
    let language = use_language();
    let query = use_query_map();
    move || {
        query.read().get("kept").map(|number| {
            view! { <Notice tone=Tone::Warning>{t::kept_other(language, number)}</Notice> }
        })
    }
}

/// The way through the steps; each can be reached at any time.
#[component]
fn StepsNav(wizard: Wizard) -> impl IntoView {
    let language = use_language();
    let lines = Signal::derive(move || {
        let current = wizard.step.get();
        let line = |step: Step| {
            let complete = step != Step::Review && wizard.problems(step).is_empty();
            let (state, note) = match (step == current, complete) {
                (true, _) => (StepState::Current, None),
                (false, true) if step < current || step == Step::Product => {
                    (StepState::Done, Some(t::step_done(language)))
                }
                (false, false) if step < current => (StepState::Problem, Some(t::step_lacks(language))),
                (false, _) => (StepState::Ahead, None),
            };
            crate::ui::Step {
                label: step_name(language, step).to_owned(),
                href: Some(route::new_case(step.code(), state == StepState::Problem)),
                state,
                note: note.map(str::to_owned),
            }
        };
        Step::ALL.iter().copied().map(line).collect::<Vec<_>>()
    });
    // a link is followed by the router; what was typed is saved on the way
    view! { <div on:click=move |_| wizard.save_now()><Steps label=t::steps_nav(language) steps=lines/></div> }
}

/// The step's problems, each a link to its field.
#[component]
fn Summary(wizard: Wizard) -> impl IntoView {
    let language = use_language();
    let problems = wizard.summary();
    let lines = Signal::derive(move || {
        let line = |(field, problem): &(String, _)| {
            let text = format!("{}: {}", steps::field_name(language, wizard, field), problem_text(language, problem));
            SummaryLine::new(field_id(field), text)
        };
        problems.with(|problems| problems.0.iter().map(line).collect::<Vec<_>>())
    });
    view! { <ErrorSummary title=t::problems_title(language) lines=lines/> }
}

/// The form of a step: its fields, and the ways on, back and out.
#[component]
pub(super) fn StepForm(
    wizard: Wizard,
    step: Step,
    /// Forms of their own that belong to the step; they cannot stand inside of its form.
    #[prop(optional, into)]
    beside: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    let language = use_language();
    let next = Step::ALL.iter().copied().find(|other| *other > step).unwrap_or(Step::Review);
    let back = Step::ALL.iter().copied().rfind(|other| *other < step);
    let legend = t::step_legend(language, step as usize + 1, step_name(language, step));
    view! {
        <form
            class="form"
            id=STEP_FORM
            method="post"
            action=SaveDraft::PATH
            novalidate=true
            on:focusout=move |_| wizard.leave()
            on:paste=move |event| {
                wizard.uploads.take(&event);
            }
            on:dragover=move |event| event.prevent_default()
            on:drop=move |event| {
                wizard.uploads.take(&event);
            }
            on:submit=move |event| {
                event.prevent_default();
                wizard.go_on();
            }
        >
            <input type="hidden" name="step" value=step.code()/>
            <fieldset class="form-group">
                <legend class="form-legend" id=STEP_TITLE tabindex="-1">{legend}</legend>
                {children()}
            </fieldset>
        </form>
        {beside.map(|beside| beside.run())}
        <div class="form-actions" data-sticky="">
            <Button label=t::go_on(language) kind=ButtonKind::Primary name="go" value=next.code() attr:form=STEP_FORM/>
            {back.map(|back| view! { <BackButton wizard back attr:form=STEP_FORM/> })}
            <SavedLine wizard/>
        </div>
        <DeleteForm wizard/>
    }
    .into_any()
}

/// Goes a step back; without scripting it saves what was typed like the way on.
#[component]
pub(super) fn BackButton(wizard: Wizard, back: Step) -> impl IntoView {
    let go_back = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        wizard.go(back);
    };
    view! { <Button label=t::go_back(use_language()) name="go" value=back.code() skip_checks=true on_click=go_back/> }
}

/// When the draft was saved, or why it was not.
#[component]
pub(super) fn SavedLine(wizard: Wizard) -> impl IntoView {
    let language = use_language();
    let zone = use_zone();
    let kept = Memo::new(move |_| wizard.kept());
    let line = move || match kept.get() {
        Kept::NotYet => ().into_any(),
        Kept::At(at) => {
            view! { <Icon symbol=Symbol::Check/>{t::draft_saved(language, clock_time(&zone, at))} }.into_any()
        }
        Kept::Failed(AppError::SignIn) => {
            let back = route::sign_in(Some(&route::new_case(wizard.step.get_untracked().code(), false)));
            view! {
                <Icon symbol=Symbol::Warning/>{error_text(language, &zone, &AppError::SignIn).1}
                " "<a href=back rel="external">{crate::i18n::text::errors::go_sign_in(language)}</a>
            }
            .into_any()
        }
        Kept::Failed(error) => {
            view! { <Icon symbol=Symbol::Warning/>{error_text(language, &zone, &error).1} }.into_any()
        }
    };
    let failed = move || matches!(kept.get(), Kept::Failed(_)).then_some("failed");
    view! { <span class="wizard-saved" role="status" data-state=failed>{line}</span> }
}

/// Throws the draft away, after a second thought.
#[component]
fn DeleteForm(wizard: Wizard) -> impl IntoView {
    let language = use_language();
    let delete = ServerAction::<DeleteDraft>::new();
    super::deeds::tell_failures(delete);
    let navigate = use_navigate();
    Effect::new(move |_| {
        if let Some(Ok(())) = delete.value().get() {
            wizard.forget_copy();
            navigate(route::CASES, NavigateOptions::default());
        }
    });
    view! {
        <details class="disclosure">
            <summary>{t::delete_draft(language)}</summary>
            <ActionForm action=delete attr:class="form-group">
                <p>{t::delete_draft_text(language)}</p>
                <div><Button label=t::delete_draft_sure(language) kind=ButtonKind::Danger symbol=Symbol::Trash busy=delete.pending()/></div>
            </ActionForm>
        </details>
    }
    .into_any()
}
