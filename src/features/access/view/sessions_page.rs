use super::said::typed;
use crate::{
    app::{ErrorView, use_language, use_zone},
    features::access::{
        api::{EndOtherSessions, EndSession, list_sessions},
        model::{SessionSummary, SessionsContent},
        rules::{DeviceKind, device},
    },
    i18n::{Language, date, date_time, relative, text::access as t},
    ui::{
        Badge, Button, ButtonKind, Icon, Notice, Size, Skeleton, Symbol, Time, Tone,
        layout::{Page, PageWidth},
    },
    values::Moment,
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::Title;

/// Where the reader is signed in, and how to end it.
#[component]
pub fn SessionsPage() -> impl IntoView {
    let language = use_language();
    let sessions = Resource::new(|| (), |()| list_sessions());
    let ended = match typed("ended").as_str() {
        "" => None,
        "all" => Some(t::sessions_ended(language)),
        _one => Some(t::session_ended(language)),
    };
    view! {
        <Title text=t::sessions_title(language)/>
        <Page title=t::sessions_title(language) lead=t::sessions_lead(language) width=PageWidth::Narrow>
            {ended.map(|text| view! { <Notice tone=Tone::Success live=true>{text}</Notice> })}
            <Transition fallback=move || view! { <Skeleton label=t::loading(language) rows=3/> }>
                {move || Suspend::new(async move {
                    match sessions.await {
                        Ok(content) => view! { <Sessions content/> }.into_any(),
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                    }
                })}
            </Transition>
        </Page>
    }
    .into_any()
}

#[component]
fn Sessions(content: SessionsContent) -> impl IntoView {
    let language = use_language();
    let SessionsContent { rows, now } = content;
    let only = rows.len() < 2;
    let items: Vec<_> = rows.into_iter().map(|session| view! { <SessionItem session now/> }).collect();
    let others = if only {
        view! { <p class="soft">{t::sessions_only(language)}</p> }.into_any()
    } else {
        view! {
            <form class="form-actions" method="post" action=EndOtherSessions::url()>
                <Button label=t::sessions_end_others(language) kind=ButtonKind::Danger/>
            </form>
        }
        .into_any()
    };
    view! {
        <ul class="access-sessions" role="list">{items}</ul>
        {others}
    }
}

#[component]
fn SessionItem(session: SessionSummary, now: Moment) -> impl IntoView {
    let language = use_language();
    let (symbol, name) = device_name(language, &session.agent);
    let current = session.current.then(|| {
        view! { " " <Badge text=t::session_current(language) tone=Tone::Success symbol=Symbol::Check/> }
    });
    let end = (!session.current).then(|| {
        view! {
            <form method="post" action=EndSession::url()>
                <input type="hidden" name="session" value=session.id.to_string()/>
                <Button label=t::session_end(language) size=Size::Small/>
            </form>
        }
    });
    view! {
        <li class="access-session">
            <Icon symbol/>
            <div class="access-session-what">
                <strong>{name}</strong>
                {current}
                <div class="soft small">{session.address.clone()}" · "<Since at=session.created_at/></div>
            </div>
            <div class="access-session-when soft small"><Seen at=session.seen_at now/></div>
            {end}
        </li>
    }
    .into_any()
}

fn device_name(language: Language, agent: &str) -> (Symbol, String) {
    let device = device(agent);
    let symbol = match device.kind {
        DeviceKind::Computer => Symbol::Laptop,
        DeviceKind::Phone | DeviceKind::Tablet => Symbol::Smartphone,
        DeviceKind::Unknown => Symbol::Monitor,
    };
    let name = match (device.browser, device.system) {
        ("", "") => t::session_unknown(language).to_owned(),
        (name, "") | ("", name) => name.to_owned(),
        (browser, system) => t::session_device(language, browser, system),
    };
    (symbol, name)
}

#[component]
fn Since(at: Moment) -> impl IntoView {
    let language = use_language();
    let zone = use_zone();
    t::session_since(language, date(language, &zone, at))
}

#[component]
fn Seen(at: Moment, now: Moment) -> impl IntoView {
    let language = use_language();
    let zone = use_zone();
    let when = relative(language, &zone, at, now);
    view! {
        <Time datetime=at.rfc3339() text=t::session_seen(language, when) title=date_time(language, &zone, at)/>
    }
}
