use crate::{
    app::{error_text, problem_text, use_language, use_notices, use_zone},
    error::AppError,
    features::cases::{
        api::{DeleteView, SaveView, delete_view, save_view},
        model::{CaseFilter, CaseListContent, Outcome, SavedView},
        rules::VIEW_NAME_MOST,
    },
    i18n::text::cases as t,
    route,
    ui::{Button, ButtonKind, Size, Symbol, TextField},
    values::ViewId,
};
use leptos::{ev::SubmitEvent, prelude::*, server_fn::ServerFn};

type Saving = Action<String, Result<Outcome<SavedView>, AppError>>;
type Deleting = Action<ViewId, ()>;

/// The reader's saved views, and the way to save this one or delete one of them.
#[component]
pub fn SavedViews(content: Memo<CaseListContent>, filter: Memo<CaseFilter>) -> impl IntoView {
    let language = use_language();
    // what was saved and deleted here until the list is asked for again
    let saved = RwSignal::new(Vec::<SavedView>::new());
    let deleted = RwSignal::new(Vec::<ViewId>::new());
    Effect::new(move |_| {
        content.track();
        saved.update(Vec::clear);
        deleted.update(Vec::clear);
    });
    let views = Memo::new(move |_| {
        let mut views = content.with(|content| content.views.clone());
        for new in saved.get() {
            views.retain(|view| view.id != new.id);
            views.push(new);
        }
        deleted.with(|deleted| views.retain(|view| !deleted.contains(&view.id)));
        views
    });
    let (save, delete) = (saving(filter, saved), deleting(deleted));
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

/// Saves the list's filter under the name that it is given.
fn saving(filter: Memo<CaseFilter>, saved: RwSignal<Vec<SavedView>>) -> Saving {
    let (language, notices) = (use_language(), use_notices());
    Action::new(move |name: &String| {
        let (name, query) = (name.clone(), filter.get_untracked().from_beginning().to_query());
        async move {
            let answer = save_view(name, query).await;
            if let Ok(Outcome::Done(view)) = &answer {
                notices.success(t::view_saved(language, &view.name));
                // the page may have been left meanwhile
                saved.try_update(|saved| saved.push(view.clone()));
            }
            answer
        }
    })
}

fn deleting(deleted: RwSignal<Vec<ViewId>>) -> Deleting {
    let (language, zone, notices) = (use_language(), use_zone(), use_notices());
    Action::new(move |view: &ViewId| {
        let (view, zone) = (view.clone(), zone.clone());
        async move {
            match delete_view(view.clone()).await {
                Ok(()) => drop(deleted.try_update(|deleted| deleted.push(view))),
                Err(error) => notices.failure(error_text(language, &zone, &error).1),
            }
        }
    })
}

/// Asks for the name of a view.
#[component]
fn SaveForm(save: Saving, filter: Memo<CaseFilter>) -> impl IntoView {
    let language = use_language();
    let zone = use_zone();
    let name = RwSignal::new(String::new());
    let problem = Signal::derive(move || match save.value().get() {
        Some(Ok(Outcome::Problems(problems))) => problems.0.first().map(|(_, p)| problem_text(language, p)),
        Some(Err(error)) => Some(error_text(language, &zone, &error).1),
        Some(Ok(Outcome::Done(_))) | None => None,
    });
    let query = move || filter.get().from_beginning().to_query();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save.dispatch(name.get_untracked());
    };
    view! {
        <form class="cases-view-form" method="post" action=SaveView::url() on:submit=submit>
            <input type="hidden" name="query" value=query/>
            <TextField id="view-name" name="name" label=t::view_name(language) maxlength=VIEW_NAME_MOST required=true error=problem
                on_input=move |typed| name.set(typed)/>
            <Button label=t::view_save(language) symbol=Symbol::Bookmark busy=save.pending()/>
        </form>
    }
}

/// Deletes one saved view.
#[component]
fn DeleteForm(view: SavedView, delete: Deleting) -> impl IntoView {
    let language = use_language();
    let SavedView { id, name, .. } = view;
    let value = id.to_string();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        delete.dispatch(id.clone());
    };
    view! {
        <form method="post" action=DeleteView::url() on:submit=submit>
            <input type="hidden" name="view" value=value/>
            <Button label=t::view_delete(language, name) kind=ButtonKind::Quiet size=Size::Small symbol=Symbol::Trash/>
        </form>
    }
}
