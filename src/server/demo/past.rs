//! The past of a larger world: the records of the desk that came before this one, made up from a seed and brought in as a
//! vendor's would be (`features::import`).

use super::{
    organizations::{CUSTOMERS, Organization},
    people::PEOPLE,
    phrases::{phrases, replies},
    records::{Dice, Records},
    topics::TOPICS,
    world::World,
};
use crate::{
    i18n::Language,
    policy::Role,
    values::{DAY_MS, HOUR_MS, MINUTE_MS, Moment},
};
use serde_json::json;
use std::{io, path::Path};

/// What people called that desk.
pub(super) const ORIGIN: &str = "Ágora";
/// Where the people of made-up organizations have their addresses.
pub(super) const DOMAIN: &str = "clientes.example";

/// How much past there is.
#[derive(Clone, Copy)]
pub struct Amount {
    /// Beside the world's ten customers.
    pub organizations: usize,
    pub cases: usize,
    pub days: i64,
}

/// Younger cases may still be open.
const OPEN_DAYS: i64 = 21;
/// The engineers who answered, and what they write in.
const ENGINEERS: [(&str, Language); 3] = [
    ("nora@brujula.example", Language::En),
    ("ines@brujula.example", Language::Es),
    ("tomas@brujula.example", Language::Es),
];

/// Who asked.
struct Customer {
    organization: String,
    person: String,
    language: Language,
    products: Vec<&'static str>,
}

/// Writes the records into a folder.
pub(super) fn write(folder: &Path, world: &World, seed: u64, amount: Amount) -> io::Result<()> {
    let mut dice = Dice::new(seed);
    let mut customers = Vec::new();
    let mut organizations = Records::create(folder, "organizations")?;
    let mut people = Records::create(folder, "people")?;
    for (email, language) in ENGINEERS {
        people.add(&json!({"key": email, "email": email, "name": email, "language": language.tag()}))?;
    }
    for home in &CUSTOMERS {
        let row = json!({"key": home.key, "name": home.name, "id": world.organization(home.key).as_str()});
        organizations.add(&row)?;
        customers.extend(people_of(home, &mut people)?);
    }
    for n in 0..amount.organizations {
        customers.extend(made_up(n, &mut dice, &mut organizations, &mut people)?);
    }
    organizations.finish()?;
    people.finish()?;
    let mut cases = Records::create(folder, "cases")?;
    let mut events = Records::create(folder, "events")?;
    let span = amount.days * DAY_MS;
    for n in 0..amount.cases {
        // Evenly spread, in the order of their numbers; the youngest is a day old.
        let age = span - span * n as i64 / amount.cases as i64;
        let at = world.now.plus_ms(-DAY_MS - age + dice.below(HOUR_MS as usize) as i64);
        let mut story = Story { dice: &mut dice, number: format!("AG-{}", n + 1), at, now: world.now };
        story.tell(&customers, &mut cases, &mut events)?;
    }
    cases.finish()?;
    events.finish()
}

/// The people of the world who ask for support there.
fn people_of(home: &Organization, people: &mut Records) -> io::Result<Vec<Customer>> {
    let asks = |role: &Role| matches!(role, Role::SupportAdministrator | Role::SystemAdministrator);
    let mut customers = Vec::new();
    for person in &PEOPLE {
        let is_here = person.memberships.iter().any(|(key, roles, _)| *key == home.key && roles.iter().any(asks));
        // One with several organizations stands in one row.
        let is_first = person.memberships.first().is_some_and(|(key, ..)| *key == home.key);
        if !is_here || !is_first {
            continue;
        }
        people
            .add(&json!({"key": person.email, "email": person.email, "name": person.name, "organization": home.key}))?;
        customers.push(Customer {
            organization: home.key.to_owned(),
            person: person.email.to_owned(),
            language: person.language,
            products: home.products.to_vec(),
        });
    }
    Ok(customers)
}

