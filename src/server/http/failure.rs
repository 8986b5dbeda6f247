//! A page without the application, for people to whom something was not done: everybody while the database is away, when
//! nobody can be known and nobody is signed out by it (P7), and the sender of a plain form that failed. What was typed
//! stands on it and can be sent again: a session that ended, a lock or a full disk lose nothing.

use super::{HttpState, WireError, answers::path_of, pages, router::form_most_bytes, wants_page};
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
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use maud::{DOCTYPE, Markup, html};

/// The page runs nothing.
const POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
/// The fields of our forms that a page fills in or that are chosen from a list. Whatever else a form holds was written.
const NOT_WRITTEN: &[&str] = &[
    "after",
    "attachment",
    "case",
    "changed",
    "deed",
    "draft",
    "engineer",
    "go",
    "id",
    "intent",
    "is_unlisted",
    "is_wording",
    "key",
    "lane",
    "language",
    "next",
    "number",
    "organization",
    "priority",
    "product",
    "query",
    "reproducible",
    "resolution",
    "scope",
    "seen",
    "session",
    "shelf",
    "state",
    "status",
    "step",
    "theme",
    "token",
    "topic",
    "translates",
    "view",
    "watcher",
    "zone",
];

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
    let is_echoed = is_form(request.headers()) && is_ours(request.headers(), state.portal.origin());
    let back = if is_echoed || request.method().is_safe() { way_back(&request) } else { route::HOME.to_owned() };
    let (parts, body) = request.into_parts();
    let body = if is_echoed {
        to_bytes(body, form_most_bytes(parts.uri.path())).await.unwrap_or_default()
    } else {
        Default::default()
    };
    let typed = Typed::read(parts.uri.path(), &body);
    page(state, Failure { language, zone: Zone::default(), error: &error, back: &back, typed })
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
}

/// Was it sent by a page of ours? The cross-site check comes later, and another site's form must not stand on a page of
/// ours as if it were ours. Browsers say `Sec-Fetch-Site` over https and on the same machine only.
fn is_ours(headers: &HeaderMap, origin: &str) -> bool {
    match headers.get("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => headers.get(header::ORIGIN).is_some_and(|from| from == origin),
    }
}

/// The page to try again: the one that was asked for or, where asking by a link is no way, the one that sent the form.
fn way_back(request: &Request) -> String {
    let back = if request.method().is_safe() {
        request.uri().path_and_query().map(|path| path.as_str().to_owned())
    } else {
        request.headers().get(header::REFERER).and_then(|from| path_of(from.to_str().ok()?))
    };
    back.as_deref().map_or(route::HOME, route::inside).to_owned()
}

/// Turns the error of an own route into a page, for people who followed a link or sent a plain form to it.
pub async fn for_people(State(state): State<HttpState>, request: Request, next: Next) -> Response {
    let (wants_page, visit) = (wants_page(request.headers()), request.extensions().get::<Visit>().cloned());
    let here = way_back(&request);
    let response = next.run(request).await;
    let (true, Some(visit)) = (wants_page, visit) else { return response };
    let Some(WireError(error)) = response.extensions().get::<WireError>() else { return response };
    let again = matches!(error, AppError::Unavailable | AppError::Broken { .. } | AppError::TooMany { .. });
    let back = if again { here.as_str() } else { route::HOME };
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
    let written: Vec<_> = typed.fields.iter().filter(|(name, value)| is_written(name, value)).collect();
    let hidden = typed.fields.iter().filter(|(name, value)| !is_written(name, value));
    html! {
        @if *error == AppError::SignIn {
            p {
                a href=(route::SIGN_IN) target="_blank" rel="noopener" { (text::errors::go_sign_in(language)) }
                ". " (text::errors::sign_in_elsewhere(language))
            }
        }
        form class="form" method="post" action=(typed.action) {
            @for (name, value) in hidden {
                input type="hidden" name=(name) value=(value);
            }
            @for (n, (name, value)) in (1..).zip(&written) {
                @let id = format!("typed-{n}");
                div class="field" {
                    label class="field-label" for=(id) { (typed_label(language, n, written.len())) }
                    // The first line break behind the tag is not part of the text (HTML, section 13.1.2.5).
                    textarea class="input" id=(id) name=(name) { "\n" (value) }
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

fn typed_label(language: Language, n: usize, all: usize) -> String {
    if all == 1 { text::errors::typed(language).to_owned() } else { text::errors::typed_of(language, n, all) }
}

/// Did a person write this? `name` as the form says it: `email`, or `form[body]` for a field of a struct.
fn is_written(name: &str, value: &str) -> bool {
    let field = name.strip_prefix("form[").and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    !value.is_empty() && !NOT_WRITTEN.contains(&field)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: &str, path: &str, headers: &[(&str, &str)]) -> Request {
        let request = axum::http::Request::builder().method(method).uri(path);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        request.body(Body::empty()).expect("a request")
    }

    #[test]
    fn no_link_leads_to_what_only_a_form_can_be_sent_to() {
        let back = |method, headers: &[_]| way_back(&request(method, "/files/form?x=1", headers));
        assert_eq!(back("GET", &[("referer", "https://portal.example/cases/new")]), "/files/form?x=1");
        assert_eq!(
            back("POST", &[("referer", "https://portal.example/cases/new?step=problem")]),
            "/cases/new?step=problem"
        );
        assert_eq!(back("POST", &[("referer", "https://evil.example//evil.example")]), route::HOME);
        assert_eq!(back("POST", &[]), route::HOME);
    }

    #[test]
    fn only_what_a_page_of_ours_sent_is_shown_again() {
        let is_ours = |headers: &[_]| is_ours(request("POST", "/", headers).headers(), "http://desk.lan:3117");
        assert!(is_ours(&[("sec-fetch-site", "same-origin")]));
        assert!(is_ours(&[("origin", "http://desk.lan:3117")]), "no browser says where it is to plain http");
        assert!(!is_ours(&[("sec-fetch-site", "cross-site"), ("origin", "http://desk.lan:3117")]));
        assert!(!is_ours(&[("origin", "null")]) && !is_ours(&[("origin", "http://desk.lan")]) && !is_ours(&[]));
        let is_form = |kind| is_form(request("POST", "/", &[("content-type", kind)]).headers());
        assert!(is_form("application/x-www-form-urlencoded; charset=UTF-8"));
        assert!(!is_form("text/plain") && !is_form("multipart/form-data; boundary=x"));
    }

    #[test]
    fn what_was_written_is_told_by_the_names_of_the_fields() {
        for (name, value) in
            [("form[body]", "Yes"), ("reason", "no"), ("form[identifiers][case]", "42"), ("email", "x")]
        {
            assert!(is_written(name, value), "{name}");
        }
        for (name, value) in [("form[case]", "100482M"), ("next", "/cases?q=a b"), ("form[body]", "")] {
            assert!(!is_written(name, value), "{name}");
        }
    }
}
