use crate::{
    error::AppError,
    features::{
        cases::{model::Outcome, view::tell_failures},
        forum::api::{AcceptAnswer, LockThread, RestorePost, ToCase, VoteFor},
    },
    values::Problems,
};
use leptos::{prelude::*, server_fn::ServerFn};

/// What is done on a thread's page by one button: made at the page's top, which is asked for again after each.
#[derive(Clone, Copy)]
pub(super) struct Deeds {
    pub vote: ServerAction<VoteFor>,
    pub accept: ServerAction<AcceptAnswer>,
    pub restore: ServerAction<RestorePost>,
    pub lock: ServerAction<LockThread>,
    pub to_case: ServerAction<ToCase>,
    /// Asks again for what was written in a form.
    asked: RwSignal<usize>,
}

impl Deeds {
    pub fn new() -> Deeds {
        let deeds = Deeds {
            vote: ServerAction::new(),
            accept: ServerAction::new(),
            restore: ServerAction::new(),
            lock: ServerAction::new(),
            to_case: ServerAction::new(),
            asked: RwSignal::new(0),
        };
        tell_failures(deeds.vote);
        tell_failures(deeds.accept);
        tell_failures(deeds.restore);
        tell_failures(deeds.lock);
        tell_failures(deeds.to_case);
        deeds
    }

    /// Asks for the page again.
    pub fn refetch(self) {
        self.asked.update(|asked| *asked += 1);
    }

    /// Counts what was done.
    pub fn done(self) -> usize {
        [
            self.vote.version().get(),
            self.accept.version().get(),
            self.restore.version().get(),
            self.lock.version().get(),
            self.asked.get(),
        ]
        .iter()
        .sum()
    }
}

/// A form that is written: failures are told, problems stand beside the field, and what follows is done once it is stored.
pub(super) fn writing<S, T>(done: impl Fn(T) + Send + Sync + 'static) -> ServerAction<S>
where
    S: ServerFn<Output = Outcome<T>, Error = AppError> + Clone + Send + Sync + 'static,
    T: Clone + Send + Sync + 'static,
{
    let action = ServerAction::<S>::new();
    tell_failures(action);
    Effect::new(move |_| {
        if let Some(Ok(Outcome::Done(what))) = action.value().get() {
            done(what);
        }
    });
    action
}

/// What is wrong with the form: at first what a plain form was told, then what sending it told.
pub(super) fn problems_of<S, T>(action: ServerAction<S>, first: Problems) -> Signal<Problems>
where
    S: ServerFn<Output = Outcome<T>, Error = AppError> + Clone + Send + Sync + 'static,
    T: Clone + Send + Sync + 'static,
{
    Signal::derive(move || match action.value().get() {
        Some(Ok(Outcome::Problems(problems)) | Err(AppError::Invalid(problems))) => problems,
        Some(Ok(Outcome::Done(_)) | Err(_)) => Problems::default(),
        None => first.clone(),
    })
}
