use super::{
    Notices, Shortcuts,
    overlays::{Over, Overlay},
    use_here, use_language, use_live, use_shortcuts, use_viewer,
};
use crate::{
    features::access::model::Viewer,
    i18n::{Language, text},
    live::Connection,
    policy::Action,
    route,
    ui::{
        Icon, Kbd, Menu, MenuAlign, MenuButton, MenuLink, Symbol, Toasts,
        layout::{NavItem, Shell},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

/// The id of the content, which takes the focus after a page was changed for another.
const MAIN: &str = "main";

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
    let (help, palette) = (RwSignal::new(false), RwSignal::new(false));
    bind_keys(&viewer, help, palette);
    let searches = viewer.can(Action::ReadTopics).is_ok();
    move_focus(use_shortcuts());
    view! {
        <Title formatter=move |title: String| text::frame::document_title(language, title)/>
        <Shell
            brand=text::frame::brand(language)
            home=home
            skip_label=text::frame::skip(language)
            nav_label=text::frame::nav(language)
            nav=nav
            banner=|| view! { <ConnectionBanner/> }
            organization=|| view! { <OrganizationMenu/> }
            search=move || searches.then(|| view! { <SearchWay palette/> })
            account=move || view! { <AccountMenu help/> }
            footer=|| view! { <Footer/> }
        >
            {children()}
        </Shell>
        <Toasts
            messages=notices.messages()
            dismiss_label=text::frame::dismiss(language)
            on_dismiss=move |id| notices.dismiss(id)
        />
        <Over overlay=Overlay::Shortcuts open=help/>
        <Over overlay=Overlay::Palette open=palette/>
    }
}

/// The shortcuts that work on every page.
fn bind_keys(viewer: &Viewer, help: RwSignal<bool>, palette: RwSignal<bool>) {
    let shortcuts = use_shortcuts();
    let go = |keys, path| {
        let navigate = use_navigate();
        shortcuts.bind(keys, move || navigate(path, NavigateOptions::default()));
    };
    shortcuts.bind("?", move || help.set(true));
    if viewer.person.is_some() {
        go("g h", route::HOME);
    }
    if viewer.can(Action::WorkDesk).is_ok() {
        go("g d", route::DESK);
    }
    if viewer.can(Action::AnswerChat).is_ok() {
        go("g t", route::CHATS);
    }
    if viewer.can(Action::ReadCases).is_ok() {
        go("g c", route::CASES);
    }
    if viewer.can(Action::ReadTopics).is_ok() {
        shortcuts.bind("/", move || palette.set(true));
        shortcuts.bind("Ctrl+K", move || palette.set(true));
        go("g a", route::TOPICS);
    }
}

/// After another page was opened by a link, the focus goes to its content, as it would after a load: who cannot see the
/// page hears that it changed. A filter or a tab of the same page leaves the focus where it is.
fn move_focus(shortcuts: Shortcuts) {
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        if before.is_some_and(|before| before != path) {
            shortcuts.focus(MAIN);
        }
        path
    });
}

/// The way to the search: a page, and where there is wasm the palette over this one.
#[component]
fn SearchWay(palette: RwSignal<bool>) -> impl IntoView {
    view! {
        <a class="button" data-kind="quiet" data-size="small" href=route::SEARCH aria-keyshortcuts="Control+K"
            on:click=move |event| {
                // with these keys the browser opens the page elsewhere
                if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                    event.prevent_default();
                    palette.set(true);
                }
            }>
            <Icon symbol=Symbol::Search/>
            <span>{text::frame::search(use_language())}</span>
            <Kbd keys="Ctrl K" hint=true/>
        </a>
    }
    .into_any()
}

