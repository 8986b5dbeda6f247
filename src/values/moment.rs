use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub const MINUTE_MS: i64 = 60_000;
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// An instant: milliseconds since 1970-01-01T00:00:00Z, in both databases and on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    pub fn plus_ms(self, ms: i64) -> Moment {
        Moment(self.0.saturating_add(ms))
    }
    /// Milliseconds from `earlier` to this instant.
    pub fn since_ms(self, earlier: Moment) -> i64 {
        self.0 - earlier.0
    }
    /// RFC 3339 in UTC with seconds, for `datetime` attributes, exports and mail.
    pub fn rfc3339(self) -> String {
        let c = Civil::from_ms(self.0);
        format!("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", c.year, c.month, c.day, c.hour, c.minute, c.second)
    }
}

/// A reader's time zone as the offsets that it had and will have: no zone database travels to the browser, and both
/// sides write the same local time.
/// Cheap to clone: many parts of a page write times.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// The IANA name, such as `Europe/Madrid`.
    pub name: Arc<str>,
    /// From which instant (milliseconds) which offset (minutes east of UTC) holds; ascending, the first from -2^63.
    pub offsets: Arc<[(i64, i32)]>,
}

impl Zone {
    /// Local calendar time of an instant.
    pub fn civil(&self, at: Moment) -> Civil {
        let index = self.offsets.partition_point(|(from, _)| *from <= at.0);
        let minutes = if index == 0 { 0 } else { self.offsets[index - 1].1 };
        Civil::from_ms(at.0 + i64::from(minutes) * MINUTE_MS)
    }
}

/// A calendar time without a zone (proleptic Gregorian; month 1–12, day 1–31).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    pub year: i64,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
}

impl Civil {
    /// From milliseconds; the day count is turned into a date by Howard Hinnant's `civil_from_days`.
    pub fn from_ms(ms: i64) -> Civil {
        let (days, rest) = (ms.div_euclid(DAY_MS), ms.rem_euclid(DAY_MS));
        let z = days + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = doy - (153 * mp + 2) / 5 + 1;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + i64::from(month <= 2);
        Civil {
            year,
            month: month as u8,
            day: day as u8,
            hour: (rest / HOUR_MS) as u8,
            minute: (rest / MINUTE_MS % 60) as u8,
            second: (rest / 1_000 % 60) as u8,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_print_as_rfc_3339() {
        assert_eq!(Moment(0).rfc3339(), "1970-01-01T00:00:00Z");
        assert_eq!(Moment(1_709_210_096_000).rfc3339(), "2024-02-29T12:34:56Z");
        assert_eq!(Moment(-1_000).rfc3339(), "1969-12-31T23:59:59Z");
    }

    #[test]
    fn a_zone_gives_the_offset_of_the_instant() {
        let zone = Zone { name: "Europe/Madrid".into(), offsets: [(i64::MIN, 60), (1_000_000, 120)].into() };
        assert_eq!(zone.civil(Moment(0)).hour, 1);
        assert_eq!(zone.civil(Moment(1_000_000)).hour, 2);
    }
}
