use super::{Field, FieldIds, Text};
use leptos::{html, prelude::*};

/// Several lines of text. Uncontrolled: what was typed before hydration stays and is reported to `on_input` once.
#[component]
pub fn TextArea(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: Text,
    #[prop(optional, into)] hint: Option<Text>,
    #[prop(optional, into)] mark: Option<Text>,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional, into)] value: String,
    /// Lines shown while it is empty; it grows with its text where the browser can.
    #[prop(default = 5)]
    rows: u32,
    #[prop(optional, into)] maxlength: Option<u32>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] placeholder: Option<String>,
    /// How many characters there are, already in words.
    #[prop(optional, into)]
    count: MaybeProp<String>,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
    /// The field itself, for who writes into it while somebody may be typing.
    #[prop(optional)]
    node: NodeRef<html::Textarea>,
) -> impl IntoView {
    let ids = FieldIds::new(&id, hint.is_some(), error);
    let invalid = ids.clone();
    let initial = value.clone();
    Effect::new(move |_| {
        let typed = node.get().map(|area| area.value());
        if let (Some(run), Some(typed)) = (on_input, typed.filter(|typed| *typed != initial)) {
            run.run(typed);
        }
    });
    view! {
        <Field id=id.clone() label hint=hint mark=mark error>
            <textarea
                class="input"
                node_ref=node
                id=id
                name=name
                rows=rows
                maxlength=maxlength
                required=required
                placeholder=placeholder
                aria-describedby=move || ids.described_by()
                aria-invalid=move || invalid.invalid()
                on:input=move |event| {
                    if let Some(run) = on_input {
                        run.run(event_target_value(&event));
                    }
                }
                inner_html=content(&value)
            ></textarea>
            {move || count.get().map(|text| view! { <div class="field-count">{text}</div> })}
        </Field>
    }
    .into_any()
}

/// The text as a textarea's content. A text node would be rendered with hydration marks, which a textarea shows;
/// the parser drops one leading line break, so one is put before a text that begins with one.
fn content(value: &str) -> String {
    let guard = if value.starts_with('\n') { "\n" } else { "" };
    format!("{guard}{}", value.replace('&', "&amp;").replace('<', "&lt;"))
}

#[cfg(test)]
mod tests {
    use super::content;

    #[test]
    fn text_cannot_leave_the_textarea() {
        assert_eq!(content("a</textarea><b>&amp;"), "a&lt;/textarea>&lt;b>&amp;amp;");
    }

    #[test]
    fn a_leading_line_break_survives_the_parser() {
        assert_eq!(content("\nx"), "\n\nx");
    }
}
