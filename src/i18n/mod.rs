//! Languages: which there are, which one a reader gets, and every word that a person reads.
//!
//! The words live in `locales/<language>/<feature>.json`; `build.rs` makes [`text`] of them. Used by every view, by mail
//! and by exports. What always holds: a key that one language lacks does not compile, and a text never depends on
//! anything but its language and its parameters, so the server and the browser write the same.

mod language;
mod moment_text;

pub use language::{Language, Plural};
pub use moment_text::{date, date_time, relative, size};

/// One module per locale file, one function per key (written by `build.rs`).
pub mod text {
    use super::{Language, Plural};
    use std::fmt::Display;
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}
