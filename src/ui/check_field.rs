use super::{FieldIds, Text, field::FieldError};
use leptos::prelude::*;

/// One thing that is on or off; sends `value` when it is on and nothing otherwise.
#[component]
pub fn CheckField(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: Text,
    #[prop(optional, into)] hint: Option<Text>,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(default = "true".to_owned(), into)] value: String,
    #[prop(optional)] checked: bool,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let ids = FieldIds::new(&id, hint.is_some(), error);
    let invalid = ids.clone();
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field" data-invalid=move || error.get().map(|_| "true")>
            <FieldError id=format!("{id}-error") error/>
            <div class="choice">
                <input
                    class="choice-input"
                    type="checkbox"
                    id=id.clone()
                    name=name
                    value=value
                    checked=checked
                    required=required
                    aria-describedby=move || ids.described_by()
                    aria-invalid=move || invalid.invalid()
                    on:change=move |event| {
                        if let Some(run) = on_change {
                            run.run(event_target_checked(&event));
                        }
                    }
                />
                <label class="choice-label" for=id>{label}</label>
                {hint.map(|hint| view! { <div class="choice-hint" id=hint_id>{hint}</div> })}
            </div>
        </div>
    }
    .into_any()
}
