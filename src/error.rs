//! The one error on the wire.
//!
//! Every server function answers with it, every page shows it (`ui`'s error state turns it into the reader's language).
//! What always holds: no text of a foreign error crosses it; what went wrong inside stands in the log under the
//! incident number.

use crate::{
    policy::Refusal,
    values::{Problem, Problems},
    wire::JsonText,
};
use serde::{Deserialize, Serialize};
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

/// Why a request was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AppError {
    /// Nobody is signed in, or the session ended.
    SignIn,
    Refused(Refusal),
    /// Does not exist, or not for this reader: both answer alike.
    NotFound,
    Invalid(Problems),
    /// The object changed meanwhile; load it again.
    Conflict,
    TooMany {
        retry_s: u32,
    },
    /// The database is away, locked, full or read-only; nothing was written.
    Unavailable,
    Broken {
        incident: String,
    },
    /// The browser did not reach the server.
    Offline,
}

impl AppError {
    /// The HTTP status of the answer (RFC 9110, section 15).
    pub fn status(&self) -> u16 {
        match self {
            AppError::SignIn => 401,
            AppError::Refused(_) => 403,
            AppError::NotFound => 404,
            AppError::Invalid(_) => 422,
            AppError::Conflict => 409,
            AppError::TooMany { .. } => 429,
            AppError::Unavailable | AppError::Offline => 503,
            AppError::Broken { .. } => 500,
        }
    }

    /// One problem of one field.
    pub fn field(field: &str, problem: Problem) -> AppError {
        AppError::Invalid(Problems::one(field, problem))
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        match refusal {
            Refusal::SignIn => AppError::SignIn,
            Refusal::NotYours | Refusal::NotYet { .. } | Refusal::Suspended => AppError::Refused(refusal),
        }
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for AppError {}

impl FromServerFnError for AppError {
    type Encoder = JsonText;

    /// What the framework itself reports: a request that did not arrive, or one that could not be read. Its text stays
    /// behind.
    fn from_server_fn_error(value: ServerFnErrorErr) -> Self {
        match value {
            ServerFnErrorErr::Request(_) => AppError::Offline,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                AppError::Invalid(Problems::one("form", Problem::NotAChoice))
            }
            ServerFnErrorErr::UnsupportedRequestMethod(_) => AppError::NotFound,
            ServerFnErrorErr::Registration(_)
            | ServerFnErrorErr::ServerError(_)
            | ServerFnErrorErr::MiddlewareError(_)
            | ServerFnErrorErr::Serialization(_)
            | ServerFnErrorErr::Response(_) => AppError::Broken { incident: String::new() },
        }
    }
}
