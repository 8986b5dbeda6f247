use super::{Icon, Symbol, Text};
use leptos::prelude::*;

/// How wide a control is drawn: as wide as what belongs in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldWidth {
    #[default]
    Full,
    Short,
    Tiny,
}

impl FieldWidth {
    /// The value of `data-width`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            FieldWidth::Full => "full",
            FieldWidth::Short => "short",
            FieldWidth::Tiny => "tiny",
        }
    }
}

/// The ids that tie a control to its hint and its error.
#[derive(Clone, Debug)]
pub struct FieldIds {
    hint: Option<String>,
    error: String,
    problem: MaybeProp<String>,
}

impl FieldIds {
    /// For the control `id`; `hinted` tells whether a hint is rendered.
    #[must_use]
    pub fn new(id: &str, hinted: bool, problem: MaybeProp<String>) -> Self {
        Self { hint: hinted.then(|| format!("{id}-hint")), error: format!("{id}-error"), problem }
    }

    /// The value of `aria-describedby`: hint, then error, or nothing.
    #[must_use]
    pub fn described_by(&self) -> Option<String> {
        let error = self.problem.get().map(|_| self.error.clone());
        let ids: Vec<String> = self.hint.clone().into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// The value of `aria-invalid`, absent while there is no problem.
    #[must_use]
    pub fn invalid(&self) -> Option<&'static str> {
        self.problem.get().map(|_| "true")
    }
}

/// Label, hint, error and then the control, which carries `id`, `aria-describedby` and `aria-invalid` from [`FieldIds`].
#[component]
pub fn Field(
    #[prop(into)] id: String,
    #[prop(into)] label: Text,
    #[prop(optional_no_strip)] hint: Option<Text>,
    /// For instance "optional", behind the label.
    #[prop(optional_no_strip)]
    mark: Option<Text>,
    #[prop(optional, into)] error: MaybeProp<String>,
    children: Children,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field" data-invalid=move || error.get().map(|_| "true")>
            <label class="field-label" for=id.clone()>
                {label}
                {mark.map(|mark| view! { " " <span class="field-optional">{mark}</span> })}
            </label>
            {hint.map(|hint| view! { <div class="field-hint" id=hint_id>{hint}</div> })}
            <FieldError id=format!("{id}-error") error/>
            {children()}
        </div>
    }
    .into_any()
}

/// The error of a field, present only while there is one.
#[component]
pub fn FieldError(#[prop(into)] id: String, #[prop(into)] error: MaybeProp<String>) -> impl IntoView {
    move || {
        let id = id.clone();
        error
            .get()
            .map(|text| view! { <div class="field-error" id=id><Icon symbol=Symbol::Danger/><span>{text}</span></div> })
    }
}
