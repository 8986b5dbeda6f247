use crate::{
    features::search::model::Suggestion,
    policy::codes,
    values::{
        AttachmentId, CaseId, CaseNumber, ChatId, Cursor, DraftId, EventId, Marked, Moment, OrganizationId, PersonId,
        ProductId, ViewId, WatcherId,
    },
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

codes! {
    /// Where a case stands (CASE-8). Everyone sees the same names, in their language.
    Status {
        New = "new",
        Assigned = "assigned",
        InProgress = "in_progress",
        WaitingForCustomer = "waiting",
        SolutionProposed = "proposed",
        Closed = "closed",
    }
}

codes! {
    /// Why a case was closed (CASE-8).
    Resolution {
        Confirmed = "confirmed",
        Obsolete = "obsolete",
        Duplicate = "duplicate",
        NotReproducible = "not_reproducible",
        NoAnswer = "no_answer",
    }
}

codes! {
    /// How urgent a case is; P1 is the most urgent.
    Priority {
        P1 = "P1",
        P2 = "P2",
        P3 = "P3",
        P4 = "P4",
    }
}

impl Priority {
    /// 1 for P1 to 4 for P4, as it is stored and sorted.
    pub fn rank(self) -> i64 {
        match self {
            Priority::P1 => 1,
            Priority::P2 => 2,
            Priority::P3 => 3,
            Priority::P4 => 4,
        }
    }
    pub fn from_rank(rank: i64) -> Option<Priority> {
        Priority::ALL.iter().copied().find(|p| p.rank() == rank)
    }
}

codes! {
    /// How an event reached us.
    Channel {
        Web = "web",
        Chat = "chat",
        Phone = "phone",
        Mail = "mail",
        Import = "import",
    }
}

/// A person as others see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonName {
    pub id: PersonId,
    pub name: String,
    /// Does the person work for the vendor?
    pub vendor: bool,
}

/// A product on which cases can be opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProductSummary {
    pub id: ProductId,
    pub code: String,
    pub name: String,
    /// In the reader's language.
    pub summary: String,
    pub chat: bool,
    pub identifiers: Vec<IdentifierField>,
}

/// What a product asks of a case so that it can be found in the product, such as a property id (CASE-3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentifierField {
    pub key: String,
    /// Language tag -> label.
    pub label: BTreeMap<String, String>,
    pub example: String,
}

// ---------------------------------------------------------------- opening

codes! {
    /// The steps of opening a case (CASE-1), in their order; the code stands in the address.
    Step {
        Product = "product",
        Problem = "problem",
        Environment = "environment",
        Priority = "priority",
        Contact = "contact",
        Review = "review",
    }
}

/// All that the wizard's forms hold, as typed. Saved as a draft on every pause (CASE-5).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CaseForm {
    pub product: String,
    pub title: String,
    pub description: String,
    /// `yes`, `no` or empty.
    pub reproducible: String,
    pub steps: String,
    pub environment: String,
    /// `yes`, `no` or empty.
    pub changed: String,
    pub changes: String,
    /// Identifier key -> value.
    pub identifiers: BTreeMap<String, String>,
    /// `P1` … `P4` or empty.
    pub priority: String,
    pub impact: String,
    pub phone: String,
    /// Addresses, separated by commas, blanks or lines.
    pub watchers: String,
}

/// A draft with what was attached to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseDraft {
    pub id: DraftId,
    pub form: CaseForm,
    pub attachments: Vec<AttachmentSummary>,
    pub updated_at: Moment,
}

/// What the wizard needs: the draft, and the choices of this person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenPageContent {
    /// `None` before anything was typed.
    pub draft: Option<CaseDraft>,
    /// Those on which this person may open a case now (CASE-2).
    pub products: Vec<ProductSummary>,
    /// Those of the organization that do not take cases yet, with the reason (ROLL-2).
    pub not_yet: Vec<ProductNotYet>,
    /// For P1 (CASE-4): numbers of the person's region.
    pub phone_lines: Vec<PhoneLine>,
    /// What may answer the draft (HELP-3).
    pub suggestions: Vec<Suggestion>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProductNotYet {
    pub name: String,
    pub state: crate::policy::RolloutState,
    pub planned: Option<Moment>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneLine {
    pub language: String,
    pub number: String,
    /// In the reader's language.
    pub hours: String,
}

/// A case that may be stored: every rule of CASE-3 holds.
#[derive(Clone, Debug, PartialEq)]
pub struct NewCase {
    pub product: ProductId,
    pub title: String,
    pub description: String,
    pub reproducible: bool,
    pub steps: String,
    pub environment: String,
    pub changes: String,
    pub identifiers: BTreeMap<String, String>,
    pub priority: Priority,
    pub impact: String,
    pub phone: Option<crate::values::Phone>,
    pub watchers: Vec<crate::values::Email>,
}

// ---------------------------------------------------------------- the list

codes! {
    /// Whose cases a list shows (CASE-12).
    Scope {
        Mine = "mine",
        Organization = "organization",
    }
}

codes! {
    /// What a list is sorted by (CASE-11); newest or most urgent first.
    Sort {
        Changed = "changed",
        Opened = "opened",
        Priority = "priority",
    }
}

codes! {
    /// Which period a list shows. Open cases are always shown (CASE-11).
    Period {
        Month = "30d",
        Quarter = "90d",
        Year = "365d",
        Ever = "all",
    }
}

/// What a list shows; as text it is the query string of its page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseFilter {
    pub scope: Scope,
    /// Empty: every status.
    pub statuses: Vec<Status>,
    pub products: Vec<ProductId>,
    pub priorities: Vec<Priority>,
    pub period: Period,
    /// Number, or words of the title.
    pub search: String,
    pub sort: Sort,
    pub after: Option<Cursor>,
}

