//! Reads the fields of a form that only asks, for [`crate::app::QueryForm`].

use leptos::{ev::SubmitEvent, form::form_data_from_event};
use web_sys::UrlSearchParams;

pub fn query_of(event: &SubmitEvent) -> Option<String> {
    let fields = form_data_from_event(event).ok()?;
    UrlSearchParams::new_with_str_sequence_sequence(&fields).ok()?.to_string().as_string()
}
