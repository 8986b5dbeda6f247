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
    let (value, unit) = match bytes {
        b if b < 1_000 => return format!("{b} B"),
        b if b < 1_000_000 => (b as f64 / 1e3, "kB"),
        b if b < 1_000_000_000 => (b as f64 / 1e6, "MB"),
        b => (b as f64 / 1e9, "GB"),
    };
    let number = format!("{value:.1}");
    let number = match language {
        Language::En => number,
        Language::Es => number.replace('.', ","),
    };
    format!("{number} {unit}")
}