/// Says that the live channel is lost: what is shown may be old, what is typed is kept (UX-5).
#[component]
fn ConnectionBanner() -> impl IntoView {
    let language = use_language();
    let connection = use_live().connection();
    let lost = move || match connection.get() {
        Connection::Lost => true,
        Connection::Idle | Connection::Open => false,
    };
    view! {
        <div role="status">
            {move || lost().then(|| view! {
                <div class="banner"><Icon symbol=Symbol::Offline/><span>{text::frame::lost(language)}</span></div>
            })}
        </div>
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
    if viewer.can(Action::AnswerChat).is_ok() {
        items.push(item(route::CHATS, text::frame::chats(language)));
    }
    if viewer.can(Action::ReadCases).is_ok() {
        items.push(item(route::CASES, text::frame::cases(language)));
    }
    if viewer.can(Action::UseForum).is_ok() {
        items.push(item(route::FORUM, text::frame::forum(language)));
    }
    if viewer.can(Action::ReadTopics).is_ok() {
        items.push(item(route::TOPICS, text::frame::help(language)));
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
        return view! { <span>{person.organization_name.clone()}</span> }.into_any();
    }
    let current = &person.standing.organization;
    let items: Vec<_> = person
        .memberships
        .iter()
        .map(|m| {
            let here = m.organization == *current;
            view! { <MenuButton label=m.name.clone() name="organization" value=m.organization.to_string() current=here/> }
        })
        .collect();
    view! {
        <Menu label=person.organization_name.clone() align=MenuAlign::Start>
            <form method="post" action="/api/access/switch-organization" aria-label=text::frame::switch(language)>
                <ul>{items}</ul>
            </form>
        </Menu>
    }
    .into_any()
}

/// The signed-in person's menu.
#[component]
fn AccountMenu(help: RwSignal<bool>) -> impl IntoView {
    let language = use_language();
    let Some(person) = use_viewer().person else { return ().into_any() };
    view! {
        <Menu label=person.name.clone() symbol=Symbol::User>
            <ul>
                <MenuLink href=route::ACCOUNT label=text::frame::account(language) symbol=Symbol::Settings/>
                <MenuLink href=route::SESSIONS label=text::frame::sessions(language) symbol=Symbol::Monitor/>
                <ShortcutsItem help/>
            </ul>
            <hr class="menu-divider"/>
            <form method="post" action="/api/access/sign-out">
                <ul>
                    <MenuButton label=text::frame::sign_out(language) symbol=Symbol::SignOut/>
                </ul>
            </form>
        </Menu>
    }
    .into_any()
}

/// Opens the list of shortcuts; absent where nothing hears them, which is wherever there is no wasm.
#[component]
fn ShortcutsItem(help: RwSignal<bool>) -> impl IntoView {
    let alive = RwSignal::new(false);
    // effects run in the browser only, after the page came to life
    Effect::new(move |_| alive.set(true));
    let label = text::frame::shortcuts(use_language());
    move || {
        alive.get().then(|| {
            view! { <MenuButton label=label symbol=Symbol::Keyboard on_click=move |()| help.set(true)/> }
        })
    }
}

/// Language and theme, at the same place on every page (WCAG 3.2.6).
#[component]
fn Footer() -> impl IntoView {
    let language = use_language();
    let theme = use_viewer().theme;
    let languages = Language::ALL
        .iter()
        .map(|other| Choice {
            value: other.tag(),
            label: other.own_name(),
            lang: Some(other.tag()),
            chosen: *other == language,
        })
        .collect();
    let themes = [
        ("", text::frame::theme_system(language)),
        ("light", text::frame::theme_light(language)),
        ("dark", text::frame::theme_dark(language)),
        ("contrast", text::frame::theme_contrast(language)),
    ]
    .into_iter()
    .map(|(value, label)| Choice { value, label, lang: None, chosen: value == theme })
    .collect();
    view! {
        <FooterChoices action="/api/access/language" name="language" label=text::frame::language(language)
            symbol=Symbol::Language choices=languages/>
        <FooterChoices action="/api/access/theme" name="theme" label=text::frame::theme(language)
            symbol=Symbol::Contrast choices=themes/>
    }
}

/// One button of [`FooterChoices`].
struct Choice {
    value: &'static str,
    label: &'static str,
    /// The language of the label, where it is not the page's.
    lang: Option<&'static str>,
    chosen: bool,
}

/// Buttons of which one is chosen; each loads the same page anew.
#[component]
fn FooterChoices(
    action: &'static str,
    name: &'static str,
    label: &'static str,
    symbol: Symbol,
    choices: Vec<Choice>,
) -> impl IntoView {
    let here = use_here();
    let buttons: Vec<_> = choices
        .into_iter()
        .map(|choice| {
            view! {
                <button class="footer-choice" type="submit" name=name value=choice.value lang=choice.lang
                    aria-pressed=choice.chosen.to_string()>{choice.label}</button>
            }
        })
        .collect();
    view! {
        <form class="footer-choices" method="post" action=action aria-label=label>
            <Icon symbol/>
            <input type="hidden" name="next" value=move || here.get()/>
            {buttons}
        </form>
    }
    .into_any()
}
