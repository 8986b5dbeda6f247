use crate::{error::AppError, features::cases::view::tell_failures};
use leptos::{prelude::*, server_fn::ServerFn};

/// Something that is done to a chat: a failure is told, and after each try the chat is asked for again.
pub(super) fn deed<S>(again: Callback<()>) -> ServerAction<S>
where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    let action = ServerAction::<S>::new();
    tell_failures(action);
    Effect::new(move |_| {
        if action.version().get() > 0 {
            again.run(());
        }
    });
    action
}
