use super::{
    Frame, ServerFrame, Topic,
    presence::{Presences, Roll},
    store,
};
use crate::{
    features::chat::model::{Presence, Present},
    server::{
        clock::Clock,
        db::{Dialect, Statement},
    },
    values::{Moment, PersonId},
};
use axum::extract::ws::Utf8Bytes;
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};
use tokio::sync::{Notify, mpsc};

/// What happened where.
#[derive(Clone, Debug)]
pub struct Announcement {
    pub topic: Topic,
    pub frame: Frame,
}

/// Frames that a socket may be behind before it is closed and has to ask again.
const QUEUE: usize = 64;
/// Sockets of one person: a tab each, on every device.
const SOCKETS_PER_PERSON: usize = 32;
/// "Is writing" frames that wait for the relay; it takes them every 50 ms, and losing one loses nothing.
const WRITING_MOST: usize = 256;

/// Who listens to what, inside this process. Cheap to clone.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    /// This process's mark on what it relays to others.
    instance: String,
    count: AtomicU64,
    listeners: Mutex<HashMap<Topic, Vec<Listener>>>,
    mail: Notify,
    relay: Notify,
    /// What people are writing, for the other instances; never stored.
    writing: Mutex<Vec<Announcement>>,
    sockets: Mutex<HashMap<PersonId, usize>>,
    presences: Mutex<Presences>,
    clock: Clock,
}

struct Listener {
    id: u64,
    queue: mpsc::Sender<Utf8Bytes>,
    lost: Arc<AtomicBool>,
}

/// One of the sockets that a person may have.
pub struct Seat {
    hub: Hub,
    person: PersonId,
}

/// One socket's end: what it listens to, and its queue. Dropped, it listens to nothing.
pub struct Subscriber {
    hub: Hub,
    id: u64,
    sender: mpsc::Sender<Utf8Bytes>,
    topics: Vec<Topic>,
    lost: Arc<AtomicBool>,
}

impl Hub {
    pub fn new(clock: Clock) -> Hub {
        Hub(Arc::new(Inner {
            instance: crate::server::secret::incident(),
            count: AtomicU64::new(0),
            listeners: Mutex::default(),
            mail: Notify::new(),
            relay: Notify::new(),
            writing: Mutex::default(),
            sockets: Mutex::default(),
            presences: Mutex::new(Presences::starting(clock.now())),
            clock,
        }))
    }

    /// A place for one more socket of a person, if there is one.
    pub fn seat(&self, person: &PersonId) -> Option<Seat> {
        let mut sockets = self.0.sockets.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = sockets.entry(person.clone()).or_default();
        if *taken >= SOCKETS_PER_PERSON {
            return None;
        }
        *taken += 1;
        Some(Seat { hub: self.clone(), person: person.clone() })
    }

    /// A new socket and the frames for it, written out. When it is too slow, [`Subscriber::lost_frames`] says so.
    pub fn subscriber(&self) -> (Subscriber, mpsc::Receiver<Utf8Bytes>) {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let id = self.0.count.fetch_add(1, Ordering::Relaxed);
        (Subscriber { hub: self.clone(), id, sender, topics: Vec::new(), lost: Arc::default() }, receiver)
    }

    /// Which engineers are there, and whether they take chats.
    pub fn present(&self) -> Vec<Present> {
        self.presences().all(self.0.clock.now())
    }

    /// Does any engineer take chats now?
    pub fn is_anybody_available(&self) -> bool {
        self.present().iter().any(|present| present.presence == Presence::Available)
    }

    /// Since when no engineer has been there who could take a chat; `None`: somebody is there, or may be. On PostgreSQL there may
    /// be other instances, and one that does not hear them knows nothing of theirs. On SQLite there is one instance.
    pub fn nobody_since(&self, dialect: Dialect) -> Option<Moment> {
        let now = self.0.clock.now();
        let mut presences = self.presences();
        match dialect {
            Dialect::Postgres if !presences.hears_others(now) => {
                presences.suppose_somebody(now);
                None
            }
            Dialect::Postgres | Dialect::Sqlite => presences.nobody_since(now),
        }
    }

    /// What this process told the others has come back to it.
    pub(super) fn hear_itself(&self) {
        self.presences().hear_itself(self.0.clock.now());
    }

    pub(super) fn roll(&self) -> Roll {
        self.presences().roll()
    }

    /// Hears who is there at another instance.
    pub(super) fn hear_roll(&self, instance: &str, roll: Roll) {
        if self.presences().hear(instance, roll, self.0.clock.now()) {
            self.hear(vec![Announcement { topic: Topic::Desk, frame: Frame::Changed }]);
        }
    }

    /// Who is there has changed: the desk here shows it, the other instances are told.
    fn presence_changed(&self) {
        self.hear(vec![Announcement { topic: Topic::Desk, frame: Frame::Changed }]);
        self.0.relay.notify_one();
    }

    fn presences(&self) -> MutexGuard<'_, Presences> {
        self.0.presences.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets those who listen hear, and wakes the relay to other instances.
    pub fn publish(&self, announcements: Vec<Announcement>) {
        if announcements.is_empty() {
            return;
        }
        self.hear(announcements);
        self.0.relay.notify_one();
    }

