use super::uploads::Uploads;
use crate::{
    app::{local_copy, use_live, use_me, use_viewer},
    error::AppError,
    features::cases::{
        api::{SaveReply, comment, save_reply, write_note},
        model::{AttachmentSummary, CasePageContent, ReplyDraft, ReplyForm, Sent},
    },
    live::{Live, Topic},
    values::{Moment, PersonId, Problem, Problems},
};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

/// A pause in typing after which the draft is saved.
const PAUSE: Duration = Duration::from_millis(800);
/// After a failure it is tried again by itself.
const RETRY: Duration = Duration::from_secs(8);

/// To whom something is written. The note is never the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everyone who sees the case.
    Case,
    /// Engineers among themselves (CASE-17).
    Engineers,
}

/// What came of sending.
pub type Sending = Action<ReplyForm, Result<Sent, AppError>>;

/// Sends to an audience.
pub fn sending(audience: Audience) -> Sending {
    Action::new(move |form: &ReplyForm| {
        let form = form.clone();
        async move {
            match audience {
                Audience::Case => comment(form).await,
                Audience::Engineers => write_note(form).await,
            }
        }
    })
}

/// What is being written on a case, from the first letter until it has arrived (CASE-5, CASE-6, CASE-18).
#[derive(Clone, Copy)]
pub struct Reply {
    pub audience: Audience,
    pub content: Memo<CasePageContent>,
    pub body: RwSignal<String>,
    pub intent: RwSignal<String>,
    /// Counts what was sent: the field is made anew for each.
    pub turn: RwSignal<u32>,
    pub send: Sending,
    save: ServerAction<SaveReply>,
    unsaved: StoredValue<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// The text that was last tried to send, with its key; and how many were.
    tried: StoredValue<Option<(String, String)>>,
    tries: StoredValue<u32>,
    /// The newest event when the writing began, or that was looked at since.
    seen: RwSignal<i64>,
    me: StoredValue<Option<PersonId>>,
    topic: StoredValue<Topic>,
    live: Live,
    pub uploads: Uploads,
    /// It is sent as soon as its files have arrived.
    pub waits: RwSignal<bool>,
    copy: StoredValue<String>,
}

impl Reply {
    pub fn new(audience: Audience, content: Memo<CasePageContent>, send: Sending) -> Reply {
        let (case, seen) = content.with_untracked(|content| (content.case.id.clone(), content.case.last_seq));
        let number = content.with_untracked(|content| content.case.number);
        let scope = match audience {
            Audience::Case => format!("comment:{number}"),
            Audience::Engineers => format!("note:{number}"),
        };
        let reply = Reply {
            audience,
            content,
            body: RwSignal::new(stored(audience, &content.get_untracked()).map(|d| d.body).unwrap_or_default()),
            intent: RwSignal::new("comment".to_owned()),
            turn: RwSignal::new(0),
            send,
            save: ServerAction::new(),
            unsaved: StoredValue::new(false),
            timer: StoredValue::new(None),
            tried: StoredValue::new(None),
            tries: StoredValue::new(0),
            seen: RwSignal::new(seen),
            me: StoredValue::new(use_me()),
            topic: StoredValue::new(match audience {
                Audience::Case => Topic::Case(case),
                Audience::Engineers => Topic::Notes(case),
            }),
            live: use_live(),
            uploads: Uploads::new(scope.clone()),
            waits: RwSignal::new(false),
            copy: StoredValue::new(use_viewer().person.map(|me| format!("{scope}:{}", me.id)).unwrap_or_default()),
        };
        reply.restore();
        reply.follow_answers();
        on_cleanup(move || {
            reply.stop_timer();
            reply.save_and_leave();
        });
        reply
    }

    /// Takes over what was typed, tells the others, and saves after the next pause.
    pub fn typed(self, text: String) {
        if self.body.with_untracked(String::is_empty) {
            self.seen.set(self.content.with_untracked(|content| content.case.last_seq));
        }
        self.copy.with_value(|scope| local_copy::keep(scope, &text));
        self.body.set(text);
        self.unsaved.set_value(true);
        self.save_in(PAUSE);
        self.live.say_writing(self.topic.get_value());
    }

