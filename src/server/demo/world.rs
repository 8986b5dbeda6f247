//! Builds organizations, products, people; knows them afterwards by name.

use super::{
    organizations::{CUSTOMERS, EARLIER, Organization, PHONE_LINES, PRODUCTS, VENDOR},
    people::{Account, CASE_VIEWERS, PEOPLE},
};
use crate::{
    error::AppError,
    features::{
        access::model::Shown,
        organizations::server::provision_store::{
            self as store, NewOrganization, NewPerson, NewPhoneLine, NewProduct, Side,
        },
    },
    i18n::Language,
    policy::{Entitlement, Role, RolloutState, Standing, act},
    server::{
        Portal,
        authz::{Actor, Membership, Permit, SignedIn},
        db::Tx,
    },
    values::{DAY_MS, Moment, OrganizationId, PersonId, ProductId, RolloutId, SessionId},
};
use serde_json::json;
use std::{collections::BTreeMap, sync::Arc};

/// The password of every person of the demo world.
pub const PASSWORD: &str = "atiende-demo";

/// Whom to sign in as, and what that person shows.
pub const PERSONAS: [(&str, &str); 7] = [
    ("carmen@rio-azul.example", "SystemAdministrator, Spanish"),
    ("liam@northwind.example", "SupportAdministrator, English"),
    ("alex@consultora.example", "SupportAdministrator of two organizations, Spanish"),
    ("pilar@banco-sur.example", "DesignatedContact during enablement, Spanish"),
    ("nora@brujula.example", "Engineer, English"),
    ("ines@brujula.example", "Engineer, Spanish"),
    ("oscar@brujula.example", "Operator, Spanish"),
];

/// Customers' accounts are as old as the records that they came from, in days.
const ACCOUNTS_AGE: i64 = 120;

/// What was built, by the names that its data uses.
pub struct World {
    pub now: Moment,
    organizations: BTreeMap<&'static str, OrganizationId>,
    products: BTreeMap<&'static str, ProductId>,
    people: BTreeMap<&'static str, PersonId>,
}

/// Builds everything but cases, in one transaction, at the portal's instant.
pub async fn build(portal: &Portal) -> Result<World, AppError> {
    let permit = Actor::system("demo.seed").maintenance();
    let hash = portal.passwords().hash(PASSWORD).await;
    let mut builder = Builder { portal, permit: &permit, world: World::at(portal.now()) };
    let mut tx = portal.db().begin().await?;
    builder.products(&mut tx).await?;
    let rollouts = builder.rollouts(&mut tx).await?;
    builder.organization(&mut tx, &VENDOR, Side::Vendor).await?;
    for customer in &CUSTOMERS {
        builder.organization(&mut tx, customer, Side::Customer).await?;
        builder.entitle(&mut tx, customer, &rollouts).await?;
    }
    builder.people(&mut tx, hash.as_deref()).await?;
    builder.phone_lines(&mut tx).await?;
    tx.commit().await?;
    Ok(builder.world)
}

struct Rollouts {
    earlier: RolloutId,
    present: RolloutId,
}

struct Builder<'a> {
    portal: &'a Portal,
    permit: &'a Permit<act::Maintain>,
    world: World,
}

