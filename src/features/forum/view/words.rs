//! What the pages of the forum say alike.

use crate::{
    app::{problem_text, use_language},
    features::{
        cases::model::PersonName,
        forum::{model::*, rules::Trace},
    },
    i18n::{Language, text::forum as t},
    route,
    ui::{Badge, SelectOption, Symbol, Tab, Tabs, Tone},
    values::{Problem, Problems},
};
use leptos::prelude::*;

/// A person's name, and for people of the vendor the badge that says so (FORUM-1).
#[component]
pub(super) fn Writer(person: PersonName) -> impl IntoView {
    let language = use_language();
    view! {
        <span class="forum-writer">
            <bdi>{person.name}</bdi>
            {person.vendor.then(|| view! { " "<VendorBadge language/> })}
        </span>
    }
    .into_any()
}

#[component]
pub(super) fn VendorBadge(language: Language) -> impl IntoView {
    view! { <Badge text=t::vendor(language) symbol=Symbol::Support/> }
}

/// How a thread stands, in its language, with a shape and a tone.
pub fn standing(language: Language, kind: Kind, answered: bool) -> (&'static str, Symbol, Tone) {
    match (kind, answered) {
        (Kind::Question, true) => (t::answered(language), Symbol::Success, Tone::Success),
        (Kind::Question, false) => (t::open(language), Symbol::Help, Tone::Info),
        (Kind::Discussion, true | false) => (t::discussion(language), Symbol::Forum, Tone::Neutral),
    }
}

/// `Product`, or `Product › category`.
pub(super) fn place_text(name: &PlaceName) -> String {
    match &name.category {
        Some(category) => format!("{} › {category}", name.product),
        None => name.product.clone(),
    }
}

/// The places as choices.
pub(super) fn place_options(places: &[PlaceName]) -> impl Iterator<Item = SelectOption> {
    places.iter().map(|name| SelectOption::new(name.place.to_string(), place_text(name)))
}

/// What is wrong with a field of the forum's forms.
pub(super) fn problem_of(language: Language, field: &str, problem: &Problem) -> String {
    match (field, problem) {
        ("place", Problem::NotAChoice) => t::problem_place(language).to_owned(),
        ("into", Problem::NotAChoice) => t::problem_into(language).to_owned(),
        ("body", Problem::NotAChoice) => t::problem_closed(language).to_owned(),
        ("confirmed", Problem::Incomplete) => t::problem_traces(language).to_owned(),
        (field, Problem::NotAChoice) if field.starts_with("name-") => t::problem_category(language).to_owned(),
        (_, problem) => problem_text(language, problem),
    }
}

/// The same for one field among the problems of a form.
pub(super) fn words_of(language: Language, problems: &Problems, field: &str) -> Option<String> {
    problems.of(field).map(|problem| problem_of(language, field, problem))
}

/// The pages of those who look after the forum, beside each other; `here` is the page's own address.
#[component]
pub(super) fn ModerationTabs(here: &'static str) -> impl IntoView {
    let language = use_language();
    let tab = |href: &'static str, label: &str| Tab::new(href, label, href == here);
    let tabs = vec![tab(route::MODERATION, t::queue(language)), tab(route::CATEGORIES, t::categories(language))];
    view! { <Tabs label=t::moderation_tabs(language) tabs=Signal::stored(tabs)/> }
}

/// What something that was found in a text looks like.
pub(super) fn trace_name(language: Language, trace: Trace) -> &'static str {
    match trace {
        Trace::Address => t::trace_address(language),
        Trace::Host => t::trace_host(language),
        Trace::CaseNumber => t::trace_case(language),
        Trace::Number => t::trace_number(language),
        Trace::Name => t::trace_name(language),
        Trace::Phone => t::trace_phone(language),
        Trace::Token => t::trace_token(language),
    }
}
