use super::state::{MailStatus, state_name};
use crate::{
    app::{ErrorView, use_language, use_live, use_zone},
    features::outbox::{
        api::list_mail,
        model::{MailState, MailSummary, OutboxContent},
    },
    i18n::{Language, date_time, relative, text::outbox as t},
    live::Topic,
    route,
    ui::{
        ButtonLink, Cell, Empty, Pager, Skeleton, Symbol, Tab, Table, Tabs, Time,
        layout::{Page, PageWidth},
    },
    values::Moment,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// Every mail, by state, newest first.
#[component]
pub fn OutboxPage() -> impl IntoView {
    let language = use_language();
    let query = use_query_map();
    let param = move |name: &'static str| query.with(|query| query.get(name)).unwrap_or_default();
    let state = Memo::new(move |_| param("state"));
    let after = Memo::new(move |_| param("after"));
    let beat = use_live().beat(Topic::Outbox);
    // The answer keeps what was asked, so that the links of a page always belong to its rows.
    let mails = Resource::new(
        move || (state.get(), after.get(), beat.get()),
        |(state, after, _)| async move {
            let (code, first) = (state.clone(), after.is_empty());
            (code, first, list_mail(state, after).await)
        },
    );
    let tabs = Signal::derive(move || state_tabs(language, state.get().parse().ok()));
    view! {
        <Title text=t::title(language)/>
        <Page title=t::title(language) lead=t::lead(language) width=PageWidth::Full>
            <Tabs label=t::states(language) tabs/>
            <Transition fallback=move || view! { <Skeleton label=t::loading(language)/> }>
                {move || Suspend::new(async move {
                    let (state, first, content) = mails.await;
                    match content {
                        Ok(content) => view! { <Mails content state=state.parse().ok() first/> }.into_any(),
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                    }
                })}
            </Transition>
        </Page>
    }
    .into_any()
}

fn state_tabs(language: Language, current: Option<MailState>) -> Vec<Tab> {
    let all = Tab::new(route::outbox(None, None), t::state_all(language), current.is_none());
    let states = MailState::ALL.iter().map(|state| {
        Tab::new(route::outbox(Some(*state), None), state_name(language, *state), current == Some(*state))
    });
    std::iter::once(all).chain(states).collect()
}

#[component]
fn Mails(content: OutboxContent, state: Option<MailState>, first: bool) -> impl IntoView {
    let language = use_language();
    let OutboxContent { rows, next, now } = content;
    if rows.is_empty() {
        return view! { <NoMail filtered=state.is_some() || !first/> }.into_any();
    }
    let rows: Vec<_> = rows.into_iter().map(|mail| view! { <MailRow mail now/> }).collect();
    let next = next.map(|cursor| route::outbox(state, Some(&cursor)));
    let previous = (!first).then(|| route::outbox(state, None));
    view! {
        <Table label=t::mails(language) stack=true>
            <thead>
                <tr>
                    <th scope="col">{t::column_state(language)}</th>
                    <th scope="col">{t::column_recipient(language)}</th>
                    <th scope="col">{t::column_subject(language)}</th>
                    <th scope="col">{t::column_event(language)}</th>
                    <th scope="col">{t::column_created(language)}</th>
                    <th scope="col" data-align="end">{t::column_attempts(language)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
        <Pager label=t::pages(language) previous_label=t::newest(language) next_label=t::older(language) previous next/>
    }
    .into_any()
}

#[component]
fn MailRow(mail: MailSummary, now: Moment) -> impl IntoView {
    let language = use_language();
    let zone = use_zone();
    let created = mail.created_at;
    let status = mail.clone();
    view! {
        <tr>
            <Cell><MailStatus mail=status/></Cell>
            <Cell>{mail.recipient}</Cell>
            <Cell main=true><a class="table-main" href=route::mail(&mail.id) lang=mail.language>{mail.subject}</a></Cell>
            <Cell><span class="table-soft">{mail.kind}</span></Cell>
            <Cell label=t::column_created(language)>
                <Time datetime=created.rfc3339() text=relative(language, &zone, created, now)
                    title=date_time(language, &zone, created)/>
            </Cell>
            <Cell label=t::column_attempts(language) numeric=true>{mail.attempts}</Cell>
        </tr>
    }
    .into_any()
}

#[component]
fn NoMail(filtered: bool) -> impl IntoView {
    let language = use_language();
    let all = filtered.then(|| view! { <ButtonLink href=route::OUTBOX.to_owned() label=t::show_all(language)/> });
    view! {
        <Empty symbol=Symbol::Mail title=t::empty_title(language) text=t::empty_text(language)>{all}</Empty>
    }
}
