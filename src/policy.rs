//! Who may do what, where and when: the one policy table.
//!
//! Pure and shared: the server enforces it (`server::authz`), the browser explains with it why a control is missing, and
//! `src/tests/golden/policy.txt` prints it for people who do not read Rust. What always holds: nothing else in the portal
//! decides about a right, and every action that exists stands in [`decide`].

use crate::values::{Moment, OrganizationId, PersonId, ProductId};
use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }
        impl $name {
            pub const ALL: &[$name] = &[$($name::$variant,)*];
            /// The code that stands in the database, in addresses and in exports.
            pub fn code(self) -> &'static str { match self { $($name::$variant => $code,)* } }
        }
        impl ::std::str::FromStr for $name {
            type Err = ();
            fn from_str(code: &str) -> Result<Self, ()> { match code { $($code => Ok($name::$variant),)* _ => Err(()) } }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result { f.write_str(self.code()) }
        }
    };
}
pub(crate) use codes;

codes! {
    /// What a membership makes of a person (PRODUCT.md, section 1).
    Role {
        SupportAdministrator = "SupportAdministrator",
        SystemAdministrator = "SystemAdministrator",
        DesignatedContact = "DesignatedContact",
        Engineer = "Engineer",
        Operator = "Operator",
    }
}

codes! {
    /// Where an organization stands in a roll-out (PRODUCT.md, section 3).
    RolloutState {
        Draft = "DRAFT",
        UserSetup = "USER_SETUP",
        Validation = "VALIDATION",
        Enablement = "ENABLEMENT",
        Launched = "LAUNCHED",
        LegacyDrain = "LEGACY_DRAIN",
        Closed = "CLOSED",
        Paused = "PAUSED",
    }
}

impl RolloutState {
    /// From the launch on, the products take cases, chats and calls; what follows it takes nothing away.
    pub fn takes_cases(self) -> bool {
        match self {
            RolloutState::Launched | RolloutState::LegacyDrain | RolloutState::Closed => true,
            RolloutState::Draft
            | RolloutState::UserSetup
            | RolloutState::Validation
            | RolloutState::Enablement
            | RolloutState::Paused => false,
        }
    }
}

codes! {
    /// Which of their organization's cases its people see (CASE-12).
    Visibility {
        OwnOnly = "own",
        ByRole = "role",
        NamedPeople = "named",
        Everyone = "everyone",
    }
}

/// One product of an organization: its roll-out's state there, and when the launch is planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entitlement {
    pub product: ProductId,
    pub state: RolloutState,
    pub planned: Option<Moment>,
    pub chat: bool,
}

/// All that a decision looks at: one person in one organization, now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub person: PersonId,
    pub organization: OrganizationId,
    /// The roles of this person in this organization; vendor roles only in the vendor's own.
    pub roles: Vec<Role>,
    pub suspended: bool,
    pub visibility: Visibility,
    /// Is the person on the organization's list of people who see every case ([`Visibility::NamedPeople`])?
    pub named: bool,
    pub products: Vec<Entitlement>,
}

impl Standing {
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
    fn asks(&self) -> bool {
        self.has(Role::SupportAdministrator) || self.has(Role::SystemAdministrator)
    }
    /// Does the person work for the vendor?
    pub fn is_vendor(&self) -> bool {
        self.has(Role::Engineer) || self.has(Role::Operator)
    }
    fn in_enablement(&self) -> bool {
        self.products.iter().any(|p| p.state == RolloutState::Enablement)
    }
    fn manages(&self) -> bool {
        self.has(Role::SystemAdministrator) || (self.has(Role::DesignatedContact) && self.in_enablement())
    }
    /// How far a customer's look at cases reaches.
    fn sight(&self) -> Reach {
        let all = match self.visibility {
            Visibility::OwnOnly => false,
            Visibility::ByRole => self.has(Role::SystemAdministrator),
            Visibility::NamedPeople => self.named,
            Visibility::Everyone => true,
        };
        if all { Reach::Organization } else { Reach::Own }
    }
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// Everything that a person or a job can do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $($(#[$doc])* $name,)* }
        impl Action {
            pub const ALL: &[Action] = &[$(Action::$name,)*];
            pub fn name(self) -> &'static str { match self { $(Action::$name => stringify!($name),)* } }
        }
        /// The actions as types, for permits.
        pub mod act {
            use super::{Act, Action};
            $($(#[$doc])* #[derive(Clone, Copy, Debug)] pub struct $name; impl Act for $name { const ACTION: Action = Action::$name; })*
        }
    };
}

/// An action as a type, so that a permit for one cannot serve another.
pub trait Act: Send + Sync + 'static {
    const ACTION: Action;
}

