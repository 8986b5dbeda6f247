use super::Grant;
use crate::{policy::Reach, server::db::Statement};

/// Appends the condition that keeps a statement on `support_case c` within the reach of a grant. The one place where a
/// reach becomes SQL; follows a `WHERE`.
pub fn cases_in_reach(statement: Statement, grant: &impl Grant) -> Statement {
    let Some(who) = grant.actor().signed_in() else {
        return match grant.reach() {
            Reach::Everywhere => statement.push(" 1 = 1"),
            Reach::Own | Reach::Organization => statement.push(" 1 = 0"),
        };
    };
    match grant.reach() {
        Reach::Everywhere => statement.push(" 1 = 1"),
        Reach::Organization => statement.push_bind(" c.organization_id = ", &who.standing.organization),
        Reach::Own => statement
            .push_bind(" c.organization_id = ", &who.standing.organization)
            .push_bind(" AND (c.requester_id = ", &who.person)
            .push_bind(" OR EXISTS (SELECT 1 FROM watcher w WHERE w.case_id = c.id AND w.person_id = ", &who.person)
            .push("))"),
    }
}
