//! The second reading: a case with all that happened to it, as it will be stored.

use super::{
    directory::Directory,
    fields::{Fields, Reading},
    order::Order,
    records::{CASES, CaseRecord, EVENTS, EventRecord, Happened},
    run::ImportError,
    source::{RowReader, Source},
};
use crate::{
    features::cases::{
        model::{Channel, EventDetail, Priority, Resolution, Status},
        rules::{Position, status_after},
        server::import::{FileOf, ImportedCase, ImportedEvent, ImportedFile, ImportedNote},
    },
    server::{derived, markdown},
    values::{EventId, Moment, PersonId},
};

/// All that a case is made of.
pub struct Plan {
    pub order: Order,
    pub directory: Directory,
    pub reading: Reading,
    pub origin: String,
    pub cases: Option<Source>,
    pub events: Option<Source>,
}

/// Reads the rows of cases; on a thread of its own, as it waits for the disk and renders texts.
pub fn prepare(plan: &Plan, some: &[u32]) -> Result<Vec<ImportedCase>, ImportError> {
    let mut cases = plan.cases.as_ref().map(Source::reader).transpose()?;
    let mut events = plan.events.as_ref().map(Source::reader).transpose()?;
    some.iter().map(|case| plan.read(*case, cases.as_mut(), events.as_mut())).collect()
}

/// The numbers of cases, to look up which of them are there.
pub fn numbers(plan: &Plan, some: &[u32]) -> Result<Vec<String>, ImportError> {
    let Some(source) = &plan.cases else { return Ok(Vec::new()) };
    let mut rows = source.reader()?;
    let number = |case: &u32| {
        let record = rows.read(plan.order.case(*case))?;
        Ok(record.key(&CASES, "number").unwrap_or_default())
    };
    some.iter().map(number).collect()
}

impl Plan {
    fn read(
        &self,
        case: u32,
        cases: Option<&mut RowReader<'_>>,
        events: Option<&mut RowReader<'_>>,
    ) -> Result<ImportedCase, ImportError> {
        let changed = ImportError::changed;
        let record = cases.ok_or_else(changed)?.read(self.order.case(case))?;
        let row = CaseRecord::read(Fields::of(&CASES, &record, &self.reading)).map_err(|_| changed())?;
        let requester = self.directory.person(&row.requester).ok_or_else(changed)?.id;
        let mut story = Story::begin(self, &row, requester.clone());
        if let Some(events) = events {
            for place in self.order.events(case) {
                let record = events.read(place)?;
                let event = EventRecord::read(Fields::of(&EVENTS, &record, &self.reading)).map_err(|_| changed())?;
                story.tell(event);
            }
        }
        story.end(self, row, requester.clone()).ok_or_else(changed)
    }
}

/// A case's log while it is put together.
struct Story<'a> {
    plan: &'a Plan,
    number: String,
    requester: PersonId,
    events: Vec<ImportedEvent>,
    notes: Vec<ImportedNote>,
    files: Vec<ImportedFile>,
    last_at: Moment,
    position: Position,
    resolution: Resolution,
    priority: Priority,
    assignee: Option<String>,
}

