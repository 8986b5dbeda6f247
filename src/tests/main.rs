//! The tests that enter by the front door; rules have theirs below their code.
//!
//! `support` gives them a portal of their own; `flows` drive the real router, signed in over HTTP; `store` runs every
//! statement on both databases; `views` parse pages back; `commands` run the binary; `tidy` holds the house rules;
//! `golden` keeps what must not change unseen.

mod commands;
mod flows;
mod golden;
mod store;
mod support;
mod tidy;
mod views;