impl Builder<'_> {
    fn id<I: std::str::FromStr>(&self) -> I {
        self.portal.ids().next(self.world.now)
    }
    fn days_ago(&self, days: i64) -> Moment {
        self.world.now.plus_ms(-days * DAY_MS)
    }

    async fn products(&mut self, tx: &mut Tx) -> Result<(), AppError> {
        for (position, product) in PRODUCTS.iter().enumerate() {
            let id = self.id();
            let summary: BTreeMap<_, _> = product.summary.iter().map(|(l, text)| (l.tag(), *text)).collect();
            let identifiers: Vec<_> = product
                .identifiers
                .iter()
                .map(|(key, en, es, example)| json!({"key": key, "label": {"en": en, "es": es}, "example": example}))
                .collect();
            let row = NewProduct {
                id: &id,
                code: product.code,
                name: product.name,
                summary: json!(summary).to_string(),
                identifiers: json!(identifiers).to_string(),
                chat: product.chat,
                position: position as i64,
            };
            store::insert_product(tx, self.permit, row).await?;
            self.world.products.insert(product.code, id);
        }
        Ok(())
    }

    async fn rollouts(&mut self, tx: &mut Tx) -> Result<Rollouts, AppError> {
        let rollouts = Rollouts { earlier: self.id(), present: self.id() };
        let (earlier, present): (Vec<_>, Vec<_>) = self.world.products.iter().partition(|(code, _)| **code == EARLIER);
        let ids =
            |products: Vec<(&&str, &ProductId)>| products.into_iter().map(|(_, id)| id.clone()).collect::<Vec<_>>();
        store::insert_rollout(tx, self.permit, &rollouts.earlier, "Faro", &ids(earlier)).await?;
        store::insert_rollout(tx, self.permit, &rollouts.present, "Pulso, Diana, Mosaico", &ids(present)).await?;
        Ok(rollouts)
    }

    async fn organization(&mut self, tx: &mut Tx, data: &Organization, side: Side) -> Result<(), AppError> {
        let id = self.id();
        let row = NewOrganization {
            id: &id,
            side,
            name: data.name,
            language: data.language,
            zone: data.zone,
            region: data.region,
            plan: data.plan,
            visibility: data.visibility,
        };
        store::insert_organization(tx, self.permit, &row, self.days_ago(ACCOUNTS_AGE)).await?;
        self.world.organizations.insert(data.key, id);
        Ok(())
    }

    async fn entitle(&self, tx: &mut Tx, data: &Organization, rollouts: &Rollouts) -> Result<(), AppError> {
        let organization = &self.world.organizations[data.key];
        let planned = data.planned.map(|days| self.days_ago(-days));
        store::insert_rollout_organization(tx, self.permit, organization, &rollouts.present, data.state, planned)
            .await?;
        if data.products.contains(&EARLIER) {
            let launched = Some(self.days_ago(400));
            let state = RolloutState::Launched;
            store::insert_rollout_organization(tx, self.permit, organization, &rollouts.earlier, state, launched)
                .await?;
        }
        for code in data.products {
            store::insert_entitlement(tx, self.permit, organization, &self.world.products[code]).await?;
        }
        Ok(())
    }

    async fn people(&mut self, tx: &mut Tx, hash: Option<&str>) -> Result<(), AppError> {
        let at = self.days_ago(ACCOUNTS_AGE);
        for data in &PEOPLE {
            let (id, email) = (self.id(), data.email.parse().expect("the world's addresses are addresses"));
            let phone = data.phone.map(|phone| phone.parse().expect("the world's numbers are numbers"));
            let password_hash = match data.account {
                Account::Accepted => hash,
                Account::Invited => None,
            };
            let row = NewPerson {
                id: &id,
                email: &email,
                name: data.name,
                language: data.language,
                phone: phone.as_ref(),
                password_hash,
            };
            store::insert_person(tx, self.permit, &row, at).await?;
            for (key, roles, evidence) in data.memberships {
                let organization = &self.world.organizations[key];
                for role in *roles {
                    store::insert_membership(tx, self.permit, organization, &id, *role, at).await?;
                }
                for (age, kind) in evidence.chars().enumerate() {
                    let dated = self.days_ago(ACCOUNTS_AGE * (age as i64 + 2));
                    store::insert_evidence(tx, self.permit, organization, &id, kind, dated).await?;
                }
            }
            self.world.people.insert(data.email, id);
        }
        for (key, email) in CASE_VIEWERS {
            let (organization, person) = (&self.world.organizations[key], &self.world.people[email]);
            store::insert_case_viewer(tx, self.permit, organization, person).await?;
        }
        Ok(())
    }

    async fn phone_lines(&self, tx: &mut Tx) -> Result<(), AppError> {
        for (position, (region, language, number, en, es)) in PHONE_LINES.iter().enumerate() {
            let line = NewPhoneLine {
                id: self.id(),
                region,
                language: *language,
                number: &number.parse().expect("the world's numbers are numbers"),
                hours: json!({"en": en, "es": es}).to_string(),
                position: position as i64,
            };
            store::insert_phone_line(tx, self.permit, line).await?;
        }
        Ok(())
    }
}

