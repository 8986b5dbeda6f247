use crate::{
    app::use_language,
    i18n::text::chat_hours as t,
    route,
    ui::{Tab, Tabs},
};
use leptos::prelude::*;

/// What operators set up of chats, beside each other; `here` is the page's own address.
#[component]
pub fn SetUpTabs(here: &'static str) -> impl IntoView {
    let language = use_language();
    let tab = |href: &'static str, label: &str| Tab::new(href, label, href == here);
    let tabs = vec![tab(route::ANSWERS, t::tab_answers(language)), tab(route::CHAT_HOURS, t::tab_hours(language))];
    view! { <Tabs label=t::set_up(language) tabs=Signal::stored(tabs)/> }
}