    /// Sends; a second press while it is under way does nothing.
    pub fn send(self) {
        if self.send.pending().get_untracked() {
            return;
        }
        if untrack(|| self.is_busy()) {
            self.waits.set(true);
            return;
        }
        self.unsaved.set_value(false);
        self.send.dispatch(self.form());
    }

    /// Files are on their way, or a draft that would come back after its text was sent.
    fn is_busy(self) -> bool {
        self.uploads.is_busy() || self.save.pending().get()
    }

    fn form(self) -> ReplyForm {
        let body = self.body.get_untracked();
        ReplyForm {
            case: self.number(),
            key: self.key_of(&body),
            body,
            seen: self.seen.get_untracked(),
            intent: self.intent.get_untracked(),
        }
    }

    /// The same for every attempt to send one text; another text has another one.
    fn key_of(self, body: &str) -> String {
        let tried = self.tried.get_value();
        if let Some((_, key)) = tried.as_ref().filter(|(text, _)| text == body) {
            return key.clone();
        }
        self.tries.update_value(|tries| *tries += 1);
        let key = format!("{}.{}", self.content.with_untracked(|c| c.reply_key.clone()), self.tries.get_value());
        self.tried.set_value(Some((body.to_owned(), key.clone())));
        key
    }

    pub fn number(self) -> String {
        self.content.with_untracked(|content| content.case.number.to_string())
    }

    /// The text that is on its way.
    pub fn under_way(self) -> Option<String> {
        self.send.pending().get().then(|| self.send.input().get().map(|form| form.body)).flatten()
    }

    /// Texts of others that arrived while this one was written; the first of them by number.
    pub fn arrived(self) -> Option<(usize, i64)> {
        if self.audience == Audience::Engineers || self.body.with(String::is_empty) {
            return None;
        }
        let (seen, me) = (self.seen.get(), self.me.get_value());
        self.content.with(|content| {
            let mut new = content.events.iter().filter(|event| {
                let others = event.author.as_ref().map(|author| &author.id) != me.as_ref();
                event.seq > seen && others && !event.body_html.is_empty()
            });
            new.next().map(|first| (1 + new.count(), first.seq))
        })
    }

    /// The writer has looked at all that arrived.
    pub fn look(self) {
        self.seen.set(self.content.with_untracked(|content| content.case.last_seq));
    }

    /// What is wrong with the text, as sending it told.
    pub fn problem(self) -> Option<Problem> {
        match self.send.value().get() {
            Some(Ok(Sent::Problems(Problems(problems)))) => problems.into_iter().next().map(|(_, problem)| problem),
            Some(Ok(Sent::Done | Sent::NewerComments { .. }) | Err(_)) | None => None,
        }
    }

    /// Why sending failed.
    pub fn failure(self) -> Option<AppError> {
        self.send.value().get().and_then(Result::err).filter(|_| !self.send.pending().get())
    }

    /// When the draft was saved, or why it was not.
    pub fn kept(self) -> Option<Result<Moment, AppError>> {
        if self.body.with(String::is_empty) {
            return None;
        }
        let saved = self.save.value().get().map(|saved| saved.map(|draft| draft.updated_at));
        saved.or_else(|| self.content.with(|content| stored(self.audience, content)).map(|draft| Ok(draft.updated_at)))
    }

    /// Files that the server has for this text.
    pub fn files(self) -> Signal<Vec<AttachmentSummary>> {
        Signal::derive(move || {
            self.content
                .with(|content| stored(self.audience, content).map(|draft| draft.attachments).unwrap_or_default())
        })
    }

    /// Others who are writing to the same audience now.
    pub fn writers(self) -> Signal<Vec<String>> {
        let (writers, me) = (self.live.writers(self.topic.get_value()), self.me.get_value());
        Signal::derive(move || {
            let others = writers.get().into_iter().filter(|(person, _)| Some(person) != me.as_ref());
            others.map(|(_, name)| name).collect()
        })
    }

