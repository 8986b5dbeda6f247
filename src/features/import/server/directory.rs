//! Whom and what the rows of cases and events name: organizations, people and products, by their keys.

use super::{
    fields::{Fields, Reading},
    newcomers::{Newcomers, PersonRow},
    records::{ORGANIZATIONS, OrganizationRecord, PEOPLE, PersonRecord},
    report::{Fault, Report},
    run::ImportError,
    source::{Place, Row, Source},
};
use crate::{
    features::organizations::server::import_store::{self as store, ImportedOrganization, Product, ROWS},
    i18n::Language,
    policy::act,
    server::{Portal, authz::Permit, derived},
    values::{Moment, OrganizationId, PersonId, ProductId},
};
use std::collections::{HashMap, HashSet};

#[derive(Default)]
pub struct Directory {
    pub organizations: HashMap<String, Home>,
    pub products: HashMap<String, ProductId>,
    vendor: Option<OrganizationId>,
    keys: HashMap<String, Key>,
    people: Vec<(PersonId, String)>,
}

/// Where people and cases belong.
pub struct Home {
    pub id: OrganizationId,
    /// Of people whose row names none.
    pub language: Language,
}

/// What a row of people calls a person; several rows may mean the same.
struct Key {
    person: u32,
    is_vendors: bool,
}

/// A person whom rows name.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    pub id: &'a PersonId,
    pub name: &'a str,
    /// Does the person work for the vendor?
    pub is_vendors: bool,
}

/// What the directory is read and written with.
pub struct Desk<'a> {
    pub portal: &'a Portal,
    pub permit: &'a Permit<act::Maintain>,
    pub origin: &'a str,
    pub reading: &'a Reading,
}

impl Desk<'_> {
    fn organization_id(&self, row: &OrganizationRecord) -> OrganizationId {
        let derived = || derived::id(Moment(0), &[self.origin, "organization", &row.key]);
        row.id.clone().unwrap_or_else(derived)
    }
}

impl Directory {
    /// Reads organizations and people, and answers which of them are still to be written.
    pub async fn read(
        desk: &Desk<'_>,
        organizations: Option<&Source>,
        people: Option<&Source>,
        report: &mut Report,
    ) -> Result<(Directory, Newcomers), ImportError> {
        let products = store::products(desk.portal.db(), desk.permit).await?;
        let by_code = products.iter().map(|product| (product.code.clone(), product.id.clone())).collect();
        let vendor = store::vendor(desk.portal.db(), desk.permit).await?;
        let directory = Directory { products: by_code, vendor, ..Directory::default() };
        let mut check = Check { desk, report, products, directory, newcomers: Newcomers::default() };
        if let Some(source) = organizations {
            check.organizations(source).await?;
        }
        if let Some(source) = people {
            check.people(source).await?;
        }
        Ok((check.directory, check.newcomers))
    }

    /// The person whom a key means.
    pub fn person(&self, key: &str) -> Option<Known<'_>> {
        let Key { person, is_vendors } = *self.keys.get(key)?;
        let (id, name) = &self.people[person as usize];
        Some(Known { id, name, is_vendors })
    }

    /// Where a row of people says that the person belongs: the vendor's people name nothing.
    pub fn home(&self, row: &PersonRecord) -> Option<&OrganizationId> {
        match &row.organization {
            Some(key) => self.organizations.get(key).map(|home| &home.id),
            None => self.vendor.as_ref(),
        }
    }

    /// The language of a row's person.
    pub fn language(&self, row: &PersonRecord) -> Language {
        let homes = || row.organization.as_ref().and_then(|key| self.organizations.get(key)).map(|home| home.language);
        row.language.or_else(homes).unwrap_or_default()
    }
}

/// A row with the line on which it stands.
type Lined<T> = (u32, T);

/// A directory while it is read.
struct Check<'a> {
    desk: &'a Desk<'a>,
    report: &'a mut Report,
    products: Vec<Product>,
    directory: Directory,
    newcomers: Newcomers,
}

