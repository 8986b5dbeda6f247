use super::{
    super::{
        api::{TakeCase, queue},
        model::{DeskContent, DeskFilter, Lane},
    },
    deed::{Deed, Deeds},
    lanes::Lanes,
    news::News,
    queue_filter::{QueueFilter, SEARCH},
    queue_table::QueueTable,
    selection::Selection,
};
use crate::{
    app::{loaded, use_language, use_live, use_notices, use_shortcuts, use_viewer},
    i18n::{Language, text::desk as t},
    live::Topic,
    policy::Action,
    route,
    ui::{Empty, Kbd, Notice, Pager, Symbol, Tone, layout::Page},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

/// The engineers' queue at `/desk`. What it shows stands in the address; changes arrive by themselves.
#[component]
pub fn QueuePage() -> impl IntoView {
    let search = use_location().search;
    let filter = Memo::new(move |_| search.with(|search| DeskFilter::parse(search)));
    let beat = use_live().beat(Topic::Desk);
    // the filter comes along: without a connection the page keeps what it has and must not give it another's name
    let answer = Resource::new(
        move || (filter.get(), beat.get()),
        |(filter, _)| async move { queue(filter.to_string()).await.map(|content| (filter, content)) },
    );
    let refetch = Callback::new(move |()| answer.refetch());
    view! {
        <Title text=t::desk(use_language())/>
        {loaded(answer, move |shown| {
            let filter = Memo::new(move |_| shown.with(|(filter, _)| filter.clone()));
            let content = Memo::new(move |_| shown.with(|(_, content)| content.clone()));
            view! { <Queue filter content refetch/> }
        })}
    }
}

#[component]
fn Queue(filter: Memo<DeskFilter>, content: Memo<DeskContent>, refetch: Callback<()>) -> impl IntoView {
    let language = use_language();
    let rows = Signal::derive(move || content.get().rows);
    let deeds = Deeds::new(refetch);
    let selection = Selection::new(rows);
    let news = Memo::new(move |before: Option<&News>| News::after(before, &filter.get(), &content.get()));
    let empty = Memo::new(move |_| content.with(|content| content.rows.is_empty()));
    let fresh = Signal::derive(move || news.get().fresh);
    bind_keys(selection, deeds);
    view! {
        <Page title=t::desk(language)>
            <ReadOnly/>
            <Lanes filter counts=Signal::derive(move || content.get().counts)/>
            <QueueFilter filter content=content.get_untracked()/>
            <p class="desk-news" role="status">
                {move || Some(fresh.get().len() as i64).filter(|n| *n > 0).map(|n| t::arrived(language, n))}
            </p>
            {move || match empty.get() {
                true => view! { <NoCases filter/> }.into_any(),
                false => {
                    view! { <QueueTable rows now=Signal::derive(move || content.get().now) fresh selection deeds/> }
                        .into_any()
                }
            }}
            {move || pager(language, &filter.get(), &content.get())}
            <Keys/>
        </Page>
    }
}

/// Why the queue offers nothing to do to people who only read it (UX-6).
#[component]
fn ReadOnly() -> impl IntoView {
    let language = use_language();
    let reads = use_viewer().can(Action::AssignCase).is_err();
    reads.then(|| view! { <Notice tone=Tone::Info>{t::read_only(language)}</Notice> })
}

/// Why there is no row.
#[component]
fn NoCases(filter: Memo<DeskFilter>) -> impl IntoView {
    let language = use_language();
    move || {
        let filter = filter.get();
        if filter.narrows() {
            let text = t::empty_filter_text(language);
            return view! { <Empty symbol=Symbol::Filter title=t::empty_filter(language) text=text/> };
        }
        let (title, text) = match filter.lane {
            Lane::Unassigned => (t::empty_unassigned(language), t::empty_unassigned_text(language)),
            Lane::Mine => (t::empty_mine(language), t::empty_mine_text(language)),
            Lane::All => (t::empty_all(language), t::empty_all_text(language)),
        };
        view! { <Empty symbol=Symbol::Inbox title=title text=text/> }
    }
}

/// The way to what does not fit; absent while everything does.
fn pager(language: Language, filter: &DeskFilter, content: &DeskContent) -> Option<AnyView> {
    let start = filter.after.is_some().then(|| filter.behind(None).href());
    let next = content.next.clone().map(|next| filter.behind(Some(next)).href());
    (start.is_some() || next.is_some()).then(|| {
        let info = t::shown(language, content.rows.len() as i64);
        view! {
            <Pager label=t::pages(language) previous_label=t::to_start(language) next_label=t::next_page(language)
                previous=start next=next info=info/>
        }
        .into_any()
    })
}

/// The most used keys, below the list that they move through.
#[component]
fn Keys() -> impl IntoView {
    let language = use_language();
    let heard = use_shortcuts().heard();
    move || {
        heard.get().then(|| {
            view! {
                <p class="desk-keys" aria-hidden="true">
                    <span><Kbd keys="j"/> " " <Kbd keys="k"/> " " {t::keys_move(language)}</span>
                    <span><Kbd keys="o"/> " " {t::keys_open(language)}</span>
                    <span><Kbd keys="t"/> " " {t::keys_take(language)}</span>
                    <span><Kbd keys="?"/> " " {t::keys_all(language)}</span>
                </p>
            }
        })
    }
}

fn bind_keys(selection: Selection, deeds: Deeds) {
    let (shortcuts, language, notices) = (use_shortcuts(), use_language(), use_notices());
    let navigate = use_navigate();
    shortcuts.bind("j", move || selection.next());
    shortcuts.bind("k", move || selection.previous());
    shortcuts.bind_focus("/", SEARCH);
    shortcuts.bind("o", move || {
        if let Some(row) = selection.row() {
            navigate(&route::case(row.number), NavigateOptions::default());
        }
    });
    if use_viewer().can(Action::AssignCase).is_err() {
        return;
    }
    shortcuts.bind("t", move || match selection.row() {
        Some(row) => match row.assignee {
            None => deeds.carry_out(Deed::Take(TakeCase { case: row.number.to_string() })),
            Some(name) => notices.failure(t::already(language, row.number, name)),
        },
        None => notices.failure(t::none_selected(language)),
    });
}
