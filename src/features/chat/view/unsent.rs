use super::log::ChatLog;
use crate::{
    app::local_copy,
    error::AppError,
    features::{
        cases::model::Outcome,
        chat::{api::send_message, model::MessageForm},
    },
    live::{Connection, Live},
    values::{ChatId, PersonId, Problem},
};
use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// First and longest pause before a message is tried again; each is twice the one before.
const PAUSE_FIRST: Duration = Duration::from_secs(1);
const PAUSE_MOST: Duration = Duration::from_secs(20);
/// Messages that wait to be sent: more than anybody types while a network is away.
const MOST: usize = 50;

/// A message that this browser has not been told to be stored. It keeps its key until then, also across a reload, so that
/// however often it is sent it is one (P4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub key: String,
    pub body: String,
    /// Why it will not be sent by itself.
    #[serde(skip)]
    pub refused: Option<Why>,
}

/// Why a message was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    Problem(Problem),
    Error(AppError),
}

/// The messages that are on their way, the first first. One is sent at a time, so that they arrive in their order.
#[derive(Clone, Copy)]
pub struct Unsent {
    chat: StoredValue<ChatId>,
    me: StoredValue<PersonId>,
    /// Where the browser keeps them.
    scope: StoredValue<String>,
    messages: RwSignal<Vec<Message>>,
    sending: RwSignal<bool>,
    pause: StoredValue<Duration>,
    /// While this is so, nothing is sent.
    busy: StoredValue<Option<Signal<bool>>>,
    /// What was taken back, to be typed anew.
    returned: RwSignal<Option<String>>,
    log: ChatLog,
}

impl Unsent {
    pub fn new(chat: ChatId, me: PersonId, log: ChatLog, live: Live) -> Unsent {
        let scope = format!("chat-unsent:{chat}:{me}");
        let unsent = Unsent {
            chat: StoredValue::new(chat),
            me: StoredValue::new(me),
            scope: StoredValue::new(scope),
            messages: RwSignal::default(),
            sending: RwSignal::new(false),
            pause: StoredValue::new(PAUSE_FIRST),
            busy: StoredValue::new(None),
            returned: RwSignal::default(),
            log,
        };
        // in the browser only; what an earlier page kept is sent before anything new
        Effect::new(move |_| unsent.restore());
        Effect::new(move |_| {
            if live.connection().get() == Connection::Open {
                unsent.pause.set_value(PAUSE_FIRST);
                unsent.send_next();
            }
        });
        // what the live channel brings is stored, whether or not its answer arrives
        Effect::new(move |_| {
            log.last();
            let me = unsent.me.get_value();
            unsent.drop_those(|message| untrack(|| log.holds(&message.key, &me)));
        });
        unsent
    }

    /// Takes a message; `false`: too many wait already.
    pub fn push(self, key: String, body: String) -> bool {
        let is_room = self.messages.with_untracked(|messages| messages.len() < MOST);
        if is_room {
            self.messages.update(|messages| messages.push(Message { key, body, refused: None }));
            self.keep();
            self.send_next();
        }
        is_room
    }

    pub fn messages(self) -> Signal<Vec<Message>> {
        self.messages.into()
    }

    /// Tries the refused ones again.
    pub fn try_again(self) {
        self.messages.update(|messages| messages.iter_mut().for_each(|message| message.refused = None));
        self.send_next();
    }

    /// Sends nothing while something else is under way.
    pub fn wait_for(self, busy: Signal<bool>) {
        self.busy.set_value(Some(busy));
        Effect::new(move |_| {
            if !busy.get() {
                self.send_next();
            }
        });
    }

    /// What was taken back last.
    pub fn returned(self) -> Signal<Option<String>> {
        self.returned.into()
    }

    /// Gives a refused message back to be typed anew.
    pub fn return_to_box(self, key: &str) {
        let found = self.messages.try_update(|messages| {
            let at = messages.iter().position(|message| message.key == key)?;
            Some(messages.remove(at).body)
        });
        self.keep();
        self.returned.set(found.flatten());
        self.send_next();
    }

    fn restore(self) {
        let kept = self.scope.with_value(|scope| local_copy::kept(scope));
        let kept: Vec<Message> = kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        if !kept.is_empty() {
            self.messages.update(|messages| messages.splice(0..0, kept).for_each(drop));
            let (log, me) = (self.log, self.me.get_value());
            self.drop_those(|message| untrack(|| log.holds(&message.key, &me)));
            self.send_next();
        }
    }

    fn keep(self) {
        let text = self.messages.with_untracked(|messages| match messages.is_empty() {
            true => String::new(),
            false => serde_json::to_string(messages).unwrap_or_default(),
        });
        self.scope.with_value(|scope| local_copy::keep(scope, &text));
    }

    fn drop_those(self, is_stored: impl Fn(&Message) -> bool) {
        let any = self.messages.with_untracked(|messages| messages.iter().any(&is_stored));
        if any {
            self.messages.update(|messages| messages.retain(|message| !is_stored(message)));
            self.keep();
        }
    }

    /// Sends the first one that was not refused, unless one is on its way.
    fn send_next(self) {
        let next = self.messages.try_with_untracked(|messages| messages.first().cloned()).flatten();
        let Some(message) = next.filter(|message| message.refused.is_none()) else { return };
        let busy = self.busy.get_value().is_some_and(|busy| busy.get_untracked());
        if busy || self.sending.get_untracked() {
            return;
        }
        self.sending.set(true);
        let chat = self.chat.get_value().to_string();
        spawn_local(async move {
            let form = MessageForm { chat, body: message.body.clone(), key: message.key.clone() };
            let sent = send_message(form).await;
            // the page may be gone: the next one goes on with what was kept
            if self.sending.try_set(false).is_none() {
                self.answered(&message.key, sent);
            }
        });
    }

    fn answered(self, key: &str, sent: Result<Outcome<crate::features::chat::model::Receipt>, AppError>) {
        let refused = match sent {
            Ok(Outcome::Done(_)) => {
                self.pause.set_value(PAUSE_FIRST);
                self.drop_those(|message| message.key == key);
                self.send_next();
                return;
            }
            Ok(Outcome::Problems(problems)) => match problems.0.into_iter().next() {
                Some((_, problem)) => Why::Problem(problem),
                None => Why::Error(AppError::Conflict),
            },
            Err(error) if passes_by(&error) => {
                self.later();
                return;
            }
            Err(error) => Why::Error(error),
        };
        self.messages.update(|messages| {
            for message in messages.iter_mut().filter(|message| message.key == key) {
                message.refused = Some(refused.clone());
            }
        });
    }

    fn later(self) {
        let pause = self.pause.get_value();
        self.pause.set_value((pause * 2).min(PAUSE_MOST));
        set_timeout(
            move || {
                if self.pause.try_get_value().is_some() {
                    self.send_next();
                }
            },
            pause,
        );
    }
}

/// Is it worth to try again by itself?
fn passes_by(error: &AppError) -> bool {
    match error {
        AppError::Offline | AppError::Unavailable | AppError::TooMany { .. } | AppError::Broken { .. } => true,
        AppError::SignIn | AppError::Refused(_) | AppError::NotFound | AppError::Invalid(_) | AppError::Conflict => {
            false
        }
    }
}
