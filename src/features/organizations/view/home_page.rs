use super::{home_cases::HomeCases, home_places::HomePlaces, home_products::HomeProducts, home_topics::HomeTopics};
use crate::{
    app::{loaded, use_language, use_live, use_me, use_viewer},
    features::{
        cases::view::{DraftNotice, NewCaseButton},
        chat::view::StartChat,
        organizations::{api::home, model::HomeContent},
    },
    i18n::{Language, text::organizations as t},
    live::Topic,
    policy::Action,
    ui::layout::{Page, PageWidth, Split},
    values::{Moment, Zone},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The start page: what waits for the reader, and the way to ask.
#[component]
pub fn HomePage() -> impl IntoView {
    let language = use_language();
    let person = use_me();
    let beat = person.map_or(Signal::stored(0), |person| use_live().beat(Topic::Person(person)));
    let content = Resource::new(move || beat.get(), |_| home());
    view! {
        <Title text=t::title(language)/>
        {loaded(content, |content| view! { <Content content/> })}
    }
}

#[component]
fn Content(content: Memo<HomeContent>) -> impl IntoView {
    let language = use_language();
    let viewer = use_viewer();
    let name = viewer.person.as_ref().map(|person| person.name.clone()).unwrap_or_default();
    let title = greeting(language, &viewer.zone, viewer.now, &name);
    let reads = viewer.can(Action::ReadCases).is_ok();
    let side = t::products(language);
    view! {
        <Page title=title width=PageWidth::Full actions=|| view! { <StartChat/><NewCaseButton id="new-case-why"/> }>
            {move || content.with(|content| content.draft).then(|| view! { <DraftNotice/> })}
            <Split side_label=side side=move || view! { <HomeProducts content/> }>
                <div class="stack" data-gap="large">
                    {viewer.is_vendor().then(|| view! { <HomePlaces/> })}
                    {reads.then(|| view! { <HomeCases content/> })}
                    <HomeTopics content/>
                </div>
            </Split>
        </Page>
    }
    .into_any()
}

/// By the reader's own time of day.
fn greeting(language: Language, zone: &Zone, now: Moment, name: &str) -> String {
    match zone.civil(now).hour {
        5..12 => t::morning(language, name),
        12..20 => t::afternoon(language, name),
        _ => t::evening(language, name),
    }
}
