use crate::{
    app::use_language,
    features::topics::model::PopularTopic,
    i18n::{Language, text::topics as t},
};
use leptos::prelude::*;

/// Topics that are read most, each with the reason for its rank (HELP-1).
#[component]
pub fn PopularTopics(topics: Vec<PopularTopic>) -> impl IntoView {
    let language = use_language();
    let topic = |topic: PopularTopic| {
        let why = popular_because(language, &topic);
        let PopularTopic { address, title, shelf, .. } = topic;
        view! {
            <li class="popular-topic">
                <a class="popular-title" href=address>{title}</a>
                <span class="soft small">{shelf}" · "{why}</span>
            </li>
        }
        .into_any()
    };
    let topics: Vec<_> = topics.into_iter().map(topic).collect();
    view! { <ol class="popular" role="list">{topics}</ol> }.into_any()
}

/// What its rank follows from, in words.
pub fn popular_because(language: Language, topic: &PopularTopic) -> String {
    let views = t::views(language, topic.views);
    let votes = (topic.votes > 0).then(|| t::helpful(language, topic.helpful, topic.votes));
    let pinned = topic.is_pinned.then(|| t::pinned(language).to_owned());
    [pinned, (topic.views > 0).then_some(views), votes].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
