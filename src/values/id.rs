use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Why a text is no id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnId;

/// Is this the lower-case hyphenated form of a UUID (RFC 9562, section 4)?
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
        })
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The lower-case hyphenated form.
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                if is_uuid(text) { Ok($name(text.to_owned())) } else { Err(NotAnId) }
            }
        }
        impl TryFrom<String> for $name {
            type Error = NotAnId;
            fn try_from(text: String) -> Result<Self, NotAnId> { text.parse() }
        }
        impl From<$name> for String {
            fn from(id: $name) -> String { id.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
    )*};
}

ids! {
    /// A person with an account, or invited to one.
    PersonId;
    /// A customer's organization, or the vendor's own.
    OrganizationId;
    /// A product of the vendor.
    ProductId;
    /// A roll-out: products that customers are moved onto together.
    RolloutId;
    /// A signed-in session.
    SessionId;
    /// A case.
    CaseId;
    /// An event in a case's log.
    EventId;
    /// A draft of a case or of a comment.
    DraftId;
    /// An attachment.
    AttachmentId;
    /// Somebody who gets a case's mail.
    WatcherId;
    /// A saved view of the case list.
    ViewId;
    /// A mail in the outbox.
    MailId;
    /// A chat.
    ChatId;
    /// A help topic in one language.
    TopicId;
    /// A product's table of contents in one language.
    GuideId;
    /// A support line's number.
    PhoneLineId;
    /// A category of a product's forum.
    CategoryId;
    /// A thread of the forum.
    ThreadId;
    /// A post of a thread.
    PostId;
    /// What somebody reported about a post.
    ReportId;
}

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an id")
    }
}
