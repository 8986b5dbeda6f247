use super::difference::DifferenceView;
use crate::{
    app::{loaded, use_language, use_zone},
    features::topics::{
        api::open_versions,
        model::{Difference, VersionLine, VersionsContent},
    },
    i18n::{date_time, text::topic_edit as t, text::topics},
    route,
    ui::{
        Badge, ButtonLink, Cell, Symbol, Table, Tone,
        layout::{Crumb, Page, PageWidth},
    },
    values::TopicId,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_params_map};

/// What a topic was: its versions, what has changed since one of them, and the way back to it (HELP-5).
#[component]
pub fn VersionsPage() -> impl IntoView {
    let (params, search) = (use_params_map(), use_location().search);
    let of = Memo::new(move |_| (params.with(|params| params.get("id")).unwrap_or_default(), search.get()));
    let content = Resource::new(move || of.get(), |(topic, query)| open_versions(topic, query));
    loaded(content, |content| move || view! { <Versions content=content.get()/> }.into_any())
}

#[component]
fn Versions(content: VersionsContent) -> impl IntoView {
    let language = use_language();
    let VersionsContent { topic, language: written, address, title, versions, more_before, shown } = content;
    let page_title = t::versions_title(language, &title);
    let crumbs = vec![
        Crumb { href: route::OPERATE_TOPICS.to_owned(), label: topics::operate_title(language).to_owned() },
        Crumb { href: address, label: title },
    ];
    let edit = route::edit_topic(&topic);
    let actions = move || view! { <ButtonLink href=edit label=t::edit(language) symbol=Symbol::Pencil/> };
    let shown = shown.map(|(version, difference)| view! { <Shown topic=topic.clone() version difference/> });
    let rows: Vec<_> =
        versions.into_iter().map(|line| view! { <Row topic=topic.clone() line lang=written.tag()/> }).collect();
    let more = more_before.map(|before| {
        let href = route::with_query(&route::topic_versions(&topic), &format!("before={before}"));
        view! { <p><a href=href>{t::older(language)}</a></p> }
    });
    view! {
        <Title text=page_title.clone()/>
        <Page title=page_title lead=t::versions_lead(language) width=PageWidth::Full crumbs
            crumbs_label=topics::way_up(language) actions=actions>
            {shown}
            <Table label=t::versions(language) stack=true>
                <thead>
                    <tr>
                        <th scope="col">{t::column_version(language)}</th>
                        <th scope="col">{t::field_title(language)}</th>
                        <th scope="col">{t::column_published(language)}</th>
                        <th scope="col">{t::column_by(language)}</th>
                        <th scope="col"><span class="hidden-text">{t::column_actions(language)}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
            {more}
        </Page>
    }
    .into_any()
}

#[component]
fn Row(topic: TopicId, line: VersionLine, lang: &'static str) -> impl IntoView {
    let (language, zone) = (use_language(), use_zone());
    let VersionLine { number, title, published_at, author, is_published } = line;
    let author = author.unwrap_or_else(|| t::by_import(language).to_owned());
    let actions = match is_published {
        true => view! { <Badge text=t::published(language) symbol=Symbol::Check tone=Tone::Success/> }.into_any(),
        false => {
            let show = route::with_query(&route::topic_versions(&topic), &format!("show={number}"));
            let restore = format!("{}&version={number}", route::edit_topic(&topic));
            view! {
                <span class="row">
                    <a href=show aria-label=t::compare_version(language, number)>{t::compare(language)}</a>
                    <a href=restore aria-label=t::restore_version(language, number)>{t::restore(language)}</a>
                </span>
            }
            .into_any()
        }
    };
    view! {
        <tr>
            <Cell label=t::column_version(language)>{number}</Cell>
            <Cell main=true><span lang=lang>{title}</span></Cell>
            <Cell label=t::column_published(language)>{date_time(language, &zone, published_at)}</Cell>
            <Cell label=t::column_by(language)><bdi>{author}</bdi></Cell>
            <Cell>{actions}</Cell>
        </tr>
    }
    .into_any()
}

/// What has changed since a version.
#[component]
fn Shown(topic: TopicId, version: i64, difference: Difference) -> impl IntoView {
    let language = use_language();
    let restore = format!("{}&version={version}", route::edit_topic(&topic));
    view! {
        <section class="section" aria-labelledby="difference-title">
            <div class="row" data-align="between">
                <h2 class="section-title" id="difference-title">{t::since_version(language, version)}</h2>
                <ButtonLink href=restore label=t::restore_version(language, version) symbol=Symbol::Reopen/>
            </div>
            <DifferenceView difference/>
        </section>
    }
    .into_any()
}