impl<'a> Story<'a> {
    fn begin(plan: &'a Plan, case: &CaseRecord, requester: PersonId) -> Story<'a> {
        let mut story = Story {
            plan,
            number: case.number.clone(),
            requester: requester.clone(),
            events: Vec::new(),
            notes: Vec::new(),
            files: Vec::new(),
            last_at: case.opened_at,
            position: Position { status: Status::New, resolution: None, assigned: false, closed_at: None },
            resolution: case.resolution.unwrap_or(Resolution::Confirmed),
            priority: Priority::P3,
            assignee: None,
        };
        story.event(case.opened_at, Some(requester), Channel::Import, EventDetail::Opened, String::new());
        story.name_files(&FileOf::Description, case.opened_at, None, &case.attachments);
        story
    }

    fn id(&self, at: Moment, kind: &str) -> EventId {
        let count = self.events.len() + self.notes.len();
        derived::id(at, &[&self.plan.origin, kind, &self.number, &count.to_string()])
    }

    fn event(
        &mut self,
        at: Moment,
        author: Option<PersonId>,
        channel: Channel,
        detail: EventDetail,
        body: String,
    ) -> EventId {
        let id = self.id(at, "event");
        let body_marks = markdown::marks(&body);
        self.position = status_after(&self.position, &detail, at);
        self.events.push(ImportedEvent { id: id.clone(), at, author, channel, detail, body, body_marks });
        self.last_at = self.last_at.max(at);
        id
    }

    fn name_files(&mut self, of: &FileOf, at: Moment, owner: Option<&PersonId>, names: &[String]) {
        for name in names {
            let count = self.files.len().to_string();
            self.files.push(ImportedFile {
                id: derived::id(at, &[&self.plan.origin, "file", &self.number, &count]),
                owner: owner.unwrap_or(&self.requester).clone(),
                at,
                belongs_to: of.clone(),
                name: name.clone(),
            });
        }
    }

    fn name_of(&self, key: Option<&String>) -> Option<String> {
        key.and_then(|key| self.plan.directory.person(key)).map(|person| person.name.to_owned())
    }

    fn tell(&mut self, row: EventRecord) {
        let EventRecord { at, channel, author, happened, .. } = row;
        let author = author.and_then(|key| self.plan.directory.person(&key)).map(|person| person.id.clone());
        match happened {
            Happened::Comment { body, attachments } => {
                let id = self.event(at, author.clone(), channel, EventDetail::Commented, body);
                self.name_files(&FileOf::Event(id), at, author.as_ref(), &attachments);
            }
            Happened::Note { body, attachments } => {
                let Some(author) = author else { return };
                let id = self.id(at, "note");
                let body_marks = markdown::marks(&body);
                self.notes.push(ImportedNote { id: id.clone(), at, author: author.clone(), body, body_marks });
                self.last_at = self.last_at.max(at);
                self.name_files(&FileOf::Note(id), at, Some(&author), &attachments);
            }
            Happened::Status { from, to } => {
                let from = from.unwrap_or(self.position.status);
                let detail = match to {
                    Status::Closed => EventDetail::Closed { resolution: self.resolution },
                    _ => EventDetail::StatusChanged { from, to },
                };
                self.event(at, author, channel, detail, String::new());
            }
            Happened::Priority { from, to } => {
                let from = from.unwrap_or(self.priority);
                self.priority = to;
                self.event(at, author, channel, EventDetail::PriorityChanged { from, to }, String::new());
            }
            Happened::Assigned { from, to } => {
                let from = self.name_of(from.as_ref()).or_else(|| self.assignee.clone());
                let to = self.name_of(to.as_ref());
                self.assignee = to.clone();
                self.event(at, author, channel, EventDetail::Assigned { from, to }, String::new());
            }
        }
    }

    /// `None`: the row names what is not in the directory.
    fn end(mut self, plan: &Plan, case: CaseRecord, requester: PersonId) -> Option<ImportedCase> {
        let closed_at = (case.status == Status::Closed).then(|| case.closed_at.unwrap_or(self.last_at));
        if let Some(at) = closed_at.filter(|_| self.position.status != Status::Closed) {
            let resolution = self.resolution;
            self.event(at, None, Channel::Import, EventDetail::Closed { resolution }, String::new());
        }
        let assignee = match &case.assignee {
            Some(key) => Some(plan.directory.person(key)?.id.clone()),
            None => None,
        };
        Some(ImportedCase {
            id: derived::id(case.opened_at, &[&plan.origin, "case", &case.number]),
            organization: plan.directory.organizations.get(&case.organization)?.id.clone(),
            product: plan.directory.products.get(&case.product)?.clone(),
            requester,
            assignee,
            description_marks: markdown::marks(&case.description),
            changed_at: self.last_at,
            closed_at,
            number: case.number,
            title: case.title,
            description: case.description,
            status: case.status,
            resolution: case.resolution,
            priority: case.priority,
            environment: case.environment,
            steps: case.steps,
            changes: case.changes,
            impact: case.impact,
            opened_at: case.opened_at,
            follow_up_of: case.follow_up_of,
            merged_into: case.merged_into,
            events: self.events,
            notes: self.notes,
            files: self.files,
        })
    }
}
