//! What happens to a case, collected: the events that are to be written, and where they bring the case.

use super::store::LockedCase;
use crate::{
    features::cases::{
        model::*,
        rules::{Position, status_after},
    },
    server::{Visit, authz::Held, markdown},
    values::{EventId, PersonId},
};

/// An event to be written.
pub struct Entry {
    pub id: EventId,
    pub detail: EventDetail,
    pub body: String,
    /// What its HTML has beyond a plain text's.
    pub body_marks: String,
    pub key: Option<String>,
}

impl Entry {
    /// An event without a text.
    pub fn bare(visit: &Visit, detail: EventDetail) -> Entry {
        Entry { id: visit.id(), detail, body: String::new(), body_marks: String::new(), key: None }
    }

    /// An event with a text in Markdown, rendered now and never again.
    pub fn with_body(visit: &Visit, detail: EventDetail, body: &str, key: Option<String>) -> Entry {
        Entry { id: visit.id(), detail, body_marks: markdown::marks(body), body: body.to_owned(), key }
    }
}

/// A case's log, to be continued. The row follows the events ([`status_after`]); nothing sets it otherwise.
pub struct Log {
    entries: Vec<Entry>,
    position: Position,
    assignee: Option<PersonId>,
    assignee_name: Option<String>,
    priority: Priority,
    channel: Channel,
    visit: Visit,
}

impl Log {
    pub fn of(case: &Held<LockedCase>, visit: &Visit) -> Log {
        Log {
            entries: Vec::new(),
            position: case.position,
            assignee: case.assignee.clone(),
            assignee_name: case.assignee_name.clone(),
            priority: case.priority,
            channel: Channel::Web,
            visit: visit.clone(),
        }
    }

    /// How what follows reached us, if not by the web.
    pub fn over(self, channel: Channel) -> Log {
        Log { channel, ..self }
    }

    /// Adds an event.
    pub fn add(&mut self, entry: Entry) {
        self.position = status_after(&self.position, &entry.detail, self.visit.now());
        self.entries.push(entry);
    }

    /// Adds an event without a text.
    pub fn record(&mut self, detail: EventDetail) {
        self.add(Entry::bare(&self.visit, detail));
    }

    /// Gives the case to an engineer, or back to the queue.
    pub fn assign(&mut self, to: Option<(&PersonId, &str)>) {
        let name = to.map(|(_, name)| name.to_owned());
        let from = std::mem::replace(&mut self.assignee_name, name.clone());
        self.assignee = to.map(|(id, _)| id.clone());
        self.record(EventDetail::Assigned { from, to: name });
    }

    /// Moves the status, if it does not stand there already.
    pub fn move_to(&mut self, to: Status) {
        let from = self.position.status;
        if from != to {
            self.record(EventDetail::StatusChanged { from, to });
        }
    }

    pub fn set_priority(&mut self, to: Priority) {
        let from = std::mem::replace(&mut self.priority, to);
        self.record(EventDetail::PriorityChanged { from, to });
    }

    /// Does the case stand elsewhere behind all this?
    pub fn moves(&self, case: &LockedCase) -> bool {
        self.position != case.position || self.assignee != case.assignee || self.priority != case.priority
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
    pub fn position(&self) -> Position {
        self.position
    }
    pub fn assignee(&self) -> Option<&PersonId> {
        self.assignee.as_ref()
    }
    pub fn priority(&self) -> Priority {
        self.priority
    }
    pub fn channel(&self) -> Channel {
        self.channel
    }
}
