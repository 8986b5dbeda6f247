use crate::{
    app::{use_language, use_viewer},
    i18n::text::chat as t,
    policy::Action,
    route,
    ui::{ButtonLink, Symbol},
};
use leptos::prelude::*;

/// The way to a chat, for those who may have one (CHAT-1); about a case, by its number as text.
#[component]
pub fn StartChat(#[prop(optional, into)] case: String) -> impl IntoView {
    let language = use_language();
    let label = if case.is_empty() { t::start_title(language) } else { t::start_on_case(language) };
    let may = use_viewer().can(Action::Chat).is_ok();
    may.then(|| view! { <ButtonLink href=route::new_chat(&case, false) label=label symbol=Symbol::Chat/> })
}
