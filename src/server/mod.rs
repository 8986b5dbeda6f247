//! Everything that only the server has: the commands, the doors to the database, to HTTP and to mail, and who may pass.
//!
//! Used by the `server` rooms of the features. What always holds: what stands here is never compiled into wasm.

pub mod authz;
pub mod clock;
pub mod commands;
pub mod config;
pub mod db;
pub mod demo;
pub mod derived;
pub mod files;
pub mod http;
pub mod jobs;
pub mod live;
pub mod mail;
pub mod markdown;
pub mod pace;
pub mod passwords;
pub mod portal;
pub mod search;
pub mod secret;
pub mod telemetry;
pub mod visit;
pub mod zones;

pub use portal::Portal;
pub use visit::Visit;
