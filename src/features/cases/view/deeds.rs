use super::reply::{Audience, Sending, sending};
use crate::{
    app::{error_text, use_language, use_notices, use_zone},
    error::AppError,
    features::cases::{
        api::{AddWatcher, FollowUp, RemoveWatcher, SettleCase},
        model::Outcome,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};

/// All that readers of a case do to it: made at the top of its page, so that the page is asked for again after each.
#[derive(Clone, Copy)]
pub struct Deeds {
    pub comment: Sending,
    pub note: Sending,
    pub settle: ServerAction<SettleCase>,
    pub follow_up: ServerAction<FollowUp>,
    pub add_watcher: ServerAction<AddWatcher>,
    pub remove_watcher: ServerAction<RemoveWatcher>,
    /// Asks the page again for the desk's deeds.
    asked: RwSignal<usize>,
}

impl Deeds {
    pub fn new() -> Deeds {
        let deeds = Deeds {
            comment: sending(Audience::Case),
            note: sending(Audience::Engineers),
            asked: RwSignal::new(0),
            settle: ServerAction::new(),
            follow_up: ServerAction::new(),
            add_watcher: ServerAction::new(),
            remove_watcher: ServerAction::new(),
        };
        tell_failures(deeds.settle);
        tell_failures(deeds.follow_up);
        tell_failures(deeds.add_watcher);
        tell_failures(deeds.remove_watcher);
        deeds
    }

    /// Asks for the page again.
    pub fn refetch(self) {
        self.asked.update(|asked| *asked += 1);
    }

    /// Counts what was done.
    pub fn done(self) -> usize {
        [
            self.comment.version().get(),
            self.note.version().get(),
            self.settle.version().get(),
            self.add_watcher.version().get(),
            self.remove_watcher.version().get(),
            self.asked.get(),
        ]
        .iter()
        .sum()
    }
}

/// The problem of an action's form, in words.
pub fn problem_of<S, T>(action: ServerAction<S>, field: &'static str) -> Signal<Option<String>>
where
    S: ServerFn<Output = Outcome<T>, Error = AppError> + Clone + Send + Sync + 'static,
    T: Clone + Send + Sync + 'static,
{
    let language = use_language();
    Signal::derive(move || match action.value().get() {
        Some(Ok(Outcome::Problems(problems))) => {
            problems.of(field).map(|problem| crate::app::problem_text(language, problem))
        }
        Some(Ok(Outcome::Done(_)) | Err(_)) | None => None,
    })
}

/// Raises a message when an action fails.
pub fn tell_failures<S>(action: ServerAction<S>)
where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    let (language, zone, notices) = (use_language(), use_zone(), use_notices());
    Effect::new(move |_| {
        if let Some(Err(error)) = action.value().get() {
            let (title, text) = error_text(language, &zone, &error);
            notices.failure(format!("{title}. {text}"));
        }
    });
}