/// An organization that exists for its cases only, with three people.
fn made_up(n: usize, dice: &mut Dice, organizations: &mut Records, people: &mut Records) -> io::Result<Vec<Customer>> {
    let language = if dice.below(10) < 6 { Language::Es } else { Language::En };
    let (key, name) = (format!("org-{n}"), company(n, language));
    let products = ["pulso", "diana", "mosaico", "faro"].into_iter().filter(|_| dice.below(2) == 0).collect::<Vec<_>>();
    let products = if products.is_empty() { vec!["pulso"] } else { products };
    let (zone, region) = match language {
        Language::Es => ("Europe/Madrid", "ES"),
        Language::En => ("Europe/London", "GB"),
    };
    let plan = *dice.one(&["esencial", "esencial", "negocio", "empresa", "elite"]);
    organizations.add(&json!({
        "key": key, "name": name, "language": language.tag(), "zone": zone, "region": region, "plan": plan,
        "visibility": "everyone", "products": products, "state": "LAUNCHED",
    }))?;
    let mut customers = Vec::new();
    for nth in 0..3 {
        let email = format!("{}.{n}@{DOMAIN}", ["a", "b", "c"][nth]);
        let role = if nth == 0 { "SystemAdministrator" } else { "SupportAdministrator" };
        let name = format!("{} {}", dice.one(&FIRST_NAMES), dice.one(&LAST_NAMES));
        people.add(&json!({"key": email, "email": email, "name": name, "organization": key, "role": role}))?;
        let customer = Customer { organization: key.clone(), person: email, language, products: products.clone() };
        customers.push(customer);
    }
    Ok(customers)
}

/// A name that no other has.
fn company(n: usize, language: Language) -> String {
    let (kinds, sign) = match language {
        Language::Es => (&COMPANIES_ES, "S. L."),
        Language::En => (&COMPANIES_EN, "Ltd"),
    };
    let (kind, place) = (kinds[n % kinds.len()], PLACES[n / kinds.len() % PLACES.len()]);
    match n / kinds.len() / PLACES.len() {
        0 => format!("{kind} {place} {sign}"),
        more => format!("{kind} {place} {} {sign}", more + 1),
    }
}

struct Story<'a> {
    dice: &'a mut Dice,
    number: String,
    /// Where the story has come to.
    at: Moment,
    now: Moment,
}

impl Story<'_> {
    fn tell(&mut self, customers: &[Customer], cases: &mut Records, events: &mut Records) -> io::Result<()> {
        let customer = self.dice.one(customers);
        let language = customer.language;
        let topics: Vec<_> = TOPICS.iter().filter(|topic| language_of(topic.requester) == language).collect();
        let topic = *self.dice.one(&topics);
        let (said, words) = (phrases(topic.trouble, language), replies(language));
        let engineers: Vec<&str> =
            ENGINEERS.iter().filter(|(_, speaks)| *speaks == language).map(|(email, _)| *email).collect();
        let engineer = *self.dice.one(&engineers);
        let opened_at = self.at;
        let is_open = self.now.since_ms(opened_at) < OPEN_DAYS * DAY_MS && self.dice.below(3) > 0;
        let status = if is_open { *self.dice.one(&OPEN) } else { "closed" };
        let resolution = *self.dice.one(&RESOLUTIONS);
        let is_taken = status != "new";

        if is_taken {
            self.add(events, engineer, 90, json!({"kind": "assigned", "to": engineer}))?;
        }
        if !matches!(status, "new" | "assigned") {
            self.add(events, engineer, 30, json!({"kind": "status", "to": "in_progress"}))?;
            self.add(events, engineer, 60, json!({"kind": "comment", "body": said.question}))?;
            self.add(events, &customer.person, 400, json!({"kind": "comment", "body": words.comment}))?;
        }
        if self.dice.below(4) == 0 && is_taken {
            self.add(events, engineer, 60, json!({"kind": "note", "body": said.note}))?;
        }
        match status {
            "closed" => {
                self.add(events, engineer, 500, json!({"kind": "comment", "body": said.solution}))?;
                self.add(events, &customer.person, 900, json!({"kind": "status", "to": "closed"}))?;
            }
            "waiting" | "proposed" => self.add(events, engineer, 200, json!({"kind": "status", "to": status}))?,
            _ => {}
        }
        cases.add(&json!({
            "number": self.number, "organization": customer.organization, "product": self.dice.one(&customer.products),
            "requester": customer.person, "assignee": is_taken.then_some(engineer), "title": topic.title,
            "description": format!("{}\n\n{}", topic.what, words.expected), "opened_at": opened_at.rfc3339(),
            "status": status, "resolution": (status == "closed").then_some(resolution),
            "priority": self.dice.one(&PRIORITIES), "environment": words.environment, "steps": words.steps,
        }))
    }

    /// Something that happened at most so many minutes later, and never in the future.
    fn add(&mut self, events: &mut Records, author: &str, minutes: usize, what: serde_json::Value) -> io::Result<()> {
        let later = self.at.plus_ms((1 + self.dice.below(minutes) as i64) * MINUTE_MS);
        self.at = later.min(self.now.plus_ms(-MINUTE_MS)).max(self.at);
        let channel = *self.dice.one(&["web", "web", "mail", "mail", "phone"]);
        let mut row = json!({"case": self.number, "at": self.at.rfc3339(), "author": author, "channel": channel});
        if let (Some(row), serde_json::Value::Object(what)) = (row.as_object_mut(), what) {
            row.extend(what);
        }
        events.add(&row)
    }
}

