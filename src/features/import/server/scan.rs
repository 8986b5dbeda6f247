//! Where the rows of a file begin and end. What stands in a row is read by the libraries of its format; they do not say
//! where it stood, nor that a quote was never closed or that text goes on behind one.

use super::source::Place;
use std::io::BufRead;

/// Bytes of a row; a text of a megabyte in every column of prose.
const ROW_MOST_BYTES: usize = 8 * 1024 * 1024;

/// Why nothing behind a line can be read.
#[derive(Debug, PartialEq, Eq)]
pub struct Stopped {
    pub line: u32,
    pub reason: String,
}

/// Splits a file into rows.
pub struct Scanner<R> {
    input: R,
    offset: u64,
    cursor: Cursor,
    row: Vec<u8>,
}

/// What the next byte means.
struct Cursor {
    /// `None`: lines are rows, whatever is in them.
    csv: Option<Csv>,
    /// What ends a field besides the end of its row.
    delimiters: &'static [u8],
    line: u32,
    before: u8,
}

/// What a byte does to the row that it stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Inside,
    End,
    /// See [`Csv::Torn`].
    Torn,
}

/// Where in a row of CSV a byte stands (RFC 4180).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Csv {
    FieldStart,
    Unquoted,
    Quoted,
    /// Behind a quote inside of quotes: the end of the field, or the first of two that mean one.
    QuoteInQuoted,
    /// Text behind a closing quote. Where the row ends cannot be told: that quote may have been meant to open a value, and
    /// the one that opened this one was never closed.
    Torn,
}

impl Csv {
    fn after(self, byte: u8, delimiters: &[u8]) -> Csv {
        let is_end = matches!(byte, b'\n' | b'\r') || delimiters.contains(&byte);
        match (self, byte) {
            (Csv::FieldStart, b'"') => Csv::Quoted,
            (Csv::Quoted, b'"') => Csv::QuoteInQuoted,
            (Csv::Quoted, _) | (Csv::QuoteInQuoted, b'"') => Csv::Quoted,
            (Csv::FieldStart | Csv::Unquoted | Csv::QuoteInQuoted, _) if is_end => Csv::FieldStart,
            (Csv::FieldStart | Csv::Unquoted, _) => Csv::Unquoted,
            (Csv::QuoteInQuoted | Csv::Torn, _) => Csv::Torn,
        }
    }
}

impl Cursor {
    fn step(&mut self, byte: u8) -> Step {
        self.csv = self.csv.map(|state| state.after(byte, self.delimiters));
        let before = std::mem::replace(&mut self.before, byte);
        // The library of CSV ends rows at a bare carriage return too; that of JSON takes it for a blank.
        let is_end = byte == b'\n' || (byte == b'\r' && self.csv.is_some());
        let is_counted = byte == b'\n' && before == b'\r' && self.csv.is_some();
        self.line += u32::from(is_end && !is_counted);
        match self.csv {
            Some(Csv::Torn) => Step::Torn,
            Some(Csv::Quoted) => Step::Inside,
            Some(Csv::FieldStart | Csv::Unquoted | Csv::QuoteInQuoted) | None if is_end => Step::End,
            Some(Csv::FieldStart | Csv::Unquoted | Csv::QuoteInQuoted) | None => Step::Inside,
        }
    }
}

impl<R: BufRead> Scanner<R> {
    /// Rows of CSV, from a place on.
    pub fn csv(input: R, delimiters: &'static [u8], offset: u64, line: u32) -> Scanner<R> {
        let cursor = Cursor { csv: Some(Csv::FieldStart), delimiters, line, before: 0 };
        Scanner { input, offset, cursor, row: Vec::new() }
    }
    /// Lines, from a place on.
    pub fn lines(input: R, offset: u64, line: u32) -> Scanner<R> {
        let cursor = Cursor { csv: None, delimiters: b"", line, before: 0 };
        Scanner { input, offset, cursor, row: Vec::new() }
    }

    /// The bytes of the row that was read last, with its end of line.
    pub fn row(&self) -> &[u8] {
        &self.row
    }
    /// The line on which the next row begins.
    pub fn line(&self) -> u32 {
        self.cursor.line
    }

    /// Reads the next row that is not blank.
    pub fn next_row(&mut self) -> Result<Option<Place>, Stopped> {
        loop {
            let (offset, line) = (self.offset, self.cursor.line);
            let is_closed = self.read_row(line)?;
            if self.row.is_empty() {
                return Ok(None);
            }
            if !is_closed {
                return Err(Stopped { line, reason: "a quote is opened in this row and never closed".to_owned() });
            }
            if !self.row.trim_ascii().is_empty() {
                return Ok(Some(Place { offset, bytes: self.row.len() as u32, line }));
            }
        }
    }

