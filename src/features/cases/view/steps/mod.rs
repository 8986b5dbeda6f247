//! The steps of opening a case, one component each, and the names of their fields.

mod contact;
mod environment;
mod priority;
mod problem;
mod product;
mod review;

use super::wizard::Wizard;
use crate::{
    features::cases::model::{CaseForm, IdentifierField, Step},
    i18n::{Language, text::cases as t},
};
use leptos::prelude::*;

/// A step's form.
pub fn view(wizard: Wizard, step: Step) -> AnyView {
    match step {
        Step::Product => view! { <product::ProductStep wizard/> }.into_any(),
        Step::Problem => view! { <problem::ProblemStep wizard/> }.into_any(),
        Step::Environment => view! { <environment::EnvironmentStep wizard/> }.into_any(),
        Step::Priority => view! { <priority::PriorityStep wizard/> }.into_any(),
        Step::Contact => view! { <contact::ContactStep wizard/> }.into_any(),
        Step::Review => view! { <review::ReviewStep wizard/> }.into_any(),
    }
}

/// The name of a step.
pub fn step_name(language: Language, step: Step) -> &'static str {
    match step {
        Step::Product => t::product(language),
        Step::Problem => t::step_problem(language),
        Step::Environment => t::environment(language),
        Step::Priority => t::step_priority(language),
        Step::Contact => t::step_contact(language),
        Step::Review => t::step_review(language),
    }
}

/// The name of a field as it stands in a list of problems.
pub fn field_name(language: Language, wizard: Wizard, field: &str) -> String {
    let name = match field {
        "product" => t::product(language),
        "title" => t::title(language),
        "description" => t::description(language),
        "reproducible" => t::reproducible(language),
        "steps" => t::steps(language),
        "attachments" => t::files(language),
        "environment" => t::environment(language),
        "changed" | "changes" => t::changes(language),
        "priority" => t::priority(language),
        "impact" => t::impact(language),
        "phone" => t::phone(language),
        "watchers" => t::watchers(language),
        identifier => {
            let asked = identifiers(wizard);
            let found = asked.into_iter().find(|asked| identifier == format!("identifiers[{}]", asked.key));
            return found.map(|asked| label(language, &asked)).unwrap_or_default();
        }
    };
    name.to_owned()
}

/// What the chosen product asks of a case.
pub fn identifiers(wizard: Wizard) -> Vec<IdentifierField> {
    let chosen = wizard.form.with(|form| form.product.clone());
    let product = wizard.products().into_iter().find(|product| product.id.as_str() == chosen);
    product.map(|product| product.identifiers).unwrap_or_default()
}

/// An identifier's label in the reader's language, or in another one if there is none.
pub fn label(language: Language, asked: &IdentifierField) -> String {
    let label = asked.label.get(language.tag()).or_else(|| asked.label.values().next());
    label.unwrap_or(&asked.key).clone()
}

/// The value of a field when its step is shown.
fn now(wizard: Wizard, field: impl FnOnce(&CaseForm) -> &String) -> String {
    wizard.form.with_untracked(|form| field(form).clone())
}
