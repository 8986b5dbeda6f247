use crate::{
    app::{error_text, use_language, use_zone},
    error::AppError,
    features::cases::api::preview,
    i18n::text::cases as t,
    ui::{Button, ButtonKind, ButtonType, Prose, Size, Symbol},
};
use leptos::prelude::*;

/// Shows Markdown as it will look, on request. It needs scripting and stays unseen without it.
#[component]
pub fn Preview(source: Signal<String>) -> impl IntoView {
    let language = use_language();
    let (alive, open) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| alive.set(true));
    let render = Action::new(|source: &String| preview(source.clone()));
    let toggle = move |_| {
        open.update(|open| *open = !*open);
        if open.get_untracked() {
            render.dispatch(source.get_untracked());
        }
    };
    let label =
        Signal::derive(move || if open.get() { t::preview_close(language) } else { t::preview(language) }.to_owned());
    view! {
        <div class="editor-tools" data-alive=move || alive.get().then_some("")>
            <Button label=label kind=ButtonKind::Quiet size=Size::Small action=ButtonType::Button symbol=Symbol::Show
                busy=render.pending() on_click=toggle/>
        </div>
        <div class="editor-preview" hidden=move || !open.get() role="region" aria-label=t::preview(language)>
            {move || render.value().get().map(|answer| view! { <Answer answer/> })}
        </div>
    }
    .into_any()
}

/// A text that was rendered by the server; as plain text until it is, and where it cannot be.
#[component]
pub fn Rendered(source: String) -> impl IntoView {
    let plain = source.clone();
    let render = Action::new(|source: &String| preview(source.clone()));
    Effect::new(move |_| {
        if !source.trim().is_empty() {
            let source = source.clone();
            set_timeout(move || drop(render.dispatch(source)), std::time::Duration::ZERO);
        }
    });
    move || match render.value().get() {
        Some(Ok(html)) => view! { <Prose html=html/> }.into_any(),
        Some(Err(_)) | None => view! { <div class="plain-text">{plain.clone()}</div> }.into_any(),
    }
}

#[component]
fn Answer(answer: Result<String, AppError>) -> impl IntoView {
    let (language, zone) = (use_language(), use_zone());
    match answer {
        Ok(html) => view! { <Prose html=html/> }.into_any(),
        Err(error) => view! { <p class="field-error">{error_text(language, &zone, &error).1}</p> }.into_any(),
    }
}