impl World {
    fn at(now: Moment) -> World {
        World { now, organizations: BTreeMap::new(), products: BTreeMap::new(), people: BTreeMap::new() }
    }

    /// How many organizations there are, the vendor's too.
    pub fn organizations(&self) -> usize {
        self.organizations.len()
    }
    pub fn people(&self) -> usize {
        self.people.len()
    }

    /// By its key, such as `rio-azul`.
    pub fn organization(&self, key: &str) -> &OrganizationId {
        &self.organizations[key]
    }
    /// By its code, such as `pulso`.
    pub fn product(&self, code: &str) -> &ProductId {
        &self.products[code]
    }
    /// By address.
    pub fn person(&self, email: &str) -> &PersonId {
        &self.people[email]
    }

    /// A person as signed in to the first of that person's organizations, for what the seed does in people's names.
    pub fn actor(&self, email: &str) -> Actor {
        let data = PEOPLE.iter().find(|person| person.email == email).expect("a person of the world");
        self.actor_in(email, data.memberships[0].0)
    }

    /// A person as signed in to one of that person's organizations.
    pub fn actor_in(&self, email: &str, organization: &str) -> Actor {
        let data = PEOPLE.iter().find(|person| person.email == email).expect("a person of the world");
        let home = find(organization);
        let memberships: Vec<_> = data
            .memberships
            .iter()
            .map(|(key, roles, _)| Membership {
                organization: self.organizations[key].clone(),
                name: find(key).name.to_owned(),
                roles: roles.to_vec(),
            })
            .collect();
        let here = &self.organizations[organization];
        let roles: Vec<Role> =
            memberships.iter().find(|m| m.organization == *here).map(|m| m.roles.clone()).unwrap_or_default();
        let session: SessionId = self.people[email].as_str().parse().expect("any id will do");
        Actor::SignedIn(Arc::new(SignedIn {
            session,
            person: self.people[email].clone(),
            name: data.name.to_owned(),
            email: email.parse().expect("the world's addresses are addresses"),
            language: data.language,
            theme: String::new(),
            zone: home.zone.to_owned(),
            region: home.region.to_owned(),
            phone: data.phone.map(str::to_owned),
            organization_name: home.name.to_owned(),
            shown: Shown { typing: true, marks: true },
            standing: Standing {
                person: self.people[email].clone(),
                organization: here.clone(),
                roles,
                suspended: false,
                visibility: home.visibility,
                named: CASE_VIEWERS.contains(&(home.key, data.email)),
                products: self.entitlements(home),
            },
            memberships,
        }))
    }

    /// What a case on a product is asked for, filled in with the examples.
    pub fn identifiers(&self, product: &str) -> BTreeMap<String, String> {
        let asked = PRODUCTS.iter().find(|known| known.code == product).map_or(&[][..], |known| known.identifiers);
        asked.iter().map(|(key, _, _, example)| ((*key).to_owned(), (*example).to_owned())).collect()
    }

    /// The language that a person of the world reads.
    pub fn language(&self, email: &str) -> Language {
        PEOPLE.iter().find(|person| person.email == email).map(|person| person.language).unwrap_or_default()
    }

    fn entitlements(&self, home: &Organization) -> Vec<Entitlement> {
        let entitlement = |code: &&'static str| Entitlement {
            product: self.products[code].clone(),
            state: if *code == EARLIER { RolloutState::Launched } else { home.state },
            planned: home.planned.map(|days| self.now.plus_ms(days * DAY_MS)),
            chat: PRODUCTS.iter().any(|p| p.code == *code && p.chat),
        };
        home.products.iter().map(entitlement).collect()
    }
}

fn find(key: &str) -> &'static Organization {
    if key == VENDOR.key {
        return &VENDOR;
    }
    CUSTOMERS.iter().find(|organization| organization.key == key).expect("an organization of the world")
}
