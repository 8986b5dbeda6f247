//! The values of a row, checked one by one: each fault is noted beside its column, and the row is read to its end.

use super::{
    report::Fault,
    source::{Kind, LIST_SEPARATOR, Record, one_line},
};
use crate::values::Moment;
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use std::str::FromStr;

/// Bytes of a value.
const VALUE_MOST_BYTES: usize = 1024 * 1024;

/// What the values of every row are read by.
pub struct Reading {
    /// Of instants that name no offset.
    pub zone: TimeZone,
    pub now: Moment,
}

pub struct Fields<'a> {
    kind: &'static Kind,
    record: &'a Record,
    reading: &'a Reading,
    faults: Vec<Fault>,
}

impl<'a> Fields<'a> {
    pub fn of(kind: &'static Kind, record: &'a Record, reading: &'a Reading) -> Fields<'a> {
        Fields { kind, record, reading, faults: Vec::new() }
    }

    /// The checked row, if nothing is wrong with it.
    pub fn end<T>(self, row: T) -> Result<T, Vec<Fault>> {
        if self.faults.is_empty() { Ok(row) } else { Err(self.faults) }
    }

    pub fn fault(&mut self, column: &'static str, reason: impl Into<String>) {
        self.faults.push(Fault::of(column, reason));
    }

    /// A text that may be absent.
    pub fn text(&mut self, column: &'static str) -> Option<&'a str> {
        let value = self.record.get(self.kind, column)?;
        if value.len() > VALUE_MOST_BYTES {
            self.fault(column, "longer than 1 MB");
            return None;
        }
        Some(value.trim())
    }

    /// A text that has to be there.
    pub fn needed(&mut self, column: &'static str) -> &'a str {
        let value = self.text(column);
        if value.is_none() && !self.faults.iter().any(|fault| fault.column == Some(column)) {
            self.fault(column, "missing");
        }
        value.unwrap_or_default()
    }

    /// What other rows call something, if they name it.
    pub fn key(&mut self, column: &'static str) -> Option<String> {
        self.text(column).map(one_line)
    }

    pub fn needed_key(&mut self, column: &'static str) -> String {
        one_line(self.needed(column))
    }

    /// A text without line breaks, of so many characters at most.
    pub fn line(&mut self, column: &'static str, most: usize) -> String {
        let value = self.needed_key(column);
        if value.chars().count() > most {
            self.fault(column, format!("longer than {most} characters"));
        }
        value
    }

    /// One of the codes that a type reads.
    pub fn code<T: FromStr>(&mut self, column: &'static str) -> Option<T> {
        let value = self.text(column)?;
        let read = value.parse().ok();
        if read.is_none() {
            self.fault(column, format!("{value:?} is not one of its values"));
        }
        read
    }

    /// A code that has to be there; `fallback` stands for it in a row that is refused anyway.
    pub fn needed_code<T: FromStr>(&mut self, column: &'static str, fallback: T) -> T {
        if self.needed(column).is_empty() { fallback } else { self.code(column).unwrap_or(fallback) }
    }

    /// Names or codes, in their order.
    pub fn list(&mut self, column: &'static str) -> Vec<String> {
        let value = self.text(column).unwrap_or_default();
        value.split(LIST_SEPARATOR).map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
    }

    /// An instant of the past.
    pub fn instant(&mut self, column: &'static str) -> Option<Moment> {
        let value = self.text(column)?;
        let Some(at) = instant(value, &self.reading.zone) else {
            self.fault(column, format!("{value:?} is no instant (2021-03-05T09:30:00Z)"));
            return None;
        };
        if at.0 < 0 || at > self.reading.now {
            self.fault(column, format!("{value} is before 1970 or in the future"));
            return None;
        }
        Some(at)
    }

    pub fn needed_instant(&mut self, column: &'static str) -> Moment {
        if self.needed(column).is_empty() { Moment(0) } else { self.instant(column).unwrap_or(Moment(0)) }
    }
}

/// An instant with its offset, or a date with a time of day in a zone.
fn instant(text: &str, zone: &TimeZone) -> Option<Moment> {
    let at = match text.parse::<Timestamp>() {
        Ok(at) => at,
        Err(_) => zone.to_timestamp(text.parse::<DateTime>().ok()?).ok()?,
    };
    Some(Moment(at.as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_with_an_offset_and_without_one() {
        let madrid = TimeZone::get("Europe/Madrid").expect("a zone");
        let at = |text: &str| instant(text, &madrid).map(Moment::rfc3339);
        assert_eq!(at("2021-03-05T09:30:00+01:00").as_deref(), Some("2021-03-05T08:30:00Z"));
        assert_eq!(at("2021-07-05 09:30").as_deref(), Some("2021-07-05T07:30:00Z"));
        assert_eq!(at("2021-07-05").as_deref(), Some("2021-07-04T22:00:00Z"));
        for none in ["2021-02-30T00:00:00Z", "0000-00-00 00:00:00", "05/03/2021", "yesterday", "1614936600"] {
            assert_eq!(at(none), None, "{none}");
        }
    }
}
