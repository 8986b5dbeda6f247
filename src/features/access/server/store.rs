//! The SQL of access and nothing else.

use super::{
    super::model::{LinkKind, PreferencesForm, SessionSummary},
    FoundSession,
    own::NewPreferences,
};
use crate::{
    i18n::Language,
    policy::{Entitlement, Role, Standing, Visibility, act},
    server::{
        authz::{Grant, Held, Membership, Permit, SignedIn},
        db::{Db, StoreError, Tx, sql},
    },
    values::{Email, Moment, OrganizationId, PersonId, SessionId},
};

/// One row of the session's union: what it is stands in `part`, what it holds in the columns of that part.
#[derive(sqlx::FromRow)]
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

fn damaged(column: &'static str) -> StoreError {
    StoreError::Damaged { table: "session", column }
}

/// Session, person, organization, memberships and products in one statement: it runs before every request.
const SESSION: &str = "
WITH s AS (SELECT * FROM session WHERE token_hash = $1 AND expires_at > $2)
SELECT 'session' AS part, s.id AS a, p.id AS b, p.email AS c, p.name AS d, p.language AS e, p.theme AS f, p.zone AS g,
       s.seen_at AS n, CAST(NULL AS BIGINT) AS m
  FROM s JOIN person p ON p.id = s.person_id
UNION ALL
SELECT 'organization', o.id, o.name, o.visibility, o.zone, o.region, p.phone, v.person_id, o.suspended_at, NULL
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
        standing,
        memberships,
    };
    Ok(Some(FoundSession { who, seen_at: Moment(session.n.unwrap_or_default()) }))
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

/// What signing in and a reset need to know of an account.
pub struct Account {
    pub person: PersonId,
    pub name: String,
    pub language: Language,
    pub password_hash: Option<String>,
}

#[derive(sqlx::FromRow)]
struct AccountRow {
    id: String,
    name: String,
    language: String,
    password_hash: Option<String>,
}

pub async fn find_account(db: &Db, permit: &Permit<act::Enter>, email: &Email) -> Result<Option<Account>, StoreError> {
    let statement = sql("SELECT id, name, language, password_hash FROM person WHERE email = $1").bind(email);
    let row: Option<AccountRow> = db.optional(permit, statement).await?;
    row.map(|row| {
        Ok(Account {
            person: row.id.parse().map_err(|_| damaged_person("id"))?,
            name: row.name,
            language: row.language.parse().unwrap_or_default(),
            password_hash: row.password_hash,
        })
    })
    .transpose()
}

fn damaged_person(column: &'static str) -> StoreError {
    StoreError::Damaged { table: "person", column }
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

#[derive(sqlx::FromRow)]
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

pub async fn set_language(
    tx: &mut Tx,
    permit: &Permit<act::ManageOwnAccount>,
    who: &SignedIn,
    language: Language,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE person SET language = $1 WHERE id = $2").bind(language.tag()).bind(&who.person);
    tx.run(permit, statement).await.map(|_| ())
}

pub async fn set_theme(
    tx: &mut Tx,
    permit: &Permit<act::ManageOwnAccount>,
    who: &SignedIn,
    theme: &str,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE person SET theme = $1 WHERE id = $2").bind(theme).bind(&who.person);
    tx.run(permit, statement).await.map(|_| ())
}

#[derive(sqlx::FromRow)]
struct PreferencesRow {
    language: String,
    theme: String,
    zone: Option<String>,
    phone: Option<String>,
}

/// A person's preferences as they are stored.
pub async fn find_preferences(
    db: &Db,
    permit: &Permit<act::ManageOwnAccount>,
    who: &SignedIn,
) -> Result<PreferencesForm, StoreError> {
    let statement = sql("SELECT language, theme, zone, phone FROM person WHERE id = $1").bind(&who.person);
    let row: PreferencesRow = db.optional(permit, statement).await?.ok_or_else(|| damaged_person("id"))?;
    Ok(PreferencesForm {
        language: row.language,
        theme: row.theme,
        zone: row.zone.unwrap_or_default(),
        phone: row.phone.unwrap_or_default(),
    })
}

pub(super) async fn set_preferences(
    tx: &mut Tx,
    permit: &Permit<act::ManageOwnAccount>,
    who: &SignedIn,
    new: &NewPreferences,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE person SET language = $1, theme = $2, zone = $3, phone = $4 WHERE id = $5")
        .bind(new.language.tag())
        .bind(new.theme.as_str())
        .bind(new.zone.as_deref())
        .bind(new.phone.as_deref())
        .bind(&who.person);
    tx.run(permit, statement).await.map(|_| ())
}

/// A link to write.
pub struct NewLink {
    pub token_hash: String,
    pub kind: LinkKind,
    pub person: PersonId,
    pub created_at: Moment,
    pub expires_at: Moment,
}

fn code(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Invitation => "invitation",
        LinkKind::Reset => "reset",
        LinkKind::Operator => "operator",
    }
}

