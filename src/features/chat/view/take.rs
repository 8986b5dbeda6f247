use crate::{
    app::{error_text, use_language, use_notices, use_zone},
    error::AppError,
    features::chat::api::take_chat,
    i18n::text::chat as t,
    route,
    values::ChatId,
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// Takes chats, and opens what was taken.
#[derive(Clone, Copy)]
pub(super) struct Take(Action<String, Option<ChatId>>);

impl Take {
    pub(super) fn new(again: Callback<()>) -> Take {
        let (language, zone, notices) = (use_language(), use_zone(), use_notices());
        let action = Action::new(move |chat: &String| {
            let (chat, zone) = (chat.clone(), zone.clone());
            async move {
                let taken = take_chat(chat).await;
                match &taken {
                    Ok(Some(_)) => {}
                    Ok(None) => notices.failure(t::nobody_waits(language).to_owned()),
                    Err(AppError::Conflict) => notices.failure(t::faster(language).to_owned()),
                    Err(AppError::Invalid(_)) => notices.failure(t::no_room(language).to_owned()),
                    Err(error) => {
                        let (title, text) = error_text(language, &zone, error);
                        notices.failure(format!("{title}. {text}"));
                    }
                }
                again.try_run(());
                taken.ok().flatten()
            }
        });
        let navigate = use_navigate();
        Effect::new(move |_| {
            if let Some(Some(chat)) = action.value().get() {
                navigate(&route::chat(&chat), NavigateOptions::default());
            }
        });
        Take(action)
    }

    pub(super) fn run(self, chat: String) {
        if !self.0.pending().get_untracked() {
            self.0.dispatch(chat);
        }
    }
}
