//! The middleware that turns a request into a [`Visit`].

use super::HttpState;
use crate::{
    i18n::Language,
    server::{Visit, authz, secret, visit::Caller},
};
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use axum_extra::extract::CookieJar;
use std::net::{IpAddr, SocketAddr};

/// The cookie of the language that was chosen without or before signing in.
pub const LANGUAGE_COOKIE: &str = "atiende-language";
/// The cookie of the theme.
pub const THEME_COOKIE: &str = "atiende-theme";

/// Bytes of a user agent's name that are kept.
const AGENT_MOST: usize = 200;

pub async fn attach(State(state): State<HttpState>, mut request: Request, next: Next) -> Response {
    let request_id = secret::incident();
    let headers = request.headers();
    let actor = match authz::authenticate(&state.portal, headers).await {
        Ok(actor) => actor,
        Err(error) => {
            let language = language(&authz::Actor::Anonymous, &CookieJar::from_headers(headers), headers);
            return super::failure::unknown_sender(&state, request, language, error).await;
        }
    };
    let jar = CookieJar::from_headers(headers);
    let language = language(&actor, &jar, headers);
    let agent = text(headers, header::USER_AGENT).chars().take(AGENT_MOST).collect();
    let caller = Caller {
        language,
        theme: jar.get(THEME_COOKIE).map(|cookie| cookie.value().to_owned()),
        address: address(&request, &state.portal.settings().trusted_proxies),
        actor,
        agent,
        request_id: request_id.clone(),
    };
    request.extensions_mut().insert(Visit::new(state.portal.clone(), caller));
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

/// Profile, cookie, `Accept-Language`, default: the first that says something (UX-2).
fn language(actor: &authz::Actor, jar: &CookieJar, headers: &HeaderMap) -> Language {
    actor
        .signed_in()
        .map(|who| who.language)
        .or_else(|| jar.get(LANGUAGE_COOKIE)?.value().parse().ok())
        .or_else(|| Language::negotiate(text(headers, header::ACCEPT_LANGUAGE)))
        .unwrap_or_default()
}

/// The client's address. `X-Forwarded-For` is read from its right end, as far as its writers are trusted proxies.
fn address(request: &Request, trusted: &[IpAddr]) -> String {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let Some(mut client) = peer else { return String::new() };
    for hop in text(request.headers(), "x-forwarded-for".parse().expect("a header name")).rsplit(',') {
        if !trusted.contains(&client) {
            break;
        }
        let Ok(hop) = hop.trim().parse() else { break };
        client = hop;
    }
    client.to_string()
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