    /// Saves what was typed, unless an answer is still to come: what is sent meanwhile may overtake it.
    fn save_now(self) {
        // a timer may outlive the page, whose action must not be asked any more
        let is_free = self.timer.try_get_value().is_some()
            && !self.save.pending().get_untracked()
            && !self.send.pending().get_untracked();
        if let Some(save) = is_free.then(|| self.take_unsaved()).flatten() {
            self.save.dispatch(save);
        }
    }

    /// The page is left: nobody waits for the answer, and the local copy is there if it fails.
    fn save_and_leave(self) {
        if let Some(save) = self.take_unsaved() {
            let scope = self.copy.get_value();
            spawn_local(async move {
                if save_reply(save.case, save.scope, save.body.clone()).await.is_ok() {
                    local_copy::stored(&scope, &save.body);
                }
            });
        }
    }

    fn take_unsaved(self) -> Option<SaveReply> {
        let unsaved = self.unsaved.try_update_value(std::mem::take)?;
        let scope = match self.audience {
            Audience::Case => "comment",
            Audience::Engineers => "note",
        };
        unsaved.then(|| SaveReply { case: self.number(), scope: scope.to_owned(), body: self.body.get_untracked() })
    }

    fn save_in(self, wait: Duration) {
        self.stop_timer();
        self.timer.set_value(set_timeout_with_handle(move || self.save_now(), wait).ok());
    }

    fn stop_timer(self) {
        if let Some(timer) = self.timer.try_get_value().flatten() {
            timer.clear();
        }
    }

    /// What was typed and never reached the server (UX-5).
    fn restore(self) {
        Effect::new(move |_| {
            let Some(text) = self.copy.with_value(|scope| local_copy::kept(scope)) else { return };
            if self.body.with_untracked(|body| *body == text) {
                self.forget_copy_of(&text);
                return;
            }
            self.body.set(text);
            self.turn.update(|turn| *turn += 1);
            self.unsaved.set_value(true);
            // it has waited long enough
            self.save_in(Duration::ZERO);
        });
    }

    /// The server has this text.
    fn forget_copy_of(self, text: &str) {
        self.copy.with_value(|scope| local_copy::stored(scope, text));
    }

    fn follow_answers(self) {
        Effect::new(move |_| {
            if self.waits.get() && !self.is_busy() {
                set_timeout(
                    move || {
                        self.waits.set(false);
                        self.send();
                    },
                    Duration::ZERO,
                );
            }
        });
        Effect::new(move |_| match self.save.value().get() {
            Some(Ok(saved)) => {
                self.forget_copy_of(&saved.body);
                // an action that an effect starts would end with it
                self.save_in(Duration::ZERO);
            }
            Some(Err(_)) => {
                self.unsaved.set_value(true);
                self.save_in(RETRY);
            }
            None => {}
        });
        Effect::new(move |_| {
            match self.send.value().get() {
                Some(Ok(Sent::Done)) => self.begin_anew(),
                Some(Ok(Sent::NewerComments { last_seq })) => self.seen.set(last_seq),
                Some(Ok(Sent::Problems(_)) | Err(_)) => {}
                None => return,
            }
            // what was typed meanwhile
            self.save_in(Duration::ZERO);
        });
    }

    /// What was sent has arrived. What was typed since stays.
    fn begin_anew(self) {
        self.uploads.clear();
        let sent = self.tried.try_update_value(Option::take).flatten().map(|(text, _)| text).unwrap_or_default();
        self.forget_copy_of(&sent);
        self.save.value().set(None);
        if self.body.with_untracked(|body| *body == sent) {
            self.unsaved.set_value(false);
            self.body.set(String::new());
            self.intent.set("comment".to_owned());
            self.turn.update(|turn| *turn += 1);
        }
    }
}

fn stored(audience: Audience, content: &CasePageContent) -> Option<ReplyDraft> {
    match audience {
        Audience::Case => content.comment_draft.clone(),
        Audience::Engineers => content.note_draft.clone(),
    }
}
