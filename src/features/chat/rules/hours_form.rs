//! The hours of a product's chat as operators write them: a line for each weekday, such as `9:00–14:00, 22:00–2:00`.

use super::{
    super::model::{HoursForm, HoursMode, WeekHours},
    hours::{DAY_MIN, Opening, is_date},
};
use crate::values::{Problem, Problems, ProductId};

/// The names of the days' fields, from Monday on.
pub const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// Openings of one day: more is a mistake.
const OPENINGS_MOST: usize = 6;
/// Days off: those of some years in several countries.
const HOLIDAYS_MOST: usize = 200;
/// Characters of what was not understood that are repeated.
const REPEATED_MOST: usize = 40;
const WEEK_MIN: i32 = 7 * DAY_MIN;

/// The hours of a product, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHours {
    pub product: ProductId,
    /// `None`: always open.
    pub hours: Option<WeekHours>,
}

/// Checks the form; `is_zone` knows the names of time zones.
pub fn check_hours(form: &HoursForm, is_zone: impl Fn(&str) -> bool) -> Result<NewHours, Problems> {
    let mut problems = Problems::default();
    let product = form.product.parse().map_err(|_| problems.add("product", Problem::NotAChoice)).ok();
    let hours = match form.mode.parse() {
        Ok(HoursMode::Always) => None,
        Ok(HoursMode::Weekly) => Some(weekly(&mut problems, form, is_zone)),
        Err(()) => {
            problems.add("mode", Problem::NotAChoice);
            None
        }
    };
    match product {
        Some(product) if problems.is_empty() => Ok(NewHours { product, hours }),
        Some(_) | None => Err(problems),
    }
}

fn weekly(problems: &mut Problems, form: &HoursForm, is_zone: impl Fn(&str) -> bool) -> WeekHours {
    if !is_zone(&form.zone) {
        problems.add("zone", Problem::NotAChoice);
    }
    let mut week = Vec::new();
    for (weekday, (field, line)) in (1..).zip(DAYS.into_iter().zip(form.days())) {
        match openings(weekday, line) {
            Ok(openings) => week.extend(openings),
            Err(problem) => problems.add(field, problem),
        }
    }
    if week.is_empty() && problems.is_empty() {
        problems.add(DAYS[0], Problem::Missing);
    }
    if let Some(weekday) = overlap(&week) {
        problems.add(DAYS[usize::from(weekday) - 1], Problem::Duplicate);
    }
    WeekHours { zone: form.zone.clone(), week, holidays: holidays(problems, &form.holidays) }
}

/// The openings of one line, by when they begin.
fn openings(weekday: u8, line: &str) -> Result<Vec<Opening>, Problem> {
    let parts = line.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let mut openings: Vec<Opening> =
        parts.map(|part| opening(weekday, part).ok_or_else(|| not_understood(part))).collect::<Result<_, _>>()?;
    if openings.len() > OPENINGS_MOST {
        return Err(Problem::TooMany { most: OPENINGS_MOST as u32 });
    }
    openings.sort_by_key(|opening| opening.from_min);
    Ok(openings)
}

/// `9:00–14:00`; an end that is not behind the beginning is the next day's.
fn opening(weekday: u8, part: &str) -> Option<Opening> {
    let (from, to) = part.split_once(['-', '–', '—'])?;
    let (from_min, to_min) = (minute(from)?, minute(to)?);
    if from_min == to_min || from_min == DAY_MIN {
        return None;
    }
    let to_min = if to_min < from_min { to_min + DAY_MIN } else { to_min };
    Some(Opening { weekday, from_min, to_min })
}

/// `9`, `9:05`, `09.05`, up to `24:00`.
fn minute(time: &str) -> Option<i32> {
    let time = time.trim();
    let (hour, minute) = time.split_once([':', '.']).unwrap_or((time, "00"));
    let number = |digits: &str, most: i32| {
        let is_number = (1..=2).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
        digits.parse().ok().filter(|number: &i32| is_number && *number <= most)
    };
    let minutes = number(hour, 24)? * 60 + number(minute, 59)?;
    (minutes <= DAY_MIN).then_some(minutes)
}

/// The weekday of an opening that begins before another has ended, also over midnight and from Sunday to Monday.
fn overlap(week: &[Opening]) -> Option<u8> {
    let span = |opening: &Opening| {
        let day = (i32::from(opening.weekday) - 1) * DAY_MIN;
        (day + opening.from_min, day + opening.to_min, opening.weekday)
    };
    let mut spans: Vec<_> = week.iter().map(span).collect();
    spans.sort_unstable();
    let inside = spans.windows(2).find(|two| two[1].0 < two[0].1).map(|two| two[1].2);
    let around = || {
        let (first, last) = (spans.first()?, spans.last()?);
        (last.1 - WEEK_MIN > first.0).then_some(first.2)
    };
    inside.or_else(around)
}

/// Dates such as `2026-12-25`, in their order and each once.
fn holidays(problems: &mut Problems, text: &str) -> Vec<String> {
    let is_between = |sign: char| sign.is_whitespace() || sign == ',' || sign == ';';
    let mut dates: Vec<String> = text.split(is_between).filter(|date| !date.is_empty()).map(str::to_owned).collect();
    dates.sort();
    dates.dedup();
    if let Some(wrong) = dates.iter().find(|date| !is_date(date)) {
        problems.add("holidays", not_understood(wrong));
    } else if dates.len() > HOLIDAYS_MOST {
        problems.add("holidays", Problem::TooMany { most: HOLIDAYS_MOST as u32 });
    }
    dates
}

fn not_understood(what: &str) -> Problem {
    Problem::NotUnderstood { what: what.chars().take(REPEATED_MOST).collect() }
}

