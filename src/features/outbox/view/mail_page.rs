use super::state::MailStatus;
use crate::{
    app::{ErrorView, error_text, use_language, use_live, use_zone},
    features::outbox::{
        api::{SendAgain, open_mail},
        model::{Again, MailContent, MailState},
    },
    i18n::{date_time, text::outbox as t},
    live::Topic,
    route,
    ui::{
        Button, ButtonKind, Notice, RefusedButton, Skeleton, Symbol, Time, Tone,
        layout::{Crumb, Page, PageWidth},
    },
    values::{MailId, Moment},
};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// One mail: where it stands, what it says, and sending it again.
#[component]
pub fn MailPage() -> impl IntoView {
    let language = use_language();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
    let beat = use_live().beat(Topic::Outbox);
    let again = ServerAction::<SendAgain>::new();
    let mail = Resource::new(move || (id.get(), beat.get(), again.version().get()), |(id, ..)| open_mail(id));
    view! {
        <Transition fallback=move || view! { <Skeleton label=t::loading(language)/> }>
            {move || Suspend::new(async move {
                match mail.await {
                    Ok(content) => view! { <Mail content again/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Mail(content: MailContent, again: ServerAction<SendAgain>) -> impl IntoView {
    let language = use_language();
    let subject = content.mail.subject.clone();
    let crumbs = vec![Crumb { href: route::OUTBOX.to_owned(), label: t::title(language).to_owned() }];
    let (id, possible) = (content.mail.id.clone(), content.again);
    let frame = route::mail_html(&content.mail.id);
    let text = content.text.clone();
    let tag = content.mail.language.clone();
    view! {
        <Title text=subject.clone()/>
        <Page title=subject width=PageWidth::Narrow crumbs crumbs_label=t::crumbs(language)
            actions=move || view! { <SendAgainForm id possible again/> }>
            <AgainFailed again/>
            <Undelivered content=content.clone()/>
            <Headers content/>
            <h2 class="section-title">{t::as_read(language)}</h2>
            <iframe class="outbox-frame" title=t::frame_title(language) sandbox="" src=frame></iframe>
            <h2 class="section-title">{t::as_text(language)}</h2>
            <pre class="outbox-text" tabindex="0" lang=tag>{text}</pre>
        </Page>
    }
    .into_any()
}

#[component]
fn SendAgainForm(id: MailId, possible: Again, again: ServerAction<SendAgain>) -> impl IntoView {
    let language = use_language();
    let why = match possible {
        Again::Possible => {
            return view! {
                <ActionForm action=again>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <Button label=t::send_again(language) kind=ButtonKind::Primary symbol=Symbol::Refresh
                        busy=again.pending()/>
                </ActionForm>
            }
            .into_any();
        }
        Again::Sending => t::again_sending(language),
        Again::LinkSpent => t::again_link_spent(language),
    };
    view! { <RefusedButton id="again-why" label=t::send_again(language) why symbol=Symbol::Refresh/> }.into_any()
}

#[component]
fn AgainFailed(again: ServerAction<SendAgain>) -> impl IntoView {
    let language = use_language();
    let zone = use_zone();
    move || {
        let error = again.value().get()?.err()?;
        let (_, text) = error_text(language, &zone, &error);
        Some(view! { <Notice tone=Tone::Danger title=t::again_failed(language) live=true>{text}</Notice> })
    }
}

/// Why it did not arrive, if it did not.
#[component]
fn Undelivered(content: MailContent) -> impl IntoView {
    let language = use_language();
    let zone = use_zone();
    let problem = content.problem?;
    let (tone, title) = match (content.mail.state, content.mail.next_at) {
        (MailState::Queued, Some(at)) => (Tone::Warning, t::problem_retry(language, date_time(language, &zone, at))),
        (MailState::Queued | MailState::Sending | MailState::Sent | MailState::Failed, _) => {
            (Tone::Danger, t::problem_failed(language, content.mail.attempts))
        }
    };
    Some(view! { <Notice tone title>{problem}</Notice> })
}

#[component]
fn Headers(content: MailContent) -> impl IntoView {
    let language = use_language();
    let mail = content.mail;
    let to = match content.recipient_name.as_str() {
        "" => mail.recipient.clone(),
        name => format!("{name} <{}>", mail.recipient),
    };
    let sent = mail.sent_at.map(|at| view! { <div><dt>{t::sent(language)}</dt><dd><At at/></dd></div> });
    let status = mail.clone();
    view! {
        <dl class="facts outbox-headers" data-layout="ruled">
            <div><dt>{t::state(language)}</dt><dd><MailStatus mail=status/></dd></div>
            <div><dt>{t::to(language)}</dt><dd>{to}</dd></div>
            <div><dt>{t::from(language)}</dt><dd>{content.sender}</dd></div>
            <div><dt>{t::message_id(language)}</dt><dd><code>{content.message_id}</code></dd></div>
            <div><dt>{t::event(language)}</dt><dd>{mail.kind}</dd></div>
            <div><dt>{t::language(language)}</dt><dd>{mail.language}</dd></div>
            <div><dt>{t::written(language)}</dt><dd><At at=mail.created_at/></dd></div>
            {sent}
            <div><dt>{t::attempts(language)}</dt><dd>{mail.attempts}</dd></div>
        </dl>
    }
    .into_any()
}

#[component]
fn At(at: Moment) -> impl IntoView {
    let language = use_language();
    let zone = use_zone();
    view! { <Time datetime=at.rfc3339() text=date_time(language, &zone, at)/> }
}
