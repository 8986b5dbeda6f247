//! A file of records: which it is, how it is written, and its rows one after the other or by their places.

use super::{report::Fault, run::ImportError, scan::Scanner};
use serde_json::Value;
use std::{
    fs::File,
    io::{BufReader, Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
};

/// The beginning of a file is enough to see how it is written.
const HEAD_BYTES: usize = 64 * 1024;
/// Bytes of rows that are held at once, beside the last of them.
const SOME_BYTES: u32 = 8 * 1024 * 1024;
/// In CSV and for lists in JSON: file names cannot hold it on any common system.
pub const LIST_SEPARATOR: char = '|';

/// What a file holds.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// The file's name without its ending.
    pub name: &'static str,
    /// Rows of a file, for what of each is kept in memory.
    pub rows_most: u32,
    pub columns: &'static [&'static str],
    /// Those that every file must have.
    pub needed: &'static [&'static str],
}

/// A file of records that can be read: its head was understood.
pub struct Source {
    kind: &'static Kind,
    /// As reports call it.
    name: String,
    path: PathBuf,
    format: Format,
    /// Where the first row begins, and on which line.
    rows_at: (u64, u32),
    rows_most: u32,
}

enum Format {
    /// Which of the kind's columns each field of a row is.
    Csv {
        delimiter: &'static [u8],
        fields: Vec<usize>,
    },
    JsonLines,
}

/// Where a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub offset: u64,
    pub bytes: u32,
    pub line: u32,
}

/// A row's values, in the order of its kind's columns; empty ones are absent.
#[derive(Debug, PartialEq, Eq)]
pub struct Record {
    values: Vec<Option<String>>,
}

/// A row as far as it can be read, with what is wrong with it as a whole.
pub struct Row {
    pub record: Record,
    pub faults: Vec<Fault>,
    /// Are there more or fewer values than columns? Then each may stand under another's name.
    pub is_shifted: bool,
}

impl Record {
    fn set(&mut self, at: usize, mut value: String) {
        // The database stores none (`server::db`): two keys must not differ by what is lost there.
        if value.contains('\0') {
            value.retain(|sign| sign != '\0');
        }
        self.values[at] = Some(value).filter(|value| !value.trim().is_empty());
    }

    pub fn get(&self, kind: &Kind, column: &str) -> Option<&str> {
        let at = kind.columns.iter().position(|known| *known == column)?;
        self.values[at].as_deref()
    }

    /// What rows call something, as [`one_line`] spells it.
    pub fn key(&self, kind: &Kind, column: &str) -> Option<String> {
        self.get(kind, column).map(one_line)
    }
}

