use super::{LockedCase, read, read_some};
use crate::{
    server::{
        authz::{Grant, Held},
        db::{StoreError, Tx, sql},
    },
    values::{Email, PersonId},
};

/// Those who hear of what happens to a case, live and by mail.
pub struct Audience(pub Vec<Member>);

/// One of them.
#[derive(Clone, Debug)]
pub struct Member {
    /// `None`: an address from outside.
    pub person: Option<PersonId>,
    pub email: Email,
    /// Empty for an address from outside.
    pub name: String,
    /// The tag of the person's language.
    pub language: String,
}

#[derive(serde::Deserialize)]
struct MemberRow {
    person_id: Option<String>,
    email: String,
    name: String,
    language: String,
}

/// Requester, assignee and confirmed watchers, each once. Who left the organization, or the desk, hears nothing more.
const AUDIENCE: &str = "
SELECT p.id AS person_id, p.email AS email, p.name AS name, p.language AS language
  FROM person p
 WHERE p.id = $2 AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.organization_id = $4)
UNION
SELECT p.id, p.email, p.name, p.language
  FROM person p
 WHERE p.id = $3 AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.role = 'Engineer')
UNION
SELECT w.person_id, w.email, COALESCE(p.name, ''), COALESCE(p.language, w.language)
  FROM watcher w LEFT JOIN person p ON p.id = w.person_id
 WHERE w.case_id = $1 AND w.confirmed_at IS NOT NULL
   AND (w.person_id IS NULL
        OR EXISTS (SELECT 1 FROM membership m WHERE m.person_id = w.person_id AND m.organization_id = $4))
 ORDER BY email";

pub async fn audience(
    tx: &mut Tx,
    grant: &impl Grant,
    case: &Held<LockedCase>,
    assignee: Option<&PersonId>,
) -> Result<Audience, StoreError> {
    let statement = sql(AUDIENCE).bind(&case.id).bind(&case.requester).bind(assignee).bind(&case.organization);
    let rows: Vec<MemberRow> = tx.all(grant, statement).await?;
    let members = rows.into_iter().map(|row| {
        Ok(Member {
            person: read_some(row.person_id.as_deref(), "watcher", "person_id")?,
            email: read(&row.email, "person", "email")?,
            name: row.name,
            language: row.language,
        })
    });
    Ok(Audience(members.collect::<Result<_, StoreError>>()?))
}
