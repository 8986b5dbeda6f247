use super::SendError;
use crate::values::{MailId, Moment};
use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart,
        header::{Header, HeaderName, HeaderValue},
    },
};
use std::time::{Duration, UNIX_EPOCH};

/// A mail to send, as its row says.
#[derive(Clone, Debug)]
pub struct Outgoing {
    pub id: MailId,
    pub recipient: String,
    pub recipient_name: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub created_at: Moment,
}

/// Longest name or subject that goes into a header, in characters.
const HEADER_MOST_CHARS: usize = 200;

/// A text as it may stand in a header: one line, no controls. lettre panics on a line break in a display name.
pub fn header_text(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(HEADER_MOST_CHARS).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Tells mail programs that no person wrote this, so that none answers automatically (RFC 3834, section 5).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }
    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(AutoSubmitted)
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The message of a row: the same one, however often it is made.
pub(super) fn message(from: &Mailbox, mail: &Outgoing) -> Result<Message, SendError> {
    let address: Address =
        mail.recipient.parse().map_err(|error| SendError::Final(format!("not an address: {error}")))?;
    let name = Some(header_text(&mail.recipient_name)).filter(|name| !name.is_empty());
    let written = UNIX_EPOCH + Duration::from_millis(u64::try_from(mail.created_at.0).unwrap_or(0));
    Message::builder()
        .from(from.clone())
        .to(Mailbox::new(name, address))
        .subject(header_text(&mail.subject))
        .date(written)
        .message_id(Some(format!("<{}@{}>", mail.id, from.email.domain())))
        .header(AutoSubmitted)
        .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))
        .map_err(|error| SendError::Final(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail() -> Outgoing {
        Outgoing {
            id: "01936f00-0000-7000-8000-000000000001".parse().expect("an id"),
            recipient: "ana@rio.example".to_owned(),
            recipient_name: "Ana\r\nBcc: eve@evil.example".to_owned(),
            subject: "Hola\r\nX-Evil: 1 ñ".to_owned(),
            text: "text".to_owned(),
            html: "<p>html</p>".to_owned(),
            created_at: Moment(1_700_000_000_000),
        }
    }

    #[test]
    fn a_name_or_a_subject_with_line_breaks_adds_no_header_and_does_not_panic() {
        let from = "Atiende <no-reply@atiende.example>".parse().expect("a mailbox");
        let message = message(&from, &mail()).expect("a message");
        let printed = String::from_utf8(message.formatted()).expect("ASCII");
        let head = printed.split("\r\n\r\n").next().expect("a head");
        assert!(!head.lines().any(|line| line.starts_with("Bcc:") || line.starts_with("X-Evil:")), "{head}");
        assert_eq!(message.envelope().to().len(), 1);
    }

    #[test]
    fn p5_a_row_keeps_its_message_id_and_its_date() {
        let from = "Atiende <no-reply@atiende.example>".parse().expect("a mailbox");
        let head = |mail: &Outgoing| {
            let printed = message(&from, mail).expect("a message").formatted();
            let printed = String::from_utf8(printed).expect("ASCII");
            let line = |name: &str| printed.lines().find(|line| line.starts_with(name)).map(str::to_owned);
            (line("Message-ID:"), line("Date:"))
        };
        let first = head(&mail());
        assert_eq!(first, head(&mail()));
        let id = first.0.expect("a Message-ID");
        assert_eq!(id, "Message-ID: <01936f00-0000-7000-8000-000000000001@atiende.example>");
        assert_eq!(first.1.expect("a date"), "Date: Tue, 14 Nov 2023 22:13:20 +0000");
    }
}
