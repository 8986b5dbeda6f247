//! Who hears of what happened to a case: those who look at it, live, and those who follow it, by mail. Both leave with
//! the commit. Internal notes never come here.

use super::{
    log::{Entry, Log},
    mail,
    store::{self, LockedCase},
};
use crate::{
    error::AppError,
    features::cases::model::*,
    live::{Frame, Topic},
    policy::act,
    server::{
        Visit,
        authz::{Grant, Held, Permit},
        db::Tx,
    },
    values::{CaseNumber, EventId, PersonId},
};

/// What happened, as far as people are told by mail.
#[derive(Clone, Copy, Debug)]
pub enum News<'a> {
    Opened,
    Comment(&'a EventId, &'a str),
    Solution(&'a EventId, &'a str),
    /// An engineer asks and waits for the customer.
    Question(&'a EventId, &'a str),
    Refused(&'a EventId, &'a str),
    Closed(&'a EventId, Resolution, &'a str),
    Reopened(&'a EventId, &'a str),
    Assigned(&'a EventId),
    /// Only pages change.
    Quiet,
}

impl<'a> News<'a> {
    /// What an event means to those who follow the case.
    pub fn of(detail: &EventDetail, event: &'a EventId, body: &'a str) -> News<'a> {
        match detail {
            EventDetail::Opened => News::Opened,
            EventDetail::Commented => News::Comment(event, body),
            EventDetail::SolutionProposed => News::Solution(event, body),
            EventDetail::SolutionConfirmed => News::Closed(event, Resolution::Confirmed, body),
            EventDetail::SolutionRefused => News::Refused(event, body),
            EventDetail::Closed { resolution } => News::Closed(event, *resolution, body),
            EventDetail::Reopened => News::Reopened(event, body),
            EventDetail::Assigned { to: Some(_), .. } => News::Assigned(event),
            EventDetail::Assigned { to: None, .. }
            | EventDetail::StatusChanged { .. }
            | EventDetail::PriorityChanged { .. }
            | EventDetail::WatcherAdded { .. }
            | EventDetail::WatcherRemoved { .. }
            | EventDetail::FollowedUp { .. }
            | EventDetail::MergedInto { .. }
            | EventDetail::Messaged
            | EventDetail::ChatAsked
            | EventDetail::ChatTaken
            | EventDetail::ChatJoined
            | EventDetail::ChatHandedOver { .. }
            | EventDetail::ChatLeft
            | EventDetail::ChatMissed
            | EventDetail::ChatUnattended
            | EventDetail::ChatEnded => News::Quiet,
        }
    }
}

/// Tells everybody whom it concerns; `assignee` as the case stands now.
pub async fn tell(
    visit: &Visit,
    tx: &mut Tx,
    grant: &impl Grant,
    case: &Held<LockedCase>,
    assignee: Option<&PersonId>,
    news: &News<'_>,
) -> Result<(), AppError> {
    let author = visit.actor().require()?.named();
    tell_of(visit, tx, grant, case, assignee, (&author, news)).await
}

/// The same of what somebody did who is not here.
pub async fn tell_of(
    visit: &Visit,
    tx: &mut Tx,
    grant: &impl Grant,
    case: &Held<LockedCase>,
    assignee: Option<&PersonId>,
    (author, news): (&PersonName, &News<'_>),
) -> Result<(), AppError> {
    let audience = store::audience(tx, grant, case, assignee).await?;
    for topic in [Topic::Case(case.id.clone()), Topic::Organization(case.organization.clone()), Topic::Desk] {
        tx.announce(topic, Frame::Changed);
    }
    for person in audience.0.iter().filter_map(|member| member.person.as_ref()) {
        tx.announce(Topic::Person(person.clone()), Frame::Changed);
    }
    let about = mail::About { visit, case, author };
    mail::post_news(tx, grant, &about, &audience.0, assignee, news).await
}

/// Writes into an old case's log that a follow-up was opened.
pub async fn followed_up(
    visit: &Visit,
    tx: &mut Tx,
    permit: &Permit<act::OpenCase>,
    old: &Held<LockedCase>,
    number: CaseNumber,
) -> Result<(), AppError> {
    let mut log = Log::of(old, visit);
    log.add(Entry::bare(visit, EventDetail::FollowedUp { number }));
    store::append(tx, permit, old, &log, permit.author()?, visit.now()).await?;
    tell(visit, tx, permit, old, old.assignee.as_ref(), &News::Quiet).await
}