actions! {
    /// Sign in, ask for a reset link, accept an invitation, confirm watching by a mailed link.
    Enter,
    /// Own sessions, language, theme and password; switch the organization.
    ManageOwnAccount,
    /// Open a case on a product.
    OpenCase,
    /// List, open, search and export cases; download their attachments.
    ReadCases,
    /// Comment on a case as a customer, attach files.
    CommentCase,
    /// Confirm or refuse a proposed solution, close as obsolete, reopen.
    SettleCase,
    /// Add and remove watchers.
    WatchCase,
    /// See the desk's queue.
    WorkDesk,
    /// Answer a case as an engineer.
    AnswerCase,
    /// Take or assign a case.
    AssignCase,
    /// Set a case's status.
    SetStatus,
    /// Set a case's priority.
    SetPriority,
    /// Read internal notes.
    ReadNotes,
    /// Write internal notes.
    WriteNote,
    /// Request a call.
    RequestCall,
    /// Log a call.
    LogCall,
    /// Chat as a customer.
    Chat,
    /// Take and answer chats.
    AnswerChat,
    /// Write the canned answers of chats, and set their hours.
    SetUpChat,
    /// See the service history.
    ReadHistory,
    /// Read help topics.
    ReadTopics,
    /// Read and write in the forum.
    UseForum,
    /// Accept an answer to a question: one's own, or anybody's (FORUM-1).
    AcceptAnswer,
    /// Look after the forum: hide, lock, move and merge, settle reports (FORUM-4).
    ModerateForum,
    /// Create and remove support users, manage roles.
    ManageUsers,
    /// Review and validate support users.
    ReviewUsers,
    /// See how reviews stand.
    SeeReviews,
    /// Run roll-outs.
    RunRollouts,
    /// Publish training and announcements.
    Publish,
    /// Write help topics.
    WriteTopics,
    /// Read the outbox, send a mail again.
    ReadOutbox,
    /// Work that the portal does by itself: sending mail, clearing up, seeding, starting.
    Maintain,
}

/// Where an action takes place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Nowhere in particular: the reach says what the person gets.
    Anywhere,
    /// On a product, with the person's current organization.
    Product(ProductId),
    /// Among what the vendor shows to everybody.
    Public,
}

/// How far a granted action reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reach {
    /// What the vendor shows to everybody.
    Public,
    /// What the person asked for or watches.
    Own,
    /// All of the person's current organization.
    Organization,
    /// Every organization.
    Everywhere,
}

/// Why an action is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    SignIn,
    NotYours,
    /// The roll-out has not come to it yet (ROLL-1).
    NotYet {
        state: RolloutState,
        planned: Option<Moment>,
    },
    Suspended,
}

/// The policy table. `None` stands for somebody who is not signed in.
pub fn decide(standing: Option<&Standing>, action: Action, place: &Place) -> Result<Reach, Refusal> {
    if action == Action::Enter {
        return Ok(Reach::Own);
    }
    let Some(who) = standing else {
        let is_open = action == Action::ReadTopics && *place == Place::Public;
        return if is_open { Ok(Reach::Public) } else { Err(Refusal::SignIn) };
    };
    if action == Action::ManageOwnAccount {
        return Ok(Reach::Own);
    }
    if who.suspended {
        return Err(Refusal::Suspended);
    }
    let engineer = who.has(Role::Engineer);
    let operator = who.has(Role::Operator);
    let grant = |holds: bool, reach: Reach| if holds { Ok(reach) } else { Err(Refusal::NotYours) };
    match action {
        Action::Enter | Action::ManageOwnAccount => Ok(Reach::Own),

        Action::OpenCase | Action::RequestCall | Action::Chat => {
            grant(who.asks(), Reach::Own)?;
            launched(who, action, place)
        }
        Action::ReadCases | Action::ReadHistory => {
            if engineer || operator {
                return Ok(Reach::Everywhere);
            }
            grant(who.asks(), who.sight())
        }
        Action::CommentCase | Action::SettleCase | Action::WatchCase => grant(who.asks(), who.sight()),

        Action::WorkDesk => grant(engineer || operator, Reach::Everywhere),
        Action::AnswerCase
        | Action::AssignCase
        | Action::SetStatus
        | Action::SetPriority
        | Action::ReadNotes
        | Action::WriteNote
        | Action::LogCall
        | Action::AnswerChat => grant(engineer, Reach::Everywhere),

        Action::ReadTopics | Action::UseForum => Ok(Reach::Own),
        Action::AcceptAnswer => Ok(if engineer { Reach::Everywhere } else { Reach::Own }),
        Action::ModerateForum => grant(engineer || operator, Reach::Everywhere),

        Action::ManageUsers => {
            if operator {
                return Ok(Reach::Everywhere);
            }
            grant(who.manages(), Reach::Organization)
        }
        Action::ReviewUsers => grant(who.manages(), Reach::Organization),
        Action::SeeReviews => {
            if operator {
                return Ok(Reach::Everywhere);
            }
            grant(who.manages(), Reach::Organization)
        }
        Action::SetUpChat | Action::RunRollouts | Action::Publish | Action::WriteTopics | Action::ReadOutbox => {
            grant(operator, Reach::Everywhere)
        }
        Action::Maintain => Err(Refusal::NotYours),
    }
}

