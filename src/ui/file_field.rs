use super::{Field, FieldIds, Text};
use leptos::{ev::Event, prelude::*};

/// The native file control, which works without scripting; a feature may put progress below it.
#[component]
pub fn FileField(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: Text,
    /// How many, how large, of which kind.
    #[prop(optional, into)]
    hint: Option<Text>,
    #[prop(optional, into)] mark: Option<Text>,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] multiple: bool,
    #[prop(optional, into)] accept: Option<String>,
    #[prop(optional)] required: bool,
    /// The files are read from the event by a browser room.
    #[prop(optional, into)]
    on_change: Option<Callback<Event>>,
) -> impl IntoView {
    let ids = FieldIds::new(&id, hint.is_some(), error);
    let invalid = ids.clone();
    view! {
        <Field id=id.clone() label hint=hint mark=mark error>
            <input
                class="input"
                type="file"
                id=id
                name=name
                multiple=multiple
                accept=accept
                required=required
                aria-describedby=move || ids.described_by()
                aria-invalid=move || invalid.invalid()
                on:change=move |event| {
                    if let Some(run) = on_change {
                        run.run(event);
                    }
                }
            />
        </Field>
    }
    .into_any()
}
