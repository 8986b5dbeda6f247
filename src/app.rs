//! The application: the document, its frame, the routes and the five contexts (viewer, language, live, notices, shortcuts).
//!
//! Used by the server to write pages and by the browser to bring them to life. What always holds: the contexts are
//! provided here (the browser brings those that it feeds) and nowhere else; a page that needs a session is never rendered without one (`server::http::pages`);
//! every route is rendered whole (`SsrMode::Async`), so that it can be read and used before wasm arrives.

mod as_typed;
mod document;
mod error_view;
mod frame;
mod loaded;
pub mod local_copy;
mod notices;
mod overlays;
pub mod query_form;
mod screen;
mod shortcut_help;
mod shortcuts;

pub use as_typed::as_typed;
pub use document::{PageStatus, SiteFiles, shell};
pub use error_view::{ErrorView, error_text, problem_text, refusal_text, state_name};
pub use loaded::{loaded, loaded_in_parts};
pub use notices::Notices;
pub use query_form::QueryForm;
pub use screen::Screen;
pub use shortcuts::Shortcuts;

use crate::{
    features::access::model::Viewer,
    i18n::Language,
    live::Live,
    policy::{Role, Standing},
    route,
    values::{PersonId, Zone},
};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    hooks::use_location,
    path,
};

/// The reader of this page; it does not change while the page lives.
pub fn use_viewer() -> Viewer {
    use_context::<StoredValue<Viewer>>().map(|viewer| viewer.get_value()).unwrap_or_default()
}

/// Who the reader is, if anybody.
pub fn use_me() -> Option<PersonId> {
    with_viewer(|viewer| viewer.person.as_ref().map(|person| person.id.clone()))
}

/// The reader's time zone.
pub fn use_zone() -> Zone {
    with_viewer(|viewer| viewer.zone.clone())
}

/// Looks at the reader without taking a copy: for parts of which a page has many.
pub fn with_viewer<T>(look: impl FnOnce(&Viewer) -> T) -> T {
    match use_context::<StoredValue<Viewer>>() {
        Some(viewer) => viewer.with_value(look),
        None => look(&Viewer::default()),
    }
}

/// The language of this page.
pub fn use_language() -> Language {
    use_context::<Language>().unwrap_or_default()
}

/// The live channel.
pub fn use_live() -> Live {
    expect_context::<Live>()
}

/// Messages that pass by.
pub fn use_notices() -> Notices {
    expect_context::<Notices>()
}

/// Single keys.
pub fn use_shortcuts() -> Shortcuts {
    expect_context::<Shortcuts>()
}

/// The address of this page, as another page leads back to it.
pub fn use_here() -> Signal<String> {
    let location = use_location();
    Signal::derive(move || route::with_query(&location.pathname.get(), &location.search.get()))
}

/// The whole application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    // Written into the page by the server, read from there by the browser: both render with the same viewer.
    let viewer = SharedValue::new(|| use_context::<Viewer>().unwrap_or_default()).into_inner();
    provide_context(viewer.language);
    provide_context(StoredValue::new(viewer));
    provide_context(use_context::<Live>().unwrap_or_else(Live::new));
    provide_context(Notices::new());
    provide_context(use_context::<Shortcuts>().unwrap_or_else(Shortcuts::new));
    view! {
        <Router>
            <frame::Frame>
                <FlatRoutes fallback=|| view! { <ErrorView error=crate::error::AppError::NotFound/> }>
                    <Route path=path!("") view=Screen::Home ssr=SsrMode::Async/>
                    <Route path=path!("sign-in") view=Screen::SignIn ssr=SsrMode::Async/>
                    <Route path=path!("forgotten") view=Screen::Forgotten ssr=SsrMode::Async/>
                    <Route path=path!("welcome/:token") view=Screen::Welcome ssr=SsrMode::Async/>
                    <Route path=path!("watching/:token?") view=Screen::Watching ssr=SsrMode::Async/>
                    <Route path=path!("account") view=Screen::Account ssr=SsrMode::Async/>
                    <Route path=path!("account/sessions") view=Screen::Sessions ssr=SsrMode::Async/>
                    <Route path=path!("cases") view=Screen::List ssr=SsrMode::Async/>
                    <Route path=path!("cases/new") view=Screen::Open ssr=SsrMode::Async/>
                    <Route path=path!("cases/:number") view=Screen::Case ssr=SsrMode::Async/>
                    <Route path=path!("chats") view=Screen::Chats ssr=SsrMode::Async/>
                    <Route path=path!("chats/new") view=Screen::NewChat ssr=SsrMode::Async/>
                    <Route path=path!("chats/:id") view=Screen::Chat ssr=SsrMode::Async/>
                    <Route path=path!("desk") view=Screen::Desk ssr=SsrMode::Async/>
                    <Route path=path!("forum") view=Screen::Forum ssr=SsrMode::Async/>
                    <Route path=path!("forum/new") view=Screen::Ask ssr=SsrMode::Async/>
                    <Route path=path!("forum/:id") view=Screen::Thread ssr=SsrMode::Async/>
                    <Route path=path!("search") view=Screen::Search ssr=SsrMode::Async/>
                    <Route path=path!("topics") view=Screen::Help ssr=SsrMode::Async/>
                    <Route path=path!("topics/:language/*path") view=Screen::Topic ssr=SsrMode::Async/>
                    <Route path=path!("operate/topics") view=Screen::Shelves ssr=SsrMode::Async/>
                    <Route path=path!("operate/topics/edit") view=Screen::Edit ssr=SsrMode::Async/>
                    <Route path=path!("operate/topics/versions/:id") view=Screen::Versions ssr=SsrMode::Async/>
                    <Route path=path!("operate/answers") view=Screen::Answers ssr=SsrMode::Async/>
                    <Route path=path!("operate/chat-hours") view=Screen::Hours ssr=SsrMode::Async/>
                    <Route path=path!("operate/forum") view=Screen::Moderation ssr=SsrMode::Async/>
                    <Route path=path!("operate/forum/categories") view=Screen::Categories ssr=SsrMode::Async/>
                    <Route path=path!("operate/outbox") view=Screen::Outbox ssr=SsrMode::Async/>
                    <Route path=path!("operate/outbox/:id") view=Screen::Mail ssr=SsrMode::Async/>
                </FlatRoutes>
            </frame::Frame>
        </Router>
    }
}

/// Where the reader starts.
pub fn start_of(viewer: &Viewer) -> &'static str {
    viewer.person.as_ref().map_or(route::HOME, |person| start_in(&person.standing))
}

/// Where a person starts: engineers at their desk, everyone else at home.
pub fn start_in(standing: &Standing) -> &'static str {
    if standing.has(Role::Engineer) { route::DESK } else { route::HOME }
}
