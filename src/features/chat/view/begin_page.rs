use super::conversation::wait;
use crate::{
    app::{error_text, loaded, problem_text, refusal_text, use_language, use_zone},
    features::{
        cases::model::Outcome,
        chat::{
            api::{BeginChat, new_chat},
            model::{AboutCase, NewChatContent, NoChat},
            rules::{MESSAGE_MOST, check},
        },
    },
    i18n::{Language, date_time, text::chat as t},
    route,
    ui::{
        Button, ButtonKind, Notice, SelectField, SelectOption, Symbol, TextArea, TextField, Tone,
        layout::{Page, PageWidth},
    },
    values::{Problem, Zone},
};
use leptos::{form::FromFormData, prelude::*, server_fn::ServerFn};
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

/// Where a chat begins: product, subject, first message (CHAT-1). What cannot be a chat now becomes a case (CHAT-4).
#[component]
pub fn NewChatPage() -> impl IntoView {
    let query = use_query_map();
    let param = move |name: &'static str| query.read().get(name).unwrap_or_default();
    let about = Memo::new(move |_| (param("case"), param("topic")));
    let content = Resource::new(move || about.get(), |(case, topic)| new_chat(case, topic));
    view! {
        <Title text=t::start_title(use_language())/>
        {loaded(content, |content| view! { <Start content/> })}
    }
}

#[component]
fn Start(content: Memo<NewChatContent>) -> impl IntoView {
    let language = use_language();
    let running = content.with_untracked(|content| content.running.clone());
    view! {
        <Page title=t::start_title(language) width=PageWidth::Narrow>
            <noscript><Notice tone=Tone::Info>{t::needs_scripting(language)}</Notice></noscript>
            {match running {
                Some(chat) => {
                    let go = move || view! { <a class="button" data-kind="primary" href=route::chat(&chat)>{t::go_on(language)}</a> };
                    view! { <Notice tone=Tone::Info title=t::running(language) actions=go>{t::running_text(language)}</Notice> }
                        .into_any()
                }
                None => view! { <Form content/> }.into_any(),
            }}
        </Page>
    }
    .into_any()
}

/// The way to submit, and what came of it.
#[derive(Clone, Copy)]
struct Submission {
    action: ServerAction<BeginChat>,
    /// What the browser saw by itself, before anything was sent.
    problems: RwSignal<crate::values::Problems>,
}

impl Submission {
    fn new() -> Submission {
        let submission = Submission { action: ServerAction::new(), problems: RwSignal::default() };
        let navigate = use_navigate();
        Effect::new(move |_| match submission.action.value().get() {
            Some(Ok(Outcome::Done(begun))) => {
                let to = begun.chat.as_ref().map_or_else(|_| route::case(begun.case), route::chat);
                navigate(&to, NavigateOptions::default());
            }
            Some(Ok(Outcome::Problems(problems))) => submission.problems.set(problems),
            Some(Err(crate::error::AppError::Invalid(problems))) => submission.problems.set(problems),
            Some(Err(_)) | None => {}
        });
        submission
    }

    fn of(self, field: &'static str, language: Language) -> Signal<Option<String>> {
        Signal::derive(move || self.problems.with(|problems| problems.of(field).map(|one| problem_text(language, one))))
    }
}