/// A row of the list (CASE-11).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseSummary {
    pub id: CaseId,
    pub number: CaseNumber,
    pub title: String,
    pub status: Status,
    pub resolution: Option<Resolution>,
    pub priority: Priority,
    pub product: String,
    pub organization: String,
    pub requester: String,
    pub assignee: Option<String>,
    pub opened_at: Moment,
    pub changed_at: Moment,
    pub closed_at: Option<Moment>,
}

/// The list's page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseListContent {
    pub rows: Vec<CaseSummary>,
    pub next: Option<Cursor>,
    /// The server's instant, for relative times.
    pub now: Moment,
    /// The organization's products, for the filter.
    pub products: Vec<ProductName>,
    pub views: Vec<SavedView>,
    /// Is there a draft of a case to go on with?
    pub draft: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductName {
    pub id: ProductId,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    pub id: ViewId,
    pub name: String,
    pub query: String,
}

// ---------------------------------------------------------------- one case

/// A case as a reader sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    pub id: CaseId,
    pub number: CaseNumber,
    pub organization: OrganizationId,
    pub organization_name: String,
    pub plan: String,
    pub product: ProductId,
    pub product_name: String,
    pub requester: PersonName,
    pub assignee: Option<PersonName>,
    pub title: String,
    pub description_html: String,
    pub status: Status,
    pub resolution: Option<Resolution>,
    pub priority: Priority,
    pub reproducible: bool,
    pub steps: String,
    pub environment: String,
    pub changes: String,
    pub impact: String,
    pub phone: Option<String>,
    /// Label in the reader's language, value.
    pub identifiers: Vec<(String, String)>,
    pub opened_at: Moment,
    pub changed_at: Moment,
    pub closed_at: Option<Moment>,
    /// Number of the newest event: what the reader has seen when sending (CASE-18).
    pub last_seq: i64,
    pub follow_up_of: Option<CaseNumber>,
    pub origin: Option<Origin>,
}

/// Where an imported case came from (HIST-4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    pub system: String,
    /// The case's number there.
    pub number: String,
}

/// Everything that the case's page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CasePageContent {
    pub case: Case,
    pub attachments: Vec<AttachmentSummary>,
    /// Ascending by instant.
    pub events: Vec<CaseEvent>,
    /// Empty for everyone but engineers (CASE-17).
    pub notes: Vec<CaseNote>,
    pub watchers: Vec<Watcher>,
    /// What this person typed and did not send yet.
    pub comment_draft: Option<ReplyDraft>,
    pub note_draft: Option<ReplyDraft>,
    /// Follow-ups of this case that the reader may see.
    pub follow_ups: Vec<CaseNumber>,
    /// The chat that runs on this case, for its customer and for engineers.
    pub chat: Option<ChatId>,
    /// Engineers to whom the case can be assigned; empty for customers.
    pub engineers: Vec<PersonName>,
    /// A key for what the reader writes next: sent twice, it is one (CASE-6).
    pub reply_key: String,
    pub now: Moment,
}

/// A comment or note that was not sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReplyDraft {
    pub id: DraftId,
    pub body: String,
    pub attachments: Vec<AttachmentSummary>,
    pub updated_at: Moment,
}

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseEvent {
    pub id: EventId,
    pub seq: i64,
    pub at: Moment,
    /// `None`: the portal itself.
    pub author: Option<PersonName>,
    pub channel: Channel,
    pub detail: EventDetail,
    /// Rendered and sanitized; empty where the event has no text.
    pub body_html: String,
    pub attachments: Vec<AttachmentSummary>,
}

