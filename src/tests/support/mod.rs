//! What the tests share: a portal of their own, people signed in over HTTP, and answers that can be read.
//!
//! Used by every test that enters by the front door. What always holds: a test has its own database, files, clock and
//! ids; time moves only when the test moves it; mail that nobody looked at fails the test.

#![allow(dead_code, unused_imports, reason = "each part is here for the tests of the features, which come and go")]

mod answer;
mod app;
mod database;
mod mail;
mod reader;
pub mod socket;

pub use answer::{Answer, Page};
pub use app::{NOW, TestApp, instance_of, on_both, on_sqlite, portal_on};
pub use database::{Backend, Database};
pub use mail::MailRow;
pub use reader::{Fields, Reader, encode, request};
