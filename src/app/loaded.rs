use super::ErrorView;
use crate::{
    error::AppError,
    i18n::text,
    ui::{Skeleton, Whole},
};
use leptos::{prelude::*, suspense::Unsuspend};
use serde::{Serialize, de::DeserializeOwned};

/// A page whose content is asked for again while it is read: waits for the first answer, then keeps the last good one
/// until the next is here. The page is built once, so what was typed, chosen and scrolled stays. It awaits nothing more.
///
/// An answer that takes the right away replaces the page; a connection that fails does not.
pub fn loaded<T, V>(
    content: Resource<Result<T, AppError>>,
    page: impl Fn(Memo<T>) -> V + Send + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
{
    // what `Transition` looks for in a view, by making it twice, is not there
    first_answer(content, move |first| Whole(Unsuspend::new(move || current(content, first, page))).into_any())
}

/// The same for a page with a part that waits for an answer of its own.
pub fn loaded_in_parts<T, V>(
    content: Resource<Result<T, AppError>>,
    page: impl Fn(Memo<T>) -> V + Send + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
{
    first_answer(content, move |first| Unsuspend::new(move || current(content, first, page)).into_any())
}

fn first_answer<T>(
    content: Resource<Result<T, AppError>>,
    page: impl FnOnce(T) -> AnyView + Send + 'static,
) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    let label = text::frame::loading(super::use_language());
    view! {
        <Transition fallback=move || view! { <Skeleton label=label/> }>
            {Suspend::new(async move {
                match content.await {
                    Ok(first) => page(first),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// The page around the last good answer.
fn current<T, V>(
    content: Resource<Result<T, AppError>>,
    first: T,
    page: impl Fn(Memo<T>) -> V + Send + 'static,
) -> AnyView
where
    T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let latest = Memo::new(move |before: Option<&T>| match content.get() {
        Some(Ok(now)) => now,
        Some(Err(_)) | None => before.unwrap_or(&first).clone(),
    });
    let lost = Memo::new(move |_| content.get().and_then(Result::err).filter(takes_away));
    (move || match lost.get() {
        Some(error) => view! { <ErrorView error/> }.into_any(),
        None => page(latest).into_any(),
    })
    .into_any()
}

/// Does the reader have no right to the content any more?
fn takes_away(error: &AppError) -> bool {
    match error {
        AppError::Refused(_) | AppError::NotFound => true,
        AppError::SignIn
        | AppError::Invalid(_)
        | AppError::Conflict
        | AppError::TooMany { .. }
        | AppError::Unavailable
        | AppError::Broken { .. }
        | AppError::Offline => false,
    }
}
