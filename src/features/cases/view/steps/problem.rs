use super::now;
use crate::{
    app::use_language,
    features::cases::{
        model::Step,
        rules::{DESCRIPTION_LEAST, DESCRIPTION_MOST, TEXT_MOST, TITLE_MOST},
        view::{attach::Attach, open_page::StepForm, preview::Preview, wizard::Wizard},
    },
    i18n::{Language, text::cases as t},
    route,
    ui::{Choice, ChoiceLayout, RadioGroup, TextArea, TextField},
};
use leptos::prelude::*;

/// What goes wrong: title, description, and how to see it.
#[component]
pub fn ProblemStep(wizard: Wizard) -> impl IntoView {
    let language = use_language();
    let source = Signal::derive(move || wizard.form.with(|form| form.description.clone()));
    let count = move || {
        let now = source.with(|text| text.trim().chars().count());
        (now < DESCRIPTION_LEAST as usize).then(|| t::count_least(language, now, DESCRIPTION_LEAST))
    };
    view! {
        <StepForm wizard step=Step::Problem beside=move || view! { <StepFiles wizard/> }>
            <TextField
                id="title"
                name="form[title]"
                label=t::title(language)
                hint=t::title_hint(language)
                maxlength=TITLE_MOST
                required=true
                value=now(wizard, |form| &form.title)
                error=wizard.problem("title", "title")
                on_input=move |value| wizard.set("title", |form| form.title = value)
            />
            <TextArea
                id="description"
                name="form[description]"
                label=t::description(language)
                hint=t::description_hint(language)
                rows=8
                maxlength=DESCRIPTION_MOST
                required=true
                value=now(wizard, |form| &form.description)
                count=Signal::derive(count)
                error=wizard.problem("description", "description")
                on_input=move |value| wizard.set("description", |form| form.description = value)
            />
            <Preview source/>
            <RadioGroup
                id="reproducible"
                name="form[reproducible]"
                legend=t::ask_reproducible(language)
                choices=yes_no(language)
                layout=ChoiceLayout::Row
                value=now(wizard, |form| &form.reproducible)
                error=wizard.problem("reproducible", "reproducible")
                on_change=move |value| wizard.set("reproducible", |form| form.reproducible = value)
            />
            // shown by the style sheet after a yes, with and without scripting
            <div class="wizard-when-reproducible">
                <TextArea
                    id="steps"
                    name="form[steps]"
                    label=t::ask_steps(language)
                    rows=4
                    maxlength=TEXT_MOST
                    value=now(wizard, |form| &form.steps)
                    error=wizard.problem("steps", "steps")
                    on_input=move |value| wizard.set("steps", |form| form.steps = value)
                />
            </div>
        </StepForm>
    }
    .into_any()
}

/// The files that go with the description.
#[component]
fn StepFiles(wizard: Wizard) -> impl IntoView {
    let next = route::new_case(Step::Problem.code(), false);
    view! { <Attach uploads=wizard.uploads id="attachments" next=next stored=wizard.stored_files()/> }
}

/// The two answers to a plain question.
pub fn yes_no(language: Language) -> Vec<Choice> {
    vec![Choice::new("yes", t::yes(language)), Choice::new("no", t::no(language))]
}
