//! Files on their way to the server, as views see them. The room `browser` moves them; on the server there are none.

use crate::{
    error::AppError,
    features::cases::{browser, model::AttachmentSummary},
    values::AttachmentId,
};
use leptos::{ev::Event, prelude::*};

/// One file on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Upload {
    /// Tells the uploads of one page apart.
    pub key: u64,
    pub name: String,
    pub size_bytes: i64,
    pub sent_bytes: i64,
    pub state: UploadState,
    /// Known once the server has made a place for it.
    pub file: Option<AttachmentSummary>,
}

/// How an upload stands.
#[derive(Clone, Debug, PartialEq)]
pub enum UploadState {
    Waiting,
    Sending,
    /// The connection was lost; it goes on by itself where it was.
    Retrying,
    Done,
    Failed(AppError),
}

impl Upload {
    /// From 0 to 100.
    pub fn percent(&self) -> u32 {
        match self.size_bytes {
            0 => 100,
            size => (self.sent_bytes * 100 / size).clamp(0, 100) as u32,
        }
    }
    pub fn is_under_way(&self) -> bool {
        match self.state {
            UploadState::Waiting | UploadState::Sending | UploadState::Retrying => true,
            UploadState::Done | UploadState::Failed(_) => false,
        }
    }
}

/// The uploads of one place on a page.
#[derive(Clone, Copy)]
pub struct Uploads {
    scope: StoredValue<String>,
    items: RwSignal<Vec<Upload>>,
    count: StoredValue<u64>,
    /// Those of the server's files that were removed here.
    removed: RwSignal<Vec<AttachmentId>>,
    /// What the server holds.
    stored: StoredValue<Option<Signal<Vec<AttachmentSummary>>>>,
}

impl Uploads {
    /// `scope` as in [`crate::features::cases::model::NewFile`].
    pub fn new(scope: impl Into<String>) -> Uploads {
        Uploads {
            scope: StoredValue::new(scope.into()),
            items: RwSignal::default(),
            count: StoredValue::default(),
            removed: RwSignal::default(),
            stored: StoredValue::default(),
        }
    }

    /// Goes on with files of the server that broke off, when they are chosen again.
    pub fn resume_from(self, stored: Signal<Vec<AttachmentSummary>>) {
        self.stored.set_value(Some(stored));
    }

    /// The server's file that broke off, of this name and size.
    pub fn broken_off(self, name: &str, size_bytes: i64) -> Option<AttachmentSummary> {
        let stored = self.stored.try_get_value().flatten()?;
        let mut files = untrack(|| Some(self.beside(stored.try_get_untracked()?)))?.into_iter();
        files.find(|file| !file.is_complete() && file.name == name && file.size_bytes == size_bytes)
    }

    /// Those of the server's files that this page neither sends nor removed.
    pub fn beside(self, mut stored: Vec<AttachmentSummary>) -> Vec<AttachmentSummary> {
        let removed = self.removed.try_get().unwrap_or_default();
        let sending = self.items.try_get().unwrap_or_default();
        let known =
            |file: &AttachmentSummary| sending.iter().filter_map(|item| item.file.as_ref()).any(|f| f.id == file.id);
        stored.retain(|file| !removed.contains(&file.id) && !known(file));
        stored
    }

    /// All that is attached: the server's files and those that arrived since.
    pub fn all(self, stored: Vec<AttachmentSummary>) -> Vec<AttachmentSummary> {
        let mut all = self.beside(stored);
        let sent = self.items.get().into_iter().filter(|item| item.state == UploadState::Done);
        all.extend(sent.filter_map(|item| item.file));
        all
    }

    /// Removes one of the server's files.
    pub fn remove(self, file: AttachmentSummary) {
        self.removed.update(|removed| removed.push(file.id.clone()));
        browser::remove(file);
    }

    /// Takes the files of an event; tells whether there were any.
    pub fn take(self, event: &Event) -> bool {
        browser::take(self, event)
    }

    pub fn items(self) -> Signal<Vec<Upload>> {
        self.items.into()
    }

    /// Is anything under way?
    pub fn is_busy(self) -> bool {
        self.items.with(|items| items.iter().any(Upload::is_under_way))
    }

    /// Stops an upload, or removes what arrived.
    pub fn cancel(self, key: u64) {
        let file = self.items.try_update(|items| {
            let at = items.iter().position(|item| item.key == key)?;
            items.remove(at).file
        });
        if let Some(Some(file)) = file {
            browser::remove(file);
        }
    }

    /// Forgets what arrived or failed: it was sent with its text.
    pub fn clear(self) {
        self.items.update(|items| items.retain(Upload::is_under_way));
    }

    pub fn scope(self) -> String {
        self.scope.try_get_value().unwrap_or_default()
    }

    /// Adds a file that waits; gives its key.
    pub fn add(self, name: String, size_bytes: i64) -> u64 {
        let key = self.count.try_update_value(|count| {
            *count += 1;
            *count
        });
        let key = key.unwrap_or_default();
        let state = UploadState::Waiting;
        self.items.update(|items| items.push(Upload { key, name, size_bytes, sent_bytes: 0, state, file: None }));
        key
    }

    /// Was it cancelled? One whose page is gone goes on.
    pub fn is_cancelled(self, key: u64) -> bool {
        self.items.try_with_untracked(|items| !items.iter().any(|item| item.key == key)).unwrap_or(false)
    }

    /// Changes an upload that was not cancelled, while its page lives.
    pub fn set(self, key: u64, change: impl FnOnce(&mut Upload)) {
        self.items.try_update(|items| {
            if let Some(item) = items.iter_mut().find(|item| item.key == key) {
                change(item);
            }
        });
    }
}
