use super::{guide_nav::GuideNav, page_contents::PageContents, topic_foot::TopicFoot};
use crate::{
    app::{loaded, use_language, use_zone},
    features::topics::{
        api::open_topic,
        model::{PublicTopic, TopicContent},
    },
    i18n::{Language, date, text::topics as t},
    route,
    ui::{
        ButtonLink, Notice, Prose, Symbol, Tone,
        layout::{Crumb, Page, PageWidth},
    },
};
use leptos::prelude::*;
use leptos_meta::{Link, Meta, Title};
use leptos_router::hooks::{use_location, use_params_map, use_query_map};

/// A topic (HELP-7): complete without scripting.
#[component]
pub fn TopicPage() -> impl IntoView {
    let params = use_params_map();
    let param = move |name: &'static str| params.with(|params| params.get(name)).unwrap_or_default();
    let of = Memo::new(move |_| (param("language"), param("path")));
    // one page per topic: none stands under the address of another that cannot be had
    view! {
        <For each=move || [of.get()] key=Clone::clone let:of>
            <OneTopic of/>
        </For>
    }
}

#[component]
fn OneTopic(
    /// The tag of its language, and its path.
    of: (String, String),
) -> impl IntoView {
    let is_written = Owner::current_shared_context().is_some_and(|context| context.during_hydration());
    let content = Resource::new(move || of.clone(), |(language, path)| open_topic(language, path));
    loaded(content, move |content| move || view! { <Topic content=content.get() is_written/> }.into_any())
}

/// Says to search engines where a topic and its translation are.
fn addresses(written: Language, public: PublicTopic) -> impl IntoView {
    let PublicTopic { address, translation } = public;
    let other = |(language, address): (Language, String)| view! { <Link rel="alternate" hreflang=language.tag() href=address/> };
    let own = translation.is_some().then(|| other((written, address.clone())));
    view! {
        <Link rel="canonical" href=address/>
        {own}
        {translation.map(other)}
    }
}

/// Goes to the place that the address names, also inside of what is folded up: when its link was followed, the text was not
/// there yet, or hid it. In a page that the server wrote the browser went there by itself.
fn go_to_place(is_written: bool) {
    let hash = use_location().hash;
    Effect::new(move |before: Option<()>| {
        let id = hash.with(|hash| route::decode_path(hash.trim_start_matches('#')));
        if before.is_none() && is_written {
            return;
        }
        // once the text stands in the page
        request_animation_frame(move || unfold_and_show(&id));
    });
}

fn unfold_and_show(id: &str) {
    let Some(place) = document().get_element_by_id(id) else { return };
    let mut around = place.closest("details").ok().flatten();
    while let Some(folded) = around {
        folded.toggle_attribute_with_force("open", true).ok();
        around = folded.parent_element().and_then(|above| above.closest("details").ok().flatten());
    }
    place.scroll_into_view();
}

#[component]
fn Topic(
    content: TopicContent,
    /// Did the server write the page?
    is_written: bool,
) -> impl IntoView {
    let (language, zone) = (use_language(), use_zone());
    let TopicContent {
        id,
        language: written,
        title,
        description,
        html,
        headings,
        guide,
        translation,
        stale_since,
        is_unlisted,
        changed_at,
        vote,
        public,
    } = content;
    go_to_place(is_written);
    let lang = (written != language).then_some(written.tag());
    let mut crumbs = vec![Crumb { href: route::TOPICS.to_owned(), label: t::title(language).to_owned() }];
    crumbs.extend(guide.iter().map(|guide| Crumb { href: guide.address.clone(), label: guide.title.clone() }));
    let foreign = lang
        .filter(|_| translation.is_none())
        .map(|_| view! { <Notice tone=Tone::Info>{t::in_other_language(language)}</Notice> });
    let solved = use_query_map().with_untracked(|query| query.get("solved"));
    let solved = solved.map(|_| view! { <Notice tone=Tone::Success live=true>{t::solved(language)}</Notice> });
    let is_translated = translation.is_some();
    let stale = stale_since.zip(translation.clone()).map(|(since, href)| {
        let since = date(language, &zone, since);
        let text =
            if written == language { t::stale_notice_other(language, since) } else { t::stale_notice(language, since) };
        view! { <Notice tone=Tone::Info>{text}" "<a href=href>{t::stale_read(language)}</a></Notice> }
    });
    let hidden = is_unlisted.then(|| view! { <Meta name="robots" content="noindex"/> });
    let translated = translation.map(|href| {
        let label = if written == language { t::read_in_other(language) } else { t::read_in_own(language) };
        view! { <ButtonLink href=href label=label symbol=Symbol::Language/> }
    });
    let places = guide.as_ref().map(|guide| view! { <GuideNav guide=guide.clone() lang/> });
    let (previous, next) = guide.map(|guide| (guide.previous, guide.next)).unwrap_or_default();
    let document_title = title.clone();
    let lead = (!description.is_empty())
        .then(|| view! { <p class="page-lead topic-lead" lang=lang>{description.clone()}</p> });
    view! {
        <Title text=document_title/>
        <Meta name="description" content=description/>
        {public.map(|public| addresses(written, public))}
        {hidden}
        <Page title=title lang width=PageWidth::Full crumbs=crumbs crumbs_label=t::way_up(language)
            actions=move || translated>
            {solved}
            {foreign}
            {stale}
            <div class="topic">
                {places}
                <div class="topic-main">
                    {lead}
                    <PageContents headings lang/>
                    <article class="topic-text" lang=lang><Prose html/></article>
                    <p class="soft small topic-changed">{t::changed(language, date(language, &zone, changed_at))}</p>
                    <TopicFoot topic=id is_translated vote previous next lang/>
                </div>
            </div>
        </Page>
    }
    .into_any()
}