    /// Lets the listeners of this process hear.
    pub(super) fn hear(&self, announcements: Vec<Announcement>) {
        for announcement in announcements {
            self.hear_but(announcement, None);
        }
    }

    /// Lets all listeners of this process ask again: something may have been missed.
    pub(super) fn everything_changed(&self) {
        let topics: Vec<Topic> = self.listeners().keys().cloned().collect();
        self.hear(topics.into_iter().map(|topic| Announcement { topic, frame: Frame::Changed }).collect());
    }

    fn hear_but(&self, Announcement { topic, frame }: Announcement, but: Option<u64>) {
        let mut listeners = self.listeners();
        let Some(here) = listeners.get_mut(&topic) else { return };
        // written once, however many listen
        let text = written(&ServerFrame::Event { topic: topic.clone(), frame });
        // A full queue drops its listener: the socket sees that, closes, and the browser asks again.
        here.retain(|listener| {
            if but == Some(listener.id) {
                return true;
            }
            let heard = listener.queue.try_send(text.clone()).is_ok();
            if !heard {
                listener.lost.store(true, Ordering::Relaxed);
            }
            heard
        });
        if here.is_empty() {
            listeners.remove(&topic);
        }
    }

    /// The statement that hands announcements to the other instances, in the transaction that they belong to. SQLite
    /// has one instance.
    pub fn relay(&self, dialect: Dialect, announcements: &[Announcement]) -> Option<Statement> {
        if dialect == Dialect::Sqlite || announcements.is_empty() {
            return None;
        }
        let id = || format!("{}-{}", self.0.instance, self.0.count.fetch_add(1, Ordering::Relaxed));
        Some(store::insert(announcements, id, self.0.clock.now()))
    }

    /// This process's mark on what it relays.
    pub(super) fn instance(&self) -> &str {
        &self.0.instance
    }

    /// What people of this process are writing since the last call.
    pub(super) fn take_writing(&self) -> Vec<Announcement> {
        std::mem::take(&mut *self.0.writing.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Did this process write the relayed event with this id?
    pub(super) fn is_own(&self, id: &str) -> bool {
        id.strip_prefix(&self.0.instance).is_some_and(|rest| rest.starts_with('-'))
    }

    /// Waits until there is something for other instances.
    pub(super) async fn relay_due(&self) {
        self.0.relay.notified().await;
    }

    /// Wakes the sender of mail.
    pub fn wake_mail(&self) {
        self.0.mail.notify_one();
    }
    /// Waits until mail was posted.
    pub async fn mail_due(&self) {
        self.0.mail.notified().await;
    }

    fn listeners(&self) -> MutexGuard<'_, HashMap<Topic, Vec<Listener>>> {
        self.0.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A frame as it goes over the socket; cloned, it is the same bytes.
pub(super) fn written(frame: &ServerFrame) -> Utf8Bytes {
    serde_json::to_string(frame).expect("a frame is JSON").into()
}

impl Subscriber {
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }
    /// Listens to one more topic; the caller has checked the right to it.
    pub fn subscribe(&mut self, topic: Topic) {
        if self.topics.contains(&topic) {
            return;
        }
        let listener = Listener { id: self.id, queue: self.sender.clone(), lost: self.lost.clone() };
        self.hub.listeners().entry(topic.clone()).or_default().push(listener);
        self.topics.push(topic);
    }
    pub fn unsubscribe(&mut self, topic: &Topic) {
        self.topics.retain(|t| t != topic);
        let mut listeners = self.hub.listeners();
        if let Some(here) = listeners.get_mut(topic) {
            here.retain(|listener| listener.id != self.id);
            if here.is_empty() {
                listeners.remove(topic);
            }
        }
    }
    /// Tells the others on a topic, here and at the other instances, that a person is writing.
    pub fn say_writing(&self, announcement: Announcement) {
        self.hub.hear_but(announcement.clone(), Some(self.id));
        let mut writing = self.hub.0.writing.lock().unwrap_or_else(PoisonError::into_inner);
        if writing.len() < WRITING_MOST {
            writing.push(announcement);
        }
        drop(writing);
        self.hub.0.relay.notify_one();
    }

    /// Says whether this socket's person takes chats.
    pub fn say_present(&self, person: &PersonId, presence: Presence) {
        let present = Present { person: person.clone(), presence };
        if self.hub.presences().say(self.id, present, self.hub.0.clock.now()) {
            self.hub.presence_changed();
        }
    }

    /// This socket's person answers no chats, or not any more.
    pub fn say_gone(&self) {
        if self.hub.presences().forget(self.id, self.hub.0.clock.now()) {
            self.hub.presence_changed();
        }
    }

    /// Was the queue full, so that a frame was lost? Then the socket has to close.
    pub fn lost_frames(&self) -> bool {
        self.lost.load(Ordering::Relaxed)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut sockets = self.hub.0.sockets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(taken) = sockets.get_mut(&self.person) {
            *taken -= 1;
            if *taken == 0 {
                sockets.remove(&self.person);
            }
        }
    }
}

impl Drop for Subscriber {
    fn drop(&mut self) {
        for topic in self.topics.clone() {
            self.unsubscribe(&topic);
        }
        self.say_gone();
    }
}
