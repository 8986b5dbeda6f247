use super::{Frame, ServerFrame, Topic};
use crate::{
    server::db::{Dialect, Statement, sql},
    values::Moment,
};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicU64, Ordering},
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
    clock: super::super::clock::Clock,
}

struct Listener {
    id: u64,
    queue: mpsc::Sender<ServerFrame>,
}

/// One socket's end: what it listens to, and its queue. Dropped, it listens to nothing.
pub struct Subscriber {
    hub: Hub,
    id: u64,
    sender: mpsc::Sender<ServerFrame>,
    topics: Vec<Topic>,
}

impl Hub {
    pub fn new(clock: super::super::clock::Clock) -> Hub {
        Hub(Arc::new(Inner {
            instance: crate::server::secret::incident(),
            count: AtomicU64::new(0),
            listeners: Mutex::default(),
            mail: Notify::new(),
            relay: Notify::new(),
            clock,
        }))
    }

    /// A new socket. The queue ends when the socket is too slow.
    pub fn subscriber(&self) -> (Subscriber, mpsc::Receiver<ServerFrame>) {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let id = self.0.count.fetch_add(1, Ordering::Relaxed);
        (Subscriber { hub: self.clone(), id, sender, topics: Vec::new() }, receiver)
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
        let mut listeners = self.listeners();
        for Announcement { topic, frame } in announcements {
            let Some(here) = listeners.get_mut(&topic) else { continue };
            // A full queue drops its listener: the socket sees its queue end, closes, and the browser asks again.
            here.retain(|listener| {
                let event = ServerFrame::Event { topic: topic.clone(), frame: frame.clone() };
                listener.queue.try_send(event).is_ok()
            });
            if here.is_empty() {
                listeners.remove(&topic);
            }
        }
    }

    /// The statement that hands announcements to the other instances, in the transaction that they belong to. SQLite
    /// has one instance.
    pub fn relay(&self, dialect: Dialect, announcements: &[Announcement]) -> Option<Statement> {
        if dialect == Dialect::Sqlite || announcements.is_empty() {
            return None;
        }
        let now: Moment = self.0.clock.now();
        let mut statement = sql("INSERT INTO live_event (id, topic, frame, at) VALUES ");
        for (at, Announcement { topic, frame }) in announcements.iter().enumerate() {
            let count = self.0.count.fetch_add(1, Ordering::Relaxed);
            let frame = serde_json::to_string(frame).expect("a frame is JSON");
            statement = statement
                .push_bind(if at == 0 { "(" } else { ", (" }, format!("{}-{count}", self.0.instance))
                .push_bind(", ", topic.to_string())
                .push_bind(", ", frame)
                .push_bind(", ", now)
                .push(")");
        }
        Some(statement)
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
        self.0.listeners.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
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
        let listener = Listener { id: self.id, queue: self.sender.clone() };
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
    /// Was the queue full, so that a frame was lost? Then the socket has to close.
    pub fn lost_frames(&self) -> bool {
        let listeners = self.hub.listeners();
        self.topics.iter().any(|topic| !listeners.get(topic).is_some_and(|l| l.iter().any(|l| l.id == self.id)))
    }
}

impl Drop for Subscriber {
    fn drop(&mut self) {
        for topic in self.topics.clone() {
            self.unsubscribe(&topic);
        }
    }
}
