//! Who may listen to what.

use super::{Topic, store};
use crate::{
    error::AppError,
    policy::{Place, Reach, act},
    server::{
        Portal,
        authz::{Actor, Grant as _},
    },
    values::CaseId,
};

/// Those of these topics to which a person may listen now; at most one statement.
pub(super) async fn permitted(portal: &Portal, actor: &Actor, topics: &[Topic]) -> Result<Vec<Topic>, AppError> {
    let cases: Vec<&CaseId> = topics
        .iter()
        .filter_map(|topic| match topic {
            Topic::Case(id) | Topic::Notes(id) => Some(id),
            Topic::Organization(_) | Topic::Person(_) | Topic::Desk | Topic::Outbox => None,
        })
        .collect();
    let seen = match actor.permit::<act::ReadCases>(Place::Anywhere) {
        Ok(permit) if !cases.is_empty() => store::cases_in_sight(portal.db(), &permit, &cases).await?,
        Ok(_) | Err(_) => Vec::new(),
    };
    Ok(topics.iter().filter(|topic| may_listen(actor, topic, &seen)).cloned().collect())
}

fn may_listen(actor: &Actor, topic: &Topic, seen: &[CaseId]) -> bool {
    let Some(who) = actor.signed_in() else { return false };
    match topic {
        Topic::Case(id) => seen.contains(id),
        Topic::Notes(id) => seen.contains(id) && actor.permit::<act::ReadNotes>(Place::Anywhere).is_ok(),
        Topic::Organization(id) => {
            let reach = actor.permit::<act::ReadCases>(Place::Anywhere).map(|permit| permit.reach());
            match reach {
                Ok(Reach::Organization | Reach::Everywhere) => *id == who.standing.organization,
                Ok(Reach::Own) | Err(_) => false,
            }
        }
        Topic::Person(id) => *id == who.person,
        Topic::Desk => actor.permit::<act::WorkDesk>(Place::Anywhere).is_ok(),
        Topic::Outbox => actor.permit::<act::ReadOutbox>(Place::Anywhere).is_ok(),
    }
}

/// May a person say there that they are writing? Where they may write (CASE-18).
pub(super) fn may_write(actor: &Actor, topic: &Topic) -> bool {
    match topic {
        Topic::Case(_) => {
            actor.permit::<act::CommentCase>(Place::Anywhere).is_ok()
                || actor.permit::<act::AnswerCase>(Place::Anywhere).is_ok()
        }
        Topic::Notes(_) => actor.permit::<act::WriteNote>(Place::Anywhere).is_ok(),
        Topic::Organization(_) | Topic::Person(_) | Topic::Desk | Topic::Outbox => false,
    }
}
