use super::{Field, FieldIds, FieldWidth, Text};
use leptos::{html, prelude::*};

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

/// A native choice of one among several. A new `value` from outside is chosen in place of what stood there.
#[component]
pub fn SelectField(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: Text,
    #[prop(into)] options: Signal<Vec<SelectOption>>,
    #[prop(optional, into)] hint: Option<Text>,
    #[prop(optional, into)] mark: Option<Text>,
    #[prop(optional, into)] error: MaybeProp<String>,
    /// The value chosen at first, and whenever it changes.
    #[prop(optional, into)]
    value: Signal<String>,
    #[prop(optional)] width: FieldWidth,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let ids = FieldIds::new(&id, hint.is_some(), error);
    let invalid = ids.clone();
    let node = NodeRef::<html::Select>::new();
    Effect::new(move |before: Option<String>| {
        let value = value.get();
        // what was chosen before hydration stays
        if let (Some(select), true) = (node.get(), before.is_some_and(|before| before != value)) {
            select.set_value(&value);
        }
        value
    });
    let lines = move || {
        let line = |option: SelectOption| {
            let selected = option.value == value.get_untracked();
            view! { <option value=option.value selected=selected>{option.label}</option> }
        };
        options.get().into_iter().map(line).collect::<Vec<_>>()
    };
    view! {
        <Field id=id.clone() label hint=hint mark=mark error>
            <select
                class="input"
                node_ref=node
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
                {lines}
            </select>
        </Field>
    }
    .into_any()
}
