//! Screens: what a route shows. What most readers come for is in the module that runs first, the rest in chunks of wasm
//! that the browser loads when it first needs one of their screens.
//!
//! Used by the routes, by the document (which has the first screen's chunk loaded early) and by the browser. What always
//! holds: a screen is shown only when its code is there; a chunk that could not be loaded is asked for again next time.

use super::{ErrorView, use_live};
use crate::{error::AppError, features::*, live::Connection};
use leptos::{
    prelude::*,
    wasm_split::{SplitLoaderError, wasm_split},
};
use leptos_router::ChooseView;

/// `first: Screen = component, …; chunk: Screen = component, …;` Code that two chunks share is a file of its own, so that
/// their number doubles with each chunk: few large ones are quicker than many small ones.
macro_rules! screens {
    (first: $($here:ident = $here_view:path),+; $($chunk:ident: $($screen:ident = $view:path),+;)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Screen { $($here,)+ $($($screen,)+)+ }

        impl Screen {
            /// The name of its chunk.
            pub const fn chunk(self) -> Option<&'static str> {
                match self {
                    $(Screen::$here => None,)+
                    $($(Screen::$screen => Some(stringify!($chunk)),)+)+
                }
            }
            /// Loads its chunk; the server has all of them.
            pub async fn load(self) -> Result<(), SplitLoaderError> {
                match self {
                    $(Screen::$here => Ok(()),)+
                    $($(Screen::$screen => split::$screen::load().await,)+)+
                }
            }
            async fn view(self) -> Result<AnyView, SplitLoaderError> {
                match self {
                    $(Screen::$here => Ok($here_view().into_any()),)+
                    $($(Screen::$screen => split::$screen::$screen().await,)+)+
                }
            }
        }

        #[expect(non_snake_case, reason = "a cut's name must differ from every other, and the screen's does")]
        mod split {
            $($(pub mod $screen {
                use super::super::*;
                #[wasm_split($chunk, wasm_split_path = leptos::wasm_split, preload(load), fallible)]
                pub fn $screen() -> Result<AnyView, SplitLoaderError> {
                    Ok($view().into_any())
                }
            })+)+
        }
    };
}

screens! {
    first: Home = organizations::view::HomePage, List = cases::view::ListPage;
    forms: SignIn = access::view::SignInPage, Forgotten = access::view::ForgottenPage, Welcome = access::view::WelcomePage,
        Watching = cases::view::WatchingPage, Account = access::view::AccountPage, Sessions = access::view::SessionsPage,
        Open = cases::view::OpenPage;
    case: Case = cases::view::CasePage;
    help: Search = search::view::SearchPage, Help = topics::view::HelpPage, Topic = topics::view::TopicPage,
        Shelves = topics::view::OperatePage, Edit = topics::view::EditPage, Versions = topics::view::VersionsPage,
        Forum = forum::view::ForumPage, Ask = forum::view::AskPage, Thread = forum::view::ThreadPage,
        Moderation = forum::view::ModerationPage, Categories = forum::view::CategoriesPage;
    desk: Desk = desk::view::QueuePage, Outbox = outbox::view::OutboxPage, Mail = outbox::view::MailPage,
        Answers = answers::view::AnswersPage, Hours = chat::view::HoursPage,
        Chats = chat::view::ChatsPage, NewChat = chat::view::NewChatPage, Chat = chat::view::ChatPage;
}

impl Screen {
    /// Where most readers of a screen go on to: its chunk is fetched while they read.
    pub const fn next(self) -> Option<Screen> {
        match self {
            Screen::Home | Screen::List | Screen::Desk => Some(Screen::Case),
            _ => None,
        }
    }
    /// The screen of an address.
    pub fn of(path: &str) -> Option<Screen> {
        let parts: Vec<_> = path.split('/').filter(|part| !part.is_empty()).collect();
        Some(match parts.as_slice() {
            [] => Screen::Home,
            ["sign-in"] => Screen::SignIn,
            ["forgotten"] => Screen::Forgotten,
            ["welcome", _] => Screen::Welcome,
            ["watching"] | ["watching", _] => Screen::Watching,
            ["account"] => Screen::Account,
            ["account", "sessions"] => Screen::Sessions,
            ["cases"] => Screen::List,
            ["cases", "new"] => Screen::Open,
            ["cases", _] => Screen::Case,
            ["chats"] => Screen::Chats,
            ["chats", "new"] => Screen::NewChat,
            ["chats", _] => Screen::Chat,
            ["desk"] => Screen::Desk,
            ["forum"] => Screen::Forum,
            ["forum", "new"] => Screen::Ask,
            ["forum", _] => Screen::Thread,
            ["search"] => Screen::Search,
            ["topics"] => Screen::Help,
            ["topics", _, _, ..] => Screen::Topic,
            ["operate", "topics"] => Screen::Shelves,
            ["operate", "topics", "edit"] => Screen::Edit,
            ["operate", "topics", "versions", _] => Screen::Versions,
            ["operate", "answers"] => Screen::Answers,
            ["operate", "chat-hours"] => Screen::Hours,
            ["operate", "forum"] => Screen::Moderation,
            ["operate", "forum", "categories"] => Screen::Categories,
            ["operate", "outbox"] => Screen::Outbox,
            ["operate", "outbox", _] => Screen::Mail,
            _ => return None,
        })
    }
}

impl ChooseView for Screen {
    async fn choose(self) -> AnyView {
        match self.view().await {
            Ok(view) => view,
            Err(_) => {
                // with a connection it is most likely an older portal's page, whose files are gone: trying again loads it anew
                let error = match use_live().connection().get_untracked() {
                    Connection::Open => AppError::Broken { incident: String::new() },
                    Connection::Idle | Connection::Lost => AppError::Offline,
                };
                view! { <ErrorView error/> }.into_any()
            }
        }
    }

    /// The page that is left stays until this is done; `choose` says what failed.
    async fn preload(&self) {
        let _ = self.load().await;
    }
}