/// The one spelling of a name, a key or a number: however many blanks and line breaks stand in it, they are one blank.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Source {
    /// The file of a kind in a folder, if there is one; `rows_most`: `None` means the kind's.
    pub fn find(folder: &Path, kind: &'static Kind, rows_most: Option<u32>) -> Result<Option<Source>, ImportError> {
        let rows_most = rows_most.unwrap_or(kind.rows_most);
        let path = |ending| folder.join(format!("{}.{ending}", kind.name));
        let (csv, json) = (path("csv"), path("jsonl"));
        match (csv.exists(), json.exists()) {
            (true, true) => {
                Err(ImportError::Folder(format!("there are {0}.csv and {0}.jsonl: keep one of them", kind.name)))
            }
            (true, false) => Source::open(csv, kind, rows_most, true).map(Some),
            (false, true) => Source::open(json, kind, rows_most, false).map(Some),
            (false, false) => Ok(None),
        }
    }

    fn open(path: PathBuf, kind: &'static Kind, rows_most: u32, is_csv: bool) -> Result<Source, ImportError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut head = Vec::new();
        let broken = |error: std::io::Error| ImportError::File { name: name.clone(), reason: error.to_string() };
        File::open(&path).map_err(broken)?.take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(broken)?;
        let wrong = |reason: String| ImportError::File { name: name.clone(), reason };
        if looks_like_utf16(&head) {
            return Err(wrong("this is UTF-16; save it as UTF-8".to_owned()));
        }
        let start = if head.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let (format, rows_at) = if is_csv {
            let mut lines = Scanner::csv(&head[start..], b",;\t", 0, 1);
            let first = lines.next_row().map_err(|fault| wrong(format!("line {}: {}", fault.line, fault.reason)))?;
            let Some(first) = first else {
                return Err(wrong("empty: a first line with the columns' names is needed".to_owned()));
            };
            let delimiter = delimiter(lines.row());
            let names = csv::StringRecord::from_byte_record_lossy(parse_csv(lines.row(), delimiter));
            let fields = columns(kind, &names).map_err(&wrong)?;
            let end = first.offset + u64::from(first.bytes);
            (Format::Csv { delimiter, fields }, (start as u64 + end, lines.line()))
        } else {
            (Format::JsonLines, (start as u64, 1))
        };
        Ok(Source { kind, name, path, format, rows_at, rows_most })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Calls `each` with every row; an error is one after which nothing can be read.
    pub fn scan(&self, mut each: impl FnMut(Place, Row) -> Result<(), ImportError>) -> Result<(), ImportError> {
        let mut rows = self.rows()?;
        while let Some((place, row)) = rows.read_next()? {
            each(place, row)?;
        }
        Ok(())
    }

    /// All rows, one after the other.
    pub fn rows(&self) -> Result<Rows<'_>, ImportError> {
        let (offset, line) = self.rows_at;
        let open = || {
            let mut file = File::open(&self.path)?;
            file.seek(SeekFrom::Start(offset)).map(|_| BufReader::with_capacity(256 * 1024, file))
        };
        let input = open().map_err(|error| self.broken(error.to_string()))?;
        let scanner = match self.format {
            Format::Csv { delimiter, .. } => Scanner::csv(input, delimiter, offset, line),
            Format::JsonLines => Scanner::lines(input, offset, line),
        };
        Ok(Rows { source: self, scanner, read: 0 })
    }

    /// Reads rows by their places.
    pub fn reader(&self) -> std::io::Result<RowReader<'_>> {
        Ok(RowReader { source: self, file: File::open(&self.path)?, raw: Vec::new() })
    }

    fn broken(&self, reason: String) -> ImportError {
        ImportError::File { name: self.name.clone(), reason }
    }

    fn parse(&self, raw: &[u8]) -> Row {
        let mut row = Row::of(self.kind);
        match &self.format {
            Format::Csv { delimiter, fields } => row.take_fields(self.kind, fields, &parse_csv(raw, delimiter)),
            Format::JsonLines => match serde_json::from_slice(raw) {
                Ok(Value::Object(values)) => {
                    values.into_iter().for_each(|(name, value)| row.take(self.kind, &name, value))
                }
                Ok(_) => row.faults.push(Fault::of_row("no JSON object".to_owned())),
                Err(error) => row.faults.push(Fault::of_row(format!("no JSON: {error}"))),
            },
        }
        row
    }
}

impl Row {
    /// What the row says, or what is wrong with it.
    pub fn checked<T>(&self, read: impl FnOnce(&Record) -> Result<T, Vec<Fault>>) -> Result<T, Vec<Fault>> {
        if self.faults.is_empty() { read(&self.record) } else { Err(self.faults.clone()) }
    }

    fn of(kind: &Kind) -> Row {
        Row { record: Record { values: vec![None; kind.columns.len()] }, faults: Vec::new(), is_shifted: false }
    }

    fn take_fields(&mut self, kind: &Kind, fields: &[usize], values: &csv::ByteRecord) {
        self.is_shifted = values.len() != fields.len();
        if self.is_shifted {
            let reason = format!("{} values, but the first line names {} columns", values.len(), fields.len());
            self.faults.push(Fault::of_row(reason));
        }
        for (at, value) in fields.iter().zip(values) {
            match std::str::from_utf8(value) {
                Ok(value) => self.record.set(*at, value.to_owned()),
                // It stays absent: a number that is nearly right would be another case's.
                Err(_) => self.faults.push(Fault::of(kind.columns[*at], "not UTF-8")),
            }
        }
    }

    fn take(&mut self, kind: &Kind, name: &str, value: Value) {
        match kind.columns.iter().position(|column| *column == name) {
            None => self.faults.push(Fault::of_row(unknown(kind, name))),
            Some(at) => match json_text(kind.columns[at], value) {
                Ok(text) => self.record.set(at, text.unwrap_or_default()),
                Err(fault) => self.faults.push(fault),
            },
        }
    }
}

/// Reads the rows of a source in their order; an error is one after which nothing can be read.
pub struct Rows<'a> {
    source: &'a Source,
    scanner: Scanner<BufReader<File>>,
    read: u32,
}

