use crate::{
    app::use_language,
    features::topics::model::{Difference, DifferenceLine, TopicPart},
    i18n::{Language, text::topic_edit as t},
    ui::MarkedText,
    values::Marked,
};
use leptos::prelude::*;

/// What changed, part by part: what went, what came, and around it what stayed.
#[component]
pub(super) fn DifferenceView(difference: Difference) -> impl IntoView {
    let language = use_language();
    let Difference(parts) = difference;
    if parts.is_empty() {
        return view! { <p class="soft">{t::no_difference(language)}</p> }.into_any();
    }
    let part = |(part, lines): (TopicPart, Vec<DifferenceLine>)| {
        let lines: Vec<_> = lines.into_iter().map(|line| self::line(language, line)).collect();
        view! {
            <section class="difference" aria-label=part_name(language, part)>
                <p class="difference-part">{part_name(language, part)}</p>
                <ul class="difference-lines" role="list">{lines}</ul>
            </section>
        }
        .into_any()
    };
    parts.into_iter().map(part).collect::<Vec<_>>().into_any()
}

fn part_name(language: Language, part: TopicPart) -> &'static str {
    match part {
        TopicPart::Title => t::field_title(language),
        TopicPart::Description => t::field_description(language),
        TopicPart::Keywords => t::field_keywords(language),
        TopicPart::Body => t::field_body(language),
    }
}

fn line(language: Language, line: DifferenceLine) -> AnyView {
    let changed = |kind: &'static str, says: &'static str, text: Marked| {
        view! { <li data-line=kind><span class="hidden-text">{says}" "</span><MarkedText text/></li> }.into_any()
    };
    match line {
        DifferenceLine::Same(text) => view! { <li data-line="same">{text}</li> }.into_any(),
        DifferenceLine::Gone(text) => changed("gone", t::line_gone(language), text),
        DifferenceLine::Came(text) => changed("came", t::line_came(language), text),
        DifferenceLine::Skipped(count) => {
            view! { <li data-line="skipped">{t::skipped(language, count)}</li> }.into_any()
        }
    }
}
