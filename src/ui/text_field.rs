use super::{Field, FieldIds, FieldWidth, Text};
use leptos::{html, prelude::*};

/// What a line of text holds; decides the on-screen keyboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    #[default]
    Text,
    Email,
    Password,
    Phone,
    Search,
    Url,
    Date,
    DateTime,
    /// A number typed as digits, without the spinner: codes, counts.
    Digits,
}

impl InputKind {
    const fn kind(self) -> &'static str {
        match self {
            InputKind::Text | InputKind::Digits => "text",
            InputKind::Email => "email",
            InputKind::Password => "password",
            InputKind::Phone => "tel",
            InputKind::Search => "search",
            InputKind::Url => "url",
            InputKind::Date => "date",
            InputKind::DateTime => "datetime-local",
        }
    }

    const fn mode(self) -> Option<&'static str> {
        match self {
            InputKind::Digits => Some("numeric"),
            InputKind::Text
            | InputKind::Email
            | InputKind::Password
            | InputKind::Phone
            | InputKind::Search
            | InputKind::Url
            | InputKind::Date
            | InputKind::DateTime => None,
        }
    }
}

/// One line of text. Uncontrolled: what was typed before hydration stays and is reported to `on_input` once.
#[component]
pub fn TextField(
    /// Also the anchor that an error summary leads to.
    #[prop(into)]
    id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: Text,
    #[prop(optional, into)] hint: Option<Text>,
    #[prop(optional, into)] mark: Option<Text>,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional, into)] value: String,
    #[prop(optional)] kind: InputKind,
    #[prop(optional)] width: FieldWidth,
    /// The token of the HTML standard, for instance `username` or `one-time-code`.
    #[prop(optional, into)]
    autocomplete: Option<String>,
    #[prop(optional, into)] placeholder: Option<String>,
    /// The id of a `<datalist>`.
    #[prop(optional, into)]
    list: Option<String>,
    /// The most characters that the server takes.
    #[prop(optional, into)]
    maxlength: Option<u32>,
    #[prop(optional)] required: bool,
    #[prop(optional)] autofocus: bool,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
) -> impl IntoView {
    let ids = FieldIds::new(&id, hint.is_some(), error);
    let invalid = ids.clone();
    let node = NodeRef::<html::Input>::new();
    let initial = value.clone();
    Effect::new(move |_| {
        let typed = node.get().map(|input| input.value());
        if let (Some(run), Some(typed)) = (on_input, typed.filter(|typed| *typed != initial)) {
            run.run(typed);
        }
    });
    view! {
        <Field id=id.clone() label hint=hint mark=mark error>
            <input
                class="input"
                node_ref=node
                id=id
                name=name
                type=kind.kind()
                inputmode=kind.mode()
                value=value
                data-width=width.name()
                autocomplete=autocomplete
                placeholder=placeholder
                list=list
                maxlength=maxlength
                required=required
                autofocus=autofocus
                aria-describedby=move || ids.described_by()
                aria-invalid=move || invalid.invalid()
                on:input=move |event| {
                    if let Some(run) = on_input {
                        run.run(event_target_value(&event));
                    }
                }
            />
        </Field>
    }
    .into_any()
}