/// The form of hours that are stored; `zone` stands in one that was always open.
pub fn form_of(product: &ProductId, hours: Option<&WeekHours>, zone: &str) -> HoursForm {
    let mut form = HoursForm { product: product.to_string(), zone: zone.to_owned(), ..HoursForm::default() };
    let Some(hours) = hours else {
        form.mode = HoursMode::Always.code().to_owned();
        return form;
    };
    form.mode = HoursMode::Weekly.code().to_owned();
    form.zone.clone_from(&hours.zone);
    form.holidays = hours.holidays.join("\n");
    for (weekday, line) in (1..).zip(form.days_mut()) {
        let openings = hours.week.iter().filter(|opening| opening.weekday == weekday);
        *line = openings.map(written).collect::<Vec<_>>().join(", ");
    }
    form
}

fn written(opening: &Opening) -> String {
    let to = if opening.to_min > DAY_MIN { opening.to_min - DAY_MIN } else { opening.to_min };
    let time = |minutes: i32| format!("{}:{:02}", minutes / 60, minutes % 60);
    format!("{}–{}", time(opening.from_min), time(to))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRODUCT: &str = "00000000-0000-7000-8000-000000000003";

    fn form() -> HoursForm {
        HoursForm {
            product: PRODUCT.into(),
            mode: "weekly".into(),
            zone: "Europe/Madrid".into(),
            monday: " 9 - 14:00 , 15.30–18:00".into(),
            friday: "9:00-14:00; 22:00-2:00".into(),
            holidays: "2026-12-25\n2026-01-06, 2026-12-25".into(),
            ..HoursForm::default()
        }
    }

    fn check(form: &HoursForm) -> Result<NewHours, Problems> {
        check_hours(form, |zone| zone == "Europe/Madrid")
    }

    #[test]
    fn chat_4_hours_are_read_as_people_write_them_and_shown_as_they_were_read() {
        let new = check(&form()).expect("hours");
        let hours = new.hours.expect("a week");
        let spans: Vec<_> = hours.week.iter().map(|one| (one.weekday, one.from_min, one.to_min)).collect();
        assert_eq!(spans, [(1, 540, 840), (1, 930, 1_080), (5, 540, 840), (5, 1_320, 1_560)]);
        assert_eq!(hours.holidays, ["2026-01-06", "2026-12-25"]);
        let shown = form_of(&new.product, Some(&hours), "UTC");
        assert_eq!(
            (shown.monday.as_str(), shown.friday.as_str()),
            ("9:00–14:00, 15:30–18:00", "9:00–14:00, 22:00–2:00")
        );
        assert_eq!((shown.tuesday.as_str(), shown.holidays.as_str()), ("", "2026-01-06\n2026-12-25"));
        assert_eq!(check(&shown).map(|new| new.hours), Ok(Some(hours)));
        let whole = HoursForm { monday: "0:00-24:00".into(), tuesday: "0-12".into(), ..form() };
        assert!(check(&whole).is_ok(), "one ends where the next begins");
    }

    #[test]
    fn chat_4_always_open_needs_nothing_else() {
        let always = HoursForm { mode: "always".into(), monday: "nonsense".into(), zone: String::new(), ..form() };
        assert_eq!(check(&always).map(|new| new.hours), Ok(None));
        let product = PRODUCT.parse().expect("an id");
        assert_eq!(form_of(&product, None, "Europe/Madrid").mode, "always");
    }

    #[test]
    fn what_is_no_time_no_date_or_no_zone_is_named_beside_its_field() {
        for line in
            ["25:00-26:00", "9:00", "nine-five", "9:60-10:00", "9:00-9:00", "24:00-2:00", "9-10-11", "-", "009-10"]
        {
            let problems = check(&HoursForm { tuesday: format!("8:00-8:30, {line}"), ..form() }).expect_err(line);
            assert_eq!(problems.of("tuesday"), Some(&Problem::NotUnderstood { what: line.to_owned() }), "{line}");
        }
        for date in ["2026-02-29", "25/12/2026", "2026-13-01", "2026-1-1", "tomorrow", "20260-01-01"] {
            let problems = check(&HoursForm { holidays: date.into(), ..form() }).expect_err(date);
            assert_eq!(problems.of("holidays"), Some(&Problem::NotUnderstood { what: date.to_owned() }), "{date}");
        }
        assert!(check(&HoursForm { holidays: "2028-02-29".into(), ..form() }).is_ok());
        let problems = check(&HoursForm { zone: "Nowhere".into(), ..form() }).expect_err("no zone");
        assert_eq!(problems.of("zone"), Some(&Problem::NotAChoice));
        let problems = check(&HoursForm { mode: String::new(), ..form() }).expect_err("no mode");
        assert_eq!(problems.of("mode"), Some(&Problem::NotAChoice));
        let empty = HoursForm { monday: String::new(), friday: " , ".into(), ..form() };
        assert_eq!(check(&empty).expect_err("never open").of("monday"), Some(&Problem::Missing));
        let many = HoursForm { monday: "1-2,3-4,5-6,7-8,9-10,11-12,13-14".into(), ..form() };
        assert_eq!(check(&many).expect_err("too many").of("monday"), Some(&Problem::TooMany { most: 6 }));
    }

    #[test]
    fn openings_that_overlap_are_refused_also_over_midnight_and_around_the_week() {
        let refused = |change: fn(&mut HoursForm), field: &str| {
            let mut form = form();
            change(&mut form);
            assert_eq!(check(&form).expect_err(field).of(field), Some(&Problem::Duplicate), "{field}");
        };
        refused(|form| form.monday = "9-14, 13-15".into(), "monday");
        refused(|form| form.saturday = "1:00-3:00".into(), "saturday");
        refused(
            |form| {
                form.sunday = "22:00-10:00".into();
            },
            "monday",
        );
    }
}
