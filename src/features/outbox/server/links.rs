//! One-time links in mail: whoever can read the outbox must not be able to use them.
//!
//! Until a mail is sent, its row holds the link, as nothing else could send it; every reader gets it blanked. Once the
//! mail is sent, the row itself is blanked, and the database holds nothing but the token's digest.

use crate::route;

/// Stands where a token was.
const BLANK: &str = "…";
/// Shorter words behind such an address are no tokens.
const FEWEST_CHARS: usize = 20;
const DOORS: [&str; 2] = [route::WELCOME, route::WATCHING];

/// The text with every token of a one-time link blanked.
pub fn blank(text: &str) -> String {
    DOORS.into_iter().fold(text.to_owned(), |text, door| blank_behind(&text, &format!("{door}/")))
}

/// Was a token blanked here? Then the text cannot be sent again.
pub fn is_blanked(text: &str) -> bool {
    DOORS.into_iter().any(|door| text.contains(&format!("{door}/{BLANK}")))
}

fn blank_behind(text: &str, door: &str) -> String {
    let mut parts = text.split(door);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let in_token = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let end = part.find(|c| !in_token(c)).unwrap_or(part.len());
        out.push_str(door);
        out.push_str(if end < FEWEST_CHARS { &part[..end] } else { BLANK });
        out.push_str(&part[end..]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_blanked_and_other_words_are_not() {
        let token = crate::server::secret::token();
        let text =
            format!("Go to https://x.example/welcome/{token}\nor /watching/{token}. See /welcome/back, /cases/1");
        let blanked = blank(&text);
        assert_eq!(blanked, "Go to https://x.example/welcome/…\nor /watching/…. See /welcome/back, /cases/1");
        assert!(is_blanked(&blanked) && !is_blanked(&text));
    }
}
