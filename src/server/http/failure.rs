//! A page without the application, for people to whom something was not done: everybody while the database is away, when
//! nobody can be known and nobody is signed out by it (P7), and the sender of a plain form that failed. What was typed
//! stands on it and can be sent again: a session that ended, a lock or a full disk lose nothing.

use super::{HttpState, WireError, pages, router::FORM_MOST_BYTES, wants_page};
use crate::{
    app::error_text,
    error::AppError,
    i18n::{Language, text},
    route,
    server::Visit,
    values::Zone,
};
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use maud::{DOCTYPE, Markup, html};

/// The page runs nothing.
const POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
/// What a person wrote is longer than this or has a blank; everything else on a form is chosen, not written.
const CHOSEN_MOST_CHARS: usize = 40;

/// What was not done, and for whom.
pub struct Failure<'a> {
    pub language: Language,
    pub zone: Zone,
    pub error: &'a AppError,
    /// The page to go back to.
    pub back: &'a str,
    pub typed: Option<Typed>,
}

/// A form as it was sent.
pub struct Typed {
    action: String,
    fields: Vec<(String, String)>,
}

impl Typed {
    /// `None`: there is nothing, or a password, which stands on no page.
    pub fn read(action: &str, body: &[u8]) -> Option<Typed> {
        let fields = route::pairs(&String::from_utf8_lossy(body));
        let may_be_shown = !fields.is_empty() && fields.iter().all(|(name, _)| !name.contains("password"));
        may_be_shown.then(|| Typed { action: action.to_owned(), fields })
    }
}

/// The answer of a request whose sender could not be found out: a page for people, JSON for programs.
pub async fn unknown_sender(state: &HttpState, request: Request, language: Language, error: AppError) -> Response {
    if !wants_page(request.headers()) {
        return WireError(error).into_response();
    }
    // The cross-site check comes later: another site's form must not stand here as if it were ours.
    let is_ours = request.headers().get("sec-fetch-site").is_some_and(|site| site == "same-origin");
    let (parts, body) = request.into_parts();
    let body = if is_ours { to_bytes(body, FORM_MOST_BYTES).await.unwrap_or_default() } else { Default::default() };
    let back = if parts.method.is_safe() {
        parts.uri.path_and_query().map_or(route::HOME, |path| path.as_str())
    } else {
        route::HOME
    };
    let typed = Typed::read(parts.uri.path(), &body);
    page(state, Failure { language, zone: Zone::default(), error: &error, back: route::inside(back), typed })
}

/// Turns the error of an own route into a page, for people who followed a link to it.
pub async fn for_people(State(state): State<HttpState>, request: Request, next: Next) -> Response {
    let (wants_page, visit) = (wants_page(request.headers()), request.extensions().get::<Visit>().cloned());
    let here = request.uri().path_and_query().map_or(route::HOME, |path| path.as_str()).to_owned();
    let response = next.run(request).await;
    let (true, Some(visit)) = (wants_page, visit) else { return response };
    let Some(WireError(error)) = response.extensions().get::<WireError>() else { return response };
    let again = matches!(error, AppError::Unavailable | AppError::Broken { .. } | AppError::TooMany { .. });
    let back = if again { route::inside(&here) } else { route::HOME };
    page(&state, Failure { language: visit.language(), zone: pages::viewer(&visit).zone, error, back, typed: None })
}

/// The page, with the error's status.
pub fn page(state: &HttpState, failure: Failure<'_>) -> Response {
    let Failure { language, zone, error, back, typed } = failure;
    let (title, message) = error_text(language, &zone, error);
    let way_on = match typed {
        Some(typed) => typed_form(language, error, back, &typed),
        None => html! { p { a href=(back) { (back_label(language, error)) } } },
    };
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
                    p { (message) }
                    @if let AppError::Broken { incident } = error {
                        p class="error-incident" { (text::errors::incident(language)) " " code { (incident) } }
                    }
                    (way_on)
                }
            }
        }
    };
    let mut response = WireError(error.clone()).into_response();
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    let html = Html(page.into_string()).into_response();
    let kind = html.headers().get(header::CONTENT_TYPE).cloned();
    response.headers_mut().extend(kind.map(|kind| (header::CONTENT_TYPE, kind)));
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response.map(|_| Body::new(html.into_body()))
}

/// What was typed, to be sent again where that can help, else to be copied.
fn typed_form(language: Language, error: &AppError, back: &str, typed: &Typed) -> Markup {
    let helps = helps_to_repeat(error);
    html! {
        @if *error == AppError::SignIn {
            p {
                a href=(route::SIGN_IN) target="_blank" rel="noopener" { (text::errors::go_sign_in(language)) }
                ". " (text::errors::sign_in_elsewhere(language))
            }
        }
        form class="form" method="post" action=(typed.action) {
            @for (at, (name, value)) in typed.fields.iter().enumerate() {
                @if is_written(value) {
                    @let id = format!("typed-{at}");
                    div class="field" {
                        label class="field-label" for=(id) { (text::errors::typed(language)) }
                        textarea class="input" id=(id) name=(name) { (value) }
                    }
                } @else {
                    input type="hidden" name=(name) value=(value);
                }
            }
            div class="form-actions" {
                @if helps {
                    button class="button" type="submit" data-kind="primary" { (text::errors::send_again(language)) }
                }
                a href=(back) { (text::errors::go_back(language)) }
            }
        }
    }
}

fn is_written(value: &str) -> bool {
    value.chars().count() > CHOSEN_MOST_CHARS || value.chars().any(char::is_whitespace)
}

/// Can the same request be granted later?
fn helps_to_repeat(error: &AppError) -> bool {
    match error {
        AppError::SignIn
        | AppError::TooMany { .. }
        | AppError::Unavailable
        | AppError::Broken { .. }
        | AppError::Offline => true,
        AppError::Refused(_) | AppError::NotFound | AppError::Invalid(_) | AppError::Conflict => false,
    }
}

fn back_label(language: Language, error: &AppError) -> &'static str {
    if helps_to_repeat(error) { text::errors::try_again(language) } else { text::errors::go_back(language) }
}
