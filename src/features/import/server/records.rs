//! What the rows of each file say, once they are checked by themselves. `FORMAT.md` is their description; a test compares.

use super::{fields::Fields, report::Fault, source::Kind};
use crate::{
    features::{
        cases::model::{Channel, Priority, Resolution, Status},
        organizations::model::Plan,
    },
    i18n::Language,
    policy::{Role, RolloutState, Visibility},
    server::zones,
    values::{Email, Moment, OrganizationId, Phone},
};

/// Characters of a title; the portal's own form takes fewer.
const TITLE_MOST: usize = 500;
/// Characters of a name, a key or a number.
const NAME_MOST: usize = 200;
/// Rows of a large file. A case takes 170 bytes until the end of the run, for its place, its number and what it leads to; an
/// event 64: with as many of both, 1.2 GB.
const ROWS_MOST: u32 = 5_000_000;

pub static ORGANIZATIONS: Kind = Kind {
    name: "organizations",
    // each is held whole until it is written: 0.5 KB
    rows_most: 100_000,
    columns: &["key", "name", "id", "language", "zone", "region", "plan", "visibility", "products", "state"],
    needed: &["key", "name"],
};
pub static PEOPLE: Kind = Kind {
    name: "people",
    // of each its key, id and name are held: 0.3 KB
    rows_most: 1_000_000,
    columns: &["key", "email", "name", "organization", "role", "language", "phone"],
    needed: &["key", "email", "name"],
};
pub static CASES: Kind = Kind {
    name: "cases",
    rows_most: ROWS_MOST,
    columns: &[
        "number",
        "organization",
        "product",
        "requester",
        "title",
        "opened_at",
        "status",
        "priority",
        "description",
        "assignee",
        "resolution",
        "closed_at",
        "environment",
        "steps",
        "changes",
        "impact",
        "follow_up_of",
        "merged_into",
        "attachments",
    ],
    needed: &["number", "organization", "product", "requester", "title", "opened_at", "status"],
};
pub static EVENTS: Kind = Kind {
    name: "events",
    rows_most: ROWS_MOST,
    columns: &["case", "at", "kind", "author", "body", "to", "from", "channel", "attachments"],
    needed: &["case", "at", "kind"],
};

pub struct OrganizationRecord {
    pub key: String,
    pub name: String,
    /// The portal's own, if it is there already.
    pub id: Option<OrganizationId>,
    pub language: Language,
    pub zone: String,
    pub region: String,
    pub plan: Plan,
    pub visibility: Visibility,
    pub products: Vec<String>,
    pub state: RolloutState,
}

pub struct PersonRecord {
    pub key: String,
    pub email: Email,
    pub name: String,
    /// `None`: one of the vendor's people.
    pub organization: Option<String>,
    pub role: Option<Role>,
    pub language: Option<Language>,
    pub phone: Option<Phone>,
}

pub struct CaseRecord {
    pub number: String,
    pub organization: String,
    pub product: String,
    pub requester: String,
    pub assignee: Option<String>,
    pub title: String,
    pub description: String,
    pub status: Status,
    /// Of a closed case.
    pub resolution: Option<Resolution>,
    pub priority: Priority,
    pub opened_at: Moment,
    pub closed_at: Option<Moment>,
    pub environment: String,
    pub steps: String,
    pub changes: String,
    pub impact: String,
    pub follow_up_of: Option<String>,
    pub merged_into: Option<String>,
    pub attachments: Vec<String>,
}

pub struct EventRecord {
    pub case: String,
    pub at: Moment,
    /// `None`: the old desk itself.
    pub author: Option<String>,
    pub channel: Channel,
    pub happened: Happened,
}

pub enum Happened {
    Comment {
        body: String,
        attachments: Vec<String>,
    },
    Note {
        body: String,
        attachments: Vec<String>,
    },
    Status {
        from: Option<Status>,
        to: Status,
    },
    Priority {
        from: Option<Priority>,
        to: Priority,
    },
    /// Keys of people.
    Assigned {
        from: Option<String>,
        to: Option<String>,
    },
}

fn text(row: &mut Fields<'_>, column: &'static str) -> String {
    row.text(column).unwrap_or_default().to_owned()
}

impl OrganizationRecord {
    pub fn read(mut row: Fields<'_>) -> Result<OrganizationRecord, Vec<Fault>> {
        let zone = row.text("zone").unwrap_or("UTC").to_owned();
        if !zones::exists(&zone) {
            row.fault("zone", format!("there is no time zone {zone:?} (Europe/Madrid)"));
        }
        let region = row.text("region").unwrap_or("ES").to_owned();
        if region.len() != 2 || !region.bytes().all(|letter| letter.is_ascii_uppercase()) {
            row.fault("region", format!("{region:?} is no country code (ES)"));
        }
        let record = OrganizationRecord {
            key: row.line("key", NAME_MOST),
            name: row.line("name", NAME_MOST),
            id: row.code("id"),
            language: row.code("language").unwrap_or(Language::Es),
            zone,
            region,
            plan: row.code("plan").unwrap_or(Plan::Esencial),
            visibility: row.code("visibility").unwrap_or(Visibility::ByRole),
            products: row.list("products"),
            state: row.code("state").unwrap_or(RolloutState::Draft),
        };
        row.end(record)
    }
}

