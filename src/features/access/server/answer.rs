//! How a form of access answers: browsers go back to the form's page, programs get the error.

use super::super::model::FormProblem;
use crate::{error::AppError, route, server::http};
use axum::http::{HeaderValue, header};
use axum_extra::extract::cookie::Cookie;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// A page's address with what is to be said there.
pub struct Back(String);

impl Back {
    pub fn to(page: &str) -> Back {
        Back(page.to_owned())
    }
    /// Adds what was typed, or where to go on; nothing if it is empty. Never a password.
    pub fn with(mut self, name: &str, value: &str) -> Back {
        if !value.is_empty() {
            let joint = if self.0.contains('?') { '&' } else { '?' };
            self.0.push_str(&format!("{joint}{name}={}", route::encode(value)));
        }
        self
    }
    /// Says that it went well.
    pub fn go(self) {
        leptos_axum::redirect(&self.0);
    }
    /// Says what was wrong.
    pub fn refuse(self, problem: FormProblem, error: AppError) -> Result<(), AppError> {
        if !http::is_plain_form() {
            return Err(error);
        }
        let wait = match error {
            AppError::TooMany { retry_s } => retry_s.to_string(),
            AppError::SignIn
            | AppError::Refused(_)
            | AppError::NotFound
            | AppError::Invalid(_)
            | AppError::Conflict
            | AppError::Unavailable
            | AppError::Broken { .. }
            | AppError::Offline => String::new(),
        };
        self.with("problem", problem.code()).with("wait", &wait).go();
        Ok(())
    }
    /// Says how long to wait; any other error is no matter of the form.
    pub fn refuse_waiting(self, error: AppError) -> Result<(), AppError> {
        if matches!(error, AppError::TooMany { .. }) { self.refuse(FormProblem::Wait, error) } else { Err(error) }
    }
}

/// Adds a cookie to the answer.
pub fn set_cookie(cookie: &Cookie<'static>) {
    if let (Ok(value), Some(answer)) = (HeaderValue::from_str(&cookie.to_string()), use_context::<ResponseOptions>()) {
        answer.append_header(header::SET_COOKIE, value);
    }
}
