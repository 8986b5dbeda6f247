use super::{hours_form::WriteHours, set_up::SetUpTabs};
use crate::{
    app::{ErrorView, loaded, use_language, use_zone},
    error::AppError,
    features::chat::{
        api::chat_hours,
        model::{HoursContent, HoursForm, ProductHours},
        rules::form_of,
    },
    i18n::{Language, date_time, text::chat_hours as t},
    route,
    ui::{
        Badge, Cell, Empty, Notice, Symbol, Table, Tone,
        layout::{Page, PageWidth},
    },
    values::{Kept, Moment, Problems, Zone},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// When chats are answered: the products that have chats, and the form of the one that the address names.
#[component]
pub fn HoursPage() -> impl IntoView {
    let query = use_query_map();
    let param = move |name: &'static str| query.with(|query| query.get(name)).unwrap_or_default();
    let product = Memo::new(move |_| param("product"));
    let check = Memo::new(move |_| param("check"));
    // asked again when the list is come back to
    let content = Resource::new(move || (product.get(), check.get()), |(product, check)| chat_hours(product, check));
    loaded(content, move |content| {
        move || {
            let id = product.get();
            if id.is_empty() {
                return view! { <Products content/> }.into_any();
            }
            let found = content.with_untracked(|content| {
                let hours = content.products.iter().find(|one| one.product.id.as_str() == id)?.clone();
                let kept = kept_of(content, &hours);
                Some((hours, kept))
            });
            match found {
                Some((hours, kept)) => view! { <WriteHours content hours kept/> }.into_any(),
                None => view! { <ErrorView error=AppError::NotFound/> }.into_any(),
            }
        }
    })
}

/// The form as it was sent by a plain form, or as the hours are stored.
fn kept_of(content: &HoursContent, hours: &ProductHours) -> Kept<HoursForm> {
    let kept = content.kept.as_ref().filter(|kept| kept.form.product == hours.product.id.as_str());
    kept.cloned().unwrap_or_else(|| {
        let form = form_of(&hours.product.id, hours.hours.as_ref(), &content.zone.name);
        Kept { form, problems: Problems::default() }
    })
}

#[component]
fn Products(content: Memo<HoursContent>) -> impl IntoView {
    let language = use_language();
    let saved = use_query_map().with_untracked(|query| query.get("saved").is_some());
    let rows = move || content.get().products.into_iter().map(|hours| view! { <Row hours/> }).collect::<Vec<_>>();
    view! {
        <Title text=t::title(language)/>
        <Page title=t::title(language) lead=t::lead(language) width=PageWidth::Full>
            <SetUpTabs here=route::CHAT_HOURS/>
            {saved.then(|| view! { <Notice tone=Tone::Success live=true>{t::saved(language)}</Notice> })}
            {move || match content.with(|content| content.products.is_empty()) {
                true => view! { <Empty symbol=Symbol::Clock title=t::empty_title(language) text=t::empty_text(language)/> }.into_any(),
                false => view! {
                    <Table label=t::title(language) stack=true>
                        <thead>
                            <tr>
                                <th scope="col">{t::column_product(language)}</th>
                                <th scope="col">{t::column_now(language)}</th>
                                <th scope="col">{t::zone(language)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </Table>
                }.into_any(),
            }}
        </Page>
    }
    .into_any()
}

#[component]
fn Row(hours: ProductHours) -> impl IntoView {
    let language = use_language();
    let href = route::chat_hours(&hours.product.id.to_string());
    let zone = hours.hours.as_ref().map_or(t::no_zone(language).to_owned(), |hours| hours.zone.replace('_', " "));
    let name = hours.product.name.clone();
    view! {
        <tr>
            <Cell main=true><a class="table-main" href=href>{name}</a></Cell>
            <Cell><Now hours/></Cell>
            <Cell label=t::zone(language)>{zone}</Cell>
        </tr>
    }
    .into_any()
}

/// Whether chats are answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Always,
    Open,
    /// Until then; `None`: for more than a month.
    Closed(Option<Moment>),
}

/// Whether chats are answered at this moment.
#[component]
pub(super) fn Now(hours: ProductHours) -> impl IntoView {
    let state = match (&hours.hours, hours.is_open) {
        (None, _) => State::Always,
        (Some(_), true) => State::Open,
        (Some(_), false) => State::Closed(hours.opens_at),
    };
    let (tone, symbol) = if hours.is_open { (Tone::Success, Symbol::Check) } else { (Tone::Neutral, Symbol::Pause) };
    let text = state_text(use_language(), &use_zone(), state);
    view! { <Badge tone symbol text/> }
}

/// Open or closed, in words; times by the reader's own clock.
pub(super) fn state_text(language: Language, zone: &Zone, state: State) -> String {
    match state {
        State::Always => t::always_open(language).to_owned(),
        State::Open => t::open_now(language).to_owned(),
        State::Closed(Some(at)) => t::opens_again(language, date_time(language, zone, at)),
        State::Closed(None) => t::never_opens(language).to_owned(),
    }
}
