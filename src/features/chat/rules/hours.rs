//! When a product's chat is answered: weekly hours in a zone of their own, and days off (CHAT-4).

use crate::values::{Civil, DAY_MS, MINUTE_MS, Moment, Zone};
use serde::{Deserialize, Serialize};

/// Minutes of a day.
pub(super) const DAY_MIN: i32 = 24 * 60;
/// Days that are searched for the next opening: beyond the longest chain of holidays.
const AHEAD_DAYS: i64 = 30;

/// One opening of a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// 1 Monday to 7 Sunday (ISO 8601).
    pub weekday: u8,
    /// Minutes since midnight; 0 to 1440.
    pub from_min: i32,
    /// Behind `from_min`; past 1440 it goes on into the next day.
    pub to_min: i32,
}

/// The hours of a product's chat, by the wall clock of `zone`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    pub zone: Zone,
    pub week: Vec<Opening>,
    /// Days off, as `2026-12-25`: an opening that begins on one does not take place.
    pub holidays: Vec<String>,
}

impl Hours {
    /// Is the chat answered at this instant?
    pub fn is_open(&self, at: Moment) -> bool {
        let now = self.zone.civil(at);
        let minute = i32::from(now.hour) * 60 + i32::from(now.minute);
        // what began yesterday may go on past midnight
        [(0, 0), (1, DAY_MIN)].into_iter().any(|(days_back, past)| {
            let day = Day::of(&now).back(days_back);
            let minute = minute + past;
            self.openings(day).any(|opening| (opening.from_min..opening.to_min).contains(&minute))
        })
    }

    /// The instant of the next opening after `at`; `None`: not within a month.
    pub fn opens_at(&self, at: Moment) -> Option<Moment> {
        // minute by minute would do; by days and their openings it is the same and quick
        let today = Day::of(&self.zone.civil(at));
        (0..AHEAD_DAYS).find_map(|days| {
            let day = today.back(-days);
            let starts = self.openings(day).filter_map(|opening| self.instant(day, opening.from_min));
            starts.filter(|start| *start > at).min()
        })
    }

    fn openings(&self, day: Day) -> impl Iterator<Item = &Opening> {
        let is_off = self.holidays.contains(&day.date());
        self.week.iter().filter(move |opening| !is_off && opening.weekday == day.weekday())
    }

    /// The instant at which the wall clock shows this minute of a day; in the hour that a clock leaps over, the leap.
    fn instant(&self, day: Day, minute: i32) -> Option<Moment> {
        let wall = day.0 * DAY_MS + i64::from(minute) * MINUTE_MS;
        // a zone's offset is at most 14 hours; quarters of an hour are the finest
        const QUARTER_MS: i64 = 15 * MINUTE_MS;
        (-14 * 4..=14 * 4).rev().map(|quarters| Moment(wall - quarters * QUARTER_MS)).find(|at| {
            let shown = self.zone.civil(*at);
            let shown_min =
                Day::of(&shown).0 * i64::from(DAY_MIN) + i64::from(shown.hour) * 60 + i64::from(shown.minute);
            shown_min >= day.0 * i64::from(DAY_MIN) + i64::from(minute)
        })
    }
}

/// Is this a date of the calendar, as `2026-12-25`?
pub(super) fn is_date(text: &str) -> bool {
    let is_written = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let day = || {
        let (year, month, day) = (number(0..4)?, number(5..7)? as u8, number(8..10)? as u8);
        Some(Day::of(&Civil { year, month, day, hour: 0, minute: 0, second: 0 }))
    };
    is_written && day().is_some_and(|day| day.date() == text)
}

/// A calendar day, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Day(i64);

impl Day {
    /// Howard Hinnant's `days_from_civil`.
    fn of(date: &Civil) -> Day {
        let (year, month) = (date.year - i64::from(date.month <= 2), i64::from(date.month));
        let era = year.div_euclid(400);
        let yoe = year.rem_euclid(400);
        let doy = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + i64::from(date.day) - 1;
        Day(era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468)
    }
    fn back(self, days: i64) -> Day {
        Day(self.0 - days)
    }
    /// 1 Monday to 7 Sunday; 1970-01-01 was a Thursday.
    fn weekday(self) -> u8 {
        (self.0 + 3).rem_euclid(7) as u8 + 1
    }
    fn date(self) -> String {
        let Civil { year, month, day, .. } = Civil::from_ms(self.0 * DAY_MS);
        format!("{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Madrid around the changes of 2026: +1 h, from 29 March 01:00 UTC +2 h, from 25 October 01:00 UTC +1 h.
    fn madrid() -> Zone {
        let offsets = [(i64::MIN, 60), (at("2026-03-29 01:00").0, 120), (at("2026-10-25 01:00").0, 60)].into();
        Zone { name: "Europe/Madrid".into(), offsets }
    }

    /// An instant by its UTC date and time.
    fn at(text: &str) -> Moment {
        let number = |range: std::ops::Range<usize>| text[range].parse::<i64>().expect("digits");
        let date = Civil {
            year: number(0..4),
            month: number(5..7) as u8,
            day: number(8..10) as u8,
            hour: 0,
            minute: 0,
            second: 0,
        };
        Moment(Day::of(&date).0 * DAY_MS + (number(11..13) * 60 + number(14..16)) * MINUTE_MS)
    }

    /// Monday to Friday 9:00 to 18:00, Fridays also 22:00 to 02:00.
    fn hours() -> Hours {
        let mut week: Vec<Opening> = (1..=5).map(|weekday| Opening { weekday, from_min: 540, to_min: 1_080 }).collect();
        week.push(Opening { weekday: 5, from_min: 1_320, to_min: 1_560 });
        Hours { zone: madrid(), week, holidays: vec!["2026-10-12".into()] }
    }

    #[test]
    fn chat_4_hours_follow_the_wall_clock_through_the_change_of_time() {
        let hours = hours();
        // 9:00 in Madrid is 8:00 UTC in winter and 7:00 UTC in summer
        for (instant, open) in [
            ("2026-03-27 07:59", false),
            ("2026-03-27 08:00", true),
            ("2026-03-30 07:00", true),
            ("2026-03-30 06:59", false),
            ("2026-03-27 16:59", true),
            ("2026-03-27 17:00", false),
            ("2026-03-28 12:00", false),
        ] {
            assert_eq!(hours.is_open(at(instant)), open, "{instant}");
        }
    }

    #[test]
    fn chat_4_an_opening_goes_on_past_midnight_and_a_holiday_closes() {
        let hours = hours();
        assert!(hours.is_open(at("2026-07-03 23:30")), "Saturday 1:30 in Madrid");
        assert!(!hours.is_open(at("2026-07-04 00:00")), "Saturday 2:00 in Madrid");
        assert!(!hours.is_open(at("2026-10-12 10:00")), "a Monday off");
        assert_eq!(hours.opens_at(at("2026-10-09 23:59")), Some(at("2026-10-13 07:00")));
    }

    #[test]
    fn the_next_opening_is_told_by_its_instant() {
        let hours = hours();
        assert_eq!(hours.opens_at(at("2026-07-01 03:00")), Some(at("2026-07-01 07:00")));
        assert_eq!(hours.opens_at(at("2026-07-03 16:30")), Some(at("2026-07-03 20:00")), "the same evening");
        assert_eq!(hours.opens_at(at("2026-10-23 23:00")), Some(at("2026-10-26 08:00")), "over the change of time");
        let never = Hours { week: Vec::new(), ..hours };
        assert_eq!(never.opens_at(at("2026-07-01 03:00")), None);
    }
}