impl Rows<'_> {
    pub fn read_next(&mut self) -> Result<Option<(Place, Row)>, ImportError> {
        let place = self.scanner.next_row();
        let place = place.map_err(|fault| self.source.broken(format!("line {}: {}", fault.line, fault.reason)))?;
        let Some(place) = place else { return Ok(None) };
        self.read += 1;
        if self.read > self.source.rows_most {
            return Err(self.source.broken(format!("more than {} rows; split it", self.source.rows_most)));
        }
        Ok(Some((place, self.source.parse(self.scanner.row()))))
    }

    /// The next so many, or fewer long ones; none at the end.
    pub fn some(&mut self, most: usize) -> Result<Vec<(Place, Row)>, ImportError> {
        let (mut some, mut bytes) = (Vec::new(), 0);
        while some.len() < most && bytes < SOME_BYTES {
            let Some((place, row)) = self.read_next()? else { break };
            bytes += place.bytes;
            some.push((place, row));
        }
        Ok(some)
    }
}

/// Reads the rows of a source by their places.
pub struct RowReader<'a> {
    source: &'a Source,
    file: File,
    raw: Vec<u8>,
}

impl RowReader<'_> {
    /// A row that was read before. The file was changed meanwhile if it cannot be read again.
    pub fn read(&mut self, place: Place) -> Result<Record, ImportError> {
        self.raw.resize(place.bytes as usize, 0);
        let read = self.file.seek(SeekFrom::Start(place.offset)).and_then(|_| self.file.read_exact(&mut self.raw));
        let row = read.ok().map(|()| self.source.parse(&self.raw)).filter(|row| row.faults.is_empty());
        let changed = || self.source.broken("the file was changed while it was read".to_owned());
        row.map(|row| row.record).ok_or_else(changed)
    }
}

/// A byte order mark of UTF-16, or the zeros that it has in the place of every other letter.
fn looks_like_utf16(head: &[u8]) -> bool {
    let zeros = head.iter().take(200).filter(|byte| **byte == 0).count();
    head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) || zeros > head.len().min(200) / 4
}

/// The sign that the first line has most of.
fn delimiter(header: &[u8]) -> &'static [u8] {
    let count = |sign: &[u8]| header.iter().filter(|byte| sign.contains(byte)).count();
    let signs: [&'static [u8]; 3] = [b"\t", b";", b","];
    // of equals the last: a line without any has one column
    signs.into_iter().max_by_key(|sign| count(sign)).unwrap_or(b",")
}

/// The values of a row.
fn parse_csv(raw: &[u8], delimiter: &[u8]) -> csv::ByteRecord {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(delimiter[0])
        .flexible(true)
        .buffer_capacity(raw.len().max(16))
        .from_reader(raw);
    let mut record = csv::ByteRecord::new();
    // Only reading from a disk can fail.
    let _ = reader.read_byte_record(&mut record);
    record
}

fn columns(kind: &'static Kind, names: &csv::StringRecord) -> Result<Vec<usize>, String> {
    let mut fields: Vec<usize> = Vec::new();
    for name in names {
        let name = name.trim();
        let at = kind.columns.iter().position(|column| *column == name).ok_or_else(|| unknown(kind, name))?;
        if fields.contains(&at) {
            return Err(format!("the column {name} is there twice"));
        }
        fields.push(at);
    }
    let missing: Vec<&str> =
        kind.needed.iter().copied().filter(|name| !names.iter().any(|known| known.trim() == *name)).collect();
    if missing.is_empty() { Ok(fields) } else { Err(format!("the first line does not name {}", missing.join(", "))) }
}

fn unknown(kind: &Kind, name: &str) -> String {
    format!("there is no column {name:?} ({})", kind.columns.join(", "))
}

fn json_text(column: &'static str, value: Value) -> Result<Option<String>, Fault> {
    match value {
        Value::Null => Ok(None),
        Value::Bool(value) => Ok(Some(value.to_string())),
        Value::Number(value) => Ok(Some(value.to_string())),
        Value::String(value) => Ok(Some(value)),
        Value::Array(values) => {
            let values = values.into_iter().map(|value| json_text(column, value)).collect::<Result<Vec<_>, _>>()?;
            let values: Vec<String> = values.into_iter().flatten().collect();
            Ok(Some(values.join(&LIST_SEPARATOR.to_string())))
        }
        Value::Object(_) => {
            Err(Fault { column: Some(column), reason: "an object where a text is expected".to_owned() })
        }
    }
}
