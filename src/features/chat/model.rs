use crate::{
    features::{
        cases::model::{CaseEvent, CaseSummary, PersonName, ProductName, ReplyDraft, Status},
        chat::rules::Opening,
        topics::model::TopicBrief,
    },
    policy::{Refusal, codes},
    values::{CaseId, CaseNumber, ChatId, EventId, Kept, Moment, PersonId, ProductId, Zone},
};
use serde::{Deserialize, Serialize};

codes! {
    /// Where a chat stands.
    ChatState {
        Waiting = "waiting",
        Open = "open",
        Ended = "ended",
    }
}

codes! {
    /// What a customer says of a chat that has ended, in one tap (CHAT-8).
    Rating {
        Good = "good",
        Bad = "bad",
    }
}

codes! {
    /// Does an engineer take chats? Said by the engineer's own open tabs and never stored: without one nobody is there.
    Presence {
        Available = "available",
        Busy = "busy",
        Away = "away",
    }
}

/// Why no chat begins now; the same composer files a case then (CHAT-4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoChat {
    /// Outside of the product's hours; the next ones begin then, unless none are known.
    Closed { opens_at: Option<Moment> },
    /// No engineer takes chats.
    NobodyThere,
    /// As many wait as can be answered.
    Full,
    /// The product has no chat, or the organization not yet (ROLL-5).
    NotOffered(Refusal),
}

/// A product on the page where a chat begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatProduct {
    pub id: ProductId,
    pub name: String,
    /// `None`: a chat can begin now. The server decides again when it is sent.
    pub no_chat: Option<NoChat>,
}

/// The page where a chat begins (CHAT-1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewChatContent {
    /// Those on which this person may open a case.
    pub products: Vec<ChatProduct>,
    /// The case from which it begins.
    pub about: Option<AboutCase>,
    /// The help topic that it is about.
    pub topic: Option<TopicBrief>,
    /// The person's chat that runs already.
    pub running: Option<ChatId>,
    /// Milliseconds until an engineer answers, as the last chats tell; `None`: nobody knows yet (CHAT-3).
    pub wait_ms: Option<i64>,
    /// A key for what is sent: sent twice, it is one (P4).
    pub key: String,
    pub now: Moment,
}

/// The case that a chat continues.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutCase {
    pub number: CaseNumber,
    pub title: String,
    pub product: ProductId,
    pub product_name: String,
    pub is_closed: bool,
}

/// The form of that page, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChatForm {
    pub product: String,
    pub subject: String,
    pub body: String,
    /// The number of the case that it continues, or empty.
    pub case: String,
    pub key: String,
}

/// What was begun.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Begun {
    pub case: CaseNumber,
    /// `Err`: a case, because no chat could begin.
    pub chat: Result<ChatId, NoChat>,
}

/// One event of a chat's case, as it travels over the live channel too. A text carries the key under which its author's
/// browser sent it, so that the browser knows its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChatEvent {
    pub event: CaseEvent,
    pub key: String,
}

/// Somebody who takes part, and how far the messages have come to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatMember {
    pub person: PersonName,
    /// Not any more.
    pub left: bool,
    /// The newest event that has reached one of their screens, and that they have looked at.
    pub marks: Marks,
}

/// How far the messages have come to somebody (CHAT-6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    pub delivered: i64,
    pub read: i64,
}

/// A chat as those who take part see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chat {
    pub id: ChatId,
    pub case: CaseId,
    pub number: CaseNumber,
    pub title: String,
    pub status: Status,
    pub product_id: ProductId,
    pub product: String,
    pub organization: String,
    pub customer: PersonName,
    pub engineer: Option<PersonName>,
    pub state: ChatState,
    /// The case's event with which it began, and after its end the last one.
    pub first_seq: i64,
    pub last_seq: Option<i64>,
    pub asked_at: Moment,
    pub taken_at: Option<Moment>,
    pub ended_at: Option<Moment>,
    pub rating: Option<Rating>,
}

