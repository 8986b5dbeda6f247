//! Whom and what the rows of cases and events name: organizations, people and products, by their keys.

use super::{
    fields::{Fields, Reading},
    records::{ORGANIZATIONS, OrganizationRecord, PEOPLE, PersonRecord},
    report::{Fault, Report},
    run::{ImportError, Mode},
    source::Source,
};
use crate::{
    features::{
        cases::server::store::import::wait_for_others,
        organizations::server::import_store::{
            self as store, ImportedMembership, ImportedOrganization, ImportedPerson, Product,
        },
    },
    i18n::Language,
    policy::act,
    server::{
        Portal,
        authz::Permit,
        db::{StoreError, Tx},
        derived,
    },
    values::{Moment, OrganizationId, PersonId, ProductId},
};
use std::collections::{HashMap, HashSet};

/// A person whom rows name.
#[derive(Clone)]
pub struct Known {
    pub id: PersonId,
    pub name: String,
    /// Does the person work for the vendor?
    pub is_vendors: bool,
}

#[derive(Default)]
pub struct Directory {
    pub organizations: HashMap<String, OrganizationId>,
    pub people: HashMap<String, Known>,
    pub products: HashMap<String, ProductId>,
}

/// What the directory is read and written with.
pub struct Desk<'a> {
    pub portal: &'a Portal,
    pub permit: &'a Permit<act::Maintain>,
    pub origin: &'a str,
    pub reading: &'a Reading,
    pub mode: Mode,
}

impl Directory {
    /// Reads organizations and people, and writes those that are not there.
    pub async fn build(
        desk: &Desk<'_>,
        organizations: Option<&Source>,
        people: Option<&Source>,
        report: &mut Report,
    ) -> Result<Directory, ImportError> {
        let products = store::products(desk.portal.db(), desk.permit).await?;
        let by_code = products.iter().map(|product| (product.code.clone(), product.id.clone())).collect();
        let mut directory = Directory { products: by_code, ..Directory::default() };
        let mut tx = desk.portal.db().begin().await?;
        wait_for_others(&mut tx, desk.permit).await?;
        let mut languages = HashMap::new();
        if let Some(source) = organizations {
            languages = desk.organizations(&mut tx, source, &products, &mut directory, report).await?;
        }
        if let Some(source) = people {
            desk.people(&mut tx, source, &languages, &mut directory, report).await?;
        }
        match desk.mode {
            Mode::Write => tx.commit().await?,
            Mode::Check => drop(tx),
        }
        Ok(directory)
    }
}

/// A row with the line on which it stands.
type Lined<T> = (u32, T);