pub async fn insert_link(tx: &mut Tx, grant: &impl Grant, link: &NewLink) -> Result<(), StoreError> {
    let statement = sql(
        "INSERT INTO mailed_link (token_hash, kind, person_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(&link.token_hash)
    .bind(code(link.kind))
    .bind(&link.person)
    .bind(link.created_at)
    .bind(link.expires_at);
    tx.run(grant, statement).await.map(|_| ())
}

/// A link that works, and whom it lets in.
pub struct Link {
    pub token_hash: String,
    pub kind: LinkKind,
    pub person: PersonId,
    pub name: String,
    pub email: Email,
    pub language: Language,
    /// The first of the person's organizations by name.
    pub organization_name: Option<String>,
}

#[derive(sqlx::FromRow)]
struct LinkRow {
    token_hash: String,
    kind: String,
    person_id: String,
    name: String,
    email: String,
    language: String,
    organization_name: Option<String>,
}

/// The link with this digest, if it was not used and has not expired.
pub async fn find_link(
    db: &Db,
    permit: &Permit<act::Enter>,
    token_hash: &str,
    now: Moment,
) -> Result<Option<Held<Link>>, StoreError> {
    let statement = sql("SELECT l.token_hash, l.kind, p.id AS person_id, p.name, p.email, p.language,
                (SELECT MIN(o.name) FROM membership m JOIN organization o ON o.id = m.organization_id
                  WHERE m.person_id = p.id) AS organization_name
           FROM mailed_link l JOIN person p ON p.id = l.person_id
          WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > $2")
    .bind(token_hash)
    .bind(now);
    let Some(row) = db.optional::<LinkRow>(permit, statement).await? else { return Ok(None) };
    let kind = match row.kind.as_str() {
        "invitation" => LinkKind::Invitation,
        "reset" => LinkKind::Reset,
        "operator" => LinkKind::Operator,
        _other_door => return Ok(None),
    };
    let link = Link {
        token_hash: row.token_hash,
        kind,
        person: row.person_id.parse().map_err(|_| damaged_person("id"))?,
        name: row.name,
        email: row.email.parse().map_err(|_| damaged_person("email"))?,
        language: row.language.parse().unwrap_or_default(),
        organization_name: row.organization_name,
    };
    Ok(Some(Held::under(permit, link)))
}

/// Uses a link up, and with it all others of its person. `false`: somebody was faster.
pub async fn use_link(
    tx: &mut Tx,
    permit: &Permit<act::Enter>,
    link: &Held<Link>,
    now: Moment,
) -> Result<bool, StoreError> {
    let this = sql("UPDATE mailed_link SET used_at = $1 WHERE token_hash = $2 AND used_at IS NULL AND expires_at > $1")
        .bind(now)
        .bind(&link.token_hash);
    if tx.run(permit, this).await? != 1 {
        return Ok(false);
    }
    let others = sql("UPDATE mailed_link SET used_at = $1 WHERE person_id = $2 AND used_at IS NULL")
        .bind(now)
        .bind(&link.person);
    tx.run(permit, others).await?;
    Ok(true)
}

/// Name and address of somebody who sets a password.
pub struct Who {
    pub name: String,
    pub email: Email,
}

/// Sets the password of a link's person. A taken address is a conflict.
pub async fn set_password(
    tx: &mut Tx,
    permit: &Permit<act::Enter>,
    link: &Held<Link>,
    who: &Who,
    password_hash: &str,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE person SET password_hash = $1, name = $2, email = $3 WHERE id = $4")
        .bind(password_hash)
        .bind(&who.name)
        .bind(&who.email)
        .bind(&link.person);
    tx.run(permit, statement).await.map(|_| ())
}

/// Ends all sessions of a link's person.
pub async fn delete_sessions(tx: &mut Tx, permit: &Permit<act::Enter>, link: &Held<Link>) -> Result<(), StoreError> {
    let statement = sql("DELETE FROM session WHERE person_id = $1").bind(&link.person);
    tx.run(permit, statement).await.map(|_| ())
}

/// Deletes a person's links of a kind.
pub async fn delete_links(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    person: &PersonId,
    kind: LinkKind,
) -> Result<(), StoreError> {
    let statement = sql("DELETE FROM mailed_link WHERE person_id = $1 AND kind = $2").bind(person).bind(code(kind));
    tx.run(permit, statement).await.map(|_| ())
}

/// A throttle's count.
pub struct Hit {
    pub bucket: String,
    pub since: Moment,
    pub hits: i64,
}

#[derive(sqlx::FromRow)]
struct HitRow {
    bucket: String,
    since: i64,
    hits: i64,
}

/// Counts one more in every bucket, or begins anew where the count began at `ended` or before.
pub async fn hit(
    tx: &mut Tx,
    grant: &impl Grant,
    buckets: &[&str],
    now: Moment,
    ended: Moment,
) -> Result<Vec<Hit>, StoreError> {
    let mut statement = sql("INSERT INTO throttle (bucket, since, hits) VALUES ");
    for (at, bucket) in buckets.iter().enumerate() {
        statement = statement.push_bind(if at == 0 { "(" } else { ", (" }, *bucket).push_bind(", ", now).push(", 1)");
    }
    let statement = statement
        .push(" ON CONFLICT (bucket) DO UPDATE SET hits = CASE WHEN throttle.since <= ")
        .push_bind("", ended)
        .push_bind(" THEN 1 ELSE throttle.hits + 1 END, since = CASE WHEN throttle.since <= ", ended)
        .push(" THEN excluded.since ELSE throttle.since END RETURNING bucket, since, hits");
    let rows: Vec<HitRow> = tx.all(grant, statement).await?;
    Ok(rows.into_iter().map(|row| Hit { bucket: row.bucket, since: Moment(row.since), hits: row.hits }).collect())
}

/// Empties the account's bucket and takes one from the address's.
pub async fn forgive(tx: &mut Tx, permit: &Permit<act::Enter>, account: &str, address: &str) -> Result<(), StoreError> {
    let statement = sql(
        "UPDATE throttle SET hits = CASE WHEN bucket = $1 OR hits < 1 THEN 0 ELSE hits - 1 END WHERE bucket IN ($1, $2)",
    )
    .bind(account)
    .bind(address);
    tx.run(permit, statement).await.map(|_| ())
}

/// Deletes expired sessions, and links and throttles that ended before `long_ago`.
pub async fn delete_ended(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    now: Moment,
    long_ago: Moment,
) -> Result<(), StoreError> {
    tx.run(permit, sql("DELETE FROM session WHERE expires_at <= $1").bind(now)).await?;
    tx.run(permit, sql("DELETE FROM mailed_link WHERE expires_at <= $1").bind(long_ago)).await?;
    tx.run(permit, sql("DELETE FROM throttle WHERE since <= $1").bind(long_ago)).await?;
    Ok(())
}

/// Somebody who operates the portal.
pub struct Operator {
    pub person: PersonId,
    pub can_sign_in: bool,
}

#[derive(sqlx::FromRow)]
struct OperatorRow {
    id: String,
    password_hash: Option<String>,
}

pub async fn operators(db: &Db, permit: &Permit<act::Maintain>) -> Result<Vec<Operator>, StoreError> {
    let statement = sql("SELECT p.id, p.password_hash FROM person p JOIN membership m ON m.person_id = p.id
          WHERE m.role = $1 ORDER BY p.id")
    .bind(Role::Operator.code());
    let rows: Vec<OperatorRow> = db.all(permit, statement).await?;
    rows.into_iter()
        .map(|row| {
            let person = row.id.parse().map_err(|_| damaged_person("id"))?;
            Ok(Operator { person, can_sign_in: row.password_hash.is_some() })
        })
        .collect()
}

#[derive(sqlx::FromRow)]
struct VendorRow {
    id: String,
}

pub async fn find_vendor(tx: &mut Tx, permit: &Permit<act::Maintain>) -> Result<Option<OrganizationId>, StoreError> {
    let statement = sql("SELECT id FROM organization WHERE kind = 'vendor' ORDER BY created_at, id LIMIT 1");
    let row: Option<VendorRow> = tx.optional(permit, statement).await?;
    row.map(|row| row.id.parse().map_err(|_| StoreError::Damaged { table: "organization", column: "id" })).transpose()
}

/// The vendor's organization of an empty portal; its name and zone are settled later.
pub async fn insert_vendor(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    id: &OrganizationId,
    now: Moment,
) -> Result<OrganizationId, StoreError> {
    let statement =
        sql("INSERT INTO organization (id, kind, name, language, zone, region, plan, visibility, created_at)
         VALUES ($1, 'vendor', 'Atiende', $2, 'UTC', 'ES', 'elite', $3, $4)")
        .bind(id)
        .bind(Language::default().tag())
        .bind(Visibility::Everyone.code())
        .bind(now);
    tx.run(permit, statement).await?;
    Ok(id.clone())
}

/// The first operator, whose address is one that no mail can reach until the link is used.
pub async fn insert_first_operator(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    person: &PersonId,
    vendor: &OrganizationId,
    now: Moment,
) -> Result<(), StoreError> {
    let someone = sql("INSERT INTO person (id, email, name, language, theme, created_at)
         VALUES ($1, 'first.operator@atiende.invalid', '', $2, '', $3)")
    .bind(person)
    .bind(Language::default().tag())
    .bind(now);
    tx.run(permit, someone).await?;
    let membership = sql("INSERT INTO membership (organization_id, person_id, role, since) VALUES ($1, $2, $3, $4)")
        .bind(vendor)
        .bind(person)
        .bind(Role::Operator.code())
        .bind(now);
    tx.run(permit, membership).await.map(|_| ())
}
