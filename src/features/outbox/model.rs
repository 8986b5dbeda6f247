use crate::{
    policy::codes,
    values::{Cursor, MailId, Moment},
};
use serde::{Deserialize, Serialize};

codes! {
    /// Where a mail stands (OPS-4).
    MailState {
        Queued = "queued",
        Sending = "sending",
        Sent = "sent",
        /// Refused for good by the mail server, or tried too often.
        Failed = "failed",
    }
}

/// A row of the outbox.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailSummary {
    pub id: MailId,
    pub recipient: String,
    pub subject: String,
    pub language: String,
    /// The event that it tells of, such as `CaseOpened`.
    pub kind: String,
    pub state: MailState,
    pub attempts: i64,
    /// When it is tried again, if an attempt failed.
    pub next_at: Option<Moment>,
    pub created_at: Moment,
    pub sent_at: Option<Moment>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutboxContent {
    pub rows: Vec<MailSummary>,
    pub next: Option<Cursor<MailId>>,
    pub now: Moment,
}

/// Can a mail be sent again?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Again {
    Possible,
    /// It is on its way just now.
    Sending,
    /// Its one-time link was blanked after it was sent.
    LinkSpent,
}

/// One mail, whole; the tokens of one-time links are blanked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailContent {
    pub mail: MailSummary,
    pub recipient_name: String,
    pub sender: String,
    pub message_id: String,
    pub text: String,
    /// Why the last attempt failed.
    pub problem: Option<String>,
    pub again: Again,
}
