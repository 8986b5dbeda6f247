//! The browser's room where there is no browser: nobody looks, nothing is told.

use super::view::log::ChatLog;
use crate::values::PersonId;
use leptos::{html, prelude::*};

pub fn attend(_: String, _: PersonId, _: ChatLog, _: NodeRef<html::Div>, _: &'static str) -> Signal<i64> {
    Signal::stored(0)
}

pub fn idle() -> Signal<bool> {
    Signal::stored(false)
}

pub fn notifications() -> Option<bool> {
    Some(false)
}

pub fn notify_from_now_on(_: Callback<()>) {}

pub fn focus_soon(_: &'static str) {}

pub fn put_in(_: &str, _: &str) -> Option<String> {
    None
}
