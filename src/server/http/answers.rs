//! How an [`AppError`] leaves the server: with its own status, as JSON or, for a plain form, as a page that keeps what was
//! typed. No redirect leads out of the portal.

use super::{
    HttpState,
    failure::{self, Failure, Typed},
    pages,
    router::form_most_bytes,
    wants_page,
};
use crate::{error::AppError, route, server::Visit, values::Problem};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{
        FromRequest as _, Request, State,
        rejection::{BytesRejection, FailedToBufferBody},
    },
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use server_fn::axum::get_server_fn_service;

/// Bytes of an error's JSON; a form's problems are far below it.
const ERROR_MOST: usize = 64 * 1024;
/// Set by the framework on the answer of a failed server function.
const ERROR_HEADER: &str = "serverfnerror";
/// Stands for the page of a plain form: the framework leads there by itself, done or not. Any other address was chosen by
/// a use case.
const FROM: &str = "https://form.invalid/";
/// Seconds after which it is worth asking again while the database is away or locked, or a disk takes nothing.
const OUTAGE_S: u32 = 5;

/// An error as the answer of an own route: JSON with its status. The answer keeps it as an extension, for
/// `failure::for_people`.
#[derive(Clone)]
pub struct WireError(pub AppError);

impl IntoResponse for WireError {
    fn into_response(self) -> Response {
        let mut response = axum::Json(&self.0).into_response();
        set_status(&mut response, &self.0);
        response.extensions_mut().insert(self);
        response
    }
}

fn set_status(response: &mut Response, error: &AppError) {
    *response.status_mut() = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Some(retry_s) = retry_s(error) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_s));
    }
}

/// After how many seconds it may go well.
pub(super) fn retry_s(error: &AppError) -> Option<u32> {
    match error {
        AppError::TooMany { retry_s } => Some(*retry_s),
        AppError::Unavailable => Some(OUTAGE_S),
        AppError::SignIn
        | AppError::Refused(_)
        | AppError::NotFound
        | AppError::Invalid(_)
        | AppError::Conflict
        | AppError::Broken { .. }
        | AppError::Offline => None,
    }
}

/// The framework answers every failed server function with 500 and sends plain forms to the Referer, wherever that is.
/// Here the error gets its own status, a form's failure a page that keeps what was typed, and a redirect never leaves the
/// portal.
pub async fn mend(State(state): State<HttpState>, request: Request, next: Next) -> Response {
    let is_known = get_server_fn_service(request.uri().path(), request.method().clone()).is_some();
    match (wants_page(request.headers()), is_known) {
        (true, _) => mend_form(&state, request, next, is_known).await,
        (false, true) => mend_call(next.run(request).await).await,
        (false, false) => WireError(AppError::NotFound).into_response(),
    }
}

async fn mend_form(state: &HttpState, mut request: Request, next: Next, is_known: bool) -> Response {
    let from = request.headers_mut().insert(header::REFERER, HeaderValue::from_static(FROM));
    let back = from.as_ref().and_then(|from| path_of(from.to_str().ok()?)).unwrap_or_else(|| route::HOME.to_owned());
    let Some(visit) = request.extensions().get::<Visit>().cloned() else {
        return WireError(crate::server::telemetry::broken(&"a request without a visit")).into_response();
    };
    let action = request.uri().path().to_owned();
    let fail = |error: &AppError, typed: Option<Typed>| {
        let (language, zone) = (visit.language(), pages::viewer(&visit).zone);
        failure::page(state, Failure { language, zone, error, back: &back, typed })
    };
    if !is_known {
        return fail(&AppError::NotFound, None);
    }
    let (parts, body) = request.into_parts();
    // No longer than `DefaultBodyLimit` allows.
    let body = match Bytes::from_request(Request::from_parts(parts.clone(), body), &()).await {
        Ok(body) => body,
        Err(BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_))) => {
            let most_bytes = form_most_bytes(&action) as i64;
            let mut refused = fail(&AppError::field("form", Problem::TooLarge { most_bytes }), None);
            *refused.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
            return refused;
        }
        Err(_broke_off) => return fail(&AppError::field("form", Problem::Incomplete), None),
    };
    let mut response = next.run(Request::from_parts(parts, Body::from(body.clone()))).await;
    let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or(FROM);
    let inside = match to.strip_prefix(FROM) {
        Some(_) if response.headers().contains_key(ERROR_HEADER) => {
            let (_, error) = error_of(response).await;
            let error = error.unwrap_or_else(|| crate::server::telemetry::broken(&"an error that is no AppError"));
            return fail(&error, Typed::read(&action, &body));
        }
        Some(_) => back,
        None => path_of(to).unwrap_or_else(|| route::HOME.to_owned()),
    };
    lead(&mut response, &inside);
    response
}

async fn mend_call(mut response: Response) -> Response {
    if let Some(to) = response.headers().get(header::LOCATION) {
        let inside = to.to_str().ok().and_then(path_of).unwrap_or_else(|| route::HOME.to_owned());
        lead(&mut response, &inside);
        return response;
    }
    if !response.headers().contains_key(ERROR_HEADER) {
        return response;
    }
    let (mut response, error) = error_of(response).await;
    if let Some(error) = error {
        set_status(&mut response, &error);
    }
    response
}

async fn error_of(response: Response) -> (Response, Option<AppError>) {
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, ERROR_MOST).await.unwrap_or_default();
    let error = serde_json::from_slice::<AppError>(&bytes).ok();
    (Response::from_parts(parts, Body::from(bytes)), error)
}

fn lead(response: &mut Response, inside: &str) {
    let to = HeaderValue::from_str(inside).unwrap_or(HeaderValue::from_static(route::HOME));
    response.headers_mut().insert(header::LOCATION, to);
    if response.status().is_redirection() {
        *response.status_mut() = StatusCode::SEE_OTHER;
    }
}

/// The path and query of an address, whatever host it names.
pub(super) fn path_of(address: &str) -> Option<String> {
    let path = match address.split_once("://") {
        Some((_, rest)) => &rest[rest.find('/')?..],
        None => address,
    };
    let inside = path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/\\");
    inside.then(|| path.trim_end_matches('?').to_owned())
}

#[cfg(test)]
mod tests {
    use super::path_of;

    #[test]
    fn a_redirect_never_leaves_the_portal() {
        assert_eq!(path_of("https://evil.example/cases?x=1").as_deref(), Some("/cases?x=1"));
        assert_eq!(path_of("//evil.example"), None);
        assert_eq!(path_of("/\\evil.example"), None);
        assert_eq!(path_of("https://evil.example"), None);
        assert_eq!(path_of("/cases").as_deref(), Some("/cases"));
    }
}
