use super::now;
use crate::{
    app::use_language,
    features::cases::{
        model::{PhoneLine, Priority, Step},
        rules::TEXT_MOST,
        view::{
            open_page::StepForm,
            priority::{priority_meaning, priority_symbol},
            wizard::Wizard,
        },
    },
    i18n::{Language, text::cases as t},
    ui::{Choice, ChoiceLayout, Icon, RadioGroup, Symbol, TextArea},
};
use leptos::prelude::*;

/// How urgent it is: the meaning of each priority beside it, and for P1 the numbers to call (CASE-4).
#[component]
pub fn PriorityStep(wizard: Wizard) -> impl IntoView {
    let language = use_language();
    let choices = Priority::ALL.iter().map(move |priority| {
        let choice = Choice::new(priority.code(), priority.code());
        choice.hint(priority_meaning(language, *priority)).symbol(priority_symbol(*priority))
    });
    let lines = wizard.content.with_untracked(|content| content.phone_lines.clone());
    view! {
        <StepForm wizard step=Step::Priority>
            <RadioGroup
                id="priority"
                name="form[priority]"
                legend=t::priority(language)
                choices=choices.collect()
                layout=ChoiceLayout::Ruled
                value=now(wizard, |form| &form.priority)
                error=wizard.problem("priority", "priority")
                on_change=move |value| wizard.set("priority", |form| form.priority = value)
            />
            // shown by the style sheet for P1, with and without scripting
            <div class="wizard-when-p1">{(!lines.is_empty()).then(|| view! { <Phones lines/> })}</div>
            <TextArea
                id="impact"
                name="form[impact]"
                label=t::impact(language)
                mark=t::needed_for_p1(language)
                hint=t::impact_hint(language)
                rows=3
                maxlength=TEXT_MOST
                value=now(wizard, |form| &form.impact)
                error=wizard.problem("impact", "impact")
                on_input=move |value| wizard.set("impact", |form| form.impact = value)
            />
        </StepForm>
    }
    .into_any()
}

/// The vendor's numbers in the reader's region, with their hours.
#[component]
fn Phones(lines: Vec<PhoneLine>) -> impl IntoView {
    let language = use_language();
    let rows: Vec<_> = lines
        .into_iter()
        .map(|line| {
            let name = line.language.parse::<Language>().map_or(line.language.clone(), |l| l.own_name().to_owned());
            let call = format!("tel:{}", line.number.replace(' ', ""));
            view! {
                <div>
                    <dt lang=line.language>{name}</dt>
                    <dd><a href=call rel="external">{line.number}</a>" "<span class="soft">{line.hours}</span></dd>
                </div>
            }
        })
        .collect();
    view! {
        <section class="phones" aria-labelledby="phones-title">
            <h2 class="phones-title" id="phones-title"><Icon symbol=Symbol::Phone/>{t::phones_title(language)}</h2>
            <dl class="facts">{rows}</dl>
        </section>
    }
}