/// Everything that a chat's page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChatContent {
    pub chat: Chat,
    /// Ascending by number; of a long chat the newest.
    pub events: Vec<ChatEvent>,
    pub members: Vec<ChatMember>,
    /// While it waits: how many are before it, and the milliseconds until an engineer answers.
    pub place: Option<Place>,
    pub draft: Option<ReplyDraft>,
    /// The organization's other cases, the last changed first; for engineers.
    pub earlier: Vec<CaseSummary>,
    /// A key for what the reader sends next, to be made longer by a count.
    pub reply_key: String,
    pub now: Moment,
}

/// A place in the queue (CHAT-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub before: i64,
    pub wait_ms: Option<i64>,
}

/// A message, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MessageForm {
    pub chat: String,
    pub body: String,
    pub key: String,
}

/// A message that is stored: its number, for ever.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    pub id: EventId,
    pub seq: i64,
    pub at: Moment,
}

/// A line of the desk's chats.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChatSummary {
    pub id: ChatId,
    pub number: CaseNumber,
    pub title: String,
    pub product: String,
    pub organization: String,
    pub customer: String,
    pub asked_at: Moment,
    /// Texts of others that the reader has not seen.
    pub unread: i64,
}

/// The desk's chats: those that wait, the first first, and the reader's own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ChatDesk {
    pub waiting: Vec<ChatSummary>,
    pub own: Vec<ChatSummary>,
    /// Engineers who are there, by name.
    pub engineers: Vec<PersonName>,
    /// And whether they take chats.
    pub presences: Vec<Present>,
    /// The server's instant, for relative times.
    pub now: Moment,
}

/// Somebody's presence, as it goes over the live channel; never stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    pub person: PersonId,
    pub presence: Presence,
}

codes! {
    /// How a product's hours are given.
    HoursMode {
        Always = "always",
        Weekly = "weekly",
    }
}

/// The hours of a product's chat as they are stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekHours {
    /// IANA name.
    pub zone: String,
    pub week: Vec<Opening>,
    /// Days off, as `2026-12-25`.
    pub holidays: Vec<String>,
}

/// A product that has chats, and when they are answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductHours {
    pub product: ProductName,
    /// `None`: always open.
    pub hours: Option<WeekHours>,
    pub is_open: bool,
    /// The next opening; `None`: not within a month.
    pub opens_at: Option<Moment>,
}

/// The operators' page of hours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HoursContent {
    pub products: Vec<ProductHours>,
    /// IANA names that can be chosen, for a form.
    pub zones: Vec<String>,
    /// That of the product which was asked for, else the reader's own, which a new week begins with; with its offsets, so
    /// that the browser can say what would hold.
    pub zone: Zone,
    pub now: Moment,
    /// What a plain form brought last that could not be stored.
    pub kept: Option<Kept<HoursForm>>,
}

/// The form of a product's hours, as typed: a line for each day, such as `9:00–14:00, 22:00–2:00`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HoursForm {
    pub product: String,
    pub mode: String,
    pub zone: String,
    pub monday: String,
    pub tuesday: String,
    pub wednesday: String,
    pub thursday: String,
    pub friday: String,
    pub saturday: String,
    pub sunday: String,
    pub holidays: String,
}

impl HoursForm {
    /// The lines of the days, from Monday on.
    pub fn days(&self) -> [&str; 7] {
        let HoursForm { monday, tuesday, wednesday, thursday, friday, saturday, sunday, .. } = self;
        [monday, tuesday, wednesday, thursday, friday, saturday, sunday]
    }
    pub fn days_mut(&mut self) -> [&mut String; 7] {
        let HoursForm { monday, tuesday, wednesday, thursday, friday, saturday, sunday, .. } = self;
        [monday, tuesday, wednesday, thursday, friday, saturday, sunday]
    }
}
