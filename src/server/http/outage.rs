//! The answer while the database is away: nobody can be known then, and nobody is signed out by it (P7).

use super::{HttpState, WireError};
use crate::{
    error::AppError,
    i18n::{Language, text},
    route,
};
use axum::{
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use maud::{DOCTYPE, html};

/// Seconds after which it is worth asking again.
const RETRY_S: &str = "5";
/// The page runs nothing.
const POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; frame-ancestors 'none'; base-uri 'none'";

/// A page for people, JSON for programs; both with status 503.
pub fn answer(state: &HttpState, request: &Request, language: Language) -> Response {
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut response = if accept.contains("text/html") {
        let again = match *request.method() {
            Method::GET => request.uri().path_and_query().map_or(route::HOME, |path| path.as_str()),
            _ => route::HOME,
        };
        page(state, route::inside(again), language)
    } else {
        WireError(AppError::Unavailable).into_response()
    };
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_S));
    response
}

fn page(state: &HttpState, again: &str, language: Language) -> Response {
    let title = text::errors::unavailable_title(language);
    let page = html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="stylesheet" href=(state.site.css());
            }
            body {
                main class="page stack" {
                    h1 { (title) }
                    p { (text::errors::unavailable_text(language)) }
                    p { a href=(again) { (text::errors::try_again(language)) } }
                }
            }
        }
    };
    let policy = [(header::CONTENT_SECURITY_POLICY, POLICY)];
    (StatusCode::SERVICE_UNAVAILABLE, policy, Html(page.into_string())).into_response()
}