fn language_of(email: &str) -> Language {
    PEOPLE.iter().find(|person| person.email == email).map_or(Language::Es, |person| person.language)
}

const OPEN: [&str; 6] = ["new", "assigned", "in_progress", "in_progress", "waiting", "proposed"];
const RESOLUTIONS: [&str; 8] =
    ["confirmed", "confirmed", "confirmed", "confirmed", "confirmed", "obsolete", "not_reproducible", "no_answer"];
const PRIORITIES: [&str; 10] = ["P1", "P2", "P2", "P3", "P3", "P3", "P3", "P3", "P4", "P4"];

const COMPANIES_ES: [&str; 12] = [
    "Aceites",
    "Bodegas",
    "Conservas",
    "Distribuciones",
    "Editorial",
    "Ferretería",
    "Hoteles",
    "Librería",
    "Panadería",
    "Seguros",
    "Talleres",
    "Viajes",
];
const COMPANIES_EN: [&str; 12] = [
    "Bakery",
    "Books",
    "Brewery",
    "Cycles",
    "Dairy",
    "Ferries",
    "Garden",
    "Hotels",
    "Insurance",
    "Outdoor",
    "Print",
    "Timber",
];
const PLACES: [&str; 24] = [
    "Alba", "Brezo", "Cierzo", "Duna", "Encina", "Fresno", "Garza", "Helecho", "Isla", "Jara", "Kiosko", "Lince",
    "Mirlo", "Nogal", "Olmo", "Pinar", "Quejigo", "Romero", "Sauce", "Tejo", "Urraca", "Vega", "Yedra", "Zarza",
];
const FIRST_NAMES: [&str; 16] = [
    "Ana", "Bruno", "Clara", "Diego", "Elena", "Félix", "Greta", "Hugo", "Irene", "Jorge", "Kate", "Leo", "Mónica",
    "Núria", "Óliver", "Zoë",
];
const LAST_NAMES: [&str; 16] = [
    "Abad Ruiz",
    "Brennan",
    "Castaño Gil",
    "Dunne",
    "Etxeberria",
    "Fuentes Mora",
    "Gallagher",
    "Herrero",
    "Ibáñez Peña",
    "Jansen",
    "Larsson",
    "Muñoz Íñiguez",
    "Novák",
    "O’Shea",
    "Pla Ferrer",
    "Quintero Díaz",
];
