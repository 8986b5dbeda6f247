use crate::{
    app::use_language,
    features::topics::model::{Guide, GuideLine, LinePlace},
    i18n::text::topics as t,
    ui::{Icon, Symbol},
};
use leptos::prelude::*;

/// The table of contents in which a topic stands; on narrow pages it is folded.
#[component]
pub fn GuideNav(guide: Guide, lang: Option<&'static str>) -> impl IntoView {
    view! {
        <details class="topic-guide topic-aside">
            <summary><Icon symbol=Symbol::List/>{t::guide(use_language())}</summary>
            <nav aria-label=t::guide(use_language())>
                <p class="topic-guide-title" lang=lang>{guide.title}</p>
                <GuideLines lines=guide.lines lang/>
            </nav>
        </details>
    }
    .into_any()
}

/// Lines of a table of contents, one below the other; how deep each stands is an attribute.
#[component]
pub fn GuideLines(lines: Vec<GuideLine>, lang: Option<&'static str>) -> impl IntoView {
    let items: Vec<_> = lines.into_iter().map(line).collect();
    view! { <ul class="topic-lines" role="list" lang=lang>{items}</ul> }.into_any()
}

fn line(line: GuideLine) -> AnyView {
    let GuideLine { depth, title, address, place } = line;
    let (current, state) = match place {
        LinePlace::Current => (Some("page"), "current"),
        LinePlace::Above => (None, "above"),
        LinePlace::Folded => (None, "folded"),
        LinePlace::Plain => (None, "plain"),
    };
    // only a few depths look different
    let depth = depth.min(4).to_string();
    let title = match address {
        Some(href) => view! { <a href=href aria-current=current>{title}</a> }.into_any(),
        None => view! { <span>{title}</span> }.into_any(),
    };
    view! { <li data-depth=depth data-state=state>{title}</li> }.into_any()
}