impl Desk<'_> {
    async fn organizations(
        &self,
        tx: &mut Tx,
        source: &Source,
        products: &[Product],
        directory: &mut Directory,
        report: &mut Report,
    ) -> Result<HashMap<String, Language>, ImportError> {
        let rows = checked(source, report, |record| {
            OrganizationRecord::read(Fields::of(&ORGANIZATIONS, record, self.reading))
        })?;
        report.organizations.read = rows.len() as u64;
        let names: Vec<&str> = rows.iter().map(|(_, row)| row.name.as_str()).collect();
        let ids: Vec<OrganizationId> = rows.iter().map(|(_, row)| self.organization_id(row)).collect();
        let there = store::find_organizations(tx, self.permit, &names, &ids).await?;
        let by_id: HashSet<&OrganizationId> = there.iter().map(|(id, _)| id).collect();
        let by_name: HashMap<&str, &OrganizationId> = there.iter().map(|(id, name)| (name.as_str(), id)).collect();
        let (mut new, mut languages) = (Vec::new(), HashMap::new());
        for ((line, row), id) in rows.into_iter().zip(ids) {
            let is_there = by_id.contains(&id);
            let namesake = by_name.get(row.name.as_str()).copied();
            let faults = self.organization_faults(&row, is_there, namesake, products, directory);
            if !faults.is_empty() {
                report.reject(source.name(), line, faults)?;
                continue;
            }
            languages.insert(row.key.clone(), row.language);
            directory.organizations.insert(row.key.clone(), id.clone());
            if is_there {
                report.organizations.known += 1;
            } else {
                new.push(entitled(row, id, products));
            }
        }
        report.organizations.new = new.len() as u64;
        store::insert_organizations(tx, self.permit, &new, self.reading.now).await?;
        Ok(languages)
    }

    fn organization_id(&self, row: &OrganizationRecord) -> OrganizationId {
        let derived = || derived::id(Moment(0), &[self.origin, "organization", &row.key]);
        row.id.clone().unwrap_or_else(derived)
    }

    fn organization_faults(
        &self,
        row: &OrganizationRecord,
        is_there: bool,
        namesake: Option<&OrganizationId>,
        products: &[Product],
        directory: &Directory,
    ) -> Vec<Fault> {
        let mut faults = Vec::new();
        if directory.organizations.contains_key(&row.key) {
            faults.push(Fault::of("key", format!("{:?} is there twice", row.key)));
        }
        if row.id.is_some() {
            if !is_there {
                faults.push(Fault::of("id", "the portal has no organization with this id"));
            }
            return faults;
        }
        if let Some(id) = namesake.filter(|_| !is_there) {
            let reason =
                format!("the portal has an organization of this name; to bring the history to it, say id = {id}");
            faults.push(Fault::of("name", reason));
        }
        for code in &row.products {
            if !products.iter().any(|product| product.code == *code) {
                faults.push(no_product("products", code, products.iter().map(|product| product.code.as_str())));
            }
        }
        faults
    }

    async fn people(
        &self,
        tx: &mut Tx,
        source: &Source,
        languages: &HashMap<String, Language>,
        directory: &mut Directory,
        report: &mut Report,
    ) -> Result<(), ImportError> {
        let rows = checked(source, report, |record| PersonRecord::read(Fields::of(&PEOPLE, record, self.reading)))?;
        report.people.read = rows.len() as u64;
        let vendor = store::vendor(self.portal.db(), self.permit).await?;
        let emails: Vec<&str> = rows.iter().map(|(_, row)| row.email.as_str()).collect();
        let there = store::find_people(tx, self.permit, &emails).await?;
        let before: HashSet<String> = there.iter().map(|(_, _, email)| email.clone()).collect();
        let mut by_email: HashMap<String, (PersonId, String)> =
            there.into_iter().map(|(id, name, email)| (email, (id, name))).collect();
        let (mut new, mut memberships) = (Vec::new(), Vec::new());
        for (line, row) in rows {
            let organization = match &row.organization {
                Some(key) => directory.organizations.get(key).cloned(),
                None => vendor.clone(),
            };
            let mut faults = Vec::new();
            if directory.people.contains_key(&row.key) {
                faults.push(Fault::of("key", format!("{:?} is there twice", row.key)));
            }
            if row.organization.is_some() && organization.is_none() {
                faults.push(Fault::of("organization", "no organization that was brought in has this key"));
            }
            if !faults.is_empty() {
                report.reject(source.name(), line, faults)?;
                continue;
            }
            let language = row.organization.as_ref().and_then(|key| languages.get(key)).copied();
            let (id, name) = by_email.entry(row.email.as_str().to_owned()).or_insert_with(|| {
                let id: PersonId = derived::id(Moment(0), &["person", row.email.as_str()]);
                new.push(imported(&row, id.clone(), language));
                (id, row.name.clone())
            });
            report.people.known += u64::from(before.contains(row.email.as_str()));
            let person = Known { id: id.clone(), name: name.clone(), is_vendors: row.organization.is_none() };
            if let (Some(organization), Some(role)) = (organization, row.role) {
                memberships.push(ImportedMembership { organization, person: person.id.clone(), role });
            }
            directory.people.insert(row.key, person);
        }
        report.people.new = new.len() as u64;
        store::insert_people(tx, self.permit, &new, self.reading.now).await?;
        self.join(tx, memberships).await?;
        Ok(())
    }

    /// Inserts memberships of people who do not belong there yet (ROLE-12: what was changed by hand stays).
    async fn join(&self, tx: &mut Tx, mut memberships: Vec<ImportedMembership>) -> Result<(), StoreError> {
        let people: Vec<PersonId> = memberships.iter().map(|membership| membership.person.clone()).collect();
        let there: HashSet<_> = store::find_memberships(tx, self.permit, &people).await?.into_iter().collect();
        let mut seen = HashSet::new();
        memberships.retain(|new| {
            let place = (new.person.clone(), new.organization.clone());
            !there.contains(&place) && seen.insert((place, new.role))
        });
        store::insert_memberships(tx, self.permit, &memberships, self.reading.now).await
    }
}

/// Rows of a small file that are right by themselves; the others are reported.
fn checked<T>(
    source: &Source,
    report: &mut Report,
    read: impl Fn(&super::source::Record) -> Result<T, Vec<Fault>>,
) -> Result<Vec<Lined<T>>, ImportError> {
    let mut rows = Vec::new();
    source.scan(|place, row| {
        match row.checked(&read) {
            Ok(row) => rows.push((place.line, row)),
            Err(faults) => report.reject(source.name(), place.line, faults)?,
        }
        Ok(())
    })?;
    Ok(rows)
}

fn entitled(row: OrganizationRecord, id: OrganizationId, products: &[Product]) -> ImportedOrganization {
    let mine: Vec<&Product> = products.iter().filter(|product| row.products.contains(&product.code)).collect();
    let mut rollouts: Vec<_> = mine.iter().filter_map(|product| product.rollout.clone()).collect();
    rollouts.sort();
    rollouts.dedup();
    ImportedOrganization {
        id,
        name: row.name,
        language: row.language,
        zone: row.zone,
        region: row.region,
        plan: row.plan,
        visibility: row.visibility,
        products: mine.into_iter().map(|product| product.id.clone()).collect(),
        rollouts,
        state: row.state,
    }
}

fn imported(row: &PersonRecord, id: PersonId, language: Option<Language>) -> ImportedPerson {
    ImportedPerson {
        id,
        email: row.email.clone(),
        name: row.name.clone(),
        language: row.language.or(language).unwrap_or_default(),
        phone: row.phone.clone(),
    }
}

pub fn no_product<'a>(column: &'static str, code: &str, known: impl Iterator<Item = &'a str>) -> Fault {
    let mut known: Vec<&str> = known.collect();
    known.sort_unstable();
    Fault::of(column, format!("the portal has no product {code:?} ({})", known.join(", ")))
}
