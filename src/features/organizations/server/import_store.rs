//! The SQL that brings in an old desk's organizations and people, and nothing else: many rows in a statement, and only
//! those that are not there.

use crate::{
    features::organizations::model::Plan,
    i18n::Language,
    policy::{Role, RolloutState, Visibility, act},
    server::{
        authz::Permit,
        db::{Db, Statement, StoreError, Tx, sql},
    },
    values::{Email, Moment, OrganizationId, PersonId, Phone, ProductId, RolloutId},
};
use std::{collections::HashMap, str::FromStr};

/// Rows that are looked up or written at once: a transaction of so many takes some milliseconds.
pub const ROWS: usize = 500;

fn read<T: FromStr>(id: &str, table: &'static str) -> Result<T, StoreError> {
    id.parse().map_err(|_| StoreError::Damaged { table, column: "id" })
}

/// A product, and the roll-out that opens it.
pub struct Product {
    pub id: ProductId,
    pub code: String,
    pub rollout: Option<RolloutId>,
}

#[derive(serde::Deserialize)]
struct ProductRow {
    id: String,
    code: String,
    rollout_id: Option<String>,
}

pub async fn products(db: &Db, permit: &Permit<act::Maintain>) -> Result<Vec<Product>, StoreError> {
    let statement = sql("SELECT p.id, p.code, r.rollout_id FROM product p
  LEFT JOIN rollout_product r ON r.product_id = p.id ORDER BY p.position");
    let rows: Vec<ProductRow> = db.all(permit, statement).await?;
    let product = |row: ProductRow| {
        let rollout = row.rollout_id.as_deref().map(|id| read(id, "rollout")).transpose()?;
        Ok(Product { id: read(&row.id, "product")?, code: row.code, rollout })
    };
    rows.into_iter().map(product).collect()
}

#[derive(serde::Deserialize)]
struct NamedRow {
    id: String,
    name: String,
}

/// The vendor's own organization.
pub async fn vendor(db: &Db, permit: &Permit<act::Maintain>) -> Result<Option<OrganizationId>, StoreError> {
    let statement = sql("SELECT id, name FROM organization WHERE kind = 'vendor'");
    let row: Option<NamedRow> = db.optional(permit, statement).await?;
    row.map(|row| read(&row.id, "organization")).transpose()
}

fn named(names: &[&str], ids: &[&OrganizationId]) -> Statement {
    sql("SELECT id, name FROM organization WHERE kind = 'customer'")
        .push_list(" AND (name IN ", names.iter().copied())
        .push_list(" OR id IN ", ids.iter().copied())
        .push(")")
}

fn organization(row: NamedRow) -> Result<(OrganizationId, String), StoreError> {
    Ok((read(&row.id, "organization")?, row.name))
}

/// The customers that have one of these names or ids, at most [`ROWS`] of each.
pub async fn known_organizations(
    db: &Db,
    permit: &Permit<act::Maintain>,
    names: &[&str],
    ids: &[&OrganizationId],
) -> Result<Vec<(OrganizationId, String)>, StoreError> {
    db.all(permit, named(names, ids)).await?.into_iter().map(organization).collect()
}

/// The same inside of a transaction.
pub async fn find_organizations(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    names: &[&str],
    ids: &[&OrganizationId],
) -> Result<Vec<(OrganizationId, String)>, StoreError> {
    tx.all(permit, named(names, ids)).await?.into_iter().map(organization).collect()
}

/// An organization to insert, with what it is entitled to.
pub struct ImportedOrganization {
    pub id: OrganizationId,
    pub name: String,
    pub language: Language,
    pub zone: String,
    pub region: String,
    pub plan: Plan,
    pub visibility: Visibility,
    pub products: Vec<ProductId>,
    pub rollouts: Vec<RolloutId>,
    pub state: RolloutState,
}

/// Inserts organizations with their entitlements and their states in the roll-outs.
pub async fn insert_organizations(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    organizations: &[ImportedOrganization],
    now: Moment,
) -> Result<(), StoreError> {
    for some in organizations.chunks(ROWS) {
        let mut statement = sql(
            "INSERT INTO organization (id, kind, name, language, zone, region, plan, visibility, created_at) VALUES",
        );
        for (row, organization) in some.iter().enumerate() {
            statement = statement
                .push_bind(if row == 0 { " (" } else { ", (" }, &organization.id)
                .push_bind(", 'customer', ", &organization.name)
                .push_bind(", ", organization.language.tag())
                .push_bind(", ", &organization.zone)
                .push_bind(", ", &organization.region)
                .push_bind(", ", organization.plan.code())
                .push_bind(", ", organization.visibility.code())
                .push_bind(", ", now)
                .push(")");
        }
        tx.run(permit, statement).await?;
    }
    insert_entitlements(tx, permit, organizations).await?;
    insert_states(tx, permit, organizations).await
}

async fn insert_entitlements(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    organizations: &[ImportedOrganization],
) -> Result<(), StoreError> {
    let all = organizations.iter().flat_map(|of| of.products.iter().map(move |product| (&of.id, product)));
    for some in all.collect::<Vec<_>>().chunks(ROWS) {
        let mut statement = sql("INSERT INTO entitlement (organization_id, product_id) VALUES");
        for (row, (organization, product)) in some.iter().enumerate() {
            statement = statement
                .push_bind(if row == 0 { " (" } else { ", (" }, *organization)
                .push_bind(", ", *product)
                .push(")");
        }
        tx.run(permit, statement).await?;
    }
    Ok(())
}

async fn insert_states(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    organizations: &[ImportedOrganization],
) -> Result<(), StoreError> {
    let all = organizations.iter().flat_map(|of| of.rollouts.iter().map(move |rollout| (of, rollout)));
    for some in all.collect::<Vec<_>>().chunks(ROWS) {
        let mut statement = sql("INSERT INTO rollout_organization (organization_id, rollout_id, state) VALUES");
        for (row, (organization, rollout)) in some.iter().enumerate() {
            statement = statement
                .push_bind(if row == 0 { " (" } else { ", (" }, &organization.id)
                .push_bind(", ", *rollout)
                .push_bind(", ", organization.state.code())
                .push(")");
        }
        tx.run(permit, statement).await?;
    }
    Ok(())
}

#[derive(serde::Deserialize)]
struct PersonRow {
    id: String,
    name: String,
    email: String,
}

/// Ids and names of people, by their addresses.
pub type People = HashMap<String, (PersonId, String)>;

fn addressed(emails: &[&str]) -> Statement {
    sql("SELECT id, name, email FROM person").push_list(" WHERE email IN ", emails.iter().copied())
}

fn people(rows: Vec<PersonRow>) -> Result<People, StoreError> {
    rows.into_iter().map(|row| Ok((row.email, (read(&row.id, "person")?, row.name)))).collect()
}

/// People whom the portal knows, by at most [`ROWS`] addresses.
pub async fn known_people(db: &Db, permit: &Permit<act::Maintain>, emails: &[&str]) -> Result<People, StoreError> {
    people(db.all(permit, addressed(emails)).await?)
}

/// The same inside of a transaction.
pub async fn find_people(tx: &mut Tx, permit: &Permit<act::Maintain>, emails: &[&str]) -> Result<People, StoreError> {
    people(tx.all(permit, addressed(emails)).await?)
}

/// A person to insert, without a password.
pub struct ImportedPerson {
    pub id: PersonId,
    pub email: Email,
    pub name: String,
    pub language: Language,
    pub phone: Option<Phone>,
}

pub async fn insert_people(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    people: &[ImportedPerson],
    now: Moment,
) -> Result<(), StoreError> {
    for some in people.chunks(ROWS) {
        let mut statement = sql("INSERT INTO person (id, email, name, language, theme, phone, created_at) VALUES");
        for (row, person) in some.iter().enumerate() {
            statement = statement
                .push_bind(if row == 0 { " (" } else { ", (" }, &person.id)
                .push_bind(", ", &person.email)
                .push_bind(", ", &person.name)
                .push_bind(", ", person.language.tag())
                .push_bind(", '', ", person.phone.as_ref().map(Phone::as_str))
                .push_bind(", ", now)
                .push(")");
        }
        tx.run(permit, statement).await?;
    }
    Ok(())
}

/// A role of a person in an organization.
pub struct ImportedMembership {
    pub organization: OrganizationId,
    pub person: PersonId,
    pub role: Role,
}

#[derive(serde::Deserialize)]
struct BelongsRow {
    organization_id: String,
    person_id: String,
}

/// Who of these people, as many as may be looked up at once, belongs where.
pub async fn find_memberships(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    people: &[&PersonId],
) -> Result<Vec<(PersonId, OrganizationId)>, StoreError> {
    let statement = sql("SELECT DISTINCT organization_id, person_id FROM membership");
    let statement = statement.push_list(" WHERE person_id IN ", people.iter().copied());
    let rows: Vec<BelongsRow> = tx.all(permit, statement).await?;
    let belongs = |row: BelongsRow| Ok((read(&row.person_id, "person")?, read(&row.organization_id, "organization")?));
    rows.into_iter().map(belongs).collect()
}

pub async fn insert_memberships(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    memberships: &[ImportedMembership],
    now: Moment,
) -> Result<(), StoreError> {
    for some in memberships.chunks(ROWS) {
        let mut statement = sql("INSERT INTO membership (organization_id, person_id, role, since) VALUES");
        for (row, membership) in some.iter().enumerate() {
            statement = statement
                .push_bind(if row == 0 { " (" } else { ", (" }, &membership.organization)
                .push_bind(", ", &membership.person)
                .push_bind(", ", membership.role.code())
                .push_bind(", ", now)
                .push(")");
        }
        tx.run(permit, statement).await?;
    }
    Ok(())
}