impl Check<'_> {
    async fn organizations(&mut self, source: &Source) -> Result<(), ImportError> {
        let mut rows = Vec::new();
        source.scan(|place, row| {
            self.report.organizations.read += 1;
            let reading = self.desk.reading;
            match row.checked(|record| OrganizationRecord::read(Fields::of(&ORGANIZATIONS, record, reading))) {
                Ok(row) => rows.push((place.line, row)),
                Err(faults) => self.report.reject(source.name(), place.line, faults)?,
            }
            Ok(())
        })?;
        let own = rows.iter().filter(|(_, row)| row.id.is_none());
        self.newcomers.own = own.map(|(_, row)| self.desk.organization_id(row)).collect();
        let mut rows = rows.into_iter();
        loop {
            let some: Vec<_> = rows.by_ref().take(ROWS).collect();
            if some.is_empty() {
                return Ok(());
            }
            self.some_organizations(source, some).await?;
        }
    }

    async fn some_organizations(
        &mut self,
        source: &Source,
        some: Vec<Lined<OrganizationRecord>>,
    ) -> Result<(), ImportError> {
        let Desk { portal, permit, .. } = self.desk;
        let names: Vec<&str> = some.iter().map(|(_, row)| row.name.as_str()).collect();
        let ids: Vec<OrganizationId> = some.iter().map(|(_, row)| self.desk.organization_id(row)).collect();
        let there = store::known_organizations(portal.db(), permit, &names, &ids.iter().collect::<Vec<_>>()).await?;
        let by_id: HashSet<&OrganizationId> = there.iter().map(|(id, _)| id).collect();
        let others = there.iter().filter(|(id, _)| !self.newcomers.own.contains(id));
        let by_name: HashMap<&str, &OrganizationId> = others.map(|(id, name)| (name.as_str(), id)).collect();
        for ((line, row), id) in some.into_iter().zip(ids) {
            let is_there = by_id.contains(&id);
            let faults = self.organization_faults(&row, is_there, by_name.get(row.name.as_str()).copied());
            if !faults.is_empty() {
                self.report.reject(source.name(), line, faults)?;
                continue;
            }
            let home = Home { id: id.clone(), language: row.language };
            self.directory.organizations.insert(row.key.clone(), home);
            if is_there {
                self.report.organizations.known += 1;
            } else {
                self.newcomers.organizations.push(entitled(row, id, &self.products));
            }
        }
        Ok(())
    }

    fn organization_faults(
        &self,
        row: &OrganizationRecord,
        is_there: bool,
        namesake: Option<&OrganizationId>,
    ) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.directory.organizations.contains_key(&row.key) {
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
        let codes = || self.products.iter().map(|product| product.code.as_str());
        let unknown = row.products.iter().filter(|code| !codes().any(|known| known == *code));
        faults.extend(unknown.map(|code| no_product("products", code, codes())));
        faults
    }

    async fn people(&mut self, source: &Source) -> Result<(), ImportError> {
        let mut by_email = HashMap::new();
        let mut rows = source.rows()?;
        loop {
            let some = rows.some(ROWS)?;
            if some.is_empty() {
                break;
            }
            self.report.people.read += some.len() as u64;
            self.some_people(source, &some, &mut by_email).await?;
        }
        self.newcomers.people.sort_unstable_by_key(|row| (row.person, row.place.line));
        Ok(())
    }

    async fn some_people(
        &mut self,
        source: &Source,
        some: &[(Place, Row)],
        by_email: &mut HashMap<String, u32>,
    ) -> Result<(), ImportError> {
        let Desk { portal, permit, reading, .. } = self.desk;
        let mut rows = Vec::new();
        for (place, row) in some {
            match row.checked(|record| PersonRecord::read(Fields::of(&PEOPLE, record, reading))) {
                Ok(row) => rows.push((*place, row)),
                Err(faults) => self.report.reject(source.name(), place.line, faults)?,
            }
        }
        let emails: Vec<&str> = rows.iter().map(|(_, row)| row.email.as_str()).collect();
        let there = store::known_people(portal.db(), permit, &emails).await?;
        for (place, row) in rows {
            let faults = self.person_faults(&row);
            if !faults.is_empty() {
                self.report.reject(source.name(), place.line, faults)?;
                continue;
            }
            let there = there.get(row.email.as_str());
            self.report.people.known += u64::from(there.is_some());
            let is_vendors = row.organization.is_none();
            let person = *by_email.entry(row.email.as_str().to_owned()).or_insert_with(|| {
                self.newcomers.people_new += u64::from(there.is_none());
                let id = || derived::id(Moment(0), &["person", row.email.as_str()]);
                self.directory.people.push(there.cloned().unwrap_or_else(|| (id(), row.name)));
                self.directory.people.len() as u32 - 1
            });
            self.newcomers.people.push(PersonRow { person, place });
            self.directory.keys.insert(row.key, Key { person, is_vendors });
        }
        Ok(())
    }

    fn person_faults(&self, row: &PersonRecord) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.directory.keys.contains_key(&row.key) {
            faults.push(Fault::of("key", format!("{:?} is there twice", row.key)));
        }
        if row.organization.is_some() && self.directory.home(row).is_none() {
            faults.push(Fault::of("organization", "no organization that was brought in has this key"));
        }
        faults
    }
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

pub fn no_product<'a>(column: &'static str, code: &str, known: impl Iterator<Item = &'a str>) -> Fault {
    let mut known: Vec<&str> = known.collect();
    known.sort_unstable();
    Fault::of(column, format!("the portal has no product {code:?} ({})", known.join(", ")))
}
