use super::{FieldIds, Icon, Symbol, Text, field::FieldError};
use leptos::prelude::*;

/// One choice of a [`RadioGroup`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// What choosing it means, beside it.
    pub hint: Option<String>,
    pub symbol: Option<Symbol>,
}

impl Choice {
    /// What is sent, and what is read.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, symbol: None }
    }

    /// With its meaning beside it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With a drawing before its label.
    #[must_use]
    pub fn symbol(mut self, symbol: Symbol) -> Self {
        self.symbol = Some(symbol);
        self
    }
}

/// How choices lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChoiceLayout {
    #[default]
    Column,
    /// Side by side, for yes and no.
    Row,
    /// A ruled list in which the meaning stands beside each choice.
    Ruled,
}

impl ChoiceLayout {
    const fn name(self) -> &'static str {
        match self {
            ChoiceLayout::Column => "column",
            ChoiceLayout::Row => "row",
            ChoiceLayout::Ruled => "ruled",
        }
    }
}

/// A choice of one among a few that are all seen. The first choice has the group's id, so that an error summary's link lands on it.
#[component]
pub fn RadioGroup(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] legend: Text,
    choices: Vec<Choice>,
    #[prop(optional, into)] hint: Option<Text>,
    #[prop(optional, into)] error: MaybeProp<String>,
    /// The value chosen at first; empty means none.
    #[prop(optional, into)]
    value: String,
    #[prop(optional)] layout: ChoiceLayout,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let ids = FieldIds::new(&id, hint.is_some(), error);
    let hint_id = format!("{id}-hint");
    let rows: Vec<_> = choices
        .into_iter()
        .enumerate()
        .map(|(place, choice)| {
            let row_id = if place == 0 { id.clone() } else { format!("{id}-{place}") };
            let checked = choice.value == value;
            view! { <RadioChoice id=row_id name=name.clone() choice checked required on_change/> }
        })
        .collect();
    view! {
        <fieldset class="field" data-invalid=move || error.get().map(|_| "true") aria-describedby=move || ids.described_by()>
            <legend class="field-label">{legend}</legend>
            {hint.map(|hint| view! { <div class="field-hint" id=hint_id>{hint}</div> })}
            <FieldError id=format!("{id}-error") error/>
            <div class="choices" data-layout=layout.name()>{rows}</div>
        </fieldset>
    }
    .into_any()
}

/// One line of the group: control, label, meaning.
#[component]
fn RadioChoice(
    id: String,
    name: String,
    choice: Choice,
    checked: bool,
    required: bool,
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let meaning_id = format!("{id}-meaning");
    let described_by = choice.hint.is_some().then(|| meaning_id.clone());
    view! {
        <div class="choice">
            <input
                class="choice-input"
                type="radio"
                id=id.clone()
                name=name
                value=choice.value
                checked=checked
                required=required
                aria-describedby=described_by
                on:change=move |event| {
                    if let Some(run) = on_change {
                        run.run(event_target_value(&event));
                    }
                }
            />
            <label class="choice-label" for=id>
                {choice.symbol.map(|symbol| view! { <Icon symbol/> })}
                <span>{choice.label}</span>
            </label>
            {choice.hint.map(|hint| view! { <div class="choice-hint" id=meaning_id>{hint}</div> })}
        </div>
    }
    .into_any()
}
