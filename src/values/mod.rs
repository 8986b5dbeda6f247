//! Small values that every room shares: ids, instants, addresses, numbers of pages and of problems.
//!
//! Used everywhere. What always holds: a value of these types is well formed; there is no way to make one that is not.

mod email;
mod id;
mod marked;
mod moment;
mod number;
mod page;
mod phone;
mod problem;

pub use email::Email;
pub use id::*;
pub use marked::Marked;
pub use moment::{Civil, DAY_MS, HOUR_MS, MINUTE_MS, Moment, Zone};
pub use number::CaseNumber;
pub use page::{Cursor, Page};
pub use phone::Phone;
pub use problem::{Kept, Problem, Problems};
