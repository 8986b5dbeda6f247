//! Stores: what only the database decides, on both of them.

mod cases;
mod demo;
mod ids;
mod known;
