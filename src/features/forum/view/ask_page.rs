use super::{
    redaction::Redaction,
    words::{place_options, problem_of, standing},
};
use crate::{
    app::{as_typed, error_text, loaded, local_copy, use_language, use_me, use_zone},
    error::AppError,
    features::{
        cases::model::Outcome,
        forum::{
            api::{Ask, new_thread, similar_threads},
            model::{Kind, NewThreadContent, PlaceName, ThreadForm, ThreadHit},
            rules::{BODY_MOST, TITLE_MOST, check_thread},
        },
        topics::rules::says_enough,
    },
    i18n::{Language, text::forum as t},
    route,
    ui::{
        Button, ButtonKind, Choice, ChoiceLayout, MarkedText, Notice, RadioGroup, SelectField, SelectOption,
        StatusBadge, TextArea, TextField, Tone,
        layout::{Crumb, Page, PageWidth},
    },
    values::Problems,
};
use leptos::{form::FromFormData, prelude::*, server_fn::ServerFn};
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

/// Where something is asked or discussed; with a case in the address, by an engineer out of that case (FORUM-3).
#[component]
pub fn AskPage() -> impl IntoView {
    let language = use_language();
    let query = use_query_map();
    let param = move |name: &'static str| query.with(|query| query.get(name)).unwrap_or_default();
    let (case, check) = (Memo::new(move |_| param("case")), Memo::new(move |_| param("check")));
    let content = Resource::new(move || (case.get(), check.get()), |(case, check)| new_thread(case, check));
    view! {
        <Title text=t::ask(language)/>
        {loaded(content, move |content| {
            let shown = RwSignal::new(content.get_untracked());
            let key = StoredValue::new(content.with_untracked(|content| content.kept.form.key.clone()));
            view! { {move || view! { <AskForm content=shown.get() shown key/> }} }
        })}
    }
}

/// What is asked, and what is wrong with it.
#[derive(Clone, Copy)]
struct Asking {
    action: ServerAction<Ask>,
    content: StoredValue<NewThreadContent>,
    /// The name of its copy in this browser: one for each person, and for each case that is told of.
    copy: StoredValue<String>,
    /// The page's own key, for a text that was not sent under another.
    key: StoredValue<String>,
    /// As it is typed, for its copy and for what is found in it.
    typed: RwSignal<ThreadForm>,
    problems: RwSignal<Problems>,
}

impl Asking {
    fn new(content: NewThreadContent, key: StoredValue<String>) -> Asking {
        let copy = use_me().map(|me| format!("forum-new:{}:{me}", content.kept.form.case));
        let asking = Asking {
            action: ServerAction::new(),
            copy: StoredValue::new(copy.unwrap_or_default()),
            key,
            typed: RwSignal::new(content.kept.form.clone()),
            problems: RwSignal::new(content.kept.problems.clone()),
            content: StoredValue::new(content),
        };
        let navigate = use_navigate();
        Effect::new(move |_| match asking.action.value().get() {
            Some(Ok(Outcome::Done(thread))) => {
                asking.copy.with_value(|copy| local_copy::stored(copy, &asking.text()));
                navigate(&route::thread(&thread), NavigateOptions::default());
            }
            Some(Ok(Outcome::Problems(problems)) | Err(AppError::Invalid(problems))) => asking.problems.set(problems),
            Some(Err(_)) | None => {}
        });
        Effect::new(move |before: Option<()>| {
            asking.typed.track();
            if before.is_some() {
                asking.copy.with_value(|copy| local_copy::keep(copy, &asking.text()));
            }
        });
        asking
    }

    /// A text that may have arrived is sent again under its key, another under another (P4).
    fn under_its_key(self, form: ThreadForm) -> ThreadForm {
        let is_the_same = self.content.with_value(|content| content.kept.form == form);
        if is_the_same { form } else { ThreadForm { key: self.key.get_value(), ..form } }
    }

    /// Its copy.
    fn text(self) -> String {
        serde_json::to_string(&self.under_its_key(self.typed.get_untracked())).unwrap_or_default()
    }

    /// Shows what was typed here and never published (UX-5), unless a plain form brought something or the fields have told of
    /// something that was typed before the page came to life: both are newer.
    fn bring_back(self, shown: RwSignal<NewThreadContent>) {
        Effect::new(move |_| {
            let begun = self.content.with_value(|content| content.kept.clone());
            let kept = self.copy.with_value(|copy| local_copy::kept(copy));
            let Some(form) = kept.and_then(|kept| serde_json::from_str::<ThreadForm>(&kept).ok()) else { return };
            let is_newest = begun.problems.is_empty() && self.typed.with_untracked(|typed| *typed == begun.form);
            if is_newest && form != begun.form {
                shown.update(|content| content.kept.form = form);
            }
        });
    }

    fn send(self, ask: Ask) {
        let checked = self.content.with_value(|content| check_thread(&ask.form, content.known.as_ref()));
        let problems = checked.err().unwrap_or_default();
        let is_fine = problems.is_empty();
        self.problems.set(problems);
        if is_fine && !self.action.pending().get_untracked() {
            self.action.dispatch(Ask { form: self.under_its_key(ask.form) });
        }
    }

    fn of(self, field: &'static str, language: Language) -> Signal<Option<String>> {
        Signal::derive(move || self.problems.with(|all| all.of(field).map(|one| problem_of(language, field, one))))
    }
}

