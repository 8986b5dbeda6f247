use super::{Announcement, ClientFrame, Frame, Hub, ServerFrame, Subscriber, Topic, hub::written, rights};
use crate::{
    error::AppError,
    features::{access, chat::model::Presence},
    policy::{Place, act},
    server::{
        Portal,
        authz::{Actor, session_digest},
        http::{HttpState, WireError},
    },
};
use axum::{
    extract::{
        State,
        ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code},
    },
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::{collections::HashMap, time::Duration};
use tokio::{
    sync::mpsc,
    time::{Instant, MissedTickBehavior, interval, timeout},
};
use tokio_util::sync::CancellationToken;

/// Buffers of a socket: most stand idle, and the library's own would cost 128 KiB each.
const BUFFER_BYTES: usize = 4 * 1024;
/// What a slow client may leave unread before its socket is closed.
const UNREAD_MOST_BYTES: usize = 256 * 1024;
/// Largest frame from a browser; a subscription needs a hundredth of it.
const FRAME_MOST_BYTES: usize = 64 * 1024;
/// A full desk needs 9.
const TOPICS_PER_SOCKET: usize = 16;
/// Session and rights are read again: a right that ends is gone within 5 s.
const RECHECK: Duration = Duration::from_secs(4);
const PING: Duration = Duration::from_secs(20);
/// Silence after which a connection is half open: three pings without an answer.
const SILENCE_MOST: Duration = Duration::from_secs(70);
/// A frame that cannot be handed to the network in this time meets a dead connection.
const SEND_MOST: Duration = Duration::from_secs(15);
/// Frames of a browser in one recheck: subscribing to a page's topics takes a few.
const FRAMES_MOST: u32 = 120;
/// One "is writing" per topic in this time; the browser shows it for five seconds.
const WRITING_EVERY: Duration = Duration::from_millis(1_500);

/// Close codes of our own (RFC 6455, section 7.4.2: 4000–4999 are private).
mod code {
    /// The session ended: do not come back.
    pub const SIGNED_OUT: u16 = 4401;
    /// Frames were lost: come back and ask again.
    pub const BEHIND: u16 = 4008;
    /// More frames than a page sends: come back later.
    pub const TOO_MANY: u16 = 4029;
}

/// `GET /live`: one socket per tab.
pub async fn upgrade(State(state): State<HttpState>, headers: HeaderMap, upgrade: WebSocketUpgrade) -> Response {
    let portal = state.portal.clone();
    // No browser sends a foreign page's upgrade without its origin, and no other layer looks at it.
    if !is_own_origin(&portal, &headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Some(digest) = session_digest(&portal, &headers) else {
        return WireError(AppError::SignIn).into_response();
    };
    let actor = match session(&portal, &digest).await {
        Ok(Some(actor)) => actor,
        Ok(None) => return WireError(AppError::SignIn).into_response(),
        Err(error) => return WireError(error).into_response(),
    };
    let seat = actor.signed_in().and_then(|who| portal.hub().seat(&who.person));
    let Some(seat) = seat else {
        return WireError(AppError::TooMany { retry_s: 60 }).into_response();
    };
    // The stop waits for what is tracked.
    let tracked = state.tasks.token();
    let stopping = state.stopping.clone();
    upgrade
        .read_buffer_size(BUFFER_BYTES)
        .write_buffer_size(BUFFER_BYTES)
        .max_write_buffer_size(UNREAD_MOST_BYTES)
        .max_message_size(FRAME_MOST_BYTES)
        .max_frame_size(FRAME_MOST_BYTES)
        .on_upgrade(move |socket| async move {
            Conversation::new(socket, portal, digest, actor).run(stopping).await;
            drop((seat, tracked));
        })
}

/// The public origin; on loopback also its other names, with the same port.
fn is_own_origin(portal: &Portal, headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok()) else { return false };
    let own = portal.origin();
    if origin.eq_ignore_ascii_case(own) {
        return true;
    }
    let loopback = |address: &str| -> Option<String> {
        let port = address.strip_prefix("http://")?.rsplit_once(':')?;
        matches!(port.0, "127.0.0.1" | "localhost" | "[::1]").then(|| port.1.to_owned())
    };
    loopback(own).is_some_and(|port| loopback(origin).as_ref() == Some(&port))
}