    /// Fills `row` up to its end; `false`: the file ended inside of quotes.
    fn read_row(&mut self, begin: u32) -> Result<bool, Stopped> {
        let stopped = |reason: String| Stopped { line: begin, reason };
        self.row.clear();
        loop {
            let buffer = self.input.fill_buf().map_err(|error| stopped(error.to_string()))?;
            if buffer.is_empty() {
                return Ok(self.cursor.csv != Some(Csv::Quoted));
            }
            let found =
                buffer.iter().map(|byte| self.cursor.step(*byte)).zip(1..).find(|(step, _)| *step != Step::Inside);
            let (step, taken) = found.unwrap_or((Step::Inside, buffer.len()));
            self.row.extend_from_slice(&buffer[..taken]);
            self.input.consume(taken);
            self.offset += taken as u64;
            match step {
                Step::Torn => return Err(stopped(torn(self.cursor.line))),
                Step::End => return self.end_line().map(|()| true).map_err(|error| stopped(error.to_string())),
                Step::Inside if self.row.len() > ROW_MOST_BYTES => {
                    let reason = "this row has more than 8 MB; is a quote opened in it and never closed?";
                    return Err(stopped(reason.to_owned()));
                }
                Step::Inside => {}
            }
        }
    }

    /// A carriage return and the line feed behind it are one end of line.
    fn end_line(&mut self) -> std::io::Result<()> {
        if self.row.ends_with(b"\r") && self.input.fill_buf()?.first() == Some(&b'\n') {
            self.cursor.step(b'\n');
            self.row.push(b'\n');
            self.input.consume(1);
            self.offset += 1;
        }
        Ok(())
    }
}

fn torn(line: u32) -> String {
    format!("text follows the quote that closes a value (on line {line}); a quote inside of a value is written twice")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Result<Vec<(u32, String)>, Stopped> {
        let mut scanner = Scanner::csv(text.as_bytes(), b",", 0, 1);
        let mut rows = Vec::new();
        while let Some(place) = scanner.next_row()? {
            let raw = String::from_utf8_lossy(scanner.row()).into_owned();
            let (from, bytes) = (place.offset as usize, place.bytes as usize);
            assert_eq!(raw, text[from..from + bytes]);
            rows.push((place.line, raw.trim().to_owned()));
        }
        Ok(rows)
    }

    #[test]
    fn a_row_ends_at_a_line_break_outside_of_quotes() {
        let found = rows("a,b\r\n\n1,\"x\ny \"\"z\"\"\"\n2,5\" disk; \"\n3,").expect("rows");
        let row = |line, text: &str| (line, text.to_owned());
        assert_eq!(found, [row(1, "a,b"), row(3, "1,\"x\ny \"\"z\"\"\""), row(5, "2,5\" disk; \""), row(6, "3,")]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told_with_the_line_on_which_its_row_begins() {
        let stopped = rows("a,b\n1,2\n3,\"x\n4,5\n").expect_err("nothing can be read");
        assert_eq!((stopped.line, stopped.reason.contains("never closed")), (3, true));
    }

    /// Else the value would end behind the second row's quote, and the second row's case would lose its reply.
    #[test]
    fn a_quote_that_is_closed_by_the_next_rows_quote_makes_no_row_of_two() {
        let text = "a,b\n1,\"Never closed\n2,\"Fine\"\n3,\"Fine too\"\n";
        let stopped = rows(text).expect_err("nothing can be read");
        assert_eq!((stopped.line, stopped.reason), (2, torn(3)));
        for torn in ["1,\"x\"y\n", "1,\"x\" ,2\n", "1,\"x\"\"\"y,2", "1,\"\"x"] {
            assert_eq!(rows(torn).map_err(|stopped| stopped.line), Err(1), "{torn}");
        }
        for whole in ["1,\"x\"", "1,\"x\",2", "1,\"x\"\r\n", "1,\"\"\"x\"\"\"\n", "1,\"\"\n"] {
            assert_eq!(rows(whole).map(|rows| rows.len()), Ok(1), "{whole}");
        }
    }

    #[test]
    fn a_row_ends_at_a_carriage_return_too_wherever_the_buffer_ends() {
        let text = "a,b\r1,\"x\r\ny\rz\"\r\r\n2,3\r\n4,5\n6,7\r";
        let expected = ["a,b", "1,\"x\r\ny\rz\"", "2,3", "4,5", "6,7"];
        for capacity in 1..8 {
            let input = std::io::BufReader::with_capacity(capacity, text.as_bytes());
            let mut scanner = Scanner::csv(input, b",", 0, 1);
            let mut found = Vec::new();
            while let Some(place) = scanner.next_row().expect("rows") {
                found.push((place.line, String::from_utf8_lossy(scanner.row()).trim().to_owned()));
            }
            let lines = [1, 2, 6, 7, 8].into_iter();
            assert_eq!(found, lines.zip(expected.map(str::to_owned)).collect::<Vec<_>>(), "{capacity}");
            assert_eq!(scanner.line(), 9);
        }
    }

    /// What the two say of a row must be the same, or rows would be lost between them.
    #[test]
    fn the_library_of_csv_ends_rows_where_this_does() {
        for text in ["a\rb\r\nc\n", "a,\"b\rc\"\rd\r\r\r\ne", "\r\na\r", "5\" disk\r5\n"] {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let records = reader.records().map(|record| record.expect("a record")[0].to_owned());
            let found = rows(text).expect("rows");
            assert_eq!(found.len(), records.count(), "{text:?}");
        }
    }
}
