use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A mail address, trimmed and in lower case, so that spellings of one address are one person (ROLE-7).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// Longest address that mail servers must take (RFC 5321, section 4.5.3.1.3, less the brackets).
const MOST_BYTES: usize = 254;

/// Why a text is no mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnEmail;

impl Email {
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The part after the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit('@').next().unwrap_or_default()
    }
}

impl FromStr for Email {
    type Err = NotAnEmail;
    /// One `@`, something before it, a dot inside the domain, no blanks, controls or characters that mean something to
    /// mail programs. The mail library parses it again before anything is sent.
    fn from_str(text: &str) -> Result<Self, NotAnEmail> {
        let text = text.trim().to_lowercase();
        let (local, domain) = text.split_once('@').ok_or(NotAnEmail)?;
        let strange = |c: char| c.is_whitespace() || c.is_control() || "<>()[]\\,;:\"@".contains(c);
        let labels_ok = domain.contains('.')
            && domain.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'));
        let local_ok = !local.is_empty() && !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
        if text.len() > MOST_BYTES || !local_ok || !labels_ok || local.chars().chain(domain.chars()).any(strange) {
            return Err(NotAnEmail);
        }
        Ok(Email(text))
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for NotAnEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a mail address")
    }
}

impl std::error::Error for NotAnEmail {}

impl TryFrom<String> for Email {
    type Error = NotAnEmail;
    fn try_from(text: String) -> Result<Self, NotAnEmail> {
        text.parse()
    }
}

impl From<Email> for String {
    fn from(email: Email) -> String {
        email.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn role_7_spellings_of_one_address_are_one_address() {
        assert_eq!(" Ana.Ruiz@Rio.example ".parse::<Email>(), "ana.ruiz@rio.example".parse::<Email>());
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for wrong in ["", "a", "a@b", "a b@c.de", "@c.de", "a@c..de", "a@-c.de", "a@c.de\r\nBcc: x@y.z", "a@b@c.de"] {
            assert_eq!(wrong.parse::<Email>(), Err(NotAnEmail), "{wrong}");
        }
    }
}
