//! The work that the portal does by itself, each job a task that ends with the server.

use super::http::HttpState;

/// Starts every job.
pub fn start(_state: &HttpState) {}
