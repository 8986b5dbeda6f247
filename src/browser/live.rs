//! The live socket of this tab: opened when a page listens to something, opened again when it is lost.

use crate::{
    features::chat::model::Presence,
    live::{ClientFrame, Connection, Frame, Live, ServerFrame, Topic},
    values::PersonId,
};
use futures::{
    FutureExt as _, SinkExt as _, StreamExt as _,
    channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded},
    future::poll_fn,
    select,
    stream::{Fuse, FusedStream},
};
use gloo_net::websocket::{Message, State, WebSocketError, futures::WebSocket};
use gloo_timers::future::TimeoutFuture;
use leptos::{ev, prelude::*};
use std::collections::{HashMap, HashSet};

/// First and longest pause before the next attempt, in milliseconds; each is twice the one before.
const PAUSE_FIRST_MS: u32 = 500;
const PAUSE_MOST_MS: u32 = 20_000;
/// How long somebody counts as writing after the last word of it (CHAT-6).
const WRITING_MS: f64 = 5_000.0;
/// The person's own "is writing" goes out at most this often per topic.
const SAY_WRITING_MS: f64 = 2_000.0;
const TICK_MS: u32 = 1_000;
/// The server's word for an ended session, see `server::live::socket`.
const SIGNED_OUT: u16 = 4401;

/// Why the tab's loop wakes up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wake {
    /// Pages listen to something else, or want to say something.
    Pages,
    Online,
    Offline,
}

/// Follows what pages listen to, for as long as the page lives.
pub fn follow(live: Live) {
    let (sender, receiver) = unbounded();
    let pages = sender.clone();
    Effect::new(move |_| {
        live.topics();
        live.has_outgoing();
        live.presence().track();
        say(&pages, Wake::Pages);
    });
    let online = sender.clone();
    // never removed: they live as long as the page
    let _ = window_event_listener(ev::online, move |_| say(&online, Wake::Online));
    let _ = window_event_listener(ev::offline, move |_| say(&sender, Wake::Offline));
    leptos::task::spawn_local(run(live, receiver));
}

fn say(sender: &UnboundedSender<Wake>, wake: Wake) {
    // the loop ends with the session: nobody listens then
    let _ = sender.unbounded_send(wake);
}

async fn run(live: Live, mut wake: UnboundedReceiver<Wake>) {
    let mut pause_ms = PAUSE_FIRST_MS;
    loop {
        while untrack(|| live.topics().is_empty()) {
            if wake.next().await.is_none() {
                return;
            }
        }
        match talk(live, &mut wake).await {
            Over::SignedOut => {
                // the next page or answer says so; until then nothing is wrong
                live.set_connection(Connection::Idle);
                return;
            }
            Over::Lost { talked } if talked => pause_ms = PAUSE_FIRST_MS,
            Over::Lost { .. } => {}
        }
        live.set_connection(Connection::Lost);
        // an attempt without a network fails at once and leaves an error in the console; the event may never come
        let knows_network = window().navigator().on_line();
        rest(&mut wake, if knows_network { pause_ms } else { PAUSE_MOST_MS }).await;
        pause_ms = (pause_ms * 2).min(PAUSE_MOST_MS);
    }
}

/// Waits, with a random part so that not all come back at once after a restart; a returning network ends it.
async fn rest(wake: &mut UnboundedReceiver<Wake>, pause_ms: u32) {
    let random = js_sys::Math::random();
    let mut over = TimeoutFuture::new(pause_ms / 2 + (f64::from(pause_ms) * random) as u32).fuse();
    loop {
        select! {
            () = over => return,
            why = wake.select_next_some() => if why == Wake::Online { return },
        }
    }
}

enum Over {
    SignedOut,
    /// Did the server say anything before?
    Lost {
        talked: bool,
    },
}

/// One connection, from its opening to its end.
async fn talk(live: Live, wake: &mut UnboundedReceiver<Wake>) -> Over {
    let Ok(socket) = WebSocket::open(&address()) else { return Over::Lost { talked: false } };
    let mut socket = socket.fuse();
    let mut voice = Voice { live, subscribed: HashSet::new(), said: HashMap::new(), presence: None };
    let mut writers = Writers::default();
    let mut talked = false;
    loop {
        if voice.follow(&mut socket).await.is_err() || socket.is_terminated() {
            return Over::Lost { talked };
        }
        let mut tick = TimeoutFuture::new(TICK_MS).fuse();
        select! {
            message = socket.next() => match message {
                Some(Ok(Message::Text(text))) => {
                    talked = true;
                    live.set_connection(Connection::Open);
                    if let Ok(frame) = serde_json::from_str(&text) {
                        hear(live, &mut writers, frame);
                    }
                }
                Some(Ok(Message::Bytes(_)) | Err(WebSocketError::ConnectionError)) => {}
                Some(Err(WebSocketError::ConnectionClose(close))) if close.code == SIGNED_OUT => return Over::SignedOut,
                Some(Err(_)) | None => return Over::Lost { talked },
            },
            why = wake.select_next_some() => if why == Wake::Offline { return Over::Lost { talked } },
            () = tick => writers.expire(live),
        }
    }
}