/// Who holds this session now? Listening does not keep a session alive.
async fn session(portal: &Portal, digest: &str) -> Result<Option<Actor>, AppError> {
    let found = access::server::find_signed_in(portal, digest, portal.now()).await?;
    Ok(found.map(|found| Actor::SignedIn(found.who)))
}

struct Conversation {
    socket: WebSocket,
    portal: Portal,
    digest: String,
    actor: Actor,
    subscriber: Subscriber,
    queue: mpsc::Receiver<Utf8Bytes>,
    heard: Instant,
    frames: u32,
    writing: HashMap<Topic, Instant>,
}

/// Why a conversation ends.
enum Over {
    /// With a word to the browser.
    Close(u16),
    /// The connection is gone.
    Gone,
}

impl Conversation {
    fn new(socket: WebSocket, portal: Portal, digest: String, actor: Actor) -> Conversation {
        let hub: &Hub = portal.hub();
        let (subscriber, queue) = hub.subscriber();
        let heard = Instant::now();
        Conversation { socket, portal, digest, actor, subscriber, queue, heard, frames: 0, writing: HashMap::new() }
    }

    async fn run(mut self, stopping: CancellationToken) {
        let mut ping = interval(PING);
        let mut recheck = interval(RECHECK);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        recheck.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // An interval's first tick is due at once.
        ping.reset();
        recheck.reset();
        let over = loop {
            let turn = tokio::select! {
                () = stopping.cancelled() => Err(Over::Close(close_code::RESTART)),
                frame = self.queue.recv() => self.tell(frame).await,
                message = self.socket.recv() => self.hear(message).await,
                _ = recheck.tick() => self.recheck().await,
                _ = ping.tick() => self.ping().await,
            };
            if let Err(over) = turn {
                break over;
            }
        };
        if let Over::Close(code) = over {
            self.close(code).await;
        }
    }

    async fn tell(&mut self, frame: Option<Utf8Bytes>) -> Result<(), Over> {
        if self.subscriber.lost_frames() {
            return Err(Over::Close(code::BEHIND));
        }
        match frame {
            Some(text) => self.send(Message::Text(text)).await,
            None => Err(Over::Gone),
        }
    }

    async fn say(&mut self, frame: &ServerFrame) -> Result<(), Over> {
        self.send(Message::Text(written(frame))).await
    }

