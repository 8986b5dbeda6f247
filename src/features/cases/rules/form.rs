use super::{super::model::*, *};
use crate::values::{Email, Phone, Problem, Problems};
use std::collections::{BTreeMap, BTreeSet};

/// Checks the whole form (CASE-3) against the products on which the person may open a case now (CASE-2). Problems carry
/// the names of the form's fields; an identifier's is `identifiers[key]`.
pub fn check(form: &CaseForm, products: &[ProductSummary]) -> Result<NewCase, Problems> {
    let mut problems = Problems::default();
    let product = form.product.parse().ok().and_then(|id| products.iter().find(|product| product.id == id));
    if product.is_none() {
        problems.add("product", choice(&form.product));
    }
    let title = problems.text("title", &one_line(&form.title), TITLE_LEAST, TITLE_MOST);
    let description = problems.text("description", &form.description, DESCRIPTION_LEAST, DESCRIPTION_MOST);
    let reproducible = yes_or_no(&mut problems, "reproducible", &form.reproducible);
    let steps = text_if(&mut problems, reproducible, "steps", &form.steps);
    let environment = problems.text("environment", &form.environment, 1, TEXT_MOST);
    let changed = yes_or_no(&mut problems, "changed", &form.changed);
    let changes = text_if(&mut problems, changed, "changes", &form.changes);
    let asked = product.map_or(&[][..], |product| &product.identifiers[..]);
    let identifiers = identifiers(&mut problems, form, asked);
    let priority = form.priority.parse::<Priority>().ok();
    if priority.is_none() {
        problems.add("priority", choice(&form.priority));
    }
    let is_p1 = priority == Some(Priority::P1);
    let impact = problems.text("impact", &form.impact, u32::from(is_p1), TEXT_MOST);
    let phone = phone(&mut problems, &form.phone, is_p1);
    let watchers = watchers(&mut problems, &form.watchers);
    match (product, priority) {
        (Some(product), Some(priority)) if problems.is_empty() => Ok(NewCase {
            product: product.id.clone(),
            title,
            description,
            reproducible: reproducible == Some(true),
            steps,
            environment,
            changes,
            identifiers,
            priority,
            impact,
            phone,
            watchers,
        }),
        _ => Err(problems),
    }
}

/// Checks one step of the wizard; the review is the whole form.
pub fn check_step(form: &CaseForm, step: Step, products: &[ProductSummary]) -> Result<(), Problems> {
    let Err(Problems(all)) = check(form, products) else { return Ok(()) };
    let here: Vec<_> = all.into_iter().filter(|(field, _)| step == Step::Review || step_of(field) == step).collect();
    if here.is_empty() { Ok(()) } else { Err(Problems(here)) }
}

/// Takes over the fields of one step from what was typed; the others stay as they were.
pub fn merge_step(stored: &mut CaseForm, typed: CaseForm, step: Step) {
    match step {
        Step::Product => stored.product = typed.product,
        Step::Problem => {
            stored.title = typed.title;
            stored.description = typed.description;
            stored.reproducible = typed.reproducible;
            stored.steps = typed.steps;
        }
        Step::Environment => {
            stored.environment = typed.environment;
            stored.changed = typed.changed;
            stored.changes = typed.changes;
            stored.identifiers = typed.identifiers;
        }
        Step::Priority => {
            stored.priority = typed.priority;
            stored.impact = typed.impact;
        }
        Step::Contact => {
            stored.phone = typed.phone;
            stored.watchers = typed.watchers;
        }
        Step::Review => {}
    }
}

/// The step on which a field stands.
pub fn step_of(field: &str) -> Step {
    match field {
        "product" => Step::Product,
        "title" | "description" | "reproducible" | "steps" | "attachments" => Step::Problem,
        "priority" | "impact" => Step::Priority,
        "phone" | "watchers" => Step::Contact,
        // `environment`, `changed`, `changes` and the product's `identifiers[…]`
        _ => Step::Environment,
    }
}

/// The first step that has one of these problems.
pub fn first_step_with(problems: &Problems) -> Step {
    let first = problems.0.iter().map(|(field, _)| step_of(field)).min();
    first.unwrap_or(Step::Review)
}

