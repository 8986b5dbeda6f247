//! What came of an import: what is new, and what could not be read as it was meant.

use super::run::ImportError;
use crate::{
    features::topics::server::dialect::{Finding, FindingKind},
    i18n::Language,
};
use std::{collections::BTreeMap, fs::File, io, path::Path};

/// A line of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Below the folder.
    pub file: String,
    pub reason: String,
}

impl std::fmt::Display for Unread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.file, self.reason)
    }
}

/// The outcome of an import.
#[derive(Default)]
pub struct Report {
    /// Markdown files.
    pub files: u64,
    /// Other files, which are passed over.
    pub others: u64,
    pub guides: u64,
    pub new: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub withdrawn: u64,
    /// Files that could not be read at all.
    pub unread: u64,
    /// What was found in the others, by kind.
    pub findings: BTreeMap<FindingKind, u64>,
    /// The first lines: unread files before findings.
    pub first: Vec<Unread>,
    file: Option<csv::Writer<File>>,
}

/// Lines that are shown; all of them are in the report's file.
const SHOWN: usize = 20;

impl Report {
    /// A report that also writes every line to a file, as CSV.
    pub fn to_file(path: &Path) -> io::Result<Report> {
        let mut file = csv::Writer::from_writer(File::create(path)?);
        file.write_record(["file", "kind", "reason"])?;
        Ok(Report { file: Some(file), ..Report::default() })
    }

    /// All lines that the report counts.
    pub fn lines(&self) -> u64 {
        self.unread + self.findings.values().sum::<u64>()
    }

    pub(super) fn unread(&mut self, language: Language, path: &str, reason: &str) -> Result<(), ImportError> {
        self.unread += 1;
        self.line(language, path, "unread", reason)
    }

    pub(super) fn found(&mut self, language: Language, path: &str, finding: &Finding) -> Result<(), ImportError> {
        *self.findings.entry(finding.kind).or_default() += 1;
        self.line(language, path, finding.kind.name(), &finding.what)
    }

    fn line(&mut self, language: Language, path: &str, kind: &str, reason: &str) -> Result<(), ImportError> {
        let file = format!("{language}/{path}");
        if let Some(all) = &mut self.file {
            all.write_record([&file, kind, reason]).map_err(io::Error::other)?;
        }
        if self.first.len() < SHOWN {
            self.first.push(Unread { file, reason: reason.to_owned() });
        }
        Ok(())
    }

    /// Writes what is left of the report's file.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), csv::Writer::flush)
    }
}
