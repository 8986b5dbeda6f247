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
    pub kind: String,
    pub state: MailState,
    pub attempts: i64,
    pub created_at: Moment,
    pub sent_at: Option<Moment>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutboxContent {
    pub rows: Vec<MailSummary>,
    pub next: Option<Cursor>,
    pub now: Moment,
}

/// One mail, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailContent {
    pub mail: MailSummary,
    pub recipient_name: String,
    pub text: String,
    /// Why the last attempt failed.
    pub problem: Option<String>,
    /// When it is tried again.
    pub next_at: Option<Moment>,
}