/// Why nothing valid was chosen.
fn choice(value: &str) -> Problem {
    if value.is_empty() { Problem::Missing } else { Problem::NotAChoice }
}

/// A pasted title may hold line breaks and tabs; a list shows one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn yes_or_no(problems: &mut Problems, field: &str, value: &str) -> Option<bool> {
    match value {
        "yes" => Some(true),
        "no" => Some(false),
        _ => {
            problems.add(field, choice(value));
            None
        }
    }
}

/// A text that is needed after a yes and left out after a no.
fn text_if(problems: &mut Problems, needed: Option<bool>, field: &str, value: &str) -> String {
    match needed {
        Some(true) => problems.text(field, value, 1, TEXT_MOST),
        Some(false) | None => String::new(),
    }
}

fn identifiers(problems: &mut Problems, form: &CaseForm, asked: &[IdentifierField]) -> BTreeMap<String, String> {
    let mut checked = BTreeMap::new();
    for IdentifierField { key, .. } in asked {
        let typed = form.identifiers.get(key).map(String::as_str).unwrap_or_default();
        let value = problems.text(&format!("identifiers[{key}]"), &one_line(typed), 1, IDENTIFIER_MOST);
        checked.insert(key.clone(), value);
    }
    checked
}

/// Needed for P1 (CASE-3), else welcome; what is typed must be a number.
fn phone(problems: &mut Problems, value: &str, is_needed: bool) -> Option<Phone> {
    if value.trim().is_empty() {
        if is_needed {
            problems.add("phone", Problem::Missing);
        }
        return None;
    }
    let phone = value.parse().ok();
    if phone.is_none() {
        problems.add("phone", Problem::NotAPhone);
    }
    phone
}

