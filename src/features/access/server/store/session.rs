use super::{Link, damaged};
use crate::{
    features::access::{
        model::{SessionSummary, Shown},
        server::FoundSession,
    },
    policy::{Entitlement, Standing, act},
    server::{
        authz::{Grant, Held, Membership, Permit, SignedIn},
        db::{Db, Statement, StoreError, Tx, sql},
    },
    values::{Moment, OrganizationId, PersonId, SessionId},
};
use std::sync::Arc;

/// One row of the session's union: what it is stands in `part`, what it holds in the columns of that part.
#[derive(serde::Deserialize)]
struct SessionRow {
    part: String,
    a: String,
    b: String,
    c: String,
    d: Option<String>,
    e: Option<String>,
    f: Option<String>,
    g: Option<String>,
    n: Option<i64>,
    m: Option<i64>,
}

/// Session, person, organization, memberships and products in one statement: it runs before every request.
const SESSION: &str = "
WITH s AS (SELECT * FROM session WHERE token_hash = $1 AND expires_at > $2)
SELECT 'session' AS part, s.id AS a, p.id AS b, p.email AS c, p.name AS d, p.language AS e, p.theme AS f, p.zone AS g,
       s.seen_at AS n, CAST(NULL AS BIGINT) AS m
  FROM s JOIN person p ON p.id = s.person_id
UNION ALL
SELECT 'organization', o.id, o.name, o.visibility, o.zone, o.region, p.phone, v.person_id, o.suspended_at,
       p.shows_typing + 2 * p.shows_marks
  FROM s JOIN organization o ON o.id = s.organization_id JOIN person p ON p.id = s.person_id
  LEFT JOIN case_viewer v ON v.person_id = s.person_id AND v.organization_id = s.organization_id
UNION ALL
SELECT 'membership', m.organization_id, o.name, m.role, NULL, NULL, NULL, NULL, m.since, NULL
  FROM s JOIN membership m ON m.person_id = s.person_id JOIN organization o ON o.id = m.organization_id
UNION ALL
SELECT 'product', e.product_id, r.state, '', NULL, NULL, NULL, NULL, p.chat, r.planned_at
  FROM s JOIN entitlement e ON e.organization_id = s.organization_id JOIN product p ON p.id = e.product_id
  JOIN rollout_product rp ON rp.product_id = e.product_id
  JOIN rollout_organization r ON r.rollout_id = rp.rollout_id AND r.organization_id = s.organization_id";

/// The session behind a token's digest, if it has not expired and its person still belongs to its organization.
pub async fn find_session(
    db: &Db,
    permit: &Permit<act::Enter>,
    token_hash: &str,
    now: Moment,
) -> Result<Option<FoundSession>, StoreError> {
    let rows: Vec<SessionRow> = db.all(permit, sql(SESSION).bind(token_hash).bind(now)).await?;
    let part = |name: &'static str| rows.iter().filter(move |row| row.part == name);
    let (Some(session), Some(organization)) = (part("session").next(), part("organization").next()) else {
        return Ok(None);
    };
    let memberships = memberships(part("membership"))?;
    let here = organization.a.parse().map_err(|_| damaged("organization_id"))?;
    let Some(current) = memberships.iter().find(|m| m.organization == here) else { return Ok(None) };
    let standing = Standing {
        person: session.b.parse().map_err(|_| damaged("person_id"))?,
        organization: here,
        roles: current.roles.clone(),
        suspended: organization.n.is_some(),
        visibility: organization.c.parse().map_err(|()| damaged("visibility"))?,
        named: organization.g.is_some(),
        products: part("product").map(entitlement).collect::<Result<_, _>>()?,
    };
    let who = SignedIn {
        session: session.a.parse().map_err(|_| damaged("id"))?,
        person: standing.person.clone(),
        name: session.d.clone().unwrap_or_default(),
        email: session.c.parse().map_err(|_| damaged("email"))?,
        language: session.e.as_deref().unwrap_or_default().parse().unwrap_or_default(),
        theme: session.f.clone().unwrap_or_default(),
        zone: session.g.clone().or_else(|| organization.d.clone()).unwrap_or_default(),
        region: organization.e.clone().unwrap_or_default(),
        phone: organization.f.clone(),
        organization_name: organization.b.clone(),
        shown: shown(organization.m.unwrap_or_default()),
        standing,
        memberships,
    };
    Ok(Some(FoundSession { who: Arc::new(who), seen_at: Moment(session.n.unwrap_or_default()) }))
}

/// The two switches, as the statement adds them up.
fn shown(sum: i64) -> Shown {
    Shown { typing: sum & 1 != 0, marks: sum & 2 != 0 }
}

