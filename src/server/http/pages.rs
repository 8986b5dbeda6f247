//! Pages: what the server gives to the views as context, and the policy under which a browser runs them.

use super::{
    HttpState,
    answers::{WireError, retry_s},
};
use crate::{
    app::{PageStatus, Screen, SiteFiles},
    features::access::model::Viewer,
    route,
    server::{Visit, telemetry, zones},
};
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use std::{future::poll_fn, pin::pin, sync::Arc};

/// Provides the contexts of a page: files, viewer, and a way to set the status. Runs before the page is rendered.
pub fn provide(files: &SiteFiles) {
    provide_context(files.clone());
    if let Ok(visit) = Visit::current() {
        provide_context(viewer(&visit));
    }
    let Some(response) = use_context::<ResponseOptions>() else { return };
    if let Some(nonce) = leptos::nonce::use_nonce() {
        let policy = format!(
            "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
             style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; \
             manifest-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; \
             frame-ancestors 'none'"
        );
        if let Ok(value) = HeaderValue::from_str(&policy) {
            response.insert_header(header::CONTENT_SECURITY_POLICY, value);
        }
    }
    provide_context(PageStatus::new(move |error| {
        if let Ok(status) = StatusCode::from_u16(error.status()) {
            response.set_status(status);
        }
        if let Some(retry_s) = retry_s(error) {
            response.insert_header(header::RETRY_AFTER, HeaderValue::from(retry_s));
        }
    }));
}

/// What the views may know of the reader.
pub(super) fn viewer(visit: &Visit) -> Viewer {
    let who = visit.actor().signed_in();
    let zone = who.map_or("UTC", |who| who.zone.as_str());
    Viewer {
        language: visit.language(),
        theme: who.map(|who| who.theme.clone()).or_else(|| visit.theme().map(str::to_owned)).unwrap_or_default(),
        zone: zones::zone(zone, visit.now()),
        now: visit.now(),
        public_help: has_public_help(visit),
        person: who.map(|who| Arc::new(crate::features::access::server::viewer_person(who))),
    }
}

fn has_public_help(visit: &Visit) -> bool {
    !visit.portal().public_shelves().now().is_empty()
}

/// Sends readers of pages that need a session to the sign-in page, which brings them back.
pub async fn need_session(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let path = request.uri().path();
    let visit = request.extensions().get::<Visit>();
    let signed_in = visit.is_some_and(|visit| visit.actor().signed_in().is_some());
    let is_open = route::is_public(path) || (route::is_help(path) && visit.is_some_and(has_public_help));
    if !reads || signed_in || is_open {
        return next.run(request).await;
    }
    let back = request.uri().path_and_query().map_or("/", |p| p.as_str());
    Redirect::to(&route::sign_in(Some(back))).into_response()
}

/// Renders the page of an address; the application's routes decide which, and whether there is one.
///
/// It is written whole before it is answered: were its stream dropped halfway, its signals would be gone while tasks of
/// the framework still read them, which panics.
pub async fn render(State(state): State<HttpState>, request: Request) -> Response {
    let files = state.site.files(Screen::of(request.uri().path()));
    let handler = leptos_axum::render_app_async_with_context(move || provide(&files), crate::app::shell);
    let page = among_its_own_signals(async move {
        let (parts, body) = handler(request).await.into_response().into_parts();
        // the last piece of the stream is the page's own end
        Ok::<_, axum::Error>(Response::from_parts(parts, Body::from(to_bytes(body, usize::MAX).await?)))
    });
    page.await.unwrap_or_else(|error| WireError(telemetry::broken(&error)).into_response())
}

/// Runs the writing of a page with the signals that it began with, on whatever thread it goes on.
///
/// The framework reads the title after pauses and finds its signals by the thread on which it wakes up: without this, that
/// title would be the one of another page that is written at the same time, which its reader may have no right to see.
async fn among_its_own_signals<T>(page: impl Future<Output = T>) -> T {
    let mut page = pin!(page);
    let mut owner = None::<Owner>;
    poll_fn(move |context| {
        if let Some(owner) = &owner {
            owner.set();
        }
        let polled = page.as_mut().poll(context);
        // made by the first call, before its first pause
        owner = Owner::current();
        polled
    })
    .await
}
