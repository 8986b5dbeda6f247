use super::{edit_actions::EditActions, edit_copy::EditCopy};
use crate::{
    app::{problem_text, use_here, use_language, use_notices},
    error::AppError,
    features::{
        cases::model::Outcome,
        topics::{
            api::SaveTopic,
            model::{Deed, EditContent, EditForm, Edited, Published},
            rules::{PATH_MOST, TOPIC_LINE_MOST, TOPIC_TITLE_MOST, Target, check_topic},
        },
    },
    i18n::{Language, text::topic_edit as t},
    route,
    ui::{CheckField, FieldWidth, SelectField, SelectOption, SummaryLine, TextArea, TextField},
    values::{Problem, Problems, TopicId},
};
use leptos::{form::FromFormData, prelude::*, server_fn::ServerFn};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// A topic that is written: its form, and what came of sending it.
#[derive(Clone, Copy)]
pub(super) struct Editing {
    pub content: Memo<EditContent>,
    pub action: ServerAction<SaveTopic>,
    pub problems: RwSignal<Problems>,
    /// The number of the draft that the form knows.
    pub number: Memo<i64>,
    /// As typed.
    pub form: RwSignal<EditForm>,
    /// The fields are made anew for what did not come from them.
    turn: RwSignal<u32>,
    copy: EditCopy,
}

impl Editing {
    pub fn new(content: Memo<EditContent>, saved: StoredValue<Option<TopicId>>, refresh: Callback<()>) -> Editing {
        let action = ServerAction::<SaveTopic>::new();
        let form = RwSignal::new(content.with_untracked(|content| content.form.clone()));
        let number = Memo::new(move |_| {
            let stored = content.with(|content| content.draft.as_ref().map_or(0, |draft| draft.number));
            let sent = match action.value().get() {
                Some(Ok(Outcome::Done(edited))) => edited.number,
                Some(Ok(Outcome::Problems(_)) | Err(_)) | None => 0,
            };
            stored.max(sent)
        });
        let editing = Editing {
            copy: EditCopy::new(content, form),
            content,
            action,
            problems: RwSignal::new(content.with_untracked(|content| content.problems.clone())),
            number,
            form,
            turn: RwSignal::new(0),
        };
        editing.follow(saved, refresh);
        editing
    }

    /// What comes of an answer.
    fn follow(self, saved: StoredValue<Option<TopicId>>, refresh: Callback<()>) {
        let (language, notices, navigate, here) = (use_language(), use_notices(), use_navigate(), use_here());
        Effect::new(move |_| match self.action.value().get() {
            Some(Ok(Outcome::Done(Edited { topic, deed, .. }))) => {
                notices.success(said(language, deed).to_owned());
                self.copy.stored(&topic);
                let (to, stays) = match deed {
                    Deed::Publish => (self.address(), false),
                    Deed::Schedule => (route::OPERATE_TOPICS.to_owned(), false),
                    Deed::Save | Deed::Review | Deed::SendBack | Deed::Preview => (route::edit_topic(&topic), true),
                };
                saved.set_value(Some(topic));
                if here.get_untracked() == to {
                    refresh.run(());
                } else {
                    navigate(&to, NavigateOptions { replace: stays, scroll: !stays, ..NavigateOptions::default() });
                }
            }
            Some(Ok(Outcome::Problems(problems)) | Err(AppError::Invalid(problems))) => {
                // what somebody else did meanwhile is shown, and what was typed stays
                if problems.of("number").or(problems.of("seen")).is_some() {
                    refresh.run(());
                }
                self.problems.set(problems);
            }
            Some(Err(_)) | None => {}
        });
    }

    fn send(self, save: SaveTopic) {
        let problems = check_topic(&save.form).err().unwrap_or_default();
        let is_fine = problems.is_empty();
        self.problems.set(problems);
        if is_fine && !self.action.pending().get_untracked() {
            self.copy.sent();
            self.action.dispatch(save);
        }
    }

