use super::{field_name, identifiers, label, step_name};
use crate::{
    app::{error_text, problem_text, use_language, use_notices, use_zone},
    error::AppError,
    features::cases::{
        api::{CreateCase, create_case},
        model::{CaseForm, CaseSummary, Outcome, Priority, Step},
        rules::first_step_with,
        view::{
            case_facts::fact,
            files::{Files, Pictures},
            open_page::{BackButton, STEP_TITLE, SavedLine},
            preview::Rendered,
            priority::CasePriority,
            wizard::Wizard,
        },
    },
    i18n::{Language, text::cases as t},
    route,
    ui::{Button, ButtonKind, Icon, Symbol, VisuallyHidden},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::time::Duration;

/// All that will be sent, each part with the way back to its step (CASE-1).
#[component]
pub fn ReviewStep(wizard: Wizard) -> impl IntoView {
    let language = use_language();
    let legend = t::step_legend(language, Step::ALL.len(), step_name(language, Step::Review));
    let parts: Vec<_> = Step::ALL
        .iter()
        .copied()
        .filter(|step| *step != Step::Review)
        .map(|step| view! { <Part wizard step/> })
        .collect();
    view! {
        <h2 class="form-legend" id=STEP_TITLE tabindex="-1">{legend}</h2>
        <div>{parts}</div>
        <SendForm wizard/>
    }
    .into_any()
}

/// Sends the case: first what was typed last, then the whole. Sending twice opens one case (CASE-6).
#[component]
fn SendForm(wizard: Wizard) -> impl IntoView {
    let language = use_language();
    let notices = use_notices();
    let draft = Memo::new(move |_| wizard.draft_id().unwrap_or_default());
    let send = Action::new(move |draft: &String| {
        let draft = draft.clone();
        async move {
            wizard.save_all().await?;
            create_case(draft).await
        }
    });
    follow(wizard, send);
    let waits = RwSignal::new(false);
    Effect::new(move |_| {
        if waits.get() && !wizard.is_saving() {
            let go_on = move || {
                // the step that waited behind the one just saved may be on its way now, and the page may be gone
                let goes = waits.try_get_untracked() == Some(true) && untrack(|| !wizard.is_saving());
                if goes && !send.pending().get_untracked() {
                    waits.set(false);
                    send.dispatch(draft.get_untracked());
                }
            };
            set_timeout(go_on, Duration::ZERO);
        }
    });
    view! {
        <form class="form" method="post" action=CreateCase::PATH on:submit=move |event| {
            event.prevent_default();
            if untrack(|| wizard.uploads.is_busy()) {
                notices.failure(t::files_under_way(language));
            } else if untrack(|| wizard.is_saving()) {
                waits.set(true);
            } else if !send.pending().get_untracked() {
                send.dispatch(draft.get_untracked());
            }
        }>
            <input type="hidden" name="draft" value=move || draft.get()/>
            <div class="form-actions" data-sticky="">
                <Button label=t::send_case(language) kind=ButtonKind::Primary symbol=Symbol::Send busy=send.pending()/>
                <BackButton wizard back=Step::Contact/>
                <SavedLine wizard/>
            </div>
        </form>
    }
    .into_any()
}

/// Leads to the new case, or to the first step with a problem.
fn follow(wizard: Wizard, send: Action<String, Result<Outcome<CaseSummary>, AppError>>) {
    let (language, zone, notices) = (use_language(), use_zone(), use_notices());
    let navigate = use_navigate();
    Effect::new(move |_| match send.value().get() {
        Some(Ok(Outcome::Done(case))) => {
            wizard.forget_copy();
            notices.success(t::case_sent(language, case.number));
            navigate(&route::case(case.number), NavigateOptions::default());
        }
        Some(Ok(Outcome::Problems(problems))) => wizard.show_problems(first_step_with(&problems)),
        Some(Err(error)) => notices.failure(error_text(language, &zone, &error).1),
        None => {}
    });
}

/// What one step holds.
#[component]
fn Part(wizard: Wizard, step: Step) -> impl IntoView {
    let language = use_language();
    let name = step_name(language, step);
    let problems = Memo::new(move |_| wizard.problems(step));
    let facts = move || wizard.form.with(|form| facts(language, wizard, step, form));
    let lacks = move || {
        let line = |(field, problem): &(String, _)| {
            let text = format!("{}: {}", field_name(language, wizard, field), problem_text(language, problem));
            view! { <p class="field-error"><Icon symbol=Symbol::Danger/><span>{text}</span></p> }
        };
        problems.with(|problems| problems.0.iter().map(line).collect::<Vec<_>>())
    };
    let href = move || route::new_case(step.code(), problems.with(|problems| !problems.is_empty()));
    view! {
        <section class="review">
            <div class="review-head">
                <h3 class="section-title">{name}</h3>
                <a href=href>{t::change(language)}<VisuallyHidden text=format!(" {name}")/></a>
            </div>
            {lacks}
            <dl class="facts" data-layout="ruled">{facts}</dl>
        </section>
    }
    .into_any()
}

fn facts(language: Language, wizard: Wizard, step: Step, form: &CaseForm) -> AnyView {
    let form = form.clone();
    match step {
        Step::Product => {
            let chosen = wizard.products().into_iter().find(|product| product.id.as_str() == form.product);
            fact(t::product(language), chosen.map(|product| product.name))
        }
        Step::Problem => problem(language, wizard, form),
        Step::Environment => {
            let asked: Vec<_> = identifiers(wizard)
                .into_iter()
                .map(|asked| {
                    let value = form.identifiers.get(&asked.key).cloned();
                    view! { <div><dt>{label(language, &asked)}</dt><dd>{value}</dd></div> }
                })
                .collect();
            view! {
                {asked}
                {text(t::environment(language), form.environment)}
                {text(t::changes(language), yes_no(language, &form.changed, form.changes))}
            }
            .into_any()
        }
        Step::Priority => {
            let priority = form.priority.parse::<Priority>().ok();
            view! {
                {fact(t::priority(language), priority.map(|priority| view! { <CasePriority priority/> }))}
                {text(t::impact(language), form.impact)}
            }
            .into_any()
        }
        Step::Contact => view! {
            {text(t::phone(language), form.phone)}
            {text(t::watchers(language), form.watchers)}
        }
        .into_any(),
        Step::Review => ().into_any(),
    }
}

fn problem(language: Language, wizard: Wizard, form: CaseForm) -> AnyView {
    let files = wizard.files();
    view! {
        {text(t::title(language), form.title)}
        {fact(t::description(language), view! { <Rendered source=form.description/> })}
        {text(t::reproducible(language), yes_no(language, &form.reproducible, form.steps))}
        {(!files.is_empty()).then(|| fact(t::files(language), view! { <Files files pictures=Pictures::Named/> }))}
    }
    .into_any()
}

/// A yes with what it asks for, or a no.
fn yes_no(language: Language, answer: &str, what: String) -> String {
    match answer {
        "yes" => format!("{}\n{what}", t::yes(language)),
        "no" => t::no(language).to_owned(),
        _ => String::new(),
    }
}

/// A plain text with its line breaks, also if it is empty: what is not there is seen too.
fn text(name: &'static str, text: String) -> impl IntoView {
    fact(name, view! { <span class="plain-text">{text}</span> })
}
