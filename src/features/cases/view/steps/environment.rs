use super::{identifiers, label, now, problem::yes_no};
use crate::{
    app::use_language,
    features::cases::{
        model::{IdentifierField, Step},
        rules::{IDENTIFIER_MOST, TEXT_MOST},
        view::{
            open_page::StepForm,
            wizard::{Wizard, field_id},
        },
    },
    i18n::text::cases as t,
    ui::{ChoiceLayout, RadioGroup, TextArea, TextField},
};
use leptos::prelude::*;

/// Where it goes wrong: the product's own identifiers, the environment, and what changed lately.
#[component]
pub fn EnvironmentStep(wizard: Wizard) -> impl IntoView {
    let language = use_language();
    let asked = untrack(|| identifiers(wizard));
    let fields: Vec<_> = asked.into_iter().map(|asked| view! { <Identifier wizard asked/> }).collect();
    view! {
        <StepForm wizard step=Step::Environment>
            {fields}
            <TextArea
                id="environment"
                name="form[environment]"
                label=t::environment(language)
                hint=t::environment_hint(language)
                rows=3
                maxlength=TEXT_MOST
                required=true
                value=now(wizard, |form| &form.environment)
                error=wizard.problem("environment", "environment")
                on_input=move |value| wizard.set("environment", |form| form.environment = value)
            />
            <RadioGroup
                id="changed"
                name="form[changed]"
                legend=t::ask_changed(language)
                choices=yes_no(language)
                layout=ChoiceLayout::Row
                value=now(wizard, |form| &form.changed)
                error=wizard.problem("changed", "changed")
                on_change=move |value| wizard.set("changed", |form| form.changed = value)
            />
            <div class="wizard-when-changed">
                <TextArea
                    id="changes"
                    name="form[changes]"
                    label=t::ask_changes(language)
                    rows=3
                    maxlength=TEXT_MOST
                    value=now(wizard, |form| &form.changes)
                    error=wizard.problem("changes", "changes")
                    on_input=move |value| wizard.set("changes", |form| form.changes = value)
                />
            </div>
        </StepForm>
    }
    .into_any()
}

/// One identifier of the product, such as a property id (CASE-3).
#[component]
fn Identifier(wizard: Wizard, asked: IdentifierField) -> impl IntoView {
    let language = use_language();
    let field = format!("identifiers[{}]", asked.key);
    let key = asked.key.clone();
    let value = wizard.form.with_untracked(|form| form.identifiers.get(&key).cloned().unwrap_or_default());
    view! {
        <TextField
            id=field_id(&field)
            name=format!("form[identifiers][{key}]")
            label=label(language, &asked)
            hint=t::identifier_hint(language, &asked.example)
            maxlength=IDENTIFIER_MOST
            required=true
            value=value
            error=wizard.problem(field, "identifiers")
            on_input=move |value| {
                let key = key.clone();
                wizard.set("identifiers", move |form| {
                    form.identifiers.insert(key, value);
                });
            }
        />
    }
    .into_any()
}
