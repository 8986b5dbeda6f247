//! What was brought in, and which rows were not.

use std::{fs::File, io, path::Path};

/// What is wrong with a value, or with a row as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub column: Option<&'static str>,
    pub reason: String,
}

impl Fault {
    pub fn of_row(reason: String) -> Fault {
        Fault { column: None, reason }
    }
    pub fn of(column: &'static str, reason: impl Into<String>) -> Fault {
        Fault { column: Some(column), reason: reason.into() }
    }
}

/// A row that was not brought in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    pub file: String,
    pub line: u32,
    pub fault: Fault,
}

impl std::fmt::Display for Rejection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)?;
        if let Some(column) = self.fault.column {
            write!(f, " {column}")?;
        }
        write!(f, ": {}", self.fault.reason)
    }
}

/// Rows of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub read: u64,
    pub new: u64,
    /// There before this run.
    pub known: u64,
}

/// The outcome of an import.
#[derive(Default)]
pub struct Report {
    pub organizations: Counts,
    pub people: Counts,
    pub cases: Counts,
    pub events: Counts,
    /// Cases left out because of their own row or one of their events.
    pub left_out: u64,
    /// Rows that were not brought in; a row may have several faults.
    pub rejected: u64,
    /// The first of the rejections.
    pub first: Vec<Rejection>,
    file: Option<csv::Writer<File>>,
}

/// Rejections that are shown; all of them are in the report's file.
const SHOWN: usize = 20;

impl Report {
    /// A report that also writes every rejection to a file, as CSV.
    pub fn to_file(path: &Path) -> io::Result<Report> {
        let mut file = csv::Writer::from_writer(File::create(path)?);
        file.write_record(["file", "line", "column", "reason"])?;
        Ok(Report { file: Some(file), ..Report::default() })
    }

    pub(super) fn reject(&mut self, file: &str, line: u32, faults: Vec<Fault>) -> io::Result<()> {
        self.rejected += 1;
        for fault in faults {
            if let Some(file_of_all) = &mut self.file {
                file_of_all.write_record([file, &line.to_string(), fault.column.unwrap_or_default(), &fault.reason])?;
            }
            if self.first.len() < SHOWN {
                self.first.push(Rejection { file: file.to_owned(), line, fault });
            }
        }
        Ok(())
    }

    /// Writes what is left of the report's file.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), csv::Writer::flush)
    }
}
