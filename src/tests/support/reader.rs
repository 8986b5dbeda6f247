//! A browser without a window: cookies, pages, plain forms, and server functions as wasm calls them.

use super::{Answer, Page, TestApp};
use atiende::{error::AppError, route};
use axum::{
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Method, Request, StatusCode, header, request::Builder},
};
use serde::de::DeserializeOwned;
use std::{collections::BTreeMap, net::SocketAddr, sync::Mutex};
use tower::ServiceExt as _;

/// Somebody with a browser. Cookies are kept as a browser keeps them.
pub struct Reader<'a> {
    app: &'a TestApp,
    cookies: Mutex<BTreeMap<String, String>>,
    /// Address from which the requests come.
    pub peer: SocketAddr,
    /// Sent as `Accept-Language`, unless empty.
    pub language: String,
}

/// Names and values of a form, or the arguments of a server function (`form[title]` for a field of a struct).
pub type Fields<'f> = &'f [(&'f str, &'f str)];

impl<'a> Reader<'a> {
    pub(super) fn new(app: &'a TestApp) -> Reader<'a> {
        let peer = SocketAddr::from(([127, 0, 0, 1], 40_000));
        Reader { app, cookies: Mutex::default(), peer, language: String::new() }
    }

    /// Signs in by the plain form; fails unless a session began.
    pub async fn sign_in(&mut self, email: &str, password: &str) {
        let fields = [("form[email]", email), ("form[password]", password), ("form[next]", "")];
        let answer = self.post("access/sign-in", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{email}: {}", answer.text());
        assert!(!answer.location().starts_with(route::SIGN_IN), "{email} was sent back: {}", answer.location());
    }

    /// A request with this browser's cookies; what it sets is kept.
    pub async fn send(&self, request: Builder, body: impl Into<Body>) -> Answer {
        let cookies: Vec<_> = self.jar().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = request.header(header::COOKIE, cookies.join("; "));
        if !self.language.is_empty() {
            request = request.header(header::ACCEPT_LANGUAGE, &self.language);
        }
        let mut request = request.body(body.into()).expect("a request");
        request.extensions_mut().insert(ConnectInfo(self.peer));
        let response = self.app.router.clone().oneshot(request).await.expect("the router always answers");
        let (parts, body) = response.into_parts();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(line.to_str().expect("a readable cookie"));
        }
        let body = to_bytes(body, usize::MAX).await.expect("a whole body").to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Opens an address as a browser does.
    pub async fn get(&self, path: &str) -> Answer {
        let request = request(Method::GET, path).header(header::ACCEPT, "text/html");
        self.send(request, Body::empty()).await
    }

    /// Opens a page; fails unless it is there.
    pub async fn page(&self, path: &str) -> Page {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {} {}", answer.location(), answer.text());
        answer.page()
    }

    /// Submits a plain form, as a browser without scripting does. Redirects are answered, not followed.
    pub async fn post(&self, endpoint: &str, fields: Fields<'_>) -> Answer {
        let request = request(Method::POST, &format!("/api/{endpoint}"))
            .header(header::ACCEPT, "text/html")
            .header(header::REFERER, format!("{}/", self.app.portal.origin()))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, encode(fields)).await
    }

    /// Calls a server function that writes, as wasm does.
    pub async fn call<T: DeserializeOwned>(&self, endpoint: &str, fields: Fields<'_>) -> Result<T, AppError> {
        self.call_raw(endpoint, fields).await.outcome()
    }

    /// The same, answered whole.
    pub async fn call_raw(&self, endpoint: &str, fields: Fields<'_>) -> Answer {
        let request = request(Method::POST, &format!("/api/{endpoint}"))
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, encode(fields)).await
    }

    /// Calls a server function that reads, as wasm does.
    pub async fn ask<T: DeserializeOwned>(&self, endpoint: &str, fields: Fields<'_>) -> Result<T, AppError> {
        self.ask_raw(endpoint, fields).await.outcome()
    }

    /// The same, answered whole.
    pub async fn ask_raw(&self, endpoint: &str, fields: Fields<'_>) -> Answer {
        let request = request(Method::GET, &format!("/api/{endpoint}?{}", encode(fields)))
            .header(header::ACCEPT, "application/json");
        self.send(request, Body::empty()).await
    }

    /// A cookie's value.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.jar().get(name).cloned()
    }

    fn jar(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, String>> {
        self.cookies.lock().expect("cookies")
    }

    fn keep(&self, line: &str) {
        let (cookie, attributes) = line.split_once(';').unwrap_or((line, ""));
        let (name, value) = cookie.split_once('=').expect("a cookie has a value");
        if value.is_empty() || attributes.contains("Max-Age=0") {
            self.jar().remove(name);
        } else {
            self.jar().insert(name.to_owned(), value.to_owned());
        }
    }
}

/// A request from one of the portal's own pages.
pub fn request(method: Method, path: &str) -> Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "127.0.0.1:3117")
        .header("sec-fetch-site", "same-origin")
}

/// `application/x-www-form-urlencoded`.
pub fn encode(fields: Fields<'_>) -> String {
    let pair = |(name, value): &(&str, &str)| format!("{}={}", route::encode(name), route::encode(value));
    fields.iter().map(pair).collect::<Vec<_>>().join("&")
}