fn watchers(problems: &mut Problems, value: &str) -> Vec<Email> {
    let mut emails = BTreeSet::new();
    for word in value.split([',', ';', ' ', '\t', '\r', '\n']).filter(|word| !word.is_empty()) {
        match word.parse::<Email>() {
            Ok(email) => {
                emails.insert(email);
            }
            Err(_) => {
                problems.add("watchers", Problem::NotAnEmail);
                return Vec::new();
            }
        }
    }
    if emails.len() > WATCHERS_MOST as usize {
        problems.add("watchers", Problem::TooMany { most: WATCHERS_MOST });
    }
    emails.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRODUCT: &str = "00000000-0000-7000-8000-000000000001";

    fn products() -> Vec<ProductSummary> {
        vec![ProductSummary {
            id: PRODUCT.parse().expect("an id"),
            code: "pulso".into(),
            name: "Pulso".into(),
            summary: String::new(),
            chat: true,
            identifiers: vec![IdentifierField {
                key: "property".into(),
                label: BTreeMap::new(),
                example: "P-1".into(),
            }],
        }]
    }

    fn form() -> CaseForm {
        CaseForm {
            product: PRODUCT.into(),
            title: " Visits\nare   missing ".into(),
            description: "d".repeat(50),
            reproducible: "yes".into(),
            steps: "Open the report".into(),
            environment: "Production".into(),
            changed: "no".into(),
            changes: "left from before".into(),
            identifiers: BTreeMap::from([("property".into(), " P-77 ".into()), ("other".into(), "x".into())]),
            priority: "P2".into(),
            impact: String::new(),
            phone: String::new(),
            watchers: "Luz@Rio.example; sol@mar.example,luz@rio.example".into(),
        }
    }

    fn problem_of(change: impl FnOnce(&mut CaseForm), field: &str) -> Option<Problem> {
        let mut form = form();
        change(&mut form);
        check(&form, &products()).err().and_then(|problems| problems.of(field).cloned())
    }

    #[test]
    fn case_3_a_complete_form_becomes_a_case() {
        let case = check(&form(), &products()).expect("a complete form");
        assert_eq!(case.title, "Visits are missing");
        assert_eq!(case.changes, "", "what a no leaves behind is not kept");
        assert_eq!(case.identifiers, BTreeMap::from([("property".to_owned(), "P-77".to_owned())]));
        assert_eq!(case.watchers.len(), 2);
    }

    #[test]
    fn case_3_everything_required_is_missed_in_an_empty_form() {
        let Err(problems) = check(&CaseForm::default(), &products()) else { panic!("an empty form is no case") };
        for field in ["product", "title", "description", "reproducible", "environment", "changed", "priority"] {
            assert_eq!(problems.of(field), Some(&Problem::Missing), "{field}");
        }
        assert_eq!(first_step_with(&problems), Step::Product);
    }

    #[test]
    fn case_3_the_description_has_at_least_50_characters() {
        let problem = problem_of(|form| form.description = "ñ".repeat(49), "description");
        assert_eq!(problem, Some(Problem::TooShort { least: 50, now: 49 }));
        assert_eq!(problem_of(|form| form.description = "ñ".repeat(50), "description"), None);
        let problem = problem_of(|form| form.description = "ñ".repeat(60_001), "description");
        assert_eq!(problem, Some(Problem::TooLong { most: 60_000, now: 60_001 }));
    }

    #[test]
    fn case_3_a_yes_asks_for_its_text_and_the_product_for_its_identifiers() {
        assert_eq!(problem_of(|form| form.steps.clear(), "steps"), Some(Problem::Missing));
        assert_eq!(problem_of(|form| form.changed = "yes".into(), "changes"), None);
        let problem = problem_of(
            |form| {
                form.changed = "yes".into();
                form.changes.clear();
            },
            "changes",
        );
        assert_eq!(problem, Some(Problem::Missing));
        let problem = problem_of(|form| form.identifiers.clear(), "identifiers[property]");
        assert_eq!(problem, Some(Problem::Missing));
    }

    #[test]
    fn case_3_p1_asks_for_impact_and_a_valid_phone_number() {
        let p1 = |form: &mut CaseForm| form.priority = "P1".into();
        assert_eq!(problem_of(p1, "impact"), Some(Problem::Missing));
        assert_eq!(problem_of(p1, "phone"), Some(Problem::Missing));
        assert_eq!(problem_of(|form| form.phone = "600 000".into(), "phone"), Some(Problem::NotAPhone));
    }

    #[test]
    fn case_13_at_most_ten_watchers_and_only_addresses() {
        let many = |n: u32| (0..n).map(|n| format!("p{n}@rio.example ")).collect::<String>();
        assert_eq!(problem_of(|form| form.watchers = many(10), "watchers"), None);
        let problem = problem_of(|form| form.watchers = many(11), "watchers");
        assert_eq!(problem, Some(Problem::TooMany { most: 10 }));
        assert_eq!(problem_of(|form| form.watchers = "nobody".into(), "watchers"), Some(Problem::NotAnEmail));
    }

    #[test]
    fn case_2_a_product_that_is_not_offered_is_no_choice() {
        let other = "00000000-0000-7000-8000-000000000002";
        assert_eq!(problem_of(|form| form.product = other.into(), "product"), Some(Problem::NotAChoice));
    }

    #[test]
    fn case_1_a_step_takes_its_own_fields_and_leaves_the_others() {
        let mut stored = form();
        merge_step(&mut stored, CaseForm { priority: "P1".into(), ..CaseForm::default() }, Step::Priority);
        assert_eq!(stored, CaseForm { priority: "P1".into(), ..form() });
        for step in Step::ALL {
            merge_step(&mut stored, CaseForm::default(), *step);
        }
        assert_eq!(stored, CaseForm::default(), "every field stands on a step");
    }

    #[test]
    fn case_1_a_step_minds_its_own_fields_and_the_review_all() {
        let mut form = form();
        form.title.clear();
        form.phone = "x".into();
        let fields = |step| match check_step(&form, step, &products()) {
            Ok(()) => Vec::new(),
            Err(Problems(all)) => all.into_iter().map(|(field, _)| field).collect(),
        };
        assert_eq!(fields(Step::Problem), ["title"]);
        assert_eq!(fields(Step::Contact), ["phone"]);
        assert_eq!(fields(Step::Environment), Vec::<String>::new());
        assert_eq!(fields(Step::Review), ["title", "phone"]);
    }
}