    /// Takes over what is typed into a field. One that was made anew has nothing more to say.
    pub fn taking<T: 'static>(self, change: fn(&mut EditForm, T)) -> Callback<T> {
        let turn = self.turn.get_untracked();
        Callback::new(move |typed| {
            if turn == self.turn.get_untracked() {
                self.form.update(|form| change(form, typed));
                self.copy.typed();
            }
        })
    }

    /// Brings back what was typed here before and never saved.
    fn bring_back(self) {
        let (language, notices) = (use_language(), use_notices());
        Effect::new(move |_| {
            if self.copy.bring_back() {
                self.turn.update(|turn| *turn += 1);
                notices.success(t::said_unsaved(language).to_owned());
            }
        });
    }

    pub fn of(self, field: &'static str, language: Language) -> Signal<Option<String>> {
        Signal::derive(move || self.problems.with(|all| all.of(field).map(|one| problem_of(language, field, one))))
    }

    /// What is wrong, each a way to its field or to what somebody else did.
    pub fn lines(self, language: Language) -> Signal<Vec<SummaryLine>> {
        let line = move |(field, problem): &(String, Problem)| match field.as_str() {
            "number" => SummaryLine::new("topic-stored", problem_of(language, field, problem)),
            "seen" => SummaryLine::new("topic-moved", problem_of(language, field, problem)),
            _ => {
                let text = format!("{}: {}", name_of(language, field), problem_of(language, field, problem));
                SummaryLine::new(field, text)
            }
        };
        Signal::derive(move || self.problems.with(|problems| problems.0.iter().map(line).collect()))
    }

    /// The tag of the language and the path of where it stands, or will stand.
    pub fn place(self) -> (String, String) {
        let known = self.content.with(|content| (content.language.tag().to_owned(), content.path.clone()));
        match known.1.is_empty() {
            false => known,
            true => self.form.with(|form| (form.language.clone(), form.whole_path())),
        }
    }

    /// Where it is, or will be, read.
    pub fn address(self) -> String {
        let (language, path) = untrack(|| self.place());
        route::topic(language.parse().unwrap_or_default(), &path)
    }
}

fn said(language: Language, deed: Deed) -> &'static str {
    match deed {
        Deed::Save | Deed::Preview => t::said_save(language),
        Deed::Review => t::said_review(language),
        Deed::SendBack => t::said_send_back(language),
        Deed::Publish => t::said_publish(language),
        Deed::Schedule => t::said_schedule(language),
    }
}

fn name_of(language: Language, field: &str) -> &'static str {
    match field {
        "language" => t::field_language(language),
        "shelf" => t::field_shelf(language),
        "path" => t::field_path(language),
        "title" => t::field_title(language),
        "description" => t::field_description(language),
        "keywords" => t::field_keywords(language),
        "publish_at" => t::field_publish_at(language),
        "note" => t::field_note(language),
        _ => t::field_body(language),
    }
}

fn problem_of(language: Language, field: &str, problem: &Problem) -> String {
    match (field, problem) {
        ("path", Problem::NotUnderstood { .. }) => t::problem_path(language).to_owned(),
        ("path", Problem::Duplicate) => t::problem_taken(language).to_owned(),
        ("publish_at", Problem::NotAChoice) => t::problem_past(language).to_owned(),
        ("number", Problem::Duplicate) => t::problem_changed(language).to_owned(),
        ("number", _) => t::problem_gone(language).to_owned(),
        ("seen", _) => t::problem_published(language).to_owned(),
        (_, problem) => problem_text(language, problem),
    }
}

/// The form; its buttons say what becomes of it.
#[component]
pub(super) fn EditFields(editing: Editing) -> impl IntoView {
    let content = editing.content;
    let EditForm { topic, translates, .. } = editing.form.get_untracked();
    let seen = move || content.with(|content| Published::stand(content.published.as_ref()));
    view! {
        <form
            class="form"
            id="topic-form"
            method="post"
            action=SaveTopic::PATH
            on:submit=move |event| {
                event.prevent_default();
                if let Ok(save) = SaveTopic::from_event(&event) {
                    editing.send(save);
                }
            }
        >
            <input type="hidden" name="form[topic]"
                value=move || content.with(|content| content.topic.as_ref().map_or(topic.clone(), ToString::to_string))/>
            <input type="hidden" name="form[translates]" value=translates/>
            <input type="hidden" name="form[number]" value=move || editing.number.get()/>
            <input type="hidden" name="form[seen]" value=seen/>
            <For each=move || [editing.turn.get()] key=|turn| *turn children=move |_| view! { <Fields editing/> }/>
        </form>
    }
    .into_any()
}

