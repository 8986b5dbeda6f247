//! What the portal answered.

use atiende::error::AppError;
use axum::http::{HeaderMap, StatusCode, header};
use scraper::{Html, Selector};
use serde::de::DeserializeOwned;

/// A whole answer.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        self.header(header::LOCATION.as_str())
    }
    /// What a server function answered.
    pub fn outcome<T: DeserializeOwned>(&self) -> Result<T, AppError> {
        let read = |what: &str| format!("{what}: {} {}", self.status, self.text());
        if self.headers.contains_key("serverfnerror") || !self.status.is_success() {
            return Err(serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{}", read("not an error"))));
        }
        Ok(serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{}", read(&format!("{e}")))))
    }
    /// The answer as a page.
    pub fn page(&self) -> Page {
        Page { html: Html::parse_document(&self.text()), source: self.text() }
    }
}

/// A page, parsed back.
pub struct Page {
    pub html: Html,
    pub source: String,
}

impl Page {
    /// The texts of all elements that a CSS selector finds, blanks collapsed.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let text = |element: scraper::ElementRef<'_>| {
            element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
        };
        self.html.select(&parse(selector)).map(text).collect()
    }
    /// The text of the first such element; fails when there is none.
    pub fn text(&self, selector: &str) -> String {
        self.texts(selector).into_iter().next().unwrap_or_else(|| panic!("no {selector} in {}", self.source))
    }
    pub fn count(&self, selector: &str) -> usize {
        self.html.select(&parse(selector)).count()
    }
    /// The values of an attribute on all elements that a selector finds.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        self.html.select(&parse(selector)).filter_map(|e| e.attr(name)).map(str::to_owned).collect()
    }
}

fn parse(selector: &str) -> Selector {
    Selector::parse(selector).unwrap_or_else(|error| panic!("{selector}: {error}"))
}
