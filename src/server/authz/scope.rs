use super::Grant;
use crate::{policy::Reach, server::db::Statement};

/// Appends the condition that keeps a statement on `support_case c` within the reach of a grant. The one place where a
/// reach becomes SQL; follows a `WHERE`.
pub fn cases_in_reach(statement: Statement, grant: &impl Grant) -> Statement {
    match (grant.reach(), grant.actor().signed_in()) {
        (Reach::Organization, Some(who)) => statement.push_bind(" c.organization_id = ", &who.standing.organization),
        (Reach::Own, Some(who)) => statement
            .push_bind(" c.organization_id = ", &who.standing.organization)
            .push_bind(" AND (c.requester_id = ", &who.person)
            .push_bind(" OR EXISTS (SELECT 1 FROM watcher w WHERE w.case_id = c.id AND w.person_id = ", &who.person)
            .push("))"),
        // Who is nobody has nothing of their own.
        (reach @ Reach::Everywhere, _) | (reach @ (Reach::Organization | Reach::Own), None) => {
            statement.push(if reach == Reach::Everywhere { " 1 = 1" } else { " 1 = 0" })
        }
    }
}
