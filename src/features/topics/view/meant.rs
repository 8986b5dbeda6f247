use crate::{app::use_language, i18n::text::topics as t};
use leptos::prelude::*;

/// What was probably meant by misspelled words, and the search for it. The address is a page of its own: its field shows it.
#[component]
pub fn Meant(text: Option<String>, href: Option<String>) -> impl IntoView {
    let language = use_language();
    text.zip(href).map(|(text, href)| {
        view! { <p class="meant">{t::meant(language)}" "<a href=href rel="external">{text}</a></p> }.into_any()
    })
}
