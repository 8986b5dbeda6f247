use super::answer_form::WriteAnswer;
use crate::{
    app::{ErrorView, loaded, use_language},
    error::AppError,
    features::{
        answers::{
            api::open_answers,
            model::{AnswerForm, AnswersContent, CannedAnswer},
        },
        chat::view::SetUpTabs,
    },
    i18n::text::answers as t,
    route,
    ui::{
        ButtonLink, Cell, Empty, Notice, Symbol, Table, Tone,
        layout::{Page, PageWidth},
    },
    values::{Kept, Problems},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// All canned answers, and the form of the one that the address names.
#[component]
pub fn AnswersPage() -> impl IntoView {
    let query = use_query_map();
    let write = Memo::new(move |_| query.read().get("write"));
    let check = Memo::new(move |_| query.read().get("check").unwrap_or_default());
    // asked again when the list is come back to
    let content = Resource::new(move || (write.get(), check.get()), |(_, check)| open_answers(check));
    loaded(content, move |content| {
        move || match write.get() {
            None => view! { <Answers content/> }.into_any(),
            Some(name) => match form_of(&content.get_untracked(), &name) {
                Some(Kept { form, problems }) => view! { <WriteAnswer content form problems/> }.into_any(),
                None => view! { <ErrorView error=AppError::NotFound/> }.into_any(),
            },
        }
    })
}

/// The form as it was sent by a plain form, or as the answer is stored; an empty name: a new one.
fn form_of(content: &AnswersContent, name: &str) -> Option<Kept<AnswerForm>> {
    if let Some(kept) = content.kept.as_ref().filter(|kept| kept.form.was == name) {
        return Some(kept.clone());
    }
    if name.is_empty() {
        return Some(Kept::default());
    }
    let answer = content.answers.iter().find(|answer| answer.name == name)?.clone();
    let form = AnswerForm {
        was: answer.name.clone(),
        name: answer.name,
        title: answer.title,
        product: answer.product.map(|product| product.id.to_string()).unwrap_or_default(),
        body: answer.body,
    };
    Some(Kept { form, problems: Problems::default() })
}

#[component]
fn Answers(content: Memo<AnswersContent>) -> impl IntoView {
    let language = use_language();
    let query = use_query_map();
    let said = move |name: &str| query.with_untracked(|query| query.get(name).is_some());
    let done = [("saved", t::saved(language)), ("removed", t::removed(language))];
    let done = done.into_iter().find(|(name, _)| said(name)).map(|(_, text)| text);
    let add = move || view! { <ButtonLink href=route::write_answer("") label=t::new(language) symbol=Symbol::Plus/> };
    view! {
        <Title text=t::title(language)/>
        <Page title=t::title(language) lead=t::lead(language) width=PageWidth::Full actions=add>
            <SetUpTabs here=route::ANSWERS/>
            {done.map(|text| view! { <Notice tone=Tone::Success live=true>{text}</Notice> })}
            {move || match content.with(|content| content.answers.is_empty()) {
                true => view! { <Empty symbol=Symbol::Chat title=t::empty_title(language) text=t::empty_text(language)/> }.into_any(),
                false => view! { <List content/> }.into_any(),
            }}
        </Page>
    }
    .into_any()
}

#[component]
fn List(content: Memo<AnswersContent>) -> impl IntoView {
    let language = use_language();
    let rows = move || content.get().answers.into_iter().map(|answer| view! { <Row answer/> }).collect::<Vec<_>>();
    view! {
        <Table label=t::title(language) stack=true>
            <thead>
                <tr>
                    <th scope="col">{t::column_title(language)}</th>
                    <th scope="col">{t::column_name(language)}</th>
                    <th scope="col">{t::column_product(language)}</th>
                    <th scope="col">{t::column_body(language)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

#[component]
fn Row(answer: CannedAnswer) -> impl IntoView {
    let language = use_language();
    let product = answer.product.map_or(t::all_products(language).to_owned(), |product| product.name);
    let href = route::write_answer(&answer.name);
    view! {
        <tr>
            <Cell main=true><a class="table-main" href=href>{answer.title}</a></Cell>
            <Cell><code>{format!("/{}", answer.name)}</code></Cell>
            <Cell>{product}</Cell>
            <Cell><span class="table-soft answer-begins">{answer.body}</span></Cell>
        </tr>
    }
    .into_any()
}
