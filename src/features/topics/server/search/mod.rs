//! The search in topics (HELP-2): its index follows the database by the number of the last change, and how good it is.

mod eval;
mod follow;

pub use eval::{Figures, Measured, QueryError, evaluate, queries};
pub use follow::{follow, rebuild};
