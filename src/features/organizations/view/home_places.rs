use crate::{
    app::{use_language, use_viewer},
    i18n::text::organizations as t,
    policy::Action,
    route,
    ui::{ButtonLink, Symbol},
};
use leptos::prelude::*;

/// Where people of the vendor work, as far as their roles go.
#[component]
pub fn HomePlaces() -> impl IntoView {
    let language = use_language();
    let viewer = use_viewer();
    let place = |action: Action, href: &'static str, label: &'static str, symbol: Symbol| {
        viewer.can(action).is_ok().then(|| view! { <ButtonLink href=href label=label symbol=symbol/> })
    };
    view! {
        <section aria-labelledby="home-places">
            <h2 class="home-heading" id="home-places">{t::places(language)}</h2>
            <div class="stack home-places" data-gap="small">
                {place(Action::WorkDesk, route::DESK, t::place_desk(language), Symbol::Support)}
                {place(Action::ReadCases, route::CASES, t::place_cases(language), Symbol::List)}
                {place(Action::SetUpChat, route::ANSWERS, t::place_answers(language), Symbol::Chat)}
                {place(Action::WriteTopics, route::OPERATE_TOPICS, t::place_topics(language), Symbol::Topics)}
                {place(Action::ModerateForum, route::MODERATION, t::place_forum(language), Symbol::Shield)}
                {place(Action::ReadOutbox, route::OUTBOX, t::place_outbox(language), Symbol::Mail)}
            </div>
        </section>
    }
    .into_any()
}
