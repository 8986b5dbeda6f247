//! The tests that enter by the front door; rules have theirs below their code.
//!
//! `support` gives them a portal of their own; `flows` drive the real router, signed in over HTTP; `store` runs every
//! statement on both databases; `views` parse pages back; `tidy` holds the house rules.

mod flows;
mod store;
mod support;
mod tidy;
mod views;
