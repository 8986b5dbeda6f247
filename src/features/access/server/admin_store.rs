//! The SQL of `atiende admin` and nothing else.

use super::admin::VendorPerson;
use crate::{
    i18n::Language,
    policy::{Role, act},
    server::{
        authz::Permit,
        db::{Db, StoreError, Tx, sql},
    },
    values::{Email, Moment, OrganizationId, PersonId},
};

#[derive(sqlx::FromRow)]
struct IdRow {
    id: String,
}

pub async fn find_person(
    db: &Db,
    permit: &Permit<act::Maintain>,
    email: &Email,
) -> Result<Option<PersonId>, StoreError> {
    let row: Option<IdRow> = db.optional(permit, sql("SELECT id FROM person WHERE email = $1").bind(email)).await?;
    let damaged = StoreError::Damaged { table: "person", column: "id" };
    row.map(|row| row.id.parse()).transpose().map_err(|_| damaged)
}

/// A person without a password. A known address is a conflict.
pub async fn insert_person(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    person: &PersonId,
    email: &Email,
    name: &str,
    at: Moment,
) -> Result<(), StoreError> {
    let statement = sql("INSERT INTO person (id, email, name, language, theme, created_at)
         VALUES ($1, $2, $3, $4, '', $5)")
    .bind(person)
    .bind(email)
    .bind(name)
    .bind(Language::default().tag())
    .bind(at);
    tx.run(permit, statement).await.map(|_| ())
}

pub async fn insert_membership(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    person: &PersonId,
    organization: &OrganizationId,
    role: Role,
    since: Moment,
) -> Result<(), StoreError> {
    let statement = sql("INSERT INTO membership (organization_id, person_id, role, since) VALUES ($1, $2, $3, $4)")
        .bind(organization)
        .bind(person)
        .bind(role.code())
        .bind(since);
    tx.run(permit, statement).await.map(|_| ())
}

#[derive(sqlx::FromRow)]
struct VendorPersonRow {
    email: String,
    name: String,
    role: String,
    can_sign_in: i64,
    seen_at: Option<i64>,
}

/// People with a vendor role, by address; one row per role.
pub async fn list_vendor_people(db: &Db, permit: &Permit<act::Maintain>) -> Result<Vec<VendorPerson>, StoreError> {
    let statement = sql("SELECT p.email, p.name, m.role,
                CAST(CASE WHEN p.password_hash IS NULL THEN 0 ELSE 1 END AS BIGINT) AS can_sign_in,
                (SELECT MAX(s.seen_at) FROM session s WHERE s.person_id = p.id) AS seen_at
           FROM person p JOIN membership m ON m.person_id = p.id JOIN organization o ON o.id = m.organization_id
          WHERE o.kind = 'vendor' ORDER BY p.email, m.role");
    let rows: Vec<VendorPersonRow> = db.all(permit, statement).await?;
    let read = |row: VendorPersonRow| {
        let role = row.role.parse().map_err(|()| StoreError::Damaged { table: "membership", column: "role" })?;
        let (can_sign_in, seen_at) = (row.can_sign_in == 1, row.seen_at.map(Moment));
        Ok(VendorPerson { email: row.email, name: row.name, role, can_sign_in, seen_at })
    };
    rows.into_iter().map(read).collect()
}

/// Ends all sessions of a person; answers how many there were.
pub async fn delete_sessions(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    person: &PersonId,
) -> Result<u64, StoreError> {
    tx.run(permit, sql("DELETE FROM session WHERE person_id = $1").bind(person)).await
}
