use super::Permit;
use crate::{
    error::AppError,
    features::{access::model::Shown, cases::model::PersonName},
    i18n::Language,
    policy::{Act, Place, Reach, Refusal, Role, Standing, act, decide},
    values::{Email, OrganizationId, PersonId, SessionId},
};
use std::sync::Arc;

/// Who acts: somebody unknown, somebody signed in, or the portal itself.
#[derive(Clone, Debug)]
pub enum Actor {
    Anonymous,
    SignedIn(Arc<SignedIn>),
    /// A job, by its name.
    System(&'static str),
}

/// A session with its person and where that person stands now.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub session: SessionId,
    pub person: PersonId,
    pub name: String,
    pub email: Email,
    pub language: Language,
    pub theme: String,
    /// IANA name; the person's own, else the organization's.
    pub zone: String,
    pub region: String,
    pub phone: Option<String>,
    pub organization_name: String,
    /// What others see of the person in a chat.
    pub shown: Shown,
    pub standing: Standing,
    /// All memberships, the current organization's too.
    pub memberships: Vec<Membership>,
}

impl SignedIn {
    /// The person as others see it.
    pub fn named(&self) -> PersonName {
        PersonName { id: self.person.clone(), name: self.name.clone(), vendor: self.standing.is_vendor() }
    }
}

/// The roles of a person in one organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    pub organization: OrganizationId,
    pub name: String,
    pub roles: Vec<Role>,
}

impl Actor {
    /// The portal itself, for jobs and commands.
    pub fn system(job: &'static str) -> Actor {
        Actor::System(job)
    }

    /// Asks the policy. The one place where a permit is made.
    pub fn permit<A: Act>(&self, place: Place) -> Result<Permit<A>, AppError> {
        match self {
            Actor::Anonymous => Ok(Permit::new(self.clone(), decide(None, A::ACTION, &place)?)),
            Actor::SignedIn(who) => Ok(Permit::new(self.clone(), decide(Some(&who.standing), A::ACTION, &place)?)),
            Actor::System(_) => Ok(Permit::new(self.clone(), Reach::Everywhere)),
        }
    }

    /// The permit of jobs; people never hold it.
    pub fn maintenance(&self) -> Permit<act::Maintain> {
        assert!(matches!(self, Actor::System(_)), "only the portal itself maintains");
        Permit::new(self.clone(), Reach::Everywhere)
    }

    pub fn signed_in(&self) -> Option<&SignedIn> {
        match self {
            Actor::SignedIn(who) => Some(who),
            Actor::Anonymous | Actor::System(_) => None,
        }
    }

    /// The signed-in person, or the refusal that sends to the sign-in page.
    pub fn require(&self) -> Result<&SignedIn, AppError> {
        self.signed_in().ok_or(AppError::from(Refusal::SignIn))
    }
}
