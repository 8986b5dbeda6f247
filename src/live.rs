//! What travels over the live socket: topics, and JSON frames in both directions.
//!
//! Used by `server::live` and `browser::live`. What always holds: lists and pages get a hint and ask again through a server
//! function, which checks the right to see the answer; only a chat's topic carries texts, each with its number, so that a
//! browser sees a gap and asks for what lies in it (CHAT-5).

use crate::{
    features::chat::model::{ChatEvent, Marks, Presence},
    values::{CaseId, ChatId, OrganizationId, PersonId, ThreadId},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, fmt, str::FromStr};

/// What can be listened to. Each needs its own right, see `server::live::socket`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Topic {
    /// One case, as its customers see it.
    Case(CaseId),
    /// One case's internal notes.
    Notes(CaseId),
    /// A chat: its messages, whole, and how far they have come.
    Chat(ChatId),
    /// A thread of the forum.
    Thread(ThreadId),
    /// The cases of an organization.
    Organization(OrganizationId),
    /// What a person asked for or watches.
    Person(PersonId),
    /// The engineers' queue.
    Desk,
    /// The outbox.
    Outbox,
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Topic::Case(id) => write!(f, "case:{id}"),
            Topic::Notes(id) => write!(f, "notes:{id}"),
            Topic::Chat(id) => write!(f, "chat:{id}"),
            Topic::Thread(id) => write!(f, "thread:{id}"),
            Topic::Organization(id) => write!(f, "organization:{id}"),
            Topic::Person(id) => write!(f, "person:{id}"),
            Topic::Desk => f.write_str("desk"),
            Topic::Outbox => f.write_str("outbox"),
        }
    }
}

/// Why a text is no topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATopic;

impl FromStr for Topic {
    type Err = NotATopic;
    fn from_str(text: &str) -> Result<Self, NotATopic> {
        let (kind, id) = text.split_once(':').unwrap_or((text, ""));
        Ok(match kind {
            "case" => Topic::Case(id.parse().map_err(|_| NotATopic)?),
            "notes" => Topic::Notes(id.parse().map_err(|_| NotATopic)?),
            "chat" => Topic::Chat(id.parse().map_err(|_| NotATopic)?),
            "thread" => Topic::Thread(id.parse().map_err(|_| NotATopic)?),
            "organization" => Topic::Organization(id.parse().map_err(|_| NotATopic)?),
            "person" => Topic::Person(id.parse().map_err(|_| NotATopic)?),
            "desk" if id.is_empty() => Topic::Desk,
            "outbox" if id.is_empty() => Topic::Outbox,
            _ => return Err(NotATopic),
        })
    }
}

impl fmt::Display for NotATopic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a topic")
    }
}
impl TryFrom<String> for Topic {
    type Error = NotATopic;
    fn try_from(text: String) -> Result<Self, NotATopic> {
        text.parse()
    }
}
impl From<Topic> for String {
    fn from(topic: Topic) -> String {
        topic.to_string()
    }
}

/// What happened on a topic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Frame {
    /// Something changed: ask again.
    Changed,
    /// Somebody is writing (CASE-18); holds for a few seconds and is never stored.
    Writing { person: PersonId, name: String },
    /// Something was added to a chat's log.
    Logged { logged: Box<ChatEvent> },
    /// A chat's messages have come further to somebody.
    Marked { person: PersonId, marks: Marks },
}

/// From the server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "say", rename_all = "snake_case")]
pub enum ServerFrame {
    /// A subscription stands: from now on nothing on the topic is missed. The client asks once again.
    Subscribed {
        topic: Topic,
    },
    /// No right to the topic, or no more.
    Refused {
        topic: Topic,
    },
    Event {
        topic: Topic,
        frame: Frame,
    },
}

/// From the browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum ClientFrame {
    Subscribe {
        topic: Topic,
    },
    Unsubscribe {
        topic: Topic,
    },
    /// The person is writing on this topic.
    Writing {
        topic: Topic,
    },
    /// The engineer takes chats, or not now; said again whenever it changes, and by each new socket.
    Present {
        presence: Presence,
    },
}

/// Is the live channel up?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Connection {
    /// Not asked for yet, as on the server.
    #[default]
    Idle,
    Open,
    /// Lost; it is tried again by itself.
    Lost,
}

/// The live context: pages say what they listen to, `browser::live` feeds it, the server never moves it.
#[derive(Clone, Copy)]
pub struct Live {
    listening: RwSignal<HashMap<Topic, Listening>>,
    connection: RwSignal<Connection>,
    outgoing: RwSignal<Vec<ClientFrame>>,
    presence: RwSignal<Option<Presence>>,
    count: StoredValue<u64>,
}

