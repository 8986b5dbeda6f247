use crate::{
    app::{refusal_text, use_language, use_zone},
    features::{cases::model::ProductNotYet, organizations::model::HomeContent},
    i18n::{date, text::organizations as t},
    policy::Refusal,
    ui::{Icon, Symbol},
};
use leptos::prelude::*;

/// The organization's products, and from when each takes cases (ROLL-2).
#[component]
pub fn HomeProducts(content: Memo<HomeContent>) -> impl IntoView {
    let language = use_language();
    move || {
        let HomeContent { launched, not_yet, .. } = content.get();
        if launched.is_empty() && not_yet.is_empty() {
            return ().into_any();
        }
        let open: Vec<_> = launched.into_iter().map(|name| view! { <Launched name/> }).collect();
        let closed: Vec<_> = not_yet.into_iter().map(|product| view! { <NotYet product/> }).collect();
        view! {
            <section aria-labelledby="home-products">
                <h2 class="home-heading" id="home-products">{t::products(language)}</h2>
                <ul class="home-products" role="list">{open}{closed}</ul>
            </section>
        }
        .into_any()
    }
}

#[component]
fn Launched(name: String) -> impl IntoView {
    let language = use_language();
    view! {
        <li>
            <span>{name}</span>
            <span class="status" data-tone="success"><Icon symbol=Symbol::Check/>{t::takes_cases(language)}</span>
        </li>
    }
}

#[component]
fn NotYet(product: ProductNotYet) -> impl IntoView {
    let (language, zone) = (use_language(), use_zone());
    let when = match product.planned {
        Some(at) => t::from_date(language, date(language, &zone, at)),
        None => t::not_yet(language).to_owned(),
    };
    let refusal = Refusal::NotYet { state: product.state, planned: product.planned };
    let why = refusal_text(language, &zone, &refusal);
    view! {
        <li>
            <span>{product.name}</span>
            <span class="status" data-tone="warning"><Icon symbol=Symbol::Clock/>{when}</span>
            <span class="soft small">{why}</span>
        </li>
    }
}