fn hear(live: Live, writers: &mut Writers, frame: ServerFrame) {
    match frame {
        // whatever happened before is behind a gap: the page asks once
        ServerFrame::Subscribed { topic } | ServerFrame::Event { topic, frame: Frame::Changed } => {
            live.happened(&topic)
        }
        // a right that ended shows when the page asks again
        ServerFrame::Refused { topic } => live.happened(&topic),
        ServerFrame::Event { topic, frame: Frame::Writing { person, name } } => writers.add(live, topic, person, name),
        ServerFrame::Event { topic, frame: frame @ (Frame::Logged { .. } | Frame::Marked { .. }) } => {
            if let Frame::Logged { logged } = &frame
                && let Some(author) = &logged.event.author
            {
                // who has written is not writing any more
                writers.remove(live, &topic, &author.id);
            }
            live.carried(&topic, &frame);
        }
    }
}

/// What this tab says.
struct Voice {
    live: Live,
    subscribed: HashSet<Topic>,
    said: HashMap<Topic, f64>,
    presence: Option<Presence>,
}

impl Voice {
    /// Listens to what pages listen to now, and passes on what they say.
    async fn follow(&mut self, socket: &mut Fuse<WebSocket>) -> Result<(), WebSocketError> {
        poll_fn(|context| socket.poll_ready_unpin(context)).await?;
        if !matches!(socket.get_ref().state(), State::Open) {
            // it failed or is being closed, and the next message says how; the browser complains of what is said to it
            return Ok(());
        }
        let live = self.live;
        let wanted: HashSet<Topic> = untrack(|| live.topics()).into_iter().collect();
        for topic in self.subscribed.difference(&wanted).cloned().collect::<Vec<_>>() {
            self.subscribed.remove(&topic);
            send(socket, &ClientFrame::Unsubscribe { topic }).await?;
        }
        for topic in wanted.difference(&self.subscribed).cloned().collect::<Vec<_>>() {
            self.subscribed.insert(topic.clone());
            send(socket, &ClientFrame::Subscribe { topic }).await?;
        }
        let presence = live.presence().get_untracked();
        if let Some(now) = presence.filter(|_| presence != self.presence) {
            self.presence = presence;
            send(socket, &ClientFrame::Present { presence: now }).await?;
        }
        for frame in live.take_outgoing() {
            if self.is_due(&frame) {
                send(socket, &frame).await?;
            }
        }
        Ok(())
    }

    fn is_due(&mut self, frame: &ClientFrame) -> bool {
        match frame {
            ClientFrame::Subscribe { .. } | ClientFrame::Unsubscribe { .. } | ClientFrame::Present { .. } => true,
            ClientFrame::Writing { topic } => {
                let now = js_sys::Date::now();
                let is_due = self.said.get(topic).is_none_or(|at| now - at >= SAY_WRITING_MS);
                if is_due {
                    self.said.insert(topic.clone(), now);
                }
                is_due
            }
        }
    }
}

async fn send(socket: &mut Fuse<WebSocket>, frame: &ClientFrame) -> Result<(), WebSocketError> {
    let text = serde_json::to_string(frame).expect("a frame is JSON");
    socket.send(Message::Text(text)).await
}

/// Others who are writing, and until when they count.
#[derive(Default)]
struct Writers(HashMap<Topic, Vec<(PersonId, String, f64)>>);

impl Writers {
    fn add(&mut self, live: Live, topic: Topic, person: PersonId, name: String) {
        let here = self.0.entry(topic.clone()).or_default();
        let known = here.len();
        here.retain(|(other, ..)| *other != person);
        let is_new = here.len() == known;
        here.push((person, name, js_sys::Date::now() + WRITING_MS));
        if is_new {
            show(live, &topic, here);
        }
    }

    fn remove(&mut self, live: Live, topic: &Topic, person: &PersonId) {
        if let Some(here) = self.0.get_mut(topic) {
            here.retain(|(other, ..)| other != person);
            show(live, topic, here);
        }
    }

    fn expire(&mut self, live: Live) {
        let now = js_sys::Date::now();
        self.0.retain(|topic, here| {
            let before = here.len();
            here.retain(|(_, _, until)| *until > now);
            if here.len() < before {
                show(live, topic, here);
            }
            !here.is_empty()
        });
    }
}

fn show(live: Live, topic: &Topic, here: &[(PersonId, String, f64)]) {
    live.set_writers(topic, here.iter().map(|(person, name, _)| (person.clone(), name.clone())).collect());
}

fn address() -> String {
    let location = window().location();
    let scheme = if location.protocol().as_deref() == Ok("https:") { "wss" } else { "ws" };
    format!("{scheme}://{}/live", location.host().unwrap_or_default())
}
