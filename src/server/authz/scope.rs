use super::Grant;
use crate::{policy::Reach, server::db::Statement};

/// Appends the condition that keeps a statement on `support_case c` within the reach of a grant; follows a `WHERE`. This file is
/// the one place where a reach becomes SQL.
pub fn cases_in_reach(statement: Statement, grant: &impl Grant) -> Statement {
    match (grant.reach(), grant.actor().signed_in()) {
        (Reach::Organization, Some(who)) => statement.push_bind(" c.organization_id = ", &who.standing.organization),
        (Reach::Own, Some(who)) => statement
            .push_bind(" c.organization_id = ", &who.standing.organization)
            .push_bind(" AND (c.requester_id = ", &who.person)
            .push_bind(" OR EXISTS (SELECT 1 FROM watcher w WHERE w.case_id = c.id AND w.person_id = ", &who.person)
            .push("))"),
        // Who is nobody has nothing of their own.
        (reach @ (Reach::Everywhere | Reach::Public), _) | (reach @ (Reach::Organization | Reach::Own), None) => {
            statement.push(if reach == Reach::Everywhere { " 1 = 1" } else { " 1 = 0" })
        }
    }
}

/// The same for a statement on `chat h` and its `support_case c`: a customer's own chats, whatever else of the organization
/// the grant reaches; the log of a colleague's chat is read with its case.
pub fn chats_in_reach(statement: Statement, grant: &impl Grant) -> Statement {
    match (grant.reach(), grant.actor().signed_in()) {
        (Reach::Own | Reach::Organization, Some(who)) => statement
            .push_bind(" h.customer_id = ", &who.person)
            .push_bind(" AND c.organization_id = ", &who.standing.organization),
        (reach @ (Reach::Everywhere | Reach::Public), _) | (reach @ (Reach::Organization | Reach::Own), None) => {
            statement.push(if reach == Reach::Everywhere { " 1 = 1" } else { " 1 = 0" })
        }
    }
}

/// The same for a statement on `forum_thread t`: what the person has asked. Of the others hidden threads are kept back from
/// all who do not look after the forum by `features::forum`, which everybody reads.
pub fn threads_in_reach(statement: Statement, grant: &impl Grant) -> Statement {
    match (grant.reach(), grant.actor().signed_in()) {
        (Reach::Own | Reach::Organization, Some(who)) => statement.push_bind(" t.author_id = ", &who.person),
        (reach @ (Reach::Everywhere | Reach::Public), _) | (reach @ (Reach::Organization | Reach::Own), None) => {
            statement.push(if reach == Reach::Everywhere { " 1 = 1" } else { " 1 = 0" })
        }
    }
}

/// The same for a statement on `topic t`: what stands on a shelf that the vendor shows to everybody; all of it for whoever is
/// signed in.
pub fn topics_in_reach(statement: Statement, grant: &impl Grant) -> Statement {
    match grant.reach() {
        Reach::Public => {
            shelves_in_reach(statement.push(" EXISTS (SELECT 1 FROM topic_shelf s WHERE s.name = t.product AND"), grant)
                .push(")")
        }
        Reach::Own | Reach::Organization | Reach::Everywhere => statement.push(" 1 = 1"),
    }
}

/// The same for a statement on `topic_shelf s`.
pub fn shelves_in_reach(statement: Statement, grant: &impl Grant) -> Statement {
    statement.push(match grant.reach() {
        Reach::Public => " s.is_public = 1",
        Reach::Own | Reach::Organization | Reach::Everywhere => " 1 = 1",
    })
}
