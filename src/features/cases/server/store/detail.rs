//! What happened, as `case_event` keeps it: most kinds say all by their name.

use crate::features::cases::model::EventDetail;
use serde::{
    Deserialize as _,
    de::value::{Error, MapDeserializer},
};

/// The value of `case_event.detail`: empty where the kind says all.
pub(super) fn written(detail: &EventDetail) -> String {
    let json = serde_json::to_string(detail).expect("an event is JSON");
    let named = json.strip_prefix("{\"kind\":\"").and_then(|rest| rest.strip_suffix("\"}"));
    if named == Some(detail.kind()) { String::new() } else { json }
}

/// Reads a detail, or the kind that stands for it; `None`: neither.
pub(super) fn read(text: &str) -> Option<EventDetail> {
    if text.starts_with('{') {
        return serde_json::from_str(text).ok();
    }
    let kind: MapDeserializer<'_, _, Error> = MapDeserializer::new(std::iter::once(("kind", text)));
    EventDetail::deserialize(kind).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::cases::model::{Resolution, Status};

    #[test]
    fn a_kind_that_says_all_is_all_that_is_kept() {
        let bare = [
            EventDetail::Opened,
            EventDetail::Commented,
            EventDetail::SolutionProposed,
            EventDetail::SolutionConfirmed,
            EventDetail::SolutionRefused,
            EventDetail::Reopened,
        ];
        for detail in bare {
            assert_eq!(written(&detail), "");
            assert_eq!(read(detail.kind()), Some(detail));
        }
        let told = [
            EventDetail::StatusChanged { from: Status::New, to: Status::Assigned },
            EventDetail::Closed { resolution: Resolution::Confirmed },
            EventDetail::Assigned { from: None, to: Some("Nora".to_owned()) },
            EventDetail::WatcherAdded { email: "\"}".to_owned() },
        ];
        for detail in told {
            assert_eq!(read(&written(&detail)), Some(detail.clone()));
            assert_ne!(read(detail.kind()), Some(detail), "its fields are missing");
        }
        assert_eq!(read(""), None);
    }
}
