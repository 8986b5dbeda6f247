use super::now;
use crate::{
    app::{refusal_text, use_language, use_zone},
    features::cases::{
        model::{ProductNotYet, Step},
        view::{open_page::StepForm, wizard::Wizard},
    },
    i18n::text::cases as t,
    policy::Refusal,
    ui::{Choice, ChoiceLayout, Icon, RadioGroup, Symbol},
};
use leptos::prelude::*;

/// Which product it is about; those that do not take cases yet say why (CASE-2, ROLL-2).
#[component]
pub fn ProductStep(wizard: Wizard) -> impl IntoView {
    let language = use_language();
    let choices = untrack(|| wizard.products()).into_iter().map(|product| {
        let choice = Choice::new(product.id.to_string(), product.name);
        if product.summary.is_empty() { choice } else { choice.hint(product.summary) }
    });
    let not_yet = wizard.content.with_untracked(|content| content.not_yet.clone());
    view! {
        <StepForm wizard step=Step::Product>
            <RadioGroup
                id="product"
                name="form[product]"
                legend=t::ask_product(language)
                choices=choices.collect()
                layout=ChoiceLayout::Ruled
                value=now(wizard, |form| &form.product)
                error=wizard.problem("product", "product")
                on_change=move |value| wizard.set("product", |form| form.product = value)
            />
            {(!not_yet.is_empty()).then(|| view! { <NotYet products=not_yet/> })}
        </StepForm>
    }
    .into_any()
}

/// Products that take no cases yet, with state and date.
#[component]
fn NotYet(products: Vec<ProductNotYet>) -> impl IntoView {
    let (language, zone) = (use_language(), use_zone());
    let rows: Vec<_> = products
        .into_iter()
        .map(|product| {
            let refusal = Refusal::NotYet { state: product.state, planned: product.planned };
            let why = refusal_text(language, &zone, &refusal);
            view! {
                <li>
                    <Icon symbol=Symbol::Lock/>
                    <div><strong>{product.name}</strong><div class="soft small">{why}</div></div>
                </li>
            }
        })
        .collect();
    view! {
        <div class="refused">
            <h2 class="section-title">{t::not_yet_title(language)}</h2>
            <ul class="refused-list" role="list">{rows}</ul>
        </div>
    }
}
