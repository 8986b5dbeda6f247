use super::{forum_table::ForumTable, words::place_options};
use crate::{
    app::{QueryForm, loaded, use_language, use_viewer},
    features::forum::{
        api::list_threads,
        model::{ForumContent, Order, PlaceName, Show, ThreadFilter},
    },
    i18n::{Language, text::forum as t},
    policy::Action,
    route,
    ui::{
        Button, ButtonKind, ButtonLink, Empty, FilterSelect, Pager, SelectOption, Symbol, Tab, Tabs,
        layout::{Page, PageWidth},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

/// The threads of the forum (FORUM-1). Its address is its only state.
#[component]
pub fn ForumPage() -> impl IntoView {
    let language = use_language();
    let search = use_location().search;
    let content = Resource::new(move || search.get(), list_threads);
    let filter = Memo::new(move |_| ThreadFilter::parse(&search.get()));
    view! {
        <Title text=t::title(language)/>
        {loaded(content, move |content| view! { <Content content filter/> })}
    }
}

#[component]
fn Content(content: Memo<ForumContent>, filter: Memo<ThreadFilter>) -> impl IntoView {
    let language = use_language();
    let moderates = use_viewer().can(Action::ModerateForum).is_ok();
    let actions = move || {
        view! {
            {moderates.then(|| view! { <ButtonLink href=route::MODERATION.to_owned() label=t::queue(language) symbol=Symbol::Shield/> })}
            <ButtonLink href=route::NEW_THREAD.to_owned() label=t::ask(language) kind=ButtonKind::Primary symbol=Symbol::Plus/>
        }
    };
    let tabs = Signal::derive(move || show_tabs(language, &filter.get()));
    view! {
        <Page title=t::title(language) lead=t::lead(language) width=PageWidth::Full actions=actions>
            <Tabs label=t::shows(language) tabs/>
            <Narrow content filter/>
            {move || view! { <Rows content=content.get() filter=filter.get()/> }}
        </Page>
    }
    .into_any()
}

fn show_tabs(language: Language, filter: &ThreadFilter) -> Vec<Tab> {
    let name = |show: Show| match show {
        Show::All => t::show_all(language),
        Show::Unanswered => t::show_unanswered(language),
        Show::Open => t::show_open(language),
        Show::Answered => t::show_answered(language),
    };
    let tab = |show: &Show| {
        Tab::new(ThreadFilter { show: *show, ..filter.behind(None) }.href(), name(*show), filter.show == *show)
    };
    Show::ALL.iter().map(tab).collect()
}

/// Place and order, a form that is sent into the address.
#[component]
fn Narrow(content: Memo<ForumContent>, filter: Memo<ThreadFilter>) -> impl IntoView {
    let language = use_language();
    view! {
        <search aria-label=t::filter(language)>
            <QueryForm action=route::FORUM class="filter">
                // made anew for another filter: a link may have changed it, and its fields show what holds
                <For each=move || [filter.get()] key=ThreadFilter::to_string let:filter>
                    <Fields filter=filter places=content.with_untracked(|content| content.places.clone())/>
                </For>
                <div class="filter-actions"><Button label=t::filter_apply(language)/></div>
            </QueryForm>
        </search>
    }
    .into_any()
}

#[component]
fn Fields(filter: ThreadFilter, places: Vec<PlaceName>) -> impl IntoView {
    let language = use_language();
    let everywhere = SelectOption::new("", t::everywhere(language));
    let options = std::iter::once(everywhere).chain(place_options(&places)).collect();
    let orders = Order::ALL.iter().map(|order| {
        let name = match order {
            Order::Activity => t::order_activity(language),
            Order::Votes => t::order_votes(language),
        };
        SelectOption::new(order.code(), name)
    });
    let show =
        (filter.show != Show::All).then(|| view! { <input type="hidden" name="show" value=filter.show.code()/> });
    view! {
        {show}
        <FilterSelect id="filter-place" name="in" label=t::place(language) options=options
            value=filter.place.map(|place| place.to_string()).unwrap_or_default()/>
        <FilterSelect id="filter-order" name="order" label=t::order(language) options=orders.collect() value=filter.order.code()/>
    }
    .into_any()
}

/// The rows of this page of the list, or why there are none.
#[component]
fn Rows(content: ForumContent, filter: ThreadFilter) -> impl IntoView {
    let language = use_language();
    if content.rows.is_empty() && filter.after.is_none() {
        return view! { <NoRows filter/> }.into_any();
    }
    let info = t::threads(language, content.rows.len() as i64);
    let first = filter.after.is_some().then(|| filter.behind(None).href());
    let next = content.next.clone().map(|next| filter.behind(Some(next)).href());
    view! {
        <ForumTable rows=content.rows now=content.now/>
        <Pager label=t::pages(language) previous_label=t::to_the_first(language) next_label=t::next_rows(language)
            previous=first next=next info=info/>
    }
    .into_any()
}

#[component]
fn NoRows(filter: ThreadFilter) -> impl IntoView {
    let language = use_language();
    if filter.narrows() {
        let all = ThreadFilter { order: filter.order, ..ThreadFilter::default() }.href();
        return view! {
            <Empty symbol=Symbol::Forum title=t::none_match(language) text=t::none_match_text(language)>
                <ButtonLink href=all label=t::show_every(language)/>
            </Empty>
        }
        .into_any();
    }
    view! { <Empty symbol=Symbol::Forum title=t::none_yet(language) text=t::none_yet_text(language)/> }.into_any()
}
