use crate::{
    app::{error_text, problem_text, use_language, use_notices, use_viewer},
    features::cases::{
        api::{DeleteView, SaveView},
        model::{CaseFilter, CaseListContent, Outcome, SavedView},
        rules::VIEW_NAME_MOST,
    },
    i18n::text::cases as t,
    route,
    ui::{Button, ButtonKind, Size, Symbol, TextField},
};
use leptos::prelude::*;

/// The reader's saved views, and the way to save this one or delete one of them.
#[component]
pub fn SavedViews(content: Memo<CaseListContent>, filter: Memo<CaseFilter>) -> impl IntoView {
    let language = use_language();
    let save = ServerAction::<SaveView>::new();
    let delete = ServerAction::<DeleteView>::new();
    // what the answers of both changed until the list is asked for again
    let views = Memo::new(move |_| {
        let mut views = content.with(|content| content.views.clone());
        if let Some(Ok(Outcome::Done(saved))) = save.value().get() {
            views.retain(|view| view.id != saved.id);
            views.push(saved);
        }
        let deleted = delete.input().get().map(|input| input.view);
        views.retain(|view| Some(&view.id) != deleted.as_ref());
        views
    });
    view! {
        <div class="cases-views">
            {move || {
                let views = views.get();
                (!views.is_empty()).then(|| view! { <ViewLinks views filter=filter.get()/> })
            }}
            <details class="disclosure">
                <summary>{t::views_manage(language)}</summary>
                <SaveForm save filter/>
                {move || views.get().into_iter().map(|view| view! { <DeleteForm view delete/> }).collect::<Vec<_>>()}
            </details>
        </div>
    }
    .into_any()
}

/// Links to the saved views.
#[component]
fn ViewLinks(views: Vec<SavedView>, filter: CaseFilter) -> impl IntoView {
    let language = use_language();
    let here = filter.from_beginning().to_query();
    let links: Vec<_> = views
        .into_iter()
        .map(|saved| {
            let current = (saved.query == here).then_some("true");
            view! { <li><a href=route::with_query(route::CASES, &saved.query) aria-current=current>{saved.name}</a></li> }
        })
        .collect();
    view! {
        <nav aria-label=t::views(language)>
            <ul role="list"><li><span class="soft">{t::views_label(language)}</span></li>{links}</ul>
        </nav>
    }
}

/// Saves the filter of this page under a name.
#[component]
fn SaveForm(save: ServerAction<SaveView>, filter: Memo<CaseFilter>) -> impl IntoView {
    let language = use_language();
    let zone = use_viewer().zone;
    let notices = use_notices();
    let problem = Signal::derive(move || match save.value().get() {
        Some(Ok(Outcome::Problems(problems))) => problems.0.first().map(|(_, p)| problem_text(language, p)),
        Some(Err(error)) => Some(error_text(language, &zone, &error).1),
        Some(Ok(Outcome::Done(_))) | None => None,
    });
    Effect::new(move |_| {
        if let Some(Ok(Outcome::Done(saved))) = save.value().get() {
            notices.success(t::view_saved(language, saved.name));
        }
    });
    let query = move || filter.get().from_beginning().to_query();
    view! {
        <ActionForm action=save attr:class="cases-view-form">
            <input type="hidden" name="query" value=query/>
            <TextField id="view-name" name="name" label=t::view_name(language) maxlength=VIEW_NAME_MOST required=true error=problem/>
            <Button label=t::view_save(language) symbol=Symbol::Bookmark busy=save.pending()/>
        </ActionForm>
    }
}

/// Deletes one saved view.
#[component]
fn DeleteForm(view: SavedView, delete: ServerAction<DeleteView>) -> impl IntoView {
    let language = use_language();
    view! {
        <ActionForm action=delete>
            <input type="hidden" name="view" value=view.id.to_string()/>
            <Button label=t::view_delete(language, view.name) kind=ButtonKind::Quiet size=Size::Small symbol=Symbol::Trash/>
        </ActionForm>
    }
}
