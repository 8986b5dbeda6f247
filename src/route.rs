//! Every address of the portal. What always holds: no page writes an address by hand.

use crate::values::{AttachmentId, CaseNumber, MailId};

pub const HOME: &str = "/";
pub const SIGN_IN: &str = "/sign-in";
pub const FORGOTTEN: &str = "/forgotten";
/// Behind mailed links; the token follows.
pub const WELCOME: &str = "/welcome";
/// Confirms watching; the token follows.
pub const WATCHING: &str = "/watching";
pub const ACCOUNT: &str = "/account";
pub const SESSIONS: &str = "/account/sessions";
pub const CASES: &str = "/cases";
pub const NEW_CASE: &str = "/cases/new";
pub const DESK: &str = "/desk";
pub const OUTBOX: &str = "/operate/outbox";

/// May it be read without a session?
pub fn is_public(path: &str) -> bool {
    [SIGN_IN, FORGOTTEN, WELCOME, WATCHING]
        .iter()
        .any(|public| path.strip_prefix(public).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// The sign-in page, and where it leads afterwards.
pub fn sign_in(next: Option<&str>) -> String {
    match next {
        Some(next) if next != HOME => format!("{SIGN_IN}?next={}", encode(next)),
        _ => SIGN_IN.to_owned(),
    }
}

pub fn case(number: CaseNumber) -> String {
    format!("{CASES}/{number}")
}

pub fn attachment(id: &AttachmentId) -> String {
    format!("/files/{id}")
}

pub fn mail(id: &MailId) -> String {
    format!("{OUTBOX}/{id}")
}

/// A path of this portal, or the start page: what comes from an address bar may name another host.
pub fn inside(path: &str) -> &str {
    let safe = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    if safe { path } else { HOME }
}

/// Percent-encodes a value of a query string (RFC 3986, section 2.3 leaves the unreserved characters).
pub fn encode(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(byte as char);
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_stays_inside() {
        assert_eq!(inside("/cases?scope=mine"), "/cases?scope=mine");
        for foreign in ["https://evil.example", "//evil.example", "/\\evil.example", ""] {
            assert_eq!(inside(foreign), HOME);
        }
        assert_eq!(sign_in(Some("/cases?q=a b")), "/sign-in?next=/cases%3Fq%3Da%20b");
    }

    #[test]
    fn only_the_doors_are_public() {
        assert!(is_public("/sign-in") && is_public("/welcome/abc"));
        assert!(!is_public("/") && !is_public("/sign-inx") && !is_public("/cases"));
    }
}
