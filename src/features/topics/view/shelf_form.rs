use crate::{
    app::{error_text, problem_text, use_language, use_zone},
    error::AppError,
    features::{
        cases::model::{Outcome, ProductName},
        topics::{api::SaveShelf, model::ShelfLine, rules::SHELF_TITLE_MOST},
    },
    i18n::text::topics as t,
    ui::{Button, CheckField, Notice, SelectField, SelectOption, Symbol, TextField, Tone},
};
use leptos::prelude::*;

/// What a shelf is called, and which of the portal's products it belongs to.
#[component]
pub fn ShelfRow(shelf: ShelfLine, products: Vec<ProductName>) -> impl IntoView {
    let language = use_language();
    let zone = use_zone();
    let action = ServerAction::<SaveShelf>::new();
    let ShelfLine { name, title, product, topics, is_public } = shelf;
    let of = move |field: &'static str| {
        Signal::derive(move || match action.value().get()? {
            Ok(Outcome::Problems(problems)) => problems.of(field).map(|problem| problem_text(language, problem)),
            Ok(Outcome::Done(())) | Err(_) => None,
        })
    };
    let said = move || match action.value().get()? {
        Ok(Outcome::Done(())) => Some(view! { <Notice tone=Tone::Success>{t::saved(language)}</Notice> }),
        Ok(Outcome::Problems(_)) | Err(AppError::Invalid(_)) => None,
        Err(error) => {
            let text = error_text(language, &zone, &error).1;
            Some(view! { <Notice tone=Tone::Danger>{text}</Notice> })
        }
    };
    let options: Vec<_> = std::iter::once(SelectOption::new("", t::no_product(language)))
        .chain(products.into_iter().map(|product| SelectOption::new(product.id.to_string(), product.name)))
        .collect();
    let product = product.map(|product| product.to_string()).unwrap_or_default();
    view! {
        <li class="shelf">
            <ActionForm action=action attr:class="shelf-form">
                <input type="hidden" name="form[name]" value=name.clone()/>
                <TextField id=format!("title-{name}") name="form[title]" label=t::shelf_title(language, &name)
                    maxlength=SHELF_TITLE_MOST value=title error=of("title")/>
                <SelectField id=format!("product-{name}") name="form[product]" label=t::product(language)
                    options=Signal::stored(options) value=Signal::stored(product) error=of("product")/>
                <CheckField id=format!("public-{name}") name="form[public]" value="yes" label=t::shelf_public(language)
                    hint=t::shelf_public_hint(language) checked=is_public/>
                <Button label=t::save(language) symbol=Symbol::Save busy=action.pending()/>
            </ActionForm>
            <p class="soft small">{t::topics_in(language, topics)}</p>
            <div role="status">{said}</div>
        </li>
    }
    .into_any()
}
