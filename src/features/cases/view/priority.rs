use crate::{
    app::use_language,
    features::cases::model::Priority,
    i18n::{Language, text::cases as t},
    ui::{Level, PriorityMark, Symbol},
};
use leptos::prelude::*;

/// A case's priority as shape and code; its meaning on hover.
#[component]
pub fn CasePriority(priority: Priority) -> impl IntoView {
    let meaning = priority_meaning(use_language(), priority);
    view! { <PriorityMark level=level(priority) text=priority.code() title=meaning/> }
}

/// What a priority means (CASE-4).
pub fn priority_meaning(language: Language, priority: Priority) -> &'static str {
    match priority {
        Priority::P1 => t::meaning_p1(language),
        Priority::P2 => t::meaning_p2(language),
        Priority::P3 => t::meaning_p3(language),
        Priority::P4 => t::meaning_p4(language),
    }
}

/// The shape of a priority.
pub(super) fn priority_symbol(priority: Priority) -> Symbol {
    level(priority).symbol()
}

fn level(priority: Priority) -> Level {
    match priority {
        Priority::P1 => Level::One,
        Priority::P2 => Level::Two,
        Priority::P3 => Level::Three,
        Priority::P4 => Level::Four,
    }
}
