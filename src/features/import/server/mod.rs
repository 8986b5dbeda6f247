//! From a folder of records to rows: the files are read twice. The first time everything is checked and only the places of
//! the rows are kept; the second time they are read by these places, in batches, and written. Nothing is written before
//! everything was checked, and what is checked alone waits for nobody and lets nobody wait.

mod directory;
mod fields;
mod newcomers;
mod order;
mod prepare;
mod records;
mod report;
mod run;
mod scan;
mod source;

pub use report::{Counts, Rejection, Report};
pub use run::{ImportError, Mode, Order, run};