/// What a page holds of a topic.
#[derive(Clone)]
struct Listening {
    pages: u32,
    beat: ArcRwSignal<u64>,
    ears: Vec<(u64, Callback<Frame>)>,
    writers: ArcRwSignal<Vec<(PersonId, String)>>,
}

impl Live {
    pub(crate) fn new() -> Live {
        Live {
            listening: RwSignal::default(),
            connection: RwSignal::default(),
            outgoing: RwSignal::default(),
            presence: RwSignal::default(),
            count: StoredValue::default(),
        }
    }

    /// Counts what happened on a topic, while the calling component lives. A resource that reads it asks again each
    /// time, also after a gap in the connection.
    pub fn beat(self, topic: Topic) -> Signal<u64> {
        self.listen(topic).beat.into()
    }

    /// Hears the frames of a topic that carry something, while the calling component lives.
    pub fn hear(self, topic: Topic, ear: impl Fn(Frame) + Send + Sync + 'static) {
        self.listen(topic.clone());
        self.count.update_value(|count| *count += 1);
        let (id, ear) = (self.count.get_value(), Callback::new(ear));
        self.listening.update_untracked(|all| {
            if let Some(listening) = all.get_mut(&topic) {
                listening.ears.push((id, ear));
            }
        });
        on_cleanup(move || {
            let _ = self.listening.try_update_untracked(|all| {
                if let Some(listening) = all.get_mut(&topic) {
                    listening.ears.retain(|(other, _)| *other != id);
                }
            });
        });
    }

    /// Whether the reader takes chats, said by every socket of this tab; `None` before it is known.
    pub fn presence(self) -> RwSignal<Option<Presence>> {
        self.presence
    }

    /// Who is writing on a topic right now.
    pub fn writers(self, topic: Topic) -> Signal<Vec<(PersonId, String)>> {
        self.listen(topic).writers.into()
    }

    pub fn connection(self) -> Signal<Connection> {
        self.connection.into()
    }

    /// Tells the others on a topic that this person is writing; goes out at most every few seconds.
    pub fn say_writing(self, topic: Topic) {
        self.outgoing.update(|frames| {
            let frame = ClientFrame::Writing { topic };
            if !frames.contains(&frame) {
                frames.push(frame);
            }
        });
    }

    /// What all pages listen to. Tracked: the browser follows it.
    pub fn topics(self) -> Vec<Topic> {
        self.listening.with(|all| all.keys().cloned().collect())
    }

    /// Something happened on a topic, or may have while nobody listened.
    pub fn happened(self, topic: &Topic) {
        if let Some(listening) = self.found(topic) {
            listening.beat.update(|beat| *beat += 1);
        }
    }

    /// A frame that carries something.
    pub fn carried(self, topic: &Topic, frame: &Frame) {
        for (_, ear) in self.found(topic).map(|listening| listening.ears).unwrap_or_default() {
            ear.run(frame.clone());
        }
    }

    /// Who is writing on a topic, from now on.
    pub fn set_writers(self, topic: &Topic, writers: Vec<(PersonId, String)>) {
        if let Some(listening) = self.found(topic) {
            listening.writers.set(writers);
        }
    }

    pub fn set_connection(self, connection: Connection) {
        if self.connection.get_untracked() != connection {
            self.connection.set(connection);
        }
    }

    /// Is there something to send? Tracked.
    pub fn has_outgoing(self) -> bool {
        self.outgoing.with(|frames| !frames.is_empty())
    }

    /// Takes what pages want to say.
    pub fn take_outgoing(self) -> Vec<ClientFrame> {
        self.outgoing.try_update_untracked(std::mem::take).unwrap_or_default()
    }

    fn found(self, topic: &Topic) -> Option<Listening> {
        self.listening.with_untracked(|all| all.get(topic).cloned())
    }

    fn listen(self, topic: Topic) -> Listening {
        let found = self.listening.try_update(|all| {
            let listening = all.entry(topic.clone()).or_insert_with(|| Listening {
                pages: 0,
                beat: ArcRwSignal::new(0),
                ears: Vec::new(),
                writers: ArcRwSignal::default(),
            });
            listening.pages += 1;
            listening.clone()
        });
        on_cleanup(move || {
            self.listening.try_update(|all| {
                if let Some(listening) = all.get_mut(&topic) {
                    listening.pages -= 1;
                    if listening.pages == 0 {
                        all.remove(&topic);
                    }
                }
            });
        });
        found.unwrap_or_else(|| Listening {
            pages: 0,
            beat: ArcRwSignal::new(0),
            ears: Vec::new(),
            writers: ArcRwSignal::default(),
        })
    }
}
