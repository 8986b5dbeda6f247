use super::{Field, FieldIds, FieldWidth, Text};
use leptos::prelude::*;

/// One line of a [`SelectField`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectOption {
    pub value: String,
    pub label: String,
}

impl SelectOption {
    /// What is sent, and what is read.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// A native choice of one among several.
#[component]
pub fn SelectField(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: Text,
    options: Vec<SelectOption>,
    #[prop(optional, into)] hint: Option<Text>,
    #[prop(optional, into)] mark: Option<Text>,
    #[prop(optional, into)] error: MaybeProp<String>,
    /// The value chosen at first.
    #[prop(optional, into)]
    value: String,
    #[prop(optional)] width: FieldWidth,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let ids = FieldIds::new(&id, hint.is_some(), error);
    let invalid = ids.clone();
    let options: Vec<_> = options
        .into_iter()
        .map(|option| {
            let selected = option.value == value;
            view! { <option value=option.value selected=selected>{option.label}</option> }
        })
        .collect();
    view! {
        <Field id=id.clone() label hint=hint mark=mark error>
            <select
                class="input"
                id=id
                name=name
                data-width=width.name()
                required=required
                aria-describedby=move || ids.described_by()
                aria-invalid=move || invalid.invalid()
                on:change=move |event| {
                    if let Some(run) = on_change {
                        run.run(event_target_value(&event));
                    }
                }
            >
                {options}
            </select>
        </Field>
    }
    .into_any()
}
