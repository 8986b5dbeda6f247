use crate::{
    app::use_language,
    features::topics::model::Heading,
    i18n::text::topics as t,
    ui::{Icon, Symbol},
};
use leptos::prelude::*;

/// Headings from which on a page has contents of its own.
const HEADINGS_LEAST: usize = 3;
/// Deeper headings are not listed.
const LEVEL_MOST: u32 = 3;

/// The headings of a topic, to go to; on narrow pages they are folded.
#[component]
pub fn PageContents(headings: Vec<Heading>, lang: Option<&'static str>) -> impl IntoView {
    let listed: Vec<_> = headings.into_iter().filter(|heading| heading.level <= LEVEL_MOST).collect();
    (listed.len() >= HEADINGS_LEAST).then(|| {
        let items: Vec<_> = listed.into_iter().map(item).collect();
        let label = t::on_this_page(use_language());
        view! {
            <details class="topic-contents topic-aside">
                <summary><Icon symbol=Symbol::Bookmark/>{label}</summary>
                <nav aria-label=label>
                    <p class="topic-contents-title">{label}</p>
                    <ul class="topic-lines" role="list" lang=lang>{items}</ul>
                </nav>
            </details>
        }
        .into_any()
    })
}

fn item(heading: Heading) -> AnyView {
    let depth = heading.level.saturating_sub(2).to_string();
    view! { <li data-depth=depth><a href=format!("#{}", heading.id)>{heading.text}</a></li> }.into_any()
}
