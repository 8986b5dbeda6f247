use super::damaged_person;
use crate::{
    features::access::server::admin::VendorPerson,
    policy::{Role, act},
    server::{
        authz::Permit,
        db::{Db, StoreError, Tx, sql},
    },
    values::{Moment, OrganizationId, PersonId},
};

/// Somebody who operates the portal.
pub struct Operator {
    pub person: PersonId,
    pub can_sign_in: bool,
}

#[derive(serde::Deserialize)]
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

#[derive(serde::Deserialize)]
struct VendorRow {
    id: String,
}

pub async fn find_vendor(tx: &mut Tx, permit: &Permit<act::Maintain>) -> Result<Option<OrganizationId>, StoreError> {
    let statement = sql("SELECT id FROM organization WHERE kind = 'vendor' ORDER BY created_at, id LIMIT 1");
    let row: Option<VendorRow> = tx.optional(permit, statement).await?;
    row.map(|row| row.id.parse().map_err(|_| StoreError::Damaged { table: "organization", column: "id" })).transpose()
}

#[derive(serde::Deserialize)]
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
