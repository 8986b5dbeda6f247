use super::{
    edit_beside::Beside,
    edit_form::{EditFields, Editing},
    edit_state::EditState,
};
use crate::{
    app::{loaded, use_language},
    features::topics::{api::open_edit, model::EditContent},
    i18n::{Language, text::topic_edit as t, text::topics},
    route,
    ui::{
        ButtonLink, Symbol,
        layout::{Crumb, Page, PageWidth},
    },
    values::TopicId,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

/// The editor of topics (HELP-5, HELP-6). It works as a plain form; with scripting the text is shown as it will look while it
/// is written.
#[component]
pub fn EditPage() -> impl IntoView {
    let search = use_location().search;
    let content = Resource::new(move || search.get(), open_edit);
    let saved = StoredValue::new(None::<TopicId>);
    let refresh = Callback::new(move |()| content.refetch());
    loaded(content, move |content| {
        let of = Memo::new(move |before: Option<&Of>| Of::read(content, saved, before));
        move || {
            of.track();
            saved.set_value(None);
            view! { <Editor content saved refresh/> }
        }
    })
}

/// What the form is about: with another one it is another form.
#[derive(Clone, PartialEq)]
struct Of {
    topic: Option<TopicId>,
    translates: String,
    restores: Option<i64>,
}

impl Of {
    /// A topic whose text this form has just stored keeps the form, with all that was typed since.
    fn read(content: Memo<EditContent>, saved: StoredValue<Option<TopicId>>, before: Option<&Of>) -> Of {
        let now = content.with(|content| Of {
            topic: content.topic.clone(),
            translates: content.form.translates.clone(),
            restores: content.restores,
        });
        let is_own = now.topic.is_some() && now.restores.is_none() && saved.get_value() == now.topic;
        before.filter(|_| is_own).cloned().unwrap_or(now)
    }
}

#[component]
fn Editor(content: Memo<EditContent>, saved: StoredValue<Option<TopicId>>, refresh: Callback<()>) -> impl IntoView {
    let language = use_language();
    let editing = Editing::new(content, saved, refresh);
    let title = content.with_untracked(|content| title_of(language, content));
    let crumbs =
        vec![Crumb { href: route::OPERATE_TOPICS.to_owned(), label: topics::operate_title(language).to_owned() }];
    let links = move || {
        let published = content.with(|content| content.topic.clone().filter(|_| content.published.is_some()));
        published.map(|topic| {
            view! { <ButtonLink href=route::topic_versions(&topic) label=t::versions(language) symbol=Symbol::Clock/> }
        })
    };
    view! {
        <Title text=title.clone()/>
        <Page title=title width=PageWidth::Full crumbs crumbs_label=topics::way_up(language) actions=move || links>
            <div class="topic-edit">
                <div class="topic-edit-main">
                    <EditState editing/>
                    <EditFields editing/>
                </div>
                <Beside editing/>
            </div>
        </Page>
    }
    .into_any()
}

fn title_of(language: Language, content: &EditContent) -> String {
    match (&content.topic, content.form.translates.as_str()) {
        (Some(_), _) if content.form.title.is_empty() => t::edit(language).to_owned(),
        (Some(_), _) => t::edit_title(language, &content.form.title),
        (None, "") => t::new(language).to_owned(),
        (None, _) => t::translate_title(language, &content.form.title),
    }
}
