use super::now;
use crate::{
    app::{use_language, use_viewer},
    features::cases::{
        model::Step,
        rules::WATCHERS_MOST,
        view::{open_page::StepForm, wizard::Wizard},
    },
    i18n::text::cases as t,
    ui::{FieldWidth, InputKind, TextArea, TextField},
};
use leptos::prelude::*;

/// How to reach the requester, and who else gets the case's mail (CASE-13).
#[component]
pub fn ContactStep(wizard: Wizard) -> impl IntoView {
    let language = use_language();
    let person = use_viewer().person;
    let contact = person.map(|person| t::contact_text(language, &person.name, &person.email));
    view! {
        <StepForm wizard step=Step::Contact>
            <p>{contact}</p>
            <TextField
                id="phone"
                name="form[phone]"
                label=t::ask_phone(language)
                mark=t::needed_for_p1(language)
                hint=t::phone_hint(language)
                kind=InputKind::Phone
                width=FieldWidth::Short
                autocomplete="tel"
                value=now(wizard, |form| &form.phone)
                error=wizard.problem("phone", "phone")
                on_input=move |value| wizard.set("phone", |form| form.phone = value)
            />
            <TextArea
                id="watchers"
                name="form[watchers]"
                label=t::ask_watchers(language)
                mark=t::optional(language)
                hint=t::watchers_hint(language, WATCHERS_MOST)
                rows=2
                value=now(wizard, |form| &form.watchers)
                error=wizard.problem("watchers", "watchers")
                on_input=move |value| wizard.set("watchers", |form| form.watchers = value)
            />
        </StepForm>
    }
    .into_any()
}
