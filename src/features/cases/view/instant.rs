use crate::{
    app::{use_language, use_zone},
    i18n::{date_time, relative},
    ui::Time,
    values::{Moment, Zone},
};
use leptos::prelude::*;

/// How long ago something was, seen from `now` of the answer; the full instant on hover.
#[component]
pub fn Ago(at: Moment, now: Moment) -> impl IntoView {
    let (language, zone) = (use_language(), use_zone());
    let text = relative(language, &zone, at, now);
    let title = in_zone(&date_time(language, &zone, at), &zone);
    view! { <Time datetime=at.rfc3339() text=text title=title/> }
}

/// An instant in the reader's zone; the zone on hover.
#[component]
pub fn Instant(at: Moment) -> impl IntoView {
    let (language, zone) = (use_language(), use_zone());
    let text = date_time(language, &zone, at);
    let title = in_zone(&text, &zone);
    view! { <Time datetime=at.rfc3339() text=text title=title/> }
}

/// Hours and minutes in a zone, as `04:17`.
pub fn clock_time(zone: &Zone, at: Moment) -> String {
    let civil = zone.civil(at);
    format!("{:02}:{:02}", civil.hour, civil.minute)
}

fn in_zone(text: &str, zone: &Zone) -> String {
    format!("{text} ({})", zone.name)
}