    async fn send(&mut self, message: Message) -> Result<(), Over> {
        match timeout(SEND_MOST, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Over::Gone),
        }
    }

    async fn hear(&mut self, message: Option<Result<Message, axum::Error>>) -> Result<(), Over> {
        self.heard = Instant::now();
        self.frames += 1;
        if self.frames > FRAMES_MOST {
            return Err(Over::Close(code::TOO_MANY));
        }
        match message {
            None | Some(Ok(Message::Close(_))) => Err(Over::Gone),
            // What the protocol's reader refuses is larger than the limit, or a connection that broke.
            Some(Err(_)) => Err(Over::Close(close_code::SIZE)),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
            Some(Ok(Message::Binary(_))) => Err(Over::Close(close_code::UNSUPPORTED)),
            Some(Ok(Message::Text(text))) => match serde_json::from_str(text.as_str()) {
                Ok(frame) => self.answer(frame).await,
                Err(_) => Err(Over::Close(close_code::POLICY)),
            },
        }
    }

    async fn answer(&mut self, frame: ClientFrame) -> Result<(), Over> {
        match frame {
            ClientFrame::Subscribe { topic } => self.subscribe(topic).await,
            ClientFrame::Unsubscribe { topic } => {
                self.subscriber.unsubscribe(&topic);
                self.writing.remove(&topic);
                Ok(())
            }
            ClientFrame::Writing { topic } => {
                self.write(topic);
                Ok(())
            }
            ClientFrame::Present { presence } => {
                self.be_present(presence);
                Ok(())
            }
        }
    }

    async fn subscribe(&mut self, topic: Topic) -> Result<(), Over> {
        let known = self.subscriber.topics().contains(&topic);
        let room = known || self.subscriber.topics().len() < TOPICS_PER_SOCKET;
        let permitted = match room {
            true => rights::permitted(&self.portal, &self.actor, std::slice::from_ref(&topic)).await,
            false => Ok(Vec::new()),
        };
        match permitted {
            Ok(permitted) if permitted.is_empty() => self.say(&ServerFrame::Refused { topic }).await,
            Ok(_) => {
                self.subscriber.subscribe(topic.clone());
                self.say(&ServerFrame::Subscribed { topic }).await
            }
            Err(_) => Err(Over::Close(close_code::AGAIN)),
        }
    }

    /// Tells the others, if this person listens there and may write there.
    fn write(&mut self, topic: Topic) {
        let Some(who) = self.actor.signed_in() else { return };
        if !self.subscriber.topics().contains(&topic) || !rights::may_write(&self.actor, &topic) {
            return;
        }
        // of a case it stays: whoever answers it must see who else does (CASE-18)
        if matches!(topic, Topic::Chat(_)) && !who.shown.typing {
            return;
        }
        let now = Instant::now();
        let lately = self.writing.get(&topic).is_some_and(|at| now.duration_since(*at) < WRITING_EVERY);
        if !lately {
            self.writing.insert(topic.clone(), now);
            let frame = Frame::Writing { person: who.person.clone(), name: who.name.clone() };
            self.subscriber.say_writing(Announcement { topic, frame });
        }
    }

    /// Engineers say whether they take chats; of others it means nothing.
    fn be_present(&self, presence: Presence) {
        let permit = self.actor.permit::<act::AnswerChat>(Place::Anywhere);
        if let Some(person) = permit.as_ref().ok().and_then(|permit| permit.person()) {
            self.subscriber.say_present(person, presence);
        }
    }

    /// Is the session still there, and every right to what is listened to?
    async fn recheck(&mut self) -> Result<(), Over> {
        self.frames = 0;
        if self.subscriber.lost_frames() {
            return Err(Over::Close(code::BEHIND));
        }
        // A database that does not answer ends nobody's session, but nothing can be promised either.
        let found = session(&self.portal, &self.digest).await.map_err(|_| Over::Close(close_code::AGAIN))?;
        let before = std::mem::replace(&mut self.actor, found.ok_or(Over::Close(code::SIGNED_OUT))?);
        if self.actor.permit::<act::AnswerChat>(Place::Anywhere).is_err() {
            self.subscriber.say_gone();
        }
        let topics = self.subscriber.topics().to_vec();
        if !rights::may_have_changed(&before, &self.actor, &topics) {
            return Ok(());
        }
        let permitted =
            rights::permitted(&self.portal, &self.actor, &topics).await.map_err(|_| Over::Close(close_code::AGAIN))?;
        for topic in topics.into_iter().filter(|topic| !permitted.contains(topic)) {
            self.subscriber.unsubscribe(&topic);
            self.say(&ServerFrame::Refused { topic }).await?;
        }
        Ok(())
    }

    async fn ping(&mut self) -> Result<(), Over> {
        if self.heard.elapsed() > SILENCE_MOST {
            return Err(Over::Gone);
        }
        self.send(Message::Ping(Vec::new().into())).await
    }

    async fn close(mut self, code: u16) {
        let frame = CloseFrame { code, reason: "".into() };
        if self.send(Message::Close(Some(frame))).await.is_err() {
            return;
        }
        // The browser answers a close; waiting for it lets the code arrive.
        let answered = async { while let Some(Ok(_)) = self.socket.recv().await {} };
        let _ = timeout(Duration::from_secs(2), answered).await;
    }
}
