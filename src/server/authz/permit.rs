use super::Actor;
use crate::{
    error::AppError,
    policy::{Act, Action, Reach},
    values::{OrganizationId, PersonId},
};
use std::marker::PhantomData;

/// The proof that the policy granted an action, to whom and how far.
#[derive(Clone, Debug)]
pub struct Permit<A: Act> {
    actor: Actor,
    reach: Reach,
    action: PhantomData<fn() -> A>,
}

/// Any permit, for the database door. Sealed: nothing but a permit is a grant.
pub trait Grant: sealed::Sealed + Sync {
    fn action(&self) -> Action;
    fn actor(&self) -> &Actor;
    fn reach(&self) -> Reach;
}

mod sealed {
    pub trait Sealed {}
    impl<A: crate::policy::Act> Sealed for super::Permit<A> {}
}

impl<A: Act> Permit<A> {
    pub(super) fn new(actor: Actor, reach: Reach) -> Permit<A> {
        Permit { actor, reach, action: PhantomData }
    }

    /// The acting person; `None` for the portal itself.
    pub fn person(&self) -> Option<&PersonId> {
        self.actor.signed_in().map(|who| &who.person)
    }

    /// The acting person, for what only people do.
    pub fn author(&self) -> Result<&PersonId, AppError> {
        Ok(&self.actor.require()?.person)
    }

    /// The organization in which the person acts, for what only people do.
    pub fn organization(&self) -> Result<&OrganizationId, AppError> {
        Ok(&self.actor.require()?.standing.organization)
    }
}

impl<A: Act> Grant for Permit<A> {
    fn action(&self) -> Action {
        A::ACTION
    }
    fn actor(&self) -> &Actor {
        &self.actor
    }
    fn reach(&self) -> Reach {
        self.reach
    }
}
