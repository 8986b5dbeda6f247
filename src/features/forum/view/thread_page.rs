use super::{
    answer_form::AnswerForm,
    deeds::Deeds,
    post_entry::PostEntry,
    thread_side::ThreadSide,
    words::{VendorBadge, place_text, standing},
};
use crate::{
    app::{loaded, use_language, use_live},
    features::forum::{
        api::open_thread,
        model::{Thread, ThreadContent, ThreadFilter},
        rules::in_reading_order,
    },
    i18n::text::forum as t,
    live::Topic,
    route,
    ui::{Badge, ButtonLink, Notice, Pager, StatusBadge, StatusLook, Symbol, Tone, layout::Split},
    values::ThreadId,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// One thread with its posts; it is asked for again when somebody writes.
#[component]
pub fn ThreadPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    // one page per thread: what belongs to one never shows on another
    view! {
        <For each=move || [id.get()] key=String::clone let:id>
            <OneThread id/>
        </For>
    }
}

#[component]
fn OneThread(id: String) -> impl IntoView {
    let query = use_query_map();
    let param = move |name: &'static str| query.with(|query| query.get(name)).unwrap_or_default();
    let after = Memo::new(move |_| param("after").parse::<i64>().unwrap_or_default());
    let check = Memo::new(move |_| param("check"));
    let deeds = Deeds::new();
    let beat = match id.parse::<ThreadId>() {
        Ok(id) => use_live().beat(Topic::Thread(id)),
        Err(_) => Signal::stored(0),
    };
    let content = Resource::new(
        move || (id.clone(), after.get(), check.get(), deeds.done(), beat.get()),
        |(id, after, check, ..)| open_thread(id, after, check),
    );
    loaded(content, move |content| view! { <Content content deeds/> })
}

#[component]
fn Content(content: Memo<ThreadContent>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    // made anew only when it differs, so that who stands in it with the keyboard stays there
    let thread = Memo::new(move |_| content.with(|content| content.thread.clone()));
    let title = move || thread.with(|thread| thread.title.clone());
    view! {
        <Title text=title/>
        <div class="page" data-width="full">
            {move || view! { <Head thread=thread.get()/> }}
            <Split side_label=t::about(language) side=move || view! { <ThreadSide content deeds/> }>
                <Said/>
                <Posts content deeds/>
                <AnswerForm content deeds/>
            </Split>
        </div>
    }
    .into_any()
}

/// The way up, the title, and how the thread stands.
#[component]
fn Head(thread: Thread) -> impl IntoView {
    let language = use_language();
    let (state, symbol, tone) = standing(language, thread.kind, thread.answer.is_some());
    let here = ThreadFilter { place: Some(thread.at.place.clone()), ..ThreadFilter::default() }.href();
    let locked = thread.locked.then(|| view! { <Badge text=t::locked(language) symbol=Symbol::Lock/> });
    let hidden =
        thread.hidden.then(|| view! { <Badge text=t::hidden(language) symbol=Symbol::Hide tone=Tone::Warning/> });
    let vendor = thread.author.vendor.then(|| view! { <VendorBadge language/> });
    view! {
        <div class="case-head">
            <nav class="page-crumbs" aria-label=t::way_up(language)>
                <ol>
                    <li><a href=route::FORUM>{t::title(language)}</a></li>
                    <li><a href=here>{place_text(&thread.at)}</a></li>
                </ol>
            </nav>
            <h1 class="page-title" id="page-title" tabindex="-1"><bdi>{thread.title}</bdi></h1>
            <p class="case-line">
                <StatusBadge text=state symbol=symbol tone=tone look=StatusLook::Filled/>
                {locked}{hidden}
                <span class="soft">{t::asked_by(language)}" "<bdi>{thread.author.name}</bdi></span>
                {vendor}
                <span class="soft">{t::replies(language, thread.replies)}</span>
            </p>
        </div>
    }
    .into_any()
}

/// What a plain form did that its page does not show.
#[component]
fn Said() -> impl IntoView {
    let language = use_language();
    let query = use_query_map();
    move || {
        let query = query.read();
        let reported = query
            .get("reported")
            .map(|_| view! { <Notice tone=Tone::Success live=true>{t::reported(language)}</Notice> }.into_any());
        let kept = query.get("kept").map(|_| {
            let go_on =
                move || view! { <ButtonLink href=route::NEW_CASE.to_owned() label=t::other_draft_open(language)/> };
            view! { <Notice tone=Tone::Warning live=true actions=go_on>{t::other_draft(language)}</Notice> }.into_any()
        });
        let solved = query
            .get("solved")
            .map(|_| view! { <Notice tone=Tone::Success live=true>{t::answered_it(language)}</Notice> }.into_any());
        reported.or(solved).or(kept)
    }
}

#[component]
fn Posts(content: Memo<ThreadContent>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let query = use_query_map();
    let edited = Memo::new(move |_| query.read().get("edit").unwrap_or_default());
    let posts = move || {
        content.with(|content| in_reading_order(content.posts.clone(), content.answer.as_ref(), content.after == 0))
    };
    let pages = Memo::new(move |_| content.with(|content| (content.thread.id.clone(), content.after, content.next)));
    view! {
        <section aria-labelledby="posts-title">
            <h2 class="hidden-text" id="posts-title">{t::posts(language)}</h2>
            <ol class="timeline forum-posts" role="list">
                // an entry follows its post and is not made anew: somebody may be writing in it
                <For each=posts key=|post| post.id.clone() let:post>
                    <PostEntry content post edited deeds/>
                </For>
            </ol>
            {move || {
                let (id, after, next) = pages.get();
                view! { <Pages id after next/> }
            }}
        </section>
    }
    .into_any()
}

/// The way through a long thread.
#[component]
fn Pages(id: ThreadId, after: i64, next: Option<i64>) -> impl IntoView {
    let language = use_language();
    let first = (after > 0).then(|| route::thread(&id));
    let next = next.map(|after| route::thread_after(&id, after));
    (first.is_some() || next.is_some()).then(|| {
        view! {
            <Pager label=t::pages(language) previous_label=t::to_the_beginning(language) next_label=t::later_posts(language)
                previous=first next=next/>
        }
    })
}