#[component]
fn AskForm(
    content: NewThreadContent,
    /// What is shown; set to show another form in this one's place.
    shown: RwSignal<NewThreadContent>,
    /// The page's own key.
    key: StoredValue<String>,
) -> impl IntoView {
    let language = use_language();
    let asking = Asking::new(content.clone(), key);
    let NewThreadContent { places, kept, known, similar } = content;
    let form = kept.form;
    let crumbs = vec![Crumb { href: route::FORUM.to_owned(), label: t::title(language).to_owned() }];
    let (title, lead) = match known {
        Some(_) => (t::from_case(language, &form.case), t::from_case_lead(language)),
        None => (t::ask(language).to_owned(), t::ask_lead(language)),
    };
    let known =
        known.map(|known| view! { <Redaction typed=asking.typed known error=asking.of("confirmed", language)/> });
    let page = view! {
        <Page title=title lead=lead width=PageWidth::Narrow crumbs crumbs_label=t::way_up(language)>
            <form
                class="form"
                method="post"
                action=Ask::PATH
                on:submit=move |event| {
                    event.prevent_default();
                    if let Ok(ask) = Ask::from_event(&event) {
                        asking.send(ask);
                    }
                }
            >
                <input type="hidden" name="form[key]" value=form.key.clone()/>
                <input type="hidden" name="form[case]" value=form.case.clone()/>
                <Fields asking places form similar/>
                {known}
                <Failure asking/>
                <div class="form-actions">
                    <Button label=t::publish(language) kind=ButtonKind::Primary busy=asking.action.pending()/>
                </div>
            </form>
        </Page>
    };
    // behind what the fields do
    asking.bring_back(shown);
    page.into_any()
}

#[component]
fn Fields(asking: Asking, places: Vec<PlaceName>, form: ThreadForm, similar: Vec<ThreadHit>) -> impl IntoView {
    let language = use_language();
    let kinds = vec![
        Choice::new(Kind::Question.code(), t::kind_question(language)).hint(t::kind_question_hint(language)),
        Choice::new(Kind::Discussion.code(), t::kind_discussion(language)).hint(t::kind_discussion_hint(language)),
    ];
    let none = SelectOption::new("", t::choose(language));
    let options: Vec<_> = std::iter::once(none).chain(place_options(&places)).collect();
    view! {
        <RadioGroup id="kind" name="form[kind]" legend=t::kind(language) choices=kinds value=form.kind
            layout=ChoiceLayout::Ruled error=asking.of("kind", language)
            on_change=move |kind| asking.typed.update(|form| form.kind = kind)/>
        <SelectField id="place" name="form[place]" label=t::place(language) options=Signal::stored(options)
            value=form.place required=true error=asking.of("place", language)
            on_change=move |place| asking.typed.update(|form| form.place = place)/>
        <TitleField asking value=form.title similar/>
        <TextArea id="body" name="form[body]" label=t::body(language) hint=t::body_hint(language) value=form.body rows=10
            maxlength=BODY_MOST required=true error=asking.of("body", language)
            on_input=move |text| asking.typed.update(|form| form.body = text)/>
    }
    .into_any()
}

/// The title; what resembles it stands below it, before anything else is written (FORUM-2).
#[component]
fn TitleField(asking: Asking, value: String, similar: Vec<ThreadHit>) -> impl IntoView {
    let language = use_language();
    let title = Memo::new(move |_| asking.typed.with(|form| form.title.trim().to_owned()));
    let shown = as_typed(title, similar, |title| async move {
        if says_enough(&title) { similar_threads(title).await.ok() } else { Some(Vec::new()) }
    });
    let list = move || {
        let found = shown.get();
        (!found.is_empty()).then(|| view! { <Similar found/> })
    };
    view! {
        <div class="forum-title">
            <TextField id="title" name="form[title]" label=t::title_field(language) hint=t::title_hint(language) value=value
                maxlength=TITLE_MOST required=true error=asking.of("title", language)
                on_input=move |text| asking.typed.update(|form| form.title = text)/>
            <div aria-live="polite">{list}</div>
        </div>
    }
    .into_any()
}

/// Threads that may have the answer already; read beside the form, which stays as it is.
#[component]
fn Similar(found: Vec<ThreadHit>) -> impl IntoView {
    let language = use_language();
    let line = |hit: ThreadHit| {
        let ThreadHit { thread, title, .. } = hit;
        let (state, symbol, tone) = standing(language, thread.kind, thread.answered);
        view! {
            <li class="forum-similar-line">
                <a href=route::thread(&thread.id) target="_blank"><MarkedText text=title/></a>
                <span class="soft small">{thread.product}</span>
                <StatusBadge text=state symbol=symbol tone=tone/>
            </li>
        }
        .into_any()
    };
    let lines: Vec<_> = found.into_iter().map(line).collect();
    view! {
        <section class="forum-similar" aria-labelledby="similar">
            <h2 class="forum-similar-title" id="similar">{t::similar(language)}</h2>
            <ul role="list">{lines}</ul>
        </section>
    }
    .into_any()
}

/// What went wrong with the whole.
#[component]
fn Failure(asking: Asking) -> impl IntoView {
    let (language, zone) = (use_language(), use_zone());
    move || match asking.action.value().get() {
        Some(Err(AppError::Invalid(_)) | Ok(_)) | None => None,
        Some(Err(error)) => {
            let (title, text) = error_text(language, &zone, &error);
            Some(view! { <Notice tone=Tone::Danger title=title live=true>{text}</Notice> })
        }
    }
}
