//! Organizations and people who are not there yet. They are written before the cases that name them, in short
//! transactions; a run that ends between two of them is continued by the next, which leaves what is there as it is.

use super::{
    directory::{Desk, Directory},
    fields::Fields,
    records::{PEOPLE, PersonRecord},
    report::Report,
    run::ImportError,
    source::{Place, RowReader, Source},
};
use crate::{
    features::{
        cases::server::store::import::wait_for_others,
        organizations::server::import_store::{
            self as store, ImportedMembership, ImportedOrganization, ImportedPerson, ROWS,
        },
    },
    server::db::{StoreError, Tx},
    values::OrganizationId,
};
use std::collections::HashSet;

#[derive(Default)]
pub struct Newcomers {
    pub organizations: Vec<ImportedOrganization>,
    /// What the import calls the organizations that it makes, in this run or an earlier one.
    pub own: HashSet<OrganizationId>,
    /// By person and line; also of people who are there, as roles may be missing.
    pub people: Vec<PersonRow>,
    /// How many of the people are not there.
    pub people_new: u64,
}

/// Which person a row means, and where it stands.
pub struct PersonRow {
    pub person: u32,
    pub place: Place,
}

impl Newcomers {
    /// Writes them; `people` is the file of their rows.
    pub async fn write(
        self,
        desk: &Desk<'_>,
        directory: &Directory,
        people: Option<&Source>,
        report: &mut Report,
    ) -> Result<(), ImportError> {
        let mut organizations = self.organizations.into_iter();
        loop {
            let some: Vec<_> = organizations.by_ref().take(ROWS).collect();
            if some.is_empty() {
                break;
            }
            write_organizations(desk, some, &self.own, report).await?;
        }
        let Some(source) = people else { return Ok(()) };
        let mut rows = source.reader()?;
        for some in parts(&self.people, ROWS) {
            let some = read(&mut rows, some, desk)?;
            report.people.new += write_people(desk, directory, &some).await?;
        }
        Ok(())
    }
}

/// Parts of about so many rows. Nobody stands in two of them: who belongs to an organization keeps the roles there, so all
/// of somebody's rows have to come at once.
fn parts(people: &[PersonRow], rows: usize) -> Vec<&[PersonRow]> {
    let (mut parts, mut begin, mut end) = (Vec::new(), 0, 0);
    for person in people.chunk_by(|one, other| one.person == other.person) {
        if end > begin && end - begin + person.len() > rows {
            parts.push(&people[begin..end]);
            begin = end;
        }
        end += person.len();
    }
    if end > begin {
        parts.push(&people[begin..end]);
    }
    parts
}

fn read(rows: &mut RowReader<'_>, some: &[PersonRow], desk: &Desk<'_>) -> Result<Vec<PersonRecord>, ImportError> {
    let read = |row: &PersonRow| {
        let record = rows.read(row.place)?;
        PersonRecord::read(Fields::of(&PEOPLE, &record, desk.reading)).map_err(|_| ImportError::changed())
    };
    some.iter().map(read).collect()
}

async fn begin(desk: &Desk<'_>) -> Result<Tx, StoreError> {
    let mut tx = desk.portal.db().begin().await?;
    wait_for_others(&mut tx, desk.permit).await?;
    Ok(tx)
}

async fn write_organizations(
    desk: &Desk<'_>,
    mut some: Vec<ImportedOrganization>,
    own: &HashSet<OrganizationId>,
    report: &mut Report,
) -> Result<(), ImportError> {
    let mut tx = begin(desk).await?;
    let names: Vec<&str> = some.iter().map(|organization| organization.name.as_str()).collect();
    let ids: Vec<&OrganizationId> = some.iter().map(|organization| &organization.id).collect();
    let there = store::find_organizations(&mut tx, desk.permit, &names, &ids).await?;
    if let Some((_, name)) = there.iter().find(|(id, _)| !own.contains(id)) {
        return Err(ImportError::Meanwhile(name.clone()));
    }
    let read = some.len();
    some.retain(|organization| !there.iter().any(|(id, _)| *id == organization.id));
    store::insert_organizations(&mut tx, desk.permit, &some, desk.reading.now).await?;
    tx.commit().await?;
    report.organizations.new += some.len() as u64;
    report.organizations.known += (read - some.len()) as u64;
    Ok(())
}

/// Writes those of the people who are not there and the roles that are missing; answers how many people were new.
async fn write_people(desk: &Desk<'_>, directory: &Directory, rows: &[PersonRecord]) -> Result<u64, ImportError> {
    let mut tx = begin(desk).await?;
    let mut emails: Vec<&str> = rows.iter().map(|row| row.email.as_str()).collect();
    emails.dedup();
    let there = store::find_people(&mut tx, desk.permit, &emails).await?;
    let (mut new, mut memberships): (Vec<ImportedPerson>, _) = (Vec::new(), Vec::new());
    for row in rows {
        let id = directory.person(&row.key).ok_or_else(ImportError::changed)?.id;
        match there.get(row.email.as_str()) {
            // Cases are about to name the id that the address had when the files were read.
            Some((other, _)) if other != id => return Err(ImportError::Meanwhile(row.email.to_string())),
            Some(_) => {}
            None if new.last().is_some_and(|last| last.id == *id) => {}
            None => new.push(ImportedPerson {
                id: id.clone(),
                email: row.email.clone(),
                name: row.name.clone(),
                language: directory.language(row),
                phone: row.phone.clone(),
            }),
        }
        if let (Some(organization), Some(role)) = (directory.home(row), row.role) {
            memberships.push(ImportedMembership { organization: organization.clone(), person: id.clone(), role });
        }
    }
    store::insert_people(&mut tx, desk.permit, &new, desk.reading.now).await?;
    join(desk, &mut tx, memberships).await?;
    tx.commit().await?;
    Ok(new.len() as u64)
}

/// Inserts memberships of people who do not belong there yet (ROLE-12: what was changed by hand stays).
async fn join(desk: &Desk<'_>, tx: &mut Tx, mut memberships: Vec<ImportedMembership>) -> Result<(), StoreError> {
    let mut people: Vec<_> = memberships.iter().map(|membership| &membership.person).collect();
    people.dedup();
    let there: HashSet<_> = store::find_memberships(tx, desk.permit, &people).await?.into_iter().collect();
    let mut seen = HashSet::new();
    memberships.retain(|new| {
        let place = (new.person.clone(), new.organization.clone());
        !there.contains(&place) && seen.insert((place, new.role))
    });
    store::insert_memberships(tx, desk.permit, &memberships, desk.reading.now).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_holds_all_rows_of_a_person() {
        let place = Place { offset: 0, bytes: 0, line: 0 };
        let rows: Vec<_> = [0, 0, 0, 1, 2, 2, 3].into_iter().map(|person| PersonRow { person, place }).collect();
        let people = |most| -> Vec<Vec<u32>> {
            parts(&rows, most).into_iter().map(|part| part.iter().map(|row| row.person).collect()).collect()
        };
        assert_eq!(people(2), [vec![0, 0, 0], vec![1], vec![2, 2], vec![3]]);
        assert_eq!(people(4), [vec![0, 0, 0, 1], vec![2, 2, 3]]);
        assert_eq!(people(9).len(), 1);
    }
}
