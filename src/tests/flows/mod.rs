//! Flows: what people do, from their sign-in to what they see, through the real router in memory.
//!
//! One file per feature, one test per promise. What always holds: a flow reads and writes only over HTTP.

mod access;
pub mod answers;
mod attachments;
mod bad_input;
pub mod case_steps;
mod cases;
pub mod chat;
mod chat_hours;
mod chat_live;
mod chat_queue;
mod compression;
mod desk;
mod every_statement;
mod export;
pub mod forum;
mod import;
mod live;
mod matrix;
mod outbox;
mod plans;
mod public_topics;
mod search;
mod sign_in;
mod statements;
mod thread_search;
pub mod topic_edit;
pub mod topics;
