use crate::{
    app::{error_text, problem_text, use_language, use_notices, use_zone},
    error::AppError,
    features::{
        answers::{
            api::{DeleteAnswer, SaveAnswer},
            model::{AnswerForm, AnswersContent, Variable},
            rules::{BODY_MOST, NAME_MOST, TITLE_MOST, check, written},
        },
        cases::model::Outcome,
    },
    i18n::{Language, text::answers as t},
    route,
    ui::{
        Button, ButtonKind, FieldWidth, Notice, SelectField, SelectOption, TextArea, TextField, Tone,
        layout::{Crumb, Page, PageWidth},
    },
    values::{Problem, Problems},
};
use leptos::{form::FromFormData, prelude::*, server_fn::ServerFn};
use leptos_meta::Title;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// The form of one answer, new or there already.
#[component]
pub fn WriteAnswer(content: Memo<AnswersContent>, form: AnswerForm, problems: Problems) -> impl IntoView {
    let language = use_language();
    let title = if form.was.is_empty() { t::new_title(language) } else { t::change_title(language) };
    let crumbs = vec![Crumb { href: route::ANSWERS.to_owned(), label: t::all(language).to_owned() }];
    let was = form.was.clone();
    view! {
        <Title text=title/>
        <Page title=title width=PageWidth::Narrow crumbs crumbs_label=t::way_up(language)>
            <Form content form problems/>
            {(!was.is_empty()).then(|| view! { <Remove name=was/> })}
        </Page>
    }
    .into_any()
}

#[component]
fn Form(content: Memo<AnswersContent>, form: AnswerForm, problems: Problems) -> impl IntoView {
    let language = use_language();
    let saving = Saving::new(problems);
    let of = move |field| saving.of(field, language);
    let options = content.with_untracked(|content| {
        let products = content.products.iter().map(|product| SelectOption::new(product.id.to_string(), &product.name));
        std::iter::once(SelectOption::new("", t::all_products(language))).chain(products).collect::<Vec<_>>()
    });
    view! {
        <form
            class="form"
            method="post"
            action=SaveAnswer::PATH
            on:submit=move |event| {
                event.prevent_default();
                if let Ok(save) = SaveAnswer::from_event(&event) {
                    saving.send(save);
                }
            }
        >
            <input type="hidden" name="form[was]" value=form.was/>
            <TextField id="title" name="form[title]" label=t::field_title(language) hint=t::field_title_hint(language)
                value=form.title maxlength=TITLE_MOST error=of("title")/>
            <TextField id="name" name="form[name]" label=t::field_name(language) hint=t::field_name_hint(language)
                value=form.name maxlength=NAME_MOST width=FieldWidth::Short error=of("name")/>
            <SelectField id="product" name="form[product]" label=t::field_product(language) options=Signal::stored(options)
                value=form.product width=FieldWidth::Short error=of("product")/>
            <TextArea id="body" name="form[body]" label=t::field_body(language) hint=t::field_body_hint(language)
                value=form.body rows=8 maxlength=BODY_MOST error=of("body")/>
            <Variables/>
            <Failure saving/>
            <div class="form-actions"><Button label=t::save(language) kind=ButtonKind::Primary busy=saving.action.pending()/></div>
        </form>
    }
    .into_any()
}

/// Storing an answer, and what is wrong with it.
#[derive(Clone, Copy)]
struct Saving {
    action: ServerAction<SaveAnswer>,
    problems: RwSignal<Problems>,
}

impl Saving {
    fn new(problems: Problems) -> Saving {
        let saving = Saving { action: ServerAction::new(), problems: RwSignal::new(problems) };
        let (language, notices, navigate) = (use_language(), use_notices(), use_navigate());
        Effect::new(move |_| match saving.action.value().get() {
            Some(Ok(Outcome::Done(()))) => {
                notices.success(t::saved(language).to_owned());
                navigate(route::ANSWERS, NavigateOptions::default());
            }
            Some(Ok(Outcome::Problems(problems)) | Err(AppError::Invalid(problems))) => saving.problems.set(problems),
            Some(Err(_)) | None => {}
        });
        saving
    }

