//! Topics come in from a folder of Markdown files, again and again (HELP-7): `<language>/<product>/…/<topic>.md`, with a
//! table of contents in each `TOC.md` and shared texts below `_includes`.
//!
//! Used by `atiende topics import`. What always holds: a run that finds nothing new writes nothing; what cannot be read is
//! reported and stays as it was; topics whose files are gone are withdrawn, and only in the products that the folder has; what
//! was edited in the portal stays as it is.

mod prepare;
mod report;
mod run;
mod tree;

pub use report::{Report, Unread};
pub use run::{ImportError, run};
