use super::{Language, text};
use crate::values::{DAY_MS, HOUR_MS, MINUTE_MS, Moment, Zone};

/// `23 Nov 2026` / `23 nov 2026` in the reader's zone.
pub fn date(language: Language, zone: &Zone, at: Moment) -> String {
    let c = zone.civil(at);
    let month = text::moment::months(language).split(' ').nth(usize::from(c.month) - 1).unwrap_or_default();
    format!("{} {month} {}", c.day, c.year)
}

/// `23 Nov 2026, 04:17` in the reader's zone.
pub fn date_time(language: Language, zone: &Zone, at: Moment) -> String {
    let c = zone.civil(at);
    format!("{}, {:02}:{:02}", date(language, zone, at), c.hour, c.minute)
}

/// How long ago (or how soon) seen from `now`, which comes from the server with the answer, so that both sides write
/// the same. Beyond 30 days it is the date.
pub fn relative(language: Language, zone: &Zone, at: Moment, now: Moment) -> String {
    let ms = now.since_ms(at);
    let (past, span) = (ms >= 0, ms.abs());
    let amount = match span {
        s if s < MINUTE_MS => return text::moment::just_now(language).to_owned(),
        s if s < HOUR_MS => text::moment::minutes(language, s / MINUTE_MS),
        s if s < DAY_MS => text::moment::hours(language, s / HOUR_MS),
        s if s < 30 * DAY_MS => text::moment::days(language, s / DAY_MS),
        _ => return date(language, zone, at),
    };
    if past { text::moment::ago(language, amount) } else { text::moment::ahead(language, amount) }
}

/// A file's size with decimal units (kB = 1,000 bytes).
pub fn size(language: Language, bytes: i64) -> String {
    let (unit_bytes, unit) = match bytes {
        b if b < 1_000 => return format!("{b} B"),
        b if b < 1_000_000 => (1_000, "kB"),
        b if b < 1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    let tenths = bytes / (unit_bytes / 10);
    let point = match language {
        Language::En => '.',
        Language::Es => ',',
    };
    let number = match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{}{point}{rest}", tenths / 10),
    };
    format!("{number} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_cut_to_a_tenth_and_says_no_tenth_that_is_none() {
        let en = |bytes| size(Language::En, bytes);
        assert_eq!([en(0), en(999), en(1_000), en(1_549)], ["0 B", "999 B", "1 kB", "1.5 kB"]);
        assert_eq!([en(999_999), en(150_000_000), en(20_971_520)], ["999.9 kB", "150 MB", "20.9 MB"]);
        assert_eq!(size(Language::Es, 1_250_000_000), "1,2 GB");
    }
}