    fn send(self, save: SaveAnswer) {
        let problems = check(&save.form).err().unwrap_or_default();
        let is_fine = problems.is_empty();
        self.problems.set(problems);
        if is_fine && !self.action.pending().get_untracked() {
            self.action.dispatch(save);
        }
    }

    fn of(self, field: &'static str, language: Language) -> Signal<Option<String>> {
        Signal::derive(move || self.problems.with(|all| all.of(field).map(|one| problem_of(language, field, one))))
    }
}

fn problem_of(language: Language, field: &str, problem: &Problem) -> String {
    match (field, problem) {
        ("name", Problem::NotUnderstood { .. }) => t::problem_name(language).to_owned(),
        ("name", Problem::TooMany { most }) => t::problem_most(language, most),
        ("name", Problem::Duplicate) => t::problem_taken(language).to_owned(),
        ("body", Problem::NotUnderstood { what }) => t::problem_variable(language, what),
        (_, problem) => problem_text(language, problem),
    }
}

/// What went wrong with the whole.
#[component]
fn Failure(saving: Saving) -> impl IntoView {
    let (language, zone) = (use_language(), use_zone());
    move || match saving.action.value().get() {
        Some(Err(AppError::Invalid(_)) | Ok(_)) | None => None,
        Some(Err(error)) => {
            let (title, text) = error_text(language, &zone, &error);
            Some(view! { <Notice tone=Tone::Danger title=title live=true>{text}</Notice> })
        }
    }
}

/// What can be written into the text, and what becomes of it.
#[component]
fn Variables() -> impl IntoView {
    let language = use_language();
    let lines: Vec<_> = Variable::ALL
        .iter()
        .map(|variable| {
            view! { <div><dt><code>{written(*variable)}</code></dt><dd>{meaning(language, *variable)}</dd></div> }
        })
        .collect();
    view! {
        <section aria-labelledby="variables-title">
            <h2 class="section-title" id="variables-title">{t::variables(language)}</h2>
            <dl class="facts" data-layout="ruled">{lines}</dl>
        </section>
    }
    .into_any()
}

fn meaning(language: Language, variable: Variable) -> &'static str {
    match variable {
        Variable::CustomerName => t::customer_name(language),
        Variable::CustomerFirstName => t::customer_first_name(language),
        Variable::CaseNumber => t::case_number(language),
        Variable::CaseTitle => t::case_title(language),
        Variable::Product => t::product(language),
        Variable::Organization => t::organization(language),
        Variable::AgentName => t::agent_name(language),
    }
}

/// Removes the answer; opened first, because nothing brings it back.
#[component]
fn Remove(name: String) -> impl IntoView {
    let (language, zone, notices, navigate) = (use_language(), use_zone(), use_notices(), use_navigate());
    let remove = ServerAction::<DeleteAnswer>::new();
    Effect::new(move |_| match remove.value().get() {
        Some(Ok(())) => {
            notices.success(t::removed(language).to_owned());
            navigate(route::ANSWERS, NavigateOptions::default());
        }
        Some(Err(error)) => notices.failure(error_text(language, &zone, &error).1),
        None => {}
    });
    let removed = name.clone();
    view! {
        <details class="disclosure answer-remove">
            <summary>{t::remove(language)}</summary>
            <form
                class="form-group"
                method="post"
                action=DeleteAnswer::PATH
                on:submit=move |event| {
                    event.prevent_default();
                    remove.dispatch(DeleteAnswer { name: removed.clone() });
                }
            >
                <input type="hidden" name="name" value=name/>
                <p class="soft">{t::remove_text(language)}</p>
                <div><Button label=t::remove_now(language) kind=ButtonKind::Danger busy=remove.pending()/></div>
            </form>
        </details>
    }
    .into_any()
}