fn memberships<'a>(rows: impl Iterator<Item = &'a SessionRow>) -> Result<Vec<Membership>, StoreError> {
    let mut found: Vec<Membership> = Vec::new();
    for row in rows {
        let organization = row.a.parse().map_err(|_| damaged("organization_id"))?;
        let role = row.c.parse().map_err(|()| damaged("role"))?;
        match found.iter_mut().find(|m| m.organization == organization) {
            Some(membership) => membership.roles.push(role),
            None => found.push(Membership { organization, name: row.b.clone(), roles: vec![role] }),
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

fn entitlement(row: &SessionRow) -> Result<Entitlement, StoreError> {
    Ok(Entitlement {
        product: row.a.parse().map_err(|_| damaged("product_id"))?,
        state: row.b.parse().map_err(|()| damaged("state"))?,
        planned: row.m.map(Moment),
        chat: row.n == Some(1),
    })
}

/// A session to begin.
pub struct NewSession {
    pub id: SessionId,
    pub token_hash: String,
    pub expires_at: Moment,
    pub address: String,
    pub agent: String,
}

/// Begins a session in the organization in which the person was last, else in the first by name. `false`: in none.
pub async fn insert_session(
    tx: &mut Tx,
    permit: &Permit<act::Enter>,
    session: &NewSession,
    person: &PersonId,
    now: Moment,
) -> Result<bool, StoreError> {
    let statement = sql(
        "INSERT INTO session (id, token_hash, person_id, organization_id, created_at, seen_at, expires_at, address, agent)
         SELECT $1, $2, m.person_id, m.organization_id, $3, $3, $4, $5, $6
           FROM membership m JOIN organization o ON o.id = m.organization_id
          WHERE m.person_id = $7
          ORDER BY COALESCE((SELECT MAX(s.seen_at) FROM session s
                              WHERE s.person_id = m.person_id AND s.organization_id = m.organization_id), 0) DESC, o.name
          LIMIT 1",
    )
    .bind(&session.id)
    .bind(&session.token_hash)
    .bind(now)
    .bind(session.expires_at)
    .bind(&session.address)
    .bind(&session.agent)
    .bind(person);
    Ok(tx.run(permit, statement).await? == 1)
}

pub async fn touch(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    session: &SessionId,
    now: Moment,
    expires_at: Moment,
) -> Result<(), StoreError> {
    let statement =
        sql("UPDATE session SET seen_at = $1, expires_at = $2 WHERE id = $3").bind(now).bind(expires_at).bind(session);
    tx.run(permit, statement).await.map(|_| ())
}

/// Ends one of a person's own sessions.
pub async fn delete_session(
    tx: &mut Tx,
    permit: &impl Grant,
    person: &PersonId,
    session: &SessionId,
) -> Result<bool, StoreError> {
    let statement = sql("DELETE FROM session WHERE id = $1 AND person_id = $2").bind(session).bind(person);
    Ok(tx.run(permit, statement).await? == 1)
}

#[derive(serde::Deserialize)]
struct OwnSessionRow {
    id: String,
    created_at: i64,
    seen_at: i64,
    address: String,
    agent: String,
}

/// A person's sessions that hold, the last used first.
pub async fn list_sessions(
    db: &Db,
    permit: &Permit<act::ManageOwnAccount>,
    who: &SignedIn,
    now: Moment,
) -> Result<Vec<SessionSummary>, StoreError> {
    let statement =
        sql("SELECT id, created_at, seen_at, address, agent FROM session WHERE person_id = $1 AND expires_at > $2
          ORDER BY seen_at DESC, id DESC")
        .bind(&who.person)
        .bind(now);
    let rows: Vec<OwnSessionRow> = db.all(permit, statement).await?;
    rows.into_iter()
        .map(|row| {
            let id: SessionId = row.id.parse().map_err(|_| damaged("id"))?;
            Ok(SessionSummary {
                current: id == who.session,
                id,
                created_at: Moment(row.created_at),
                seen_at: Moment(row.seen_at),
                address: row.address,
                agent: row.agent,
            })
        })
        .collect()
}

/// Ends all of a person's sessions but the one that asks.
pub async fn delete_other_sessions(
    tx: &mut Tx,
    permit: &Permit<act::ManageOwnAccount>,
    who: &SignedIn,
) -> Result<(), StoreError> {
    let statement = sql("DELETE FROM session WHERE person_id = $1 AND id <> $2").bind(&who.person).bind(&who.session);
    tx.run(permit, statement).await.map(|_| ())
}

/// Moves the session that asks into another of the person's organizations. `false`: it is none of them.
pub async fn set_organization(
    tx: &mut Tx,
    permit: &Permit<act::ManageOwnAccount>,
    who: &SignedIn,
    organization: &OrganizationId,
) -> Result<bool, StoreError> {
    let statement = sql("UPDATE session SET organization_id = $1
          WHERE id = $2
            AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = session.person_id AND m.organization_id = $1)")
    .bind(organization)
    .bind(&who.session);
    Ok(tx.run(permit, statement).await? == 1)
}

/// Ends all sessions of a person; answers how many there were.
pub async fn delete_sessions(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    person: &PersonId,
) -> Result<u64, StoreError> {
    tx.run(permit, sessions_of(person)).await
}

/// Ends all sessions of the person whom a link lets in.
pub async fn delete_sessions_by_link(
    tx: &mut Tx,
    permit: &Permit<act::Enter>,
    link: &Held<Link>,
) -> Result<(), StoreError> {
    tx.run(permit, sessions_of(&link.person)).await.map(|_| ())
}

fn sessions_of(person: &PersonId) -> Statement {
    sql("DELETE FROM session WHERE person_id = $1").bind(person)
}