/// What happened; its tag is stored in `case_event.kind`, and as JSON in `case_event.detail` where that does not say all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EventDetail {
    Opened,
    Commented,
    SolutionProposed,
    SolutionConfirmed,
    SolutionRefused,
    StatusChanged {
        from: Status,
        to: Status,
    },
    PriorityChanged {
        from: Priority,
        to: Priority,
    },
    /// The names at that time; `None`: nobody.
    Assigned {
        from: Option<String>,
        to: Option<String>,
    },
    Closed {
        resolution: Resolution,
    },
    Reopened,
    WatcherAdded {
        email: String,
    },
    WatcherRemoved {
        email: String,
    },
    /// A follow-up case was opened after the time for reopening (CASE-10).
    FollowedUp {
        number: CaseNumber,
    },
    /// The case was merged into another one (CASE-19).
    MergedInto {
        number: CaseNumber,
    },
    /// A message of a chat (CHAT-2).
    Messaged,
    /// A chat began: its customer waits for an engineer.
    ChatAsked,
    /// An engineer answers.
    ChatTaken,
    /// Another engineer takes part too.
    ChatJoined,
    /// The engineer who answered gave it to another one, by name.
    ChatHandedOver {
        to: String,
    },
    /// The customer left the queue (CHAT-3).
    ChatLeft,
    /// The chat's hours ended before an engineer had answered: what was written is with the case (CHAT-4).
    ChatMissed,
    /// The last engineer left before one had answered: what was written is with the case (CHAT-4).
    ChatUnattended,
    ChatEnded,
}

impl EventDetail {
    /// The value of `case_event.kind`.
    pub fn kind(&self) -> &'static str {
        match self {
            EventDetail::Opened => "opened",
            EventDetail::Commented => "commented",
            EventDetail::SolutionProposed => "solution_proposed",
            EventDetail::SolutionConfirmed => "solution_confirmed",
            EventDetail::SolutionRefused => "solution_refused",
            EventDetail::StatusChanged { .. } => "status_changed",
            EventDetail::PriorityChanged { .. } => "priority_changed",
            EventDetail::Assigned { .. } => "assigned",
            EventDetail::Closed { .. } => "closed",
            EventDetail::Reopened => "reopened",
            EventDetail::WatcherAdded { .. } => "watcher_added",
            EventDetail::WatcherRemoved { .. } => "watcher_removed",
            EventDetail::FollowedUp { .. } => "followed_up",
            EventDetail::MergedInto { .. } => "merged_into",
            EventDetail::Messaged => "messaged",
            EventDetail::ChatAsked => "chat_asked",
            EventDetail::ChatTaken => "chat_taken",
            EventDetail::ChatJoined => "chat_joined",
            EventDetail::ChatHandedOver { .. } => "chat_handed_over",
            EventDetail::ChatLeft => "chat_left",
            EventDetail::ChatMissed => "chat_missed",
            EventDetail::ChatUnattended => "chat_unattended",
            EventDetail::ChatEnded => "chat_ended",
        }
    }
}

/// An internal note. A type of its own: nothing that a customer receives can hold one (CASE-17).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseNote {
    pub id: EventId,
    pub at: Moment,
    pub author: PersonName,
    pub body_html: String,
    pub attachments: Vec<AttachmentSummary>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AttachmentSummary {
    pub id: AttachmentId,
    pub name: String,
    pub media_type: String,
    pub size_bytes: i64,
    pub received_bytes: i64,
}

/// A file that is about to be sent: the body of `POST /files`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewFile {
    pub name: String,
    pub size_bytes: i64,
    /// Where it is attached: `case`, or `comment:` or `note:` and the case's number.
    pub scope: String,
}

impl AttachmentSummary {
    /// Have all bytes arrived?
    pub fn is_complete(&self) -> bool {
        self.received_bytes == self.size_bytes
    }
    /// Is there only a name, because the file stayed in the system that the case came from (HIST-4)?
    pub fn is_name_only(&self) -> bool {
        self.media_type.is_empty()
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Watcher {
    pub id: WatcherId,
    pub email: String,
    pub name: Option<String>,
    /// An address from outside confirms before it gets content (CASE-13).
    pub confirmed: bool,
}

/// What came of a form that may have problems: the browser shows them beside the fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome<T> {
    Done(T),
    Problems(crate::values::Problems),
}

/// What came of sending a comment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Sent {
    Done,
    Problems(crate::values::Problems),
    /// Others wrote meanwhile: they are shown first, then it is sent again (CASE-18).
    NewerComments {
        last_seq: i64,
    },
}

/// The comment, answer or note form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReplyForm {
    /// The case's number.
    pub case: String,
    pub body: String,
    /// Made by the browser or by the page; a repeat is one comment (CASE-6, P4).
    pub key: String,
    /// The newest event that the writer has seen.
    pub seen: i64,
    /// `comment`, `solution` (engineers: proposes a solution), `waiting` (engineers: waits for the customer).
    pub intent: String,
}

/// A case that was found, with what was asked for marked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseHit {
    pub case: CaseSummary,
    pub title: Marked,
    pub text: Marked,
}
