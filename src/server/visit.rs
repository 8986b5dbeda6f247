//! One request: who asks, in which language, at which instant. Made by one middleware (`http::visits`), read by pages,
//! server functions, downloads and the socket alike.

use super::{Portal, authz::Actor};
use crate::{
    error::AppError,
    i18n::Language,
    policy::{Act, Place},
    server::authz::Permit,
    values::Moment,
};
use axum::http::request::Parts;
use leptos::prelude::with_context;
use std::sync::Arc;

/// Cheap to clone.
#[derive(Clone)]
pub struct Visit(Arc<Facts>);

struct Facts {
    portal: Portal,
    actor: Actor,
    language: Language,
    theme: Option<String>,
    now: Moment,
    address: String,
    agent: String,
    request_id: String,
}

/// What the middleware knows of a request.
pub struct Caller {
    pub actor: Actor,
    pub language: Language,
    /// The theme cookie's value, for people who are not signed in.
    pub theme: Option<String>,
    /// The client's address as text; a proxy's word counts only if the proxy is trusted.
    pub address: String,
    pub agent: String,
    pub request_id: String,
}

impl Visit {
    pub fn new(portal: Portal, caller: Caller) -> Visit {
        let now = portal.now();
        let Caller { actor, language, theme, address, agent, request_id } = caller;
        Visit(Arc::new(Facts { portal, actor, language, theme, now, address, agent, request_id }))
    }

    /// A visit of the portal itself, for jobs, commands and the seed, at an instant of its choice.
    pub fn system(portal: &Portal, job: &'static str, now: Moment) -> Visit {
        Visit(Arc::new(Facts {
            portal: portal.clone(),
            actor: Actor::system(job),
            language: Language::default(),
            theme: None,
            now,
            address: String::new(),
            agent: String::new(),
            request_id: job.to_owned(),
        }))
    }

    /// The same request by somebody else: the seed acts as the people of its world.
    pub fn acting_as(&self, actor: Actor, now: Moment) -> Visit {
        Visit(Arc::new(Facts {
            portal: self.0.portal.clone(),
            actor,
            language: self.0.language,
            theme: None,
            now,
            address: self.0.address.clone(),
            agent: self.0.agent.clone(),
            request_id: self.0.request_id.clone(),
        }))
    }

    /// The visit of the request that a page or a server function is answering.
    pub fn current() -> Result<Visit, AppError> {
        with_context(|parts: &Parts| parts.extensions.get::<Visit>().cloned())
            .flatten()
            .ok_or_else(|| crate::server::telemetry::broken(&"a request without a visit"))
    }

    pub fn portal(&self) -> &Portal {
        &self.0.portal
    }
    pub fn actor(&self) -> &Actor {
        &self.0.actor
    }
    pub fn language(&self) -> Language {
        self.0.language
    }
    pub fn theme(&self) -> Option<&str> {
        self.0.theme.as_deref()
    }
    pub fn now(&self) -> Moment {
        self.0.now
    }
    pub fn address(&self) -> &str {
        &self.0.address
    }
    pub fn agent(&self) -> &str {
        &self.0.agent
    }
    pub fn request_id(&self) -> &str {
        &self.0.request_id
    }

    /// Asks the policy for the person of this visit.
    pub fn permit<A: Act>(&self, place: Place) -> Result<Permit<A>, AppError> {
        self.0.actor.permit(place)
    }

    /// A new id at this visit's instant.
    pub fn id<I: std::str::FromStr>(&self) -> I {
        self.0.portal.ids().next(self.0.now)
    }
}
