//! Who may move a case where (CASE-8, CASE-10), and what an event makes of its status.

use super::{
    super::model::{EventDetail, Resolution, Status},
    Intent, REOPEN_MS,
};
use crate::values::Moment;

/// Where a case stands, as far as its moves are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub status: Status,
    pub resolution: Option<Resolution>,
    pub assigned: bool,
    pub closed_at: Option<Moment>,
}

impl Position {
    /// Where an open case goes when it leaves the closed or the unassigned.
    fn open_status(self) -> Status {
        if self.assigned { Status::Assigned } else { Status::New }
    }
}

/// On which side of the desk a person writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Customer,
    Engineer,
}

/// A move that the case does not allow where it stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotNow;

/// What a customer does about a solution or a whole case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settlement {
    Confirm,
    Refuse,
    Obsolete,
    Reopen,
}

impl std::str::FromStr for Settlement {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "confirm" => Ok(Settlement::Confirm),
            "refuse" => Ok(Settlement::Refuse),
            "obsolete" => Ok(Settlement::Obsolete),
            "reopen" => Ok(Settlement::Reopen),
            _ => Err(()),
        }
    }
}

/// The last instant at which a case closed then can be reopened (CASE-10).
pub fn reopen_until(closed_at: Moment) -> Moment {
    closed_at.plus_ms(REOPEN_MS)
}

/// Can a case that was closed then be reopened now? Later, a follow-up is opened (CASE-10).
pub fn can_reopen(closed_at: Option<Moment>, now: Moment) -> bool {
    closed_at.is_some_and(|closed_at| now <= reopen_until(closed_at))
}

/// Where a comment or an answer moves a case; its own status if nowhere.
///
/// A customer's comment answers what was asked and reopens within the time for it. An engineer's answer begins the work.
pub fn reply_moves_to(case: &Position, side: Side, intent: Intent, now: Moment) -> Result<Status, NotNow> {
    match (side, intent) {
        (Side::Customer, Intent::Solution | Intent::Waiting) => Err(NotNow),
        (Side::Customer, Intent::Comment) => match case.status {
            Status::New | Status::Assigned | Status::InProgress => Ok(case.status),
            Status::WaitingForCustomer | Status::SolutionProposed => Ok(Status::InProgress),
            Status::Closed if can_reopen(case.closed_at, now) => Ok(case.open_status()),
            Status::Closed => Err(NotNow),
        },
        (Side::Engineer, Intent::Comment) => match case.status {
            Status::New | Status::Assigned => Ok(Status::InProgress),
            Status::InProgress | Status::WaitingForCustomer | Status::SolutionProposed | Status::Closed => {
                Ok(case.status)
            }
        },
        (Side::Engineer, Intent::Solution | Intent::Waiting) if case.status == Status::Closed => Err(NotNow),
        (Side::Engineer, Intent::Solution) => Ok(Status::SolutionProposed),
        (Side::Engineer, Intent::Waiting) => Ok(Status::WaitingForCustomer),
    }
}

/// What a settlement does to a case: the event, or `None` if it was done before (a second tap).
pub fn settle(case: &Position, settlement: Settlement, now: Moment) -> Result<Option<EventDetail>, NotNow> {
    let closed_as = |resolution| case.status == Status::Closed && case.resolution == Some(resolution);
    match settlement {
        Settlement::Confirm if closed_as(Resolution::Confirmed) => Ok(None),
        Settlement::Confirm if case.status == Status::SolutionProposed => Ok(Some(EventDetail::SolutionConfirmed)),
        Settlement::Refuse if case.status == Status::SolutionProposed => Ok(Some(EventDetail::SolutionRefused)),
        Settlement::Obsolete if closed_as(Resolution::Obsolete) => Ok(None),
        Settlement::Obsolete if case.status != Status::Closed => {
            Ok(Some(EventDetail::Closed { resolution: Resolution::Obsolete }))
        }
        Settlement::Reopen if case.status != Status::Closed => Ok(None),
        Settlement::Reopen if can_reopen(case.closed_at, now) => Ok(Some(EventDetail::Reopened)),
        Settlement::Confirm | Settlement::Refuse | Settlement::Obsolete | Settlement::Reopen => Err(NotNow),
    }
}

