//! store

mod cases;
