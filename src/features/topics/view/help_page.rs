use super::{HitList, Meant, PopularTopics, guide_nav::GuideLines};
use crate::{
    app::{QueryForm, loaded, use_here, use_language, use_viewer},
    features::topics::{
        api::open_help,
        model::{GuideSummary, HelpContent, HelpQuery, Hits},
    },
    i18n::text::{access, topics as t},
    route,
    ui::{
        Button, ButtonLink, Empty, FilterSelect, SelectOption, Symbol,
        layout::{Page, PageWidth},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

/// The start of help: its search (HELP-2), what is read most (HELP-1), and all there is. Its address is its only state.
#[component]
pub fn HelpPage() -> impl IntoView {
    let search = use_location().search;
    let content = Resource::new(move || search.get(), open_help);
    let asked = Memo::new(move |_| HelpQuery::parse(&search.get()));
    view! {
        <Title text=t::title(use_language())/>
        {loaded(content, move |content| view! { <Help content asked/> })}
    }
}

#[component]
fn Help(content: Memo<HelpContent>, asked: Memo<HelpQuery>) -> impl IntoView {
    let language = use_language();
    let (is_nobody, here) = (use_viewer().person.is_none(), use_here());
    let sign_in = Signal::derive(move || route::sign_in(Some(&here.get())));
    let actions =
        move || is_nobody.then(|| view! { <ButtonLink href=sign_in label=access::sign_in(language) rel="external"/> });
    view! {
        <Page title=t::title(language) lead=t::lead(language) width=PageWidth::Full actions>
            <SearchForm content asked/>
            {move || match content.get() {
                HelpContent { found: Some(hits), .. } => view! { <Found hits product=asked.with_untracked(|asked| asked.product.clone())/> }.into_any(),
                HelpContent { found: None, guides, popular, .. } => {
                    let popular = (!popular.is_empty()).then(|| view! {
                        <section class="section" aria-labelledby="help-popular">
                            <h2 class="section-title" id="help-popular">{t::popular(language)}</h2>
                            <PopularTopics topics=popular/>
                        </section>
                    });
                    view! { {popular}<Guides guides/> }.into_any()
                }
            }}
        </Page>
    }
    .into_any()
}

/// What to look for, and where. What is typed is looked for at once; without scripting by the button.
#[component]
fn SearchForm(content: Memo<HelpContent>, asked: Memo<HelpQuery>) -> impl IntoView {
    let language = use_language();
    let navigate = use_navigate();
    let shelves = content.with_untracked(|content| content.shelves.clone());
    let options: Vec<_> = std::iter::once(SelectOption::new("", t::all_products(language)))
        .chain(shelves.into_iter().map(|shelf| SelectOption::new(shelf.name, shelf.title)))
        .collect();
    let HelpQuery { text, product } = asked.get_untracked();
    let look = move |query: HelpQuery| {
        navigate(&query.href(), NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    };
    let (typed, chosen) = (look.clone(), look);
    view! {
        <search aria-label=t::search(language)>
            <QueryForm action=route::TOPICS class="filter help-search">
                <div class="filter-field" data-grow="">
                    <label class="filter-label" for="help-q">{t::search(language)}</label>
                    <input
                        class="input" type="search" id="help-q" name="q" value=text autocomplete="off" data-search=""
                        on:input=move |event| {
                            typed(HelpQuery { text: event_target_value(&event), ..asked.get_untracked() });
                        }
                    />
                </div>
                <FilterSelect id="help-product" name="product" label=t::product(language) options value=product
                    on_change=move |product| chosen(HelpQuery { product, ..asked.get_untracked() })/>
                <div class="filter-actions"><Button label=t::find(language) symbol=Symbol::Search/></div>
            </QueryForm>
        </search>
    }
    .into_any()
}

/// What was found: in the reader's language, then in the other.
#[component]
fn Found(hits: Hits, product: String) -> impl IntoView {
    let language = use_language();
    let Hits { own, others, is_of_others, meant } = hits;
    let href = meant.clone().map(|text| HelpQuery { text, product }.href());
    let count = (own.len() + others.len()) as i64;
    let nothing = (own.is_empty() && others.is_empty()).then(|| {
        view! { <Empty symbol=Symbol::Search title=t::nothing_found(language) text=t::nothing_found_text(language)/> }
    });
    let others = (!others.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="help-others">
                <h2 class="section-title" id="help-others">{t::found_in_other(language)}</h2>
                <HitList hits=others/>
            </section>
        }
        .into_any()
    });
    let own = (!own.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="help-own">
                <h2 class="section-title" id="help-own">{t::found_in_own(language)}</h2>
                <HitList hits=own/>
            </section>
        }
        .into_any()
    });
    let (first, then) = if is_of_others { (others, own) } else { (own, others) };
    view! {
        <p class="hidden-text" role="status">{t::found(language, count)}</p>
        <Meant text=meant href/>
        {nothing}
        {first}
        {then}
    }
    .into_any()
}

/// The tables of contents, each with its first level.
#[component]
fn Guides(guides: Vec<GuideSummary>) -> impl IntoView {
    let language = use_language();
    if guides.is_empty() {
        return view! { <Empty symbol=Symbol::Topics title=t::no_topics(language) text=t::no_topics_text(language)/> }
            .into_any();
    }
    let guide = |guide: GuideSummary| {
        let GuideSummary { id, title, description, lines } = guide;
        let (title_id, labelled_by) = (format!("{id}-title"), format!("{id}-title"));
        view! {
            <section class="section help-guide" id=id aria-labelledby=labelled_by>
                <h2 class="section-title" id=title_id>{title}</h2>
                {(!description.is_empty()).then(|| view! { <p class="page-lead">{description}</p> })}
                <GuideLines lines lang=None/>
            </section>
        }
        .into_any()
    };
    guides.into_iter().map(guide).collect::<Vec<_>>().into_any()
}
