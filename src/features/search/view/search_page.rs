use super::groups::{Group, Item, groups};
use crate::{
    app::{QueryForm, loaded, use_language, use_viewer},
    features::{
        search::{api::find_everything, model::Everything},
        topics::view::Meant,
    },
    i18n::text::search as t,
    route,
    ui::{
        Button, Empty, MarkedText, Symbol,
        layout::{Page, PageWidth},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

/// The search over everything; its address is its only state, and it needs no scripting.
#[component]
pub fn SearchPage() -> impl IntoView {
    let query = use_query_map();
    let text = Memo::new(move |_| query.with(|query| query.get("q")).unwrap_or_default());
    let content = Resource::new(move || text.get(), find_everything);
    view! {
        <Title text=t::title(use_language())/>
        {loaded(content, move |content| view! { <Search content text/> })}
    }
}

#[component]
fn Search(content: Memo<Everything>, text: Memo<String>) -> impl IntoView {
    let language = use_language();
    let is_vendor = use_viewer().is_vendor();
    let navigate = use_navigate();
    let typed = move |text: String| {
        navigate(&route::search(&text), NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    };
    let results = move || {
        let found = content.get();
        let meant = found.topics.meant.clone();
        let href = meant.as_deref().map(route::search);
        let groups = groups(language, found, is_vendor);
        let count: usize = groups.iter().map(|group| group.items.len()).sum();
        let is_asked = text.with_untracked(|text| !text.trim().is_empty());
        let said = is_asked.then(|| t::found(language, count as i64));
        let nothing = (is_asked && count == 0).then(|| {
            view! { <Empty symbol=Symbol::Search title=t::nothing(language) text=t::nothing_text(language)/> }
        });
        let groups: Vec<_> = groups.into_iter().enumerate().map(|(at, group)| section(at, group)).collect();
        view! { <p class="hidden-text" role="status">{said}</p><Meant text=meant href/>{nothing}{groups} }.into_any()
    };
    view! {
        <Page title=t::title(language) width=PageWidth::Narrow>
            <search>
                <QueryForm action=route::SEARCH class="filter">
                    <div class="filter-field" data-grow="">
                        <label class="filter-label" for="search-q">{t::words(language)}</label>
                        <input class="input" type="search" id="search-q" name="q" value=text.get_untracked()
                            autocomplete="off" on:input=move |event| typed(event_target_value(&event))/>
                    </div>
                    <div class="filter-actions"><Button label=t::find(language) symbol=Symbol::Search/></div>
                </QueryForm>
            </search>
            {results}
        </Page>
    }
    .into_any()
}

fn section(at: usize, group: Group) -> AnyView {
    let id = format!("found-{at}");
    let items: Vec<_> = group.items.into_iter().map(item).collect();
    view! {
        <section class="section" aria-labelledby=id.clone()>
            <h2 class="section-title" id=id.clone()>{group.title}</h2>
            <ol class="hits" role="list">{items}</ol>
        </section>
    }
    .into_any()
}

fn item(item: Item) -> AnyView {
    let Item { href, title, text, lang, note } = item;
    let text = (!text.is_empty()).then(|| view! { <p class="hit-text" lang=lang><MarkedText text/></p> });
    view! {
        <li class="hit">
            <a class="hit-title" href=href lang=lang><MarkedText text=title/></a>
            {text}
            <p class="hit-place">{note}</p>
        </li>
    }
    .into_any()
}
