//! From a cookie to an [`Actor`]: the one way in for pages, server functions, downloads and the socket.

use super::Actor;
use crate::{
    features::access,
    server::{Portal, secret},
    values::MINUTE_MS,
};
use axum::http::HeaderMap;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

/// The session's cookie. Over https its name begins with `__Host-`, which browsers take only with `Secure`, for the whole
/// path and for no other host (RFC 6265bis, section 4.1.3.2).
pub const SESSION_COOKIE: [&str; 2] = ["atiende-session", "__Host-atiende-session"];

/// Seen again within this time, a session is not written.
const SEEN_EVERY_MS: i64 = MINUTE_MS;

/// Who sends these headers? An unknown, ended or expired session is nobody.
pub async fn authenticate(portal: &Portal, headers: &HeaderMap) -> Result<Actor, crate::error::AppError> {
    let Some(token) = session_digest(portal, headers) else { return Ok(Actor::Anonymous) };
    let now = portal.now();
    let Some(found) = access::server::find_signed_in(portal, &token, now).await? else {
        return Ok(Actor::Anonymous);
    };
    if now.since_ms(found.seen_at) > SEEN_EVERY_MS {
        let (portal, session) = (portal.clone(), found.who.session.clone());
        tokio::spawn(async move { access::server::touch(&portal, &session, now).await });
    }
    Ok(Actor::SignedIn(found.who))
}

/// The digest of the session's token in these headers, if there is one.
pub fn session_digest(portal: &Portal, headers: &HeaderMap) -> Option<String> {
    let name = SESSION_COOKIE[usize::from(portal.is_https())];
    CookieJar::from_headers(headers).get(name).map(|cookie| secret::digest(cookie.value()))
}

/// The cookie of a new session.
pub fn session_cookie(portal: &Portal, token: String) -> Cookie<'static> {
    let https = portal.is_https();
    Cookie::build((SESSION_COOKIE[usize::from(https)], token))
        .path("/")
        .http_only(true)
        .secure(https)
        .same_site(SameSite::Lax)
        .permanent()
        .build()
}

/// The cookie that ends a session in the browser.
pub fn clear_cookie(portal: &Portal) -> Cookie<'static> {
    let mut cookie = session_cookie(portal, String::new());
    cookie.make_removal();
    cookie
}
