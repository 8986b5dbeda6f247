use crate::{
    i18n::Language,
    policy::{Action, Place, Reach, Refusal, Role, Standing, codes, decide},
    values::{Email, Moment, OrganizationId, PersonId, SessionId, Zone},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The reader of a page: what every view may know. Written into the page by the server, the same in the browser.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Viewer {
    pub language: Language,
    /// `light`, `dark`, `contrast`, or empty for the system's.
    pub theme: String,
    pub zone: Zone,
    /// The instant at which the page was written.
    pub now: Moment,
    /// Is there help for those who are not signed in?
    pub public_help: bool,
    /// `None`: not signed in. Shared, because every part of a page that asks for a right looks at it.
    pub person: Option<Arc<ViewerPerson>>,
}

/// The signed-in reader.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ViewerPerson {
    pub id: PersonId,
    pub name: String,
    pub email: Email,
    pub phone: Option<String>,
    pub region: String,
    pub organization_name: String,
    pub standing: Standing,
    /// Every organization of the person, the current one too.
    pub memberships: Vec<MembershipSummary>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MembershipSummary {
    pub organization: OrganizationId,
    pub name: String,
    pub roles: Vec<Role>,
}

impl Viewer {
    /// Asks the policy, to explain a missing or disabled control (UX-6). The server asks it again.
    pub fn can(&self, action: Action) -> Result<Reach, Refusal> {
        self.can_at(action, &Place::Anywhere)
    }
    pub fn can_at(&self, action: Action, place: &Place) -> Result<Reach, Refusal> {
        decide(self.person.as_ref().map(|person| &person.standing), action, place)
    }
    pub fn is_vendor(&self) -> bool {
        self.person.as_ref().is_some_and(|person| person.standing.is_vendor())
    }
}

/// The sign-in form.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SignInForm {
    pub email: String,
    pub password: String,
    /// Where to go afterwards: a path of this portal.
    pub next: String,
}

/// The form behind a mailed link.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PasswordForm {
    pub token: String,
    pub password: String,
    pub again: String,
    /// Asked of the first operator only, whom nobody knows yet.
    #[serde(default)]
    pub name: String,
    /// Asked of the first operator only.
    #[serde(default)]
    pub email: String,
}

codes! {
    /// What was wrong with a form, as its page's address says it: these forms work by full page loads, and nothing that
    /// was typed into a password field may stand in an address.
    FormProblem {
        /// Account and password do not belong together.
        Credentials = "credentials",
        /// Too many attempts; the address also says how many seconds to wait.
        Wait = "wait",
        Email = "email",
        EmailTaken = "email-taken",
        Name = "name",
        PasswordMissing = "password-missing",
        PasswordShort = "password-short",
        PasswordLong = "password-long",
        PasswordWeak = "password-weak",
        /// The two entries of the new password differ.
        PasswordDiffers = "password-differs",
        Phone = "phone",
        Zone = "zone",
        /// No number of chats that a person may answer at once.
        ChatsMost = "chats-most",
        /// A value that the form does not offer.
        Choice = "choice",
    }
}

/// What a mailed link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkKind {
    Invitation,
    Reset,
    /// The first operator's, printed at the first start.
    Operator,
}

/// What a mailed link opens: shown before a password is set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkSummary {
    pub kind: LinkKind,
    pub name: String,
    pub email: Email,
    pub organization: Option<String>,
}

/// One of the reader's own sessions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionSummary {
    pub id: SessionId,
    pub created_at: Moment,
    pub seen_at: Moment,
    pub address: String,
    pub agent: String,
    /// The one that asks.
    pub current: bool,
}

/// The reader's own sessions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionsContent {
    /// The last used first.
    pub rows: Vec<SessionSummary>,
    pub now: Moment,
}

/// The preferences page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PreferencesContent {
    /// As they are stored.
    pub form: PreferencesForm,
    /// IANA names that can be chosen.
    pub zones: Vec<String>,
}

/// The preferences form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PreferencesForm {
    pub language: String,
    pub theme: String,
    /// IANA name; empty for the organization's.
    pub zone: String,
    pub phone: String,
    /// As [`Shown`]; a box that is not ticked is not sent.
    #[serde(default)]
    pub shows_typing: bool,
    #[serde(default)]
    pub shows_marks: bool,
    /// Chats that the person answers at once; empty for as many as usual. Only who answers chats is asked.
    #[serde(default)]
    pub chats_most: String,
}

/// What others see of a person in a chat; each can be switched off (CHAT-6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// That the person is writing.
    pub typing: bool,
    /// How far messages have been delivered to the person, and read.
    pub marks: bool,
}