#[component]
fn Form(content: Memo<NewChatContent>) -> impl IntoView {
    let language = use_language();
    let first = content.get_untracked();
    let submission = Submission::new();
    let only = (first.products.len() == 1).then(|| first.products[0].id.to_string());
    let about = first.about.clone();
    let of_topic = first.topic.as_ref().and_then(|topic| topic.product.as_ref());
    let of_topic = of_topic.filter(|product| first.products.iter().any(|one| one.id == **product));
    let named = about.as_ref().map(|case| &case.product).or(of_topic).map(ToString::to_string);
    let chosen = RwSignal::new(named.or(only).unwrap_or_default());
    let (subject, message) = match &first.topic {
        Some(topic) => (topic.title.clone(), format!("{}\n\n", topic.written())),
        None => (String::new(), String::new()),
    };
    let options = {
        let mut options = vec![SelectOption::new("", t::choose_product(language))];
        options.extend(
            first.products.iter().map(|product| SelectOption::new(product.id.to_string(), product.name.clone())),
        );
        Signal::stored(options)
    };
    let no_chat = Memo::new(move |_| {
        let chosen = chosen.get();
        content.with(|content| {
            content.products.iter().find(|one| one.id.as_str() == chosen).map(|one| one.no_chat.clone())
        })
    });
    let label = Signal::derive(move || match no_chat.get() {
        Some(Some(_)) => t::file_case(language).to_owned(),
        Some(None) | None => t::start(language).to_owned(),
    });
    let failure = move || match submission.action.value().get() {
        Some(Err(crate::error::AppError::Invalid(_)) | Ok(_)) | None => None,
        Some(Err(error)) => Some(error),
    };
    let zone = use_zone();
    let zone_of_failure = zone.clone();
    let again = move || submission.problems.with(|problems| problems.of("chat") == Some(&Problem::Duplicate));
    view! {
        <form
            class="form-group"
            method="post"
            action=BeginChat::PATH
            on:submit=move |event| {
                event.prevent_default();
                if let Ok(form) = BeginChat::from_event(&event) {
                    let problems = check(&form.form).err().unwrap_or_default();
                    let is_fine = problems.is_empty();
                    submission.problems.set(problems);
                    if is_fine && !submission.action.pending().get_untracked() {
                        submission.action.dispatch(form);
                    }
                }
            }
        >
            <input type="hidden" name="form[key]" value=first.key/>
            {match about {
                Some(case) => view! { <About case/> }.into_any(),
                None => view! {
                    <input type="hidden" name="form[case]" value=""/>
                    <SelectField id="product" name="form[product]" label=t::product(language) options=options value=chosen
                        error=submission.of("product", language) on_change=move |value| chosen.set(value)/>
                    <TextField id="subject" name="form[subject]" label=t::subject(language) hint=t::subject_hint(language)
                        value=subject error=submission.of("subject", language)/>
                }.into_any(),
            }}
            <div role="status">{move || availability(language, &zone, no_chat.get(), content.with(|content| content.wait_ms))}</div>
            <TextArea id="body" name="form[body]" label=t::first_message(language) rows=5 maxlength=MESSAGE_MOST
                value=message error=submission.of("body", language)/>
            {move || again().then(|| view! { <Notice tone=Tone::Warning live=true>{t::already_running(language)}</Notice> })}
            {move || failure().map(|error| {
                let (title, text) = error_text(language, &zone_of_failure, &error);
                view! { <Notice tone=Tone::Danger title=title live=true>{text}</Notice> }
            })}
            <div class="form-actions">
                <Button label=label kind=ButtonKind::Primary symbol=Symbol::Chat busy=submission.action.pending()/>
            </div>
        </form>
    }
    .into_any()
}

/// The case that the chat continues.
#[component]
fn About(case: AboutCase) -> impl IntoView {
    let language = use_language();
    view! {
        <input type="hidden" name="form[case]" value=case.number.to_string()/>
        <input type="hidden" name="form[product]" value=""/>
        <input type="hidden" name="form[subject]" value=""/>
        <p class="chat-about">
            {t::about_case(language)}" "<a href=route::case(case.number)><span class="number">{case.number.to_string()}</span>" "{case.title}</a>
            <span class="soft">" · "{case.product_name}</span>
        </p>
        {case.is_closed.then(|| view! { <p class="soft small">{crate::i18n::text::cases::comment_reopens(language)}</p> })}
    }
    .into_any()
}

/// What will come of it, before it is sent.
fn availability(
    language: Language,
    zone: &Zone,
    no_chat: Option<Option<NoChat>>,
    wait_ms: Option<i64>,
) -> Option<AnyView> {
    let becomes_case =
        |why: String| view! { <Notice tone=Tone::Info title=why>{t::becomes_case(language)}</Notice> }.into_any();
    Some(match no_chat? {
        None => {
            let text = wait_ms.map_or(t::wait_unknown(language).to_owned(), |ms| wait(language, ms));
            view! { <Notice tone=Tone::Success title=t::open_now(language)>{text}</Notice> }.into_any()
        }
        Some(NoChat::Closed { opens_at: Some(at) }) => {
            becomes_case(t::closed_until(language, date_time(language, zone, at)))
        }
        Some(NoChat::Closed { opens_at: None }) => becomes_case(t::closed(language).to_owned()),
        Some(NoChat::NobodyThere | NoChat::Full) => becomes_case(t::nobody_there(language).to_owned()),
        Some(NoChat::NotOffered(refusal)) => {
            let why = match refusal {
                crate::policy::Refusal::NotYours => t::not_offered(language).to_owned(),
                refusal => refusal_text(language, zone, &refusal),
            };
            becomes_case(why)
        }
    })
}
