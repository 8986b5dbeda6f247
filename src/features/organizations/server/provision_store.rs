//! The SQL that provides organizations, products and people, and nothing else: for the first start, the commands and the
//! demo world; provisioning (ROLE-9) and roll-outs will bring their own rules to it. Only the portal itself holds the permit.

use crate::{
    features::organizations::model::Plan,
    i18n::Language,
    policy::{Role, RolloutState, Visibility, act},
    server::{
        authz::Permit,
        db::{Db, StoreError, Tx, sql},
    },
    values::{Email, Moment, OrganizationId, PersonId, Phone, PhoneLineId, ProductId, RolloutId},
};

/// Which side an organization stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Customer,
    Vendor,
}

/// An organization to insert.
pub struct NewOrganization<'a> {
    pub id: &'a OrganizationId,
    pub side: Side,
    pub name: &'a str,
    pub language: Language,
    /// IANA name.
    pub zone: &'a str,
    /// ISO 3166 country code.
    pub region: &'a str,
    pub plan: Plan,
    pub visibility: Visibility,
}

/// A product to insert; `summary` and `identifiers` are the JSON of their columns.
pub struct NewProduct<'a> {
    pub id: &'a ProductId,
    pub code: &'a str,
    pub name: &'a str,
    pub summary: String,
    pub identifiers: String,
    pub chat: bool,
    pub position: i64,
}

/// A person to insert; without a password hash the invitation was not accepted yet.
pub struct NewPerson<'a> {
    pub id: &'a PersonId,
    pub email: &'a Email,
    pub name: &'a str,
    pub language: Language,
    pub phone: Option<&'a Phone>,
    pub password_hash: Option<&'a str>,
}

/// What the support lines of a region are called and when they answer; `hours` is the JSON of its column.
pub struct NewPhoneLine<'a> {
    pub id: PhoneLineId,
    pub region: &'a str,
    pub language: Language,
    pub number: &'a Phone,
    pub hours: String,
    pub position: i64,
}

#[derive(serde::Deserialize)]
struct CountRow {
    n: i64,
}

/// Is there nothing yet?
pub async fn is_empty(db: &Db, permit: &Permit<act::Maintain>) -> Result<bool, StoreError> {
    let statement = sql("SELECT (SELECT COUNT(*) FROM organization) + (SELECT COUNT(*) FROM person) AS n");
    let row: Option<CountRow> = db.optional(permit, statement).await?;
    Ok(row.is_none_or(|row| row.n == 0))
}

pub async fn insert_organization(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    organization: &NewOrganization<'_>,
    at: Moment,
) -> Result<(), StoreError> {
    let kind = match organization.side {
        Side::Customer => "customer",
        Side::Vendor => "vendor",
    };
    let statement =
        sql("INSERT INTO organization (id, kind, name, language, zone, region, plan, visibility, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
        .bind(organization.id)
        .bind(kind)
        .bind(organization.name)
        .bind(organization.language.tag())
        .bind(organization.zone)
        .bind(organization.region)
        .bind(organization.plan.code())
        .bind(organization.visibility.code())
        .bind(at);
    tx.run(permit, statement).await.map(|_| ())
}

pub async fn insert_product(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    product: NewProduct<'_>,
) -> Result<(), StoreError> {
    let statement = sql("INSERT INTO product (id, code, name, summary, chat, identifiers, position)
         VALUES ($1, $2, $3, $4, $5, $6, $7)")
    .bind(product.id)
    .bind(product.code)
    .bind(product.name)
    .bind(product.summary)
    .bind(product.chat)
    .bind(product.identifiers)
    .bind(product.position);
    tx.run(permit, statement).await.map(|_| ())
}

/// A roll-out with its products.
pub async fn insert_rollout(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    rollout: &RolloutId,
    name: &str,
    products: &[ProductId],
) -> Result<(), StoreError> {
    tx.run(permit, sql("INSERT INTO rollout (id, name) VALUES ($1, $2)").bind(rollout).bind(name)).await?;
    for product in products {
        let statement =
            sql("INSERT INTO rollout_product (product_id, rollout_id) VALUES ($1, $2)").bind(product).bind(rollout);
        tx.run(permit, statement).await?;
    }
    Ok(())
}

pub async fn insert_rollout_organization(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    organization: &OrganizationId,
    rollout: &RolloutId,
    state: RolloutState,
    planned: Option<Moment>,
) -> Result<(), StoreError> {
    let statement = sql(
        "INSERT INTO rollout_organization (organization_id, rollout_id, state, planned_at) VALUES ($1, $2, $3, $4)",
    )
    .bind(organization)
    .bind(rollout)
    .bind(state.code())
    .bind(planned);
    tx.run(permit, statement).await.map(|_| ())
}

pub async fn insert_entitlement(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    organization: &OrganizationId,
    product: &ProductId,
) -> Result<(), StoreError> {
    let statement =
        sql("INSERT INTO entitlement (organization_id, product_id) VALUES ($1, $2)").bind(organization).bind(product);
    tx.run(permit, statement).await.map(|_| ())
}

pub async fn insert_person(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    person: &NewPerson<'_>,
    at: Moment,
) -> Result<(), StoreError> {
    let statement = sql("INSERT INTO person (id, email, name, language, theme, phone, password_hash, created_at)
         VALUES ($1, $2, $3, $4, '', $5, $6, $7)")
    .bind(person.id)
    .bind(person.email)
    .bind(person.name)
    .bind(person.language.tag())
    .bind(person.phone.map(Phone::as_str))
    .bind(person.password_hash)
    .bind(at);
    tx.run(permit, statement).await.map(|_| ())
}

/// Gives everybody of a mail domain who has no password this one.
pub async fn set_passwords(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    domain: &str,
    password_hash: &str,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE person SET password_hash = $1 WHERE password_hash IS NULL AND email LIKE $2")
        .bind(password_hash)
        .bind(format!("%@{domain}"));
    tx.run(permit, statement).await.map(|_| ())
}

pub async fn insert_membership(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    organization: &OrganizationId,
    person: &PersonId,
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

/// Evidence of kind `A`, `B` or `C` (PRODUCT.md, section 2).
pub async fn insert_evidence(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    organization: &OrganizationId,
    person: &PersonId,
    kind: char,
    dated: Moment,
) -> Result<(), StoreError> {
    let statement = sql("INSERT INTO evidence (organization_id, person_id, kind, dated) VALUES ($1, $2, $3, $4)")
        .bind(organization)
        .bind(person)
        .bind(kind.to_string())
        .bind(dated);
    tx.run(permit, statement).await.map(|_| ())
}

/// Puts a person on the list of those who see every case of the organization (CASE-12).
pub async fn insert_case_viewer(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    organization: &OrganizationId,
    person: &PersonId,
) -> Result<(), StoreError> {
    let statement =
        sql("INSERT INTO case_viewer (organization_id, person_id) VALUES ($1, $2)").bind(organization).bind(person);
    tx.run(permit, statement).await.map(|_| ())
}

pub async fn insert_phone_line(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    line: NewPhoneLine<'_>,
) -> Result<(), StoreError> {
    let statement = sql("INSERT INTO phone_line (id, region, language, number, hours, position)
         VALUES ($1, $2, $3, $4, $5, $6)")
    .bind(&line.id)
    .bind(line.region)
    .bind(line.language.tag())
    .bind(line.number.as_str())
    .bind(line.hours)
    .bind(line.position);
    tx.run(permit, statement).await.map(|_| ())
}
