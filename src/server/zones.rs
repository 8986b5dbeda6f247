//! Time zones for readers: the offsets that `values::Zone` carries to the browser.

use crate::values::{DAY_MS, Moment, Zone};
use jiff::{Timestamp, tz::TimeZone};
use std::{
    collections::HashMap,
    sync::{LazyLock, PoisonError, RwLock},
};

/// How far back a reader's zone knows its offsets; older instants get the offset of that time.
const BACK_MS: i64 = 12 * 365 * DAY_MS;
/// And how far ahead: planned launches and closings lie within two years.
const AHEAD_MS: i64 = 2 * 365 * DAY_MS;

/// Is this an IANA zone that the server knows?
pub fn exists(name: &str) -> bool {
    TimeZone::get(name).is_ok()
}

/// The instant at which the clocks of a zone show `2026-11-30T09:00`; of two the first, and where they are put forward over
/// it, as they would have shown it before. `None`: this is no time.
pub fn instant(name: &str, local: &str) -> Option<Moment> {
    let zone = TimeZone::get(name).unwrap_or(TimeZone::UTC);
    let local: jiff::civil::DateTime = local.parse().ok()?;
    Some(Moment(zone.to_timestamp(local).ok()?.as_millisecond()))
}

/// The names that a person can choose from, in alphabetical order: places, not the abbreviations beside them.
pub fn names() -> Vec<String> {
    let places = |name: &jiff::tz::TimeZoneName| name.as_str().contains('/') && !name.as_str().starts_with("Etc/");
    let mut names: Vec<String> =
        jiff::tz::db().available().filter(places).map(|name| name.as_str().to_owned()).collect();
    names.sort();
    names
}

/// Zones as they were on a day: each page needs one, and most readers have the same.
static OF_TODAY: LazyLock<RwLock<(i64, HashMap<String, Zone>)>> = LazyLock::new(RwLock::default);

/// The offsets of a zone around the day of `now`; UTC for an unknown name.
pub fn zone(name: &str, now: Moment) -> Zone {
    let day = now.0.div_euclid(DAY_MS);
    let known = OF_TODAY.read().unwrap_or_else(PoisonError::into_inner);
    if let (true, Some(zone)) = (known.0 == day, known.1.get(name)) {
        return zone.clone();
    }
    drop(known);
    let zone = offsets(name, Moment(day * DAY_MS));
    let mut known = OF_TODAY.write().unwrap_or_else(PoisonError::into_inner);
    if known.0 != day {
        *known = (day, HashMap::new());
    }
    // an unknown name is not kept: there is no end of them
    if zone.name.as_ref() == name {
        known.1.insert(name.to_owned(), zone.clone());
    }
    zone
}

fn offsets(name: &str, now: Moment) -> Zone {
    let Ok(zone) = TimeZone::get(name) else {
        return Zone { name: "UTC".into(), offsets: [(i64::MIN, 0)].into() };
    };
    let from = Timestamp::from_millisecond(now.0 - BACK_MS).unwrap_or(Timestamp::UNIX_EPOCH);
    let to = Timestamp::from_millisecond(now.0 + AHEAD_MS).unwrap_or(Timestamp::MAX);
    let mut offsets = vec![(i64::MIN, zone.to_offset(from).seconds() / 60)];
    offsets.extend(
        zone.following(from)
            .take_while(|transition| transition.timestamp() < to)
            .map(|transition| (transition.timestamp().as_millisecond(), transition.offset().seconds() / 60)),
    );
    Zone { name: name.into(), offsets: offsets.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_that_of_the_day_that_is_asked_for_also_when_the_day_changes_between_two_requests() {
        let change: Timestamp = "2027-10-31T01:00:00Z".parse().expect("an instant");
        let change_ms = change.as_millisecond();
        // the last day from which that change of the clocks lies too far ahead, and the first from which it does not
        let next_day = Moment((change_ms - AHEAD_MS).div_euclid(DAY_MS) * DAY_MS + DAY_MS);
        let evening = Moment(next_day.0 - 1);
        let knows = |now: Moment| zone("Europe/Madrid", now).offsets.iter().any(|(at, _)| *at == change_ms);
        assert!(!knows(evening));
        assert!(!knows(evening), "as it was kept");
        assert!(knows(next_day));
        assert!(knows(Moment(next_day.0 + DAY_MS - 1)), "the same day, as it was kept");
        assert!(!knows(evening), "a request that began before midnight");
    }

    #[test]
    fn a_time_of_a_zone_is_an_instant_also_where_the_clocks_change() {
        let at = |local: &str| instant("Europe/Madrid", local).map(Moment::rfc3339);
        assert_eq!(at("2026-11-30T09:00").as_deref(), Some("2026-11-30T08:00:00Z"));
        assert_eq!(at("2026-10-25T02:30").as_deref(), Some("2026-10-25T00:30:00Z"), "there are two");
        assert_eq!(at("2026-03-29T02:30").as_deref(), Some("2026-03-29T01:30:00Z"), "there is none");
        for none in ["", "tomorrow", "2026-02-30T09:00", "09:00"] {
            assert_eq!(at(none), None, "{none}");
        }
    }

    #[test]
    fn a_zone_that_nobody_knows_is_utc_and_is_not_kept() {
        let now = Moment(0);
        assert_eq!(zone("Mars/Olympus", now).name.as_ref(), "UTC");
        assert!(!OF_TODAY.read().unwrap_or_else(PoisonError::into_inner).1.contains_key("Mars/Olympus"));
    }
}
