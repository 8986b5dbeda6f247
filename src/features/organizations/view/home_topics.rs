use crate::{
    app::use_language,
    features::{organizations::model::HomeContent, topics::view::PopularTopics},
    i18n::text::topics as t,
    route,
};
use leptos::prelude::*;

/// Help topics that are read most; nothing while nobody reads (HELP-1).
#[component]
pub fn HomeTopics(content: Memo<HomeContent>) -> impl IntoView {
    let language = use_language();
    move || {
        let topics = content.with(|content| content.popular.clone());
        (!topics.is_empty()).then(|| {
            view! {
                <section aria-labelledby="home-topics">
                    <h2 class="home-heading" id="home-topics">{t::popular(language)}</h2>
                    <PopularTopics topics/>
                    <p class="home-all"><a href=route::TOPICS>{t::all_topics(language)}</a></p>
                </section>
            }
            .into_any()
        })
    }
}