impl PersonRecord {
    pub fn read(mut row: Fields<'_>) -> Result<PersonRecord, Vec<Fault>> {
        let key = row.line("key", NAME_MOST);
        let name = row.line("name", NAME_MOST);
        let organization = row.key("organization");
        let role: Option<Role> = row.code("role");
        let is_vendors = role.map(|role| matches!(role, Role::Engineer | Role::Operator));
        if is_vendors.is_some_and(|is_vendors| is_vendors == organization.is_some()) {
            row.fault(
                "role",
                "Engineer and Operator are the vendor's roles: without organization, the others with one",
            );
        }
        let (language, phone) = (row.code("language"), row.code("phone"));
        let email = row.needed("email").to_owned();
        let Ok(email) = email.parse::<Email>() else {
            if !email.is_empty() {
                row.fault("email", format!("{email:?} is no address"));
            }
            return Err(row.end(()).err().unwrap_or_default());
        };
        row.end(PersonRecord { key, email, name, organization, role, language, phone })
    }
}

impl CaseRecord {
    pub fn read(mut row: Fields<'_>) -> Result<CaseRecord, Vec<Fault>> {
        let merged_into = row.key("merged_into");
        let status = row.needed_code("status", Status::Closed);
        let resolution: Option<Resolution> = row.code("resolution");
        let is_closed = status == Status::Closed;
        let resolution = match (&merged_into, resolution) {
            (Some(_), None | Some(Resolution::Duplicate)) => Some(Resolution::Duplicate),
            (Some(_), Some(_)) => {
                row.fault("resolution", "a case that was merged is closed as a duplicate");
                None
            }
            (None, given) => given.or(Some(Resolution::Confirmed)),
        };
        if merged_into.is_some() && !is_closed {
            row.fault("status", "a case that was merged is closed");
        }
        let opened_at = row.needed_instant("opened_at");
        let closed_at = row.instant("closed_at");
        if closed_at.is_some_and(|at| at < opened_at) {
            row.fault("closed_at", "before the case was opened");
        }
        if closed_at.is_some() && !is_closed {
            row.fault("closed_at", "the status says that the case is open");
        }
        let record = CaseRecord {
            number: row.line("number", NAME_MOST),
            organization: row.needed_key("organization"),
            product: row.needed("product").to_owned(),
            requester: row.needed_key("requester"),
            assignee: row.key("assignee"),
            title: row.line("title", TITLE_MOST),
            description: text(&mut row, "description"),
            status,
            resolution: resolution.filter(|_| is_closed),
            priority: row.code("priority").unwrap_or(Priority::P3),
            opened_at,
            closed_at,
            environment: text(&mut row, "environment"),
            steps: text(&mut row, "steps"),
            changes: text(&mut row, "changes"),
            impact: text(&mut row, "impact"),
            follow_up_of: row.key("follow_up_of"),
            merged_into,
            attachments: row.list("attachments"),
        };
        row.end(record)
    }
}

impl EventRecord {
    pub fn read(mut row: Fields<'_>) -> Result<EventRecord, Vec<Fault>> {
        let author = row.key("author");
        let happened = match row.needed("kind") {
            "note" => {
                if author.is_none() {
                    row.fault("author", "missing: somebody wrote the note");
                }
                Happened::Note { body: row.needed("body").to_owned(), attachments: row.list("attachments") }
            }
            "status" => Happened::Status { from: row.code("from"), to: row.needed_code("to", Status::New) },
            "priority" => Happened::Priority { from: row.code("from"), to: row.needed_code("to", Priority::P3) },
            "assigned" => Happened::Assigned { from: row.key("from"), to: row.key("to") },
            kind => {
                if !matches!(kind, "comment" | "") {
                    row.fault("kind", format!("{kind:?} is not one of its values"));
                }
                Happened::Comment { body: row.needed("body").to_owned(), attachments: row.list("attachments") }
            }
        };
        let record = EventRecord {
            case: row.needed_key("case"),
            at: row.needed_instant("at"),
            author,
            channel: row.code("channel").unwrap_or(Channel::Import),
            happened,
        };
        row.end(record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The page names every column, in this order, and which are needed.
    #[test]
    fn the_page_describes_the_columns_that_are_read() {
        let page = include_str!("../FORMAT.md");
        for kind in [&ORGANIZATIONS, &PEOPLE, &CASES, &EVENTS] {
            let (_, part) = page.split_once(&format!("## {}\n", kind.name)).expect("a part of the page");
            let part = part.split("\n## ").next().unwrap_or_default();
            let rows = part.lines().filter(|line| line.starts_with("| `"));
            let mut described = Vec::new();
            for row in rows {
                let (names, rest) = row[2..].split_once(" | ").expect("a cell");
                for name in names.split(", ").map(|name| name.trim_matches('`')) {
                    assert_eq!(rest.starts_with("needed"), kind.needed.contains(&name), "{} {name}", kind.name);
                    described.push(name);
                }
            }
            let mut read: Vec<&str> = kind.columns.to_vec();
            read.sort_unstable();
            described.sort_unstable();
            assert_eq!(described, read, "{}", kind.name);
        }
    }
}