#[component]
fn Fields(editing: Editing) -> impl IntoView {
    let language = use_language();
    let form = editing.form.get_untracked();
    let of = move |field| editing.of(field, language);
    let is_new = form.target() == Target::New;
    let is_first = editing.turn.get_untracked() == 0;
    let fields = view! {
        {is_new.then(|| view! { <PlaceFields editing/> })}
        <Address editing/>
        <TextField id="title" name="form[title]" label=t::field_title(language) value=form.title
            maxlength=TOPIC_TITLE_MOST error=of("title") on_input=editing.taking(|form, text| form.title = text)/>
        <TextArea id="description" name="form[description]" label=t::field_description(language)
            hint=t::field_description_hint(language) value=form.description rows=2 maxlength=TOPIC_LINE_MOST
            error=of("description") on_input=editing.taking(|form, text| form.description = text)/>
        <TextField id="keywords" name="form[keywords]" label=t::field_keywords(language)
            hint=t::field_keywords_hint(language) value=form.keywords maxlength=TOPIC_LINE_MOST error=of("keywords")
            on_input=editing.taking(|form, text| form.keywords = text)/>
        <TextArea id="body" name="form[body]" label=t::field_body(language) hint=t::field_body_hint(language)
            value=form.body rows=20 error=of("body") on_input=editing.taking(|form, text| form.body = text)/>
        <CheckField id="unlisted" name="form[is_unlisted]" label=t::unlisted(language) hint=t::unlisted_hint(language)
            checked=form.is_unlisted on_change=editing.taking(|form, is_on| form.is_unlisted = is_on)/>
        <EditActions editing/>
    };
    // behind what the fields tell of: what was typed before the page came to life is newer
    if is_first {
        editing.bring_back();
    }
    fields.into_any()
}

/// Where a new topic stands; what is kept once stays where it is.
#[component]
fn PlaceFields(editing: Editing) -> impl IntoView {
    let language = use_language();
    let EditForm { language: written, shelf, path, .. } = editing.form.get_untracked();
    let of = move |field| editing.of(field, language);
    let languages: Vec<_> = Language::ALL.into_iter().map(|one| SelectOption::new(one.tag(), one.own_name())).collect();
    let shelves = editing.content.with_untracked(|content| content.shelves.clone());
    let shelves: Vec<_> = std::iter::once(SelectOption::new("", t::choose(language)))
        .chain(shelves.into_iter().map(|shelf| SelectOption::new(shelf.name, shelf.title)))
        .collect();
    let is_kept = move || editing.content.with(|content| content.topic.is_some());
    view! {
        <div class="form-group" hidden=is_kept>
            <div class="form-pair">
                <SelectField id="language" name="form[language]" label=t::field_language(language)
                    options=Signal::stored(languages) value=written error=of("language")
                    on_change=editing.taking(|form, tag| form.language = tag)/>
                <SelectField id="shelf" name="form[shelf]" label=t::field_shelf(language) options=Signal::stored(shelves)
                    value=shelf error=of("shelf") on_change=editing.taking(|form, name| form.shelf = name)/>
            </div>
            <TextField id="path" name="form[path]" label=t::field_path(language) hint=t::field_path_hint(language)
                value=path maxlength=PATH_MOST width=FieldWidth::Full error=of("path")
                on_input=editing.taking(|form, path| form.path = path)/>
        </div>
    }
    .into_any()
}

/// Where it is, or will be, read.
#[component]
fn Address(editing: Editing) -> impl IntoView {
    let language = use_language();
    let address = move || {
        let (tag, path) = editing.place();
        let is_whole = !path.starts_with('/') && !path.ends_with('/');
        is_whole.then(|| route::topic(tag.parse().unwrap_or_default(), &path))
    };
    view! {
        <p class="soft small topic-edit-address">
            {move || address().map(|address| view! { {t::address(language)}" "<code>{address}</code> })}
        </p>
    }
    .into_any()
}
