use super::edit_state::StateBadge;
use crate::{
    app::{use_language, use_zone},
    features::topics::model::{DraftLine, DraftState, OutOfSightLine, StaleLine},
    i18n::{date, date_time, relative, text::topic_edit as t, text::topics},
    route,
    ui::{Badge, Cell, Symbol, Table, Time, Tone},
    values::Moment,
};
use leptos::prelude::*;

/// What is in work (HELP-5).
#[component]
pub(super) fn Drafts(drafts: Vec<DraftLine>, now: Moment) -> impl IntoView {
    let language = use_language();
    if drafts.is_empty() {
        return view! { <p class="soft">{t::no_drafts(language)}</p> }.into_any();
    }
    let rows: Vec<_> = drafts.into_iter().map(|draft| view! { <DraftRow draft now/> }).collect();
    view! {
        <Table label=t::drafts_table(language) stack=true>
            <thead>
                <tr>
                    <th scope="col">{t::field_title(language)}</th>
                    <th scope="col">{topics::column_language(language)}</th>
                    <th scope="col">{t::column_state(language)}</th>
                    <th scope="col">{t::column_changed(language)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

#[component]
fn DraftRow(draft: DraftLine, now: Moment) -> impl IntoView {
    let (language, zone) = (use_language(), use_zone());
    let DraftLine { topic, language: written, title, state, publish_at, author, changed_at } = draft;
    let scheduled = publish_at.filter(|_| state == DraftState::Scheduled);
    let scheduled = scheduled.map(|at| t::scheduled_for(language, date_time(language, &zone, at)));
    let (ago, full) = (relative(language, &zone, changed_at, now), date_time(language, &zone, changed_at));
    view! {
        <tr>
            <Cell main=true><a class="table-main" href=route::edit_topic(&topic) lang=written.tag()>{title}</a></Cell>
            <Cell label=topics::column_language(language)>{written.own_name()}</Cell>
            <Cell label=t::column_state(language)>
                <StateBadge state/>
                {scheduled.map(|line| view! { " "<span class="small">{line}</span> })}
            </Cell>
            <Cell label=t::column_changed(language)>
                <bdi>{author}</bdi>" · "<Time datetime=changed_at.rfc3339() text=ago title=full/>
            </Cell>
        </tr>
    }
    .into_any()
}

/// Translations that fell behind (HELP-6).
#[component]
pub(super) fn StaleTopics(stale: Vec<StaleLine>) -> impl IntoView {
    let (language, zone) = (use_language(), StoredValue::new(use_zone()));
    if stale.is_empty() {
        return view! { <p class="soft">{t::no_stale(language)}</p> }.into_any();
    }
    let row = move |line: StaleLine| {
        let StaleLine { topic, language: written, title, since } = line;
        let since = zone.with_value(|zone| date(language, zone, since));
        view! {
            <li class="topic-task">
                <a href=route::edit_topic(&topic) lang=written.tag()>{title}</a>
                <span class="soft small">{written.own_name()}" · "{t::stale_line(language, since)}</span>
            </li>
        }
        .into_any()
    };
    let rows: Vec<_> = stale.into_iter().map(row).collect();
    view! { <ul role="list">{rows}</ul> }.into_any()
}

/// What is withdrawn or unlisted: no reader finds it, whoever looks after topics does.
#[component]
pub(super) fn OutOfSight(topics: Vec<OutOfSightLine>) -> impl IntoView {
    let (language, zone) = (use_language(), StoredValue::new(use_zone()));
    if topics.is_empty() {
        return view! { <p class="soft">{t::no_out_of_sight(language)}</p> }.into_any();
    }
    let row = move |line: OutOfSightLine| {
        let OutOfSightLine { topic, language: written, title, is_withdrawn, since } = line;
        let since = zone.with_value(|zone| date(language, zone, since));
        let (text, symbol, tone) = match is_withdrawn {
            true => (t::state_withdrawn(language), Symbol::Ban, Tone::Warning),
            false => (t::unlisted(language), Symbol::Hide, Tone::Neutral),
        };
        view! {
            <li class="topic-task">
                <a href=route::edit_topic(&topic) lang=written.tag()>{title}</a>
                <span class="soft small">
                    {written.own_name()}" · "{since}" · "<Badge text=text symbol=symbol tone=tone/>
                </span>
            </li>
        }
        .into_any()
    };
    let rows: Vec<_> = topics.into_iter().map(row).collect();
    view! { <ul role="list">{rows}</ul> }.into_any()
}