/// What setting a status by hand does to a case: the event, or `None` if it stands there already. Closing needs a
/// resolution; `New` is reached by giving a case back, `Assigned` by assigning it.
pub fn engineer_may_set(
    case: &Position,
    to: Status,
    resolution: Option<Resolution>,
    now: Moment,
) -> Result<Option<EventDetail>, NotNow> {
    if to == case.status {
        return Ok(None);
    }
    match to {
        Status::New => Err(NotNow),
        Status::Closed => resolution.map(|resolution| Some(EventDetail::Closed { resolution })).ok_or(NotNow),
        Status::Assigned | Status::InProgress if case.status == Status::Closed => {
            if can_reopen(case.closed_at, now) {
                Ok(Some(EventDetail::Reopened))
            } else {
                Err(NotNow)
            }
        }
        Status::Assigned if !case.assigned => Err(NotNow),
        Status::Assigned | Status::InProgress | Status::WaitingForCustomer | Status::SolutionProposed => {
            if case.status == Status::Closed {
                return Err(NotNow);
            }
            Ok(Some(EventDetail::StatusChanged { from: case.status, to }))
        }
    }
}

/// What an event makes of a case: the log alone tells where a case stands.
pub fn status_after(case: &Position, event: &EventDetail, at: Moment) -> Position {
    let moved = |status| Position { status, resolution: None, closed_at: None, ..*case };
    let closed =
        |resolution| Position { status: Status::Closed, resolution: Some(resolution), closed_at: Some(at), ..*case };
    match event {
        EventDetail::Opened => moved(Status::New),
        EventDetail::SolutionProposed => moved(Status::SolutionProposed),
        EventDetail::SolutionConfirmed => closed(Resolution::Confirmed),
        EventDetail::SolutionRefused => moved(Status::InProgress),
        EventDetail::StatusChanged { to, .. } => moved(*to),
        EventDetail::Closed { resolution } => closed(*resolution),
        EventDetail::Reopened => moved(case.open_status()),
        EventDetail::Assigned { to, .. } => {
            let status = match (case.status, to) {
                (Status::New, Some(_)) => Status::Assigned,
                (Status::Assigned, None) => Status::New,
                (status, _) => status,
            };
            Position { status, assigned: to.is_some(), ..*case }
        }
        EventDetail::Commented
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
        | EventDetail::ChatEnded => *case,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::DAY_MS;

    const CLOSED: Moment = Moment(1_000);

    fn at(status: Status, assigned: bool) -> Position {
        let is_closed = status == Status::Closed;
        Position {
            status,
            assigned,
            resolution: is_closed.then_some(Resolution::Confirmed),
            closed_at: is_closed.then_some(CLOSED),
        }
    }

    #[test]
    fn case_8_a_customers_comment_answers_what_was_asked() {
        for status in [Status::WaitingForCustomer, Status::SolutionProposed] {
            let moved = reply_moves_to(&at(status, true), Side::Customer, Intent::Comment, CLOSED);
            assert_eq!(moved, Ok(Status::InProgress));
        }
        for status in [Status::New, Status::Assigned, Status::InProgress] {
            let moved = reply_moves_to(&at(status, true), Side::Customer, Intent::Comment, CLOSED);
            assert_eq!(moved, Ok(status));
        }
    }

    #[test]
    fn case_10_a_comment_reopens_within_14_days_and_not_later() {
        let reply = |assigned, now| reply_moves_to(&at(Status::Closed, assigned), Side::Customer, Intent::Comment, now);
        let last = CLOSED.plus_ms(14 * DAY_MS);
        assert_eq!(reply(true, last), Ok(Status::Assigned));
        assert_eq!(reply(false, last), Ok(Status::New));
        assert_eq!(reply(true, last.plus_ms(1)), Err(NotNow));
    }

    #[test]
    fn only_engineers_propose_solutions_and_wait_and_not_on_closed_cases() {
        for intent in [Intent::Solution, Intent::Waiting] {
            assert_eq!(reply_moves_to(&at(Status::New, false), Side::Customer, intent, CLOSED), Err(NotNow));
            assert_eq!(reply_moves_to(&at(Status::Closed, true), Side::Engineer, intent, CLOSED), Err(NotNow));
        }
        let moved = reply_moves_to(&at(Status::New, false), Side::Engineer, Intent::Solution, CLOSED);
        assert_eq!(moved, Ok(Status::SolutionProposed));
    }

    #[test]
    fn an_engineers_answer_begins_the_work() {
        let moved = |status| reply_moves_to(&at(status, true), Side::Engineer, Intent::Comment, CLOSED);
        assert_eq!(moved(Status::New), Ok(Status::InProgress));
        assert_eq!(moved(Status::Assigned), Ok(Status::InProgress));
        assert_eq!(moved(Status::WaitingForCustomer), Ok(Status::WaitingForCustomer));
    }

    #[test]
    fn case_8_a_solution_is_confirmed_or_refused_only_when_proposed_and_once() {
        for status in Status::ALL {
            let confirmed = settle(&at(*status, true), Settlement::Confirm, CLOSED);
            match status {
                Status::SolutionProposed => assert_eq!(confirmed, Ok(Some(EventDetail::SolutionConfirmed))),
                Status::Closed => assert_eq!(confirmed, Ok(None), "a second tap"),
                Status::New | Status::Assigned | Status::InProgress | Status::WaitingForCustomer => {
                    assert_eq!(confirmed, Err(NotNow));
                }
            }
        }
        assert_eq!(settle(&at(Status::InProgress, true), Settlement::Refuse, CLOSED), Err(NotNow));
    }

    #[test]
    fn case_10_the_button_reopens_within_14_days_and_not_later() {
        let reopen = |now| settle(&at(Status::Closed, true), Settlement::Reopen, now);
        assert_eq!(reopen(CLOSED.plus_ms(14 * DAY_MS)), Ok(Some(EventDetail::Reopened)));
        assert_eq!(reopen(CLOSED.plus_ms(14 * DAY_MS + 1)), Err(NotNow));
        assert_eq!(settle(&at(Status::New, false), Settlement::Reopen, CLOSED), Ok(None));
    }

    #[test]
    fn case_8_closing_by_hand_needs_a_resolution_and_new_is_not_set_by_hand() {
        let set = |from, to, resolution| engineer_may_set(&at(from, true), to, resolution, CLOSED);
        assert_eq!(set(Status::InProgress, Status::Closed, None), Err(NotNow));
        assert_eq!(
            set(Status::InProgress, Status::Closed, Some(Resolution::Duplicate)),
            Ok(Some(EventDetail::Closed { resolution: Resolution::Duplicate }))
        );
        assert_eq!(set(Status::Assigned, Status::New, None), Err(NotNow));
        assert_eq!(set(Status::Closed, Status::InProgress, None), Ok(Some(EventDetail::Reopened)));
        assert_eq!(set(Status::Closed, Status::WaitingForCustomer, None), Err(NotNow));
        assert_eq!(engineer_may_set(&at(Status::New, false), Status::Assigned, None, CLOSED), Err(NotNow));
    }

    #[test]
    fn the_log_alone_tells_where_a_case_stands() {
        let name = || Some("Ada".to_owned());
        let log = [
            (EventDetail::Opened, Status::New),
            (EventDetail::Assigned { from: None, to: name() }, Status::Assigned),
            (EventDetail::StatusChanged { from: Status::Assigned, to: Status::InProgress }, Status::InProgress),
            (EventDetail::SolutionProposed, Status::SolutionProposed),
            (EventDetail::SolutionRefused, Status::InProgress),
            (EventDetail::Closed { resolution: Resolution::Obsolete }, Status::Closed),
            (EventDetail::Commented, Status::Closed),
            (EventDetail::Reopened, Status::Assigned),
            (EventDetail::Assigned { from: name(), to: None }, Status::New),
        ];
        let mut case = at(Status::New, false);
        for (event, status) in log {
            case = status_after(&case, &event, CLOSED);
            assert_eq!(case.status, status, "{event:?}");
            assert_eq!(case.closed_at.is_some(), status == Status::Closed);
        }
    }
}
