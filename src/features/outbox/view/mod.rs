//! The outbox's pages, for operators.

mod mail_page;
mod outbox_page;
mod state;

pub use mail_page::MailPage;
pub use outbox_page::OutboxPage;
