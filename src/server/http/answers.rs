//! How an [`AppError`] leaves the server: with its own status, and for plain forms with a redirect that stays here.

use crate::error::AppError;
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Bytes of an error's JSON; a form's problems are far below it.
const ERROR_MOST: usize = 64 * 1024;

/// An error as the answer of an own route: JSON with its status.
pub struct WireError(pub AppError);

impl IntoResponse for WireError {
    fn into_response(self) -> Response {
        let mut response = axum::Json(&self.0).into_response();
        set_status(&mut response, &self.0);
        response
    }
}

fn set_status(response: &mut Response, error: &AppError) {
    *response.status_mut() = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let AppError::TooMany { retry_s } = error {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*retry_s));
    }
}

/// The framework answers every failed server function with 500 and sends plain forms to the Referer, wherever that is.
/// Here the error gets its own status, and a redirect never leaves the portal.
pub async fn mend(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Some(location) = response.headers().get(header::LOCATION) {
        let inside = location.to_str().ok().and_then(path_of).unwrap_or_else(|| "/".to_owned());
        let inside = HeaderValue::from_str(&inside).unwrap_or(HeaderValue::from_static("/"));
        response.headers_mut().insert(header::LOCATION, inside);
        if response.status().is_redirection() {
            *response.status_mut() = StatusCode::SEE_OTHER;
        }
        return response;
    }
    if !response.headers().contains_key("serverfnerror") {
        return response;
    }
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, ERROR_MOST).await.unwrap_or_default();
    let error = serde_json::from_slice::<AppError>(&bytes);
    let mut response = Response::from_parts(parts, Body::from(bytes));
    if let Ok(error) = error {
        set_status(&mut response, &error);
    }
    response
}

/// The path and query of an address, whatever host it names.
fn path_of(address: &str) -> Option<String> {
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
