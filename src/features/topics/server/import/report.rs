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
    /// Topics that were edited in the portal and stay so, although their files changed or are gone.
    pub kept: u64,
    /// Files that could not be read at all.
    pub unread: u64,
    /// What was found in the others, by kind.
    pub findings: BTreeMap<FindingKind, u64>,
    /// The first lines of each kind, unread files before findings.
    pub first: Vec<Unread>,
    file: Option<csv::Writer<File>>,
}

/// Lines that are shown; all of them are in the report's file.
const SHOWN: usize = 20;
/// Of topics that stay as they are, and of each kind of finding: a folder without its pictures has thousands of one.
const SHOWN_OF_KIND: u64 = 4;

impl Report {
    /// A report that also writes every line to a file, as CSV.
    pub fn to_file(path: &Path) -> io::Result<Report> {
        let mut file = csv::Writer::from_writer(File::create(path)?);
        file.write_record(["file", "kind", "reason"])?;
        Ok(Report { file: Some(file), ..Report::default() })
    }

    /// All lines that the report counts.
    pub fn lines(&self) -> u64 {
        self.unread + self.kept + self.findings.values().sum::<u64>()
    }

    pub(super) fn kept(&mut self, language: Language, path: &str, reason: &str) -> Result<(), ImportError> {
        self.kept += 1;
        let line = self.write(language, path, "edited", reason)?;
        if self.kept <= SHOWN_OF_KIND {
            self.show(line);
        }
        Ok(())
    }

    pub(super) fn unread(&mut self, language: Language, path: &str, reason: &str) -> Result<(), ImportError> {
        self.unread += 1;
        let line = self.write(language, path, "unread", reason)?;
        self.show(line);
        Ok(())
    }

    pub(super) fn found(&mut self, language: Language, path: &str, finding: &Finding) -> Result<(), ImportError> {
        let line = self.write(language, path, finding.kind().name(), &finding.to_string())?;
        let count = self.findings.entry(finding.kind()).or_default();
        *count += 1;
        if *count <= SHOWN_OF_KIND {
            self.show(line);
        }
        Ok(())
    }

    fn write(&mut self, language: Language, path: &str, kind: &str, reason: &str) -> io::Result<Unread> {
        let file = format!("{language}/{path}");
        if let Some(all) = &mut self.file {
            all.write_record([&file, kind, reason])?;
        }
        Ok(Unread { file, reason: reason.to_owned() })
    }

    fn show(&mut self, line: Unread) {
        if self.first.len() < SHOWN {
            self.first.push(line);
        }
    }

    /// Writes what is left of the report's file.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), csv::Writer::flush)
    }
}
