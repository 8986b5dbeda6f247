//! Who may listen to what.

use super::{Topic, store};
use crate::{
    error::AppError,
    policy::{Place, Reach, act},
    server::{
        Portal,
        authz::{Actor, Grant as _},
    },
    values::{CaseId, ChatId},
};

/// Those of these topics to which a person may listen now; a statement for cases and one for chats.
pub(super) async fn permitted(portal: &Portal, actor: &Actor, topics: &[Topic]) -> Result<Vec<Topic>, AppError> {
    let cases: Vec<&CaseId> = topics
        .iter()
        .filter_map(|topic| match topic {
            Topic::Case(id) | Topic::Notes(id) => Some(id),
            Topic::Chat(_)
            | Topic::Thread(_)
            | Topic::Organization(_)
            | Topic::Person(_)
            | Topic::Desk
            | Topic::Outbox => None,
        })
        .collect();
    let chats: Vec<&ChatId> = topics
        .iter()
        .filter_map(|topic| match topic {
            Topic::Chat(id) => Some(id),
            Topic::Case(_)
            | Topic::Notes(_)
            | Topic::Thread(_)
            | Topic::Organization(_)
            | Topic::Person(_)
            | Topic::Desk
            | Topic::Outbox => None,
        })
        .collect();
    let mut seen = Seen::default();
    if let Ok(permit) = actor.permit::<act::ReadCases>(Place::Anywhere) {
        if !cases.is_empty() {
            seen.cases = store::cases_in_sight(portal.db(), &permit, &cases).await?;
        }
        if !chats.is_empty() {
            seen.chats = store::chats_in_sight(portal.db(), &permit, &chats).await?;
        }
    }
    Ok(topics.iter().filter(|topic| may_listen(actor, topic, &seen)).cloned().collect())
}

/// May what a person was permitted before be refused now? Of cases it depends on who watches them, unless the person sees all;
/// of everything else on where the person stands, and on nothing that changes.
pub(super) fn may_have_changed(before: &Actor, now: &Actor, topics: &[Topic]) -> bool {
    let stands_elsewhere = before.signed_in().map(|who| &who.standing) != now.signed_in().map(|who| &who.standing);
    let sees_all =
        now.permit::<act::ReadCases>(Place::Anywhere).is_ok_and(|permit| permit.reach() == Reach::Everywhere);
    let is_of_case = |topic: &Topic| matches!(topic, Topic::Case(_) | Topic::Notes(_));
    stands_elsewhere || (!sees_all && topics.iter().any(is_of_case))
}

/// What the reader may see of what was asked for.
#[derive(Default)]
struct Seen {
    cases: Vec<CaseId>,
    chats: Vec<ChatId>,
}

fn may_listen(actor: &Actor, topic: &Topic, seen: &Seen) -> bool {
    let Some(who) = actor.signed_in() else { return false };
    match topic {
        Topic::Case(id) => seen.cases.contains(id),
        Topic::Chat(id) => seen.chats.contains(id),
        Topic::Notes(id) => seen.cases.contains(id) && actor.permit::<act::ReadNotes>(Place::Anywhere).is_ok(),
        // hints only: who may not see the thread is told nothing by them
        Topic::Thread(_) => actor.permit::<act::UseForum>(Place::Anywhere).is_ok(),
        Topic::Organization(id) => {
            let reach = actor.permit::<act::ReadCases>(Place::Anywhere).map(|permit| permit.reach());
            match reach {
                Ok(Reach::Organization | Reach::Everywhere) => *id == who.standing.organization,
                Ok(Reach::Own | Reach::Public) | Err(_) => false,
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
        Topic::Chat(_) => {
            actor.permit::<act::Chat>(Place::Anywhere).is_ok()
                || actor.permit::<act::AnswerChat>(Place::Anywhere).is_ok()
        }
        Topic::Notes(_) => actor.permit::<act::WriteNote>(Place::Anywhere).is_ok(),
        Topic::Thread(_) | Topic::Organization(_) | Topic::Person(_) | Topic::Desk | Topic::Outbox => false,
    }
}