/// ROLL-1, CASE-2, ROLL-5: the product must be the organization's, launched there, and for a chat its chat on. Without a
/// product in hand, one launched product is enough.
fn launched(who: &Standing, action: Action, place: &Place) -> Result<Reach, Refusal> {
    let here = |p: &&Entitlement| match place {
        Place::Anywhere | Place::Public => true,
        Place::Product(product) => p.product == *product,
    };
    let mut nearest: Option<&Entitlement> = None;
    for entitlement in who.products.iter().filter(here) {
        if entitlement.state.takes_cases() {
            if action != Action::Chat || entitlement.chat {
                return Ok(Reach::Own);
            }
        } else if nearest.is_none_or(|n| soonest(entitlement) < soonest(n)) {
            nearest = Some(entitlement);
        }
    }
    match nearest {
        Some(e) => Err(Refusal::NotYet { state: e.state, planned: e.planned }),
        None => Err(Refusal::NotYours),
    }
}

fn soonest(entitlement: &Entitlement) -> i64 {
    entitlement.planned.map_or(i64::MAX, |at| at.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(roles: &[Role], state: RolloutState, visibility: Visibility) -> Standing {
        let id = |n: u8| format!("00000000-0000-7000-8000-0000000000{n:02}");
        Standing {
            person: id(1).parse().expect("an id"),
            organization: id(2).parse().expect("an id"),
            roles: roles.to_vec(),
            suspended: false,
            visibility,
            named: false,
            products: vec![Entitlement {
                product: id(3).parse().expect("an id"),
                state,
                planned: Some(Moment(1)),
                chat: true,
            }],
        }
    }

    #[test]
    fn roll_1_no_case_chat_or_call_before_the_launch_and_the_reason_names_state_and_date() {
        for action in [Action::OpenCase, Action::Chat, Action::RequestCall] {
            for state in RolloutState::ALL {
                let who = standing(&[Role::SystemAdministrator], *state, Visibility::Everyone);
                let decided = decide(Some(&who), action, &Place::Anywhere);
                if state.takes_cases() {
                    assert_eq!(decided, Ok(Reach::Own));
                } else {
                    assert_eq!(decided, Err(Refusal::NotYet { state: *state, planned: Some(Moment(1)) }));
                }
            }
        }
    }

    #[test]
    fn case_2_a_product_of_others_is_refused_even_after_the_launch() {
        let who = standing(&[Role::SupportAdministrator], RolloutState::Launched, Visibility::Everyone);
        let other = "00000000-0000-7000-8000-000000000099".parse().expect("an id");
        assert_eq!(decide(Some(&who), Action::OpenCase, &Place::Product(other)), Err(Refusal::NotYours));
    }

    #[test]
    fn case_12_the_visibility_mode_sets_how_far_a_look_reaches() {
        let look = |roles: &[Role], visibility| {
            decide(Some(&standing(roles, RolloutState::Launched, visibility)), Action::ReadCases, &Place::Anywhere)
        };
        assert_eq!(look(&[Role::SystemAdministrator], Visibility::OwnOnly), Ok(Reach::Own));
        assert_eq!(look(&[Role::SystemAdministrator], Visibility::ByRole), Ok(Reach::Organization));
        assert_eq!(look(&[Role::SupportAdministrator], Visibility::ByRole), Ok(Reach::Own));
        assert_eq!(look(&[Role::SupportAdministrator], Visibility::NamedPeople), Ok(Reach::Own));
        assert_eq!(look(&[Role::SupportAdministrator], Visibility::Everyone), Ok(Reach::Organization));
    }

    #[test]
    fn roll_6_a_designated_contact_manages_users_only_during_enablement() {
        for state in RolloutState::ALL {
            let who = standing(&[Role::DesignatedContact], *state, Visibility::Everyone);
            let granted = decide(Some(&who), Action::ManageUsers, &Place::Anywhere).is_ok();
            assert_eq!(granted, *state == RolloutState::Enablement);
        }
    }

    #[test]
    fn case_17_only_engineers_see_internal_notes() {
        for role in Role::ALL {
            let who = standing(&[*role], RolloutState::Launched, Visibility::Everyone);
            let granted = decide(Some(&who), Action::ReadNotes, &Place::Anywhere).is_ok();
            assert_eq!(granted, *role == Role::Engineer);
        }
    }
}
