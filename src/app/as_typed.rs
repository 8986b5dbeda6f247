use leptos::prelude::*;
use std::future::Future;

/// What is offered for what is being typed: first what came with the page, then what each newer state is answered with;
/// nothing (`None`) leaves what is shown. The last offer stays until the next is here, so that nothing jumps.
pub fn as_typed<K, T, A>(asked: Memo<K>, first: Vec<T>, ask: impl Fn(K) -> A + Clone + 'static) -> Memo<Vec<T>>
where
    K: Clone + PartialEq + Send + Sync + 'static,
    T: Clone + PartialEq + Send + Sync + 'static,
    A: Future<Output = Option<Vec<T>>> + 'static,
{
    let begun = asked.get_untracked();
    let answer = LocalResource::new(move || {
        let (now, begun, ask) = (asked.get(), begun.clone(), ask.clone());
        async move { if now == begun { None } else { ask(now).await } }
    });
    Memo::new(move |before: Option<&Vec<T>>| answer.get().flatten().unwrap_or_else(|| before.unwrap_or(&first).clone()))
}
