use super::super::model::{DeskFilter, Lane};
use crate::{
    app::use_language,
    i18n::{Language, text::desk as t},
    ui::{Tab, Tabs},
};
use leptos::prelude::*;

/// The server counts a lane up to here.
const COUNTED_MOST: i64 = 1_000;

/// The parts of the queue, each with its open cases.
#[component]
pub(super) fn Lanes(filter: Memo<DeskFilter>, #[prop(into)] counts: Signal<Vec<i64>>) -> impl IntoView {
    let language = use_language();
    let tabs = Signal::derive(move || {
        let (filter, counts) = (filter.get(), counts.get());
        Lane::ALL.iter().zip(counts).map(|(lane, count)| tab(language, &filter, *lane, count)).collect::<Vec<_>>()
    });
    view! { <Tabs label=t::lanes(language) tabs=tabs/> }
}

fn tab(language: Language, filter: &DeskFilter, lane: Lane, count: i64) -> Tab {
    let count = if count >= COUNTED_MOST { t::counted_most(language).to_owned() } else { count.to_string() };
    Tab::new(filter.on(lane).href(), lane_name(language, lane), filter.lane == lane).count(count)
}

fn lane_name(language: Language, lane: Lane) -> &'static str {
    match lane {
        Lane::Unassigned => t::lane_unassigned(language),
        Lane::Mine => t::lane_mine(language),
        Lane::All => t::lane_all(language),
    }
}
