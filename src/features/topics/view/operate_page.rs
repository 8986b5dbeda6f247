use super::{
    drafts::{Drafts, OutOfSight, StaleTopics},
    shelf_form::ShelfRow,
    synonyms_form::SynonymsForm,
};
use crate::{
    app::{loaded, use_language, use_zone},
    features::topics::{
        api::{CloseTask, PinTopic, operate_topics},
        model::{Missing, OperateContent, TopicTask},
    },
    i18n::{date_time, relative, text::topic_edit, text::topics as t},
    route,
    ui::{
        Button, ButtonLink, Cell, Empty, Notice, Size, Symbol, Table, Time, Tone,
        layout::{Page, PageWidth},
    },
    values::Moment,
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// What operators look after: what is in work, translations that fell behind, topics that do not help, searches in vain, what is pinned, and whose the topics are.
#[component]
pub fn OperatePage() -> impl IntoView {
    let content = Resource::new(|| (), |()| operate_topics());
    view! {
        <Title text=t::operate_title(use_language())/>
        {loaded(content, |content| view! { <Operate content/> })}
    }
}

#[component]
fn Operate(content: Memo<OperateContent>) -> impl IntoView {
    let language = use_language();
    let OperateContent { drafts, stale, out_of_sight, shelves, products, tasks, pinned, missed, synonyms, now } =
        content.get_untracked();
    let saved = use_query_map().with_untracked(|query| query.get("saved"));
    let saved = saved.map(|deed| {
        let said = match deed.as_str() {
            "withdrawn" => topic_edit::said_withdrawn(language),
            "discarded" => topic_edit::said_discarded(language),
            _ => t::saved(language),
        };
        view! { <Notice tone=Tone::Success live=true>{said}</Notice> }
    });
    let synonyms: Vec<_> = synonyms.into_iter().map(|synonyms| view! { <SynonymsForm synonyms/> }).collect();
    let rows: Vec<_> = shelves.into_iter().map(|shelf| view! { <ShelfRow shelf products=products.clone()/> }).collect();
    let shelves = match rows.is_empty() {
        true => view! { <Empty symbol=Symbol::Topics title=t::no_topics(language) text=t::no_shelves_text(language)/> }
            .into_any(),
        false => view! { <ul class="shelves" role="list">{rows}</ul> }.into_any(),
    };
    let add =
        move || view! { <ButtonLink href=route::EDIT_TOPIC label=topic_edit::new(language) symbol=Symbol::Plus/> };
    view! {
        <Page title=t::operate_title(language) lead=t::operate_lead(language) width=PageWidth::Narrow actions=add>
            {saved}
            <Section id="topic-drafts" title=topic_edit::drafts(language)><Drafts drafts now/></Section>
            <Section id="topic-stale" title=topic_edit::stale_topics(language)><StaleTopics stale/></Section>
            <Section id="topic-out-of-sight" title=topic_edit::out_of_sight(language)><OutOfSight topics=out_of_sight/></Section>
            <Section id="topic-tasks" title=t::tasks(language)><Tasks tasks/></Section>
            <Section id="topic-missed" title=t::missed(language)><MissedTable missed now/></Section>
            <Section id="topic-synonyms" title=t::synonyms(language)>{synonyms}</Section>
            <Section id="topic-pinned" title=t::pinned_topics(language)><Pinned pinned/></Section>
            <Section id="topic-shelves" title=t::shelves(language)>{shelves}</Section>
        </Page>
    }
    .into_any()
}

#[component]
fn Section(id: &'static str, title: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="section" aria-labelledby=id>
            <h2 class="section-title" id=id>{title}</h2>
            {children()}
        </section>
    }
    .into_any()
}

/// Topics that do not help, with what people said (HELP-4).
#[component]
fn Tasks(tasks: Vec<TopicTask>) -> impl IntoView {
    let language = use_language();
    if tasks.is_empty() {
        return view! { <p class="soft">{t::no_tasks(language)}</p> }.into_any();
    }
    let task = |task: TopicTask| {
        let TopicTask { id, address, title, against, reasons } = task;
        let reasons: Vec<_> = reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect();
        let reasons = (!reasons.is_empty()).then(|| view! { <ul class="task-reasons">{reasons}</ul> });
        view! {
            <li class="topic-task">
                <a href=address>{title}</a>
                <span class="soft small">{t::against(language, against)}</span>
                {reasons}
                <form method="post" action=CloseTask::PATH>
                    <input type="hidden" name="topic" value=id.to_string()/>
                    <Button label=t::task_done(language) size=Size::Small symbol=Symbol::Check/>
                </form>
            </li>
        }
        .into_any()
    };
    let tasks: Vec<_> = tasks.into_iter().map(task).collect();
    view! { <ul role="list">{tasks}</ul> }.into_any()
}

/// What was looked for and not found.
#[component]
fn MissedTable(missed: Vec<Missing>, now: Moment) -> impl IntoView {
    let (language, zone) = (use_language(), use_zone());
    if missed.is_empty() {
        return view! { <p class="soft">{t::no_missed(language)}</p> }.into_any();
    }
    let row = |missing: Missing| {
        let (ago, title) =
            (relative(language, &zone, missing.last_at, now), date_time(language, &zone, missing.last_at));
        let Missing { language: written, text, count, last_at } = missing;
        view! {
            <tr>
                <Cell main=true><span lang=written.tag()>{text}</span></Cell>
                <Cell label=t::column_language(language)>{written.own_name()}</Cell>
                <Cell label=t::column_count(language) numeric=true>{count}</Cell>
                <Cell label=t::column_last(language)>
                    <Time datetime=last_at.rfc3339() text=ago title=title/>
                </Cell>
            </tr>
        }
        .into_any()
    };
    let rows: Vec<_> = missed.into_iter().map(row).collect();
    view! {
        <Table label=t::column_text(language) stack=true>
            <thead>
                <tr>
                    <th scope="col">{t::column_text(language)}</th>
                    <th scope="col">{t::column_language(language)}</th>
                    <th scope="col" data-align="end">{t::column_count(language)}</th>
                    <th scope="col">{t::column_last(language)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

/// Topics that stand in front of the popular ones (HELP-1); one is pinned on its own page.
#[component]
fn Pinned(pinned: Vec<TopicTask>) -> impl IntoView {
    let language = use_language();
    if pinned.is_empty() {
        return view! { <p class="soft">{t::no_pinned(language)}</p> }.into_any();
    }
    let topic = |topic: TopicTask| {
        view! {
            <li class="topic-pinned">
                <a href=topic.address>{topic.title}</a>
                <form method="post" action=PinTopic::PATH>
                    <input type="hidden" name="topic" value=topic.id.to_string()/>
                    <input type="hidden" name="pinned" value="no"/>
                    <Button label=t::unpin(language) size=Size::Small/>
                </form>
            </li>
        }
        .into_any()
    };
    let topics: Vec<_> = pinned.into_iter().map(topic).collect();
    view! { <ul role="list">{topics}</ul> }.into_any()
}
