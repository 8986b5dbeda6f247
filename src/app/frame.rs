use super::{Notices, use_language, use_viewer};
use crate::{
    features::access::model::Viewer,
    i18n::{Language, text},
    policy::Action,
    route,
    ui::{
        Menu, MenuAlign, MenuButton, MenuLink, Symbol, Toasts,
        layout::{NavItem, Shell},
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The frame around every page: navigation, organization, account, language and theme.
#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let language = use_language();
    let viewer = use_viewer();
    let notices = expect_context::<Notices>();
    let path = use_location().pathname;
    let nav = {
        let viewer = viewer.clone();
        Signal::derive(move || nav_items(&viewer, language, &path.get()))
    };
    let home = super::start_of(&viewer);
    view! {
        <Shell
            brand=text::frame::brand(language)
            home=home
            skip_label=text::frame::skip(language)
            nav_label=text::frame::nav(language)
            nav=nav
            organization=|| view! { <OrganizationMenu/> }
            account=|| view! { <AccountMenu/> }
            footer=|| view! { <Footer/> }
        >
            {children()}
        </Shell>
        <Toasts
            messages=notices.messages()
            dismiss_label=text::frame::dismiss(language)
            on_dismiss=move |id| notices.dismiss(id)
        />
    }
}

fn nav_items(viewer: &Viewer, language: Language, path: &str) -> Vec<NavItem> {
    if viewer.person.is_none() {
        return Vec::new();
    }
    let item = |href: &str, label: &str| {
        let inside = if href == route::HOME { path == href } else { path.starts_with(href) };
        NavItem { href: href.to_owned(), label: label.to_owned(), count: None, current: inside }
    };
    let mut items = vec![item(route::HOME, text::frame::home(language))];
    if viewer.can(Action::WorkDesk).is_ok() {
        items.push(item(route::DESK, text::frame::desk(language)));
    }
    if viewer.can(Action::ReadCases).is_ok() {
        items.push(item(route::CASES, text::frame::cases(language)));
    }
    if viewer.can(Action::ReadOutbox).is_ok() {
        items.push(item(route::OUTBOX, text::frame::outbox(language)));
    }
    items
}

/// The current organization; a menu if the person has several.
#[component]
fn OrganizationMenu() -> impl IntoView {
    let language = use_language();
    let Some(person) = use_viewer().person else { return ().into_any() };
    if person.memberships.len() < 2 {
        return view! { <span class="shell-organization-name">{person.organization_name}</span> }.into_any();
    }
    let current = person.standing.organization;
    let items: Vec<_> = person
        .memberships
        .into_iter()
        .map(|m| {
            let here = m.organization == current;
            view! { <MenuButton label=m.name name="organization" value=m.organization.to_string() current=here/> }
        })
        .collect();
    view! {
        <Menu label=person.organization_name align=MenuAlign::Start>
            <form method="post" action="/api/access/switch-organization" aria-label=text::frame::switch(language)>
                <ul>{items}</ul>
            </form>
        </Menu>
    }
    .into_any()
}

/// The signed-in person's menu.
#[component]
fn AccountMenu() -> impl IntoView {
    let language = use_language();
    let Some(person) = use_viewer().person else { return ().into_any() };
    view! {
        <Menu label=person.name symbol=Symbol::User>
            <ul>
                <MenuLink href=route::ACCOUNT label=text::frame::account(language)/>
                <MenuLink href=route::SESSIONS label=text::frame::sessions(language)/>
            </ul>
            <form method="post" action="/api/access/sign-out">
                <ul>
                    <MenuButton label=text::frame::sign_out(language)/>
                </ul>
            </form>
        </Menu>
    }
    .into_any()
}

/// Language and theme, at the same place on every page (WCAG 3.2.6).
#[component]
fn Footer() -> impl IntoView {
    let language = use_language();
    let theme = use_viewer().theme;
    let location = use_location();
    let here = move || format!("{}{}", location.pathname.get(), location.search.get());
    let next = here.clone();
    let languages: Vec<_> = Language::ALL
        .into_iter()
        .map(|other| {
            view! {
                <button class="footer-choice" type="submit" name="language" value=other.tag() lang=other.tag()
                    aria-pressed=(other == language).to_string()>{other.own_name()}</button>
            }
        })
        .collect();
    let themes: Vec<_> = [
        ("", text::frame::theme_system(language)),
        ("light", text::frame::theme_light(language)),
        ("dark", text::frame::theme_dark(language)),
        ("contrast", text::frame::theme_contrast(language)),
    ]
    .into_iter()
    .map(|(code, label)| {
        view! {
            <button class="footer-choice" type="submit" name="theme" value=code
                aria-pressed=(code == theme).to_string()>{label}</button>
        }
    })
    .collect();
    view! {
        <form class="footer-group" method="post" action="/api/access/language" aria-label=text::frame::language(language)>
            <input type="hidden" name="next" prop:value=here.clone() value=here/>
            {languages}
        </form>
        <form class="footer-group" method="post" action="/api/access/theme" aria-label=text::frame::theme(language)>
            <input type="hidden" name="next" prop:value=next.clone() value=next/>
            {themes}
        </form>
    }
}
