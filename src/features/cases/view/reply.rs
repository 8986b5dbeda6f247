use super::uploads::Uploads;
use crate::{
    app::{local_copy, use_live, use_viewer},
    error::AppError,
    features::cases::{
        api::{SaveReply, comment, write_note},
        model::{AttachmentSummary, CasePageContent, ReplyDraft, ReplyForm, Sent},
    },
    live::{Live, Topic},
    values::{Moment, PersonId, Problem, Problems},
};
use leptos::prelude::*;
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
    /// The same for every attempt to send one text.
    key: StoredValue<Option<String>>,
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
            key: StoredValue::new(None),
            seen: RwSignal::new(seen),
            me: StoredValue::new(use_viewer().person.map(|person| person.id)),
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
        on_cleanup(move || reply.save_now());
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
        if untrack(|| self.uploads.is_busy()) {
            self.waits.set(true);
            return;
        }
        self.unsaved.set_value(false);
        self.send.dispatch(self.form());
    }

    fn form(self) -> ReplyForm {
        let key = self.key.get_value().unwrap_or_else(|| self.content.with_untracked(|c| c.reply_key.clone()));
        self.key.set_value(Some(key.clone()));
        ReplyForm {
            case: self.number(),
            body: self.body.get_untracked(),
            key,
            seen: self.seen.get_untracked(),
            intent: self.intent.get_untracked(),
        }
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

    fn save_now(self) {
        let is_free = self.save.pending().try_get_untracked() == Some(false);
        if is_free && self.unsaved.try_update_value(std::mem::take) == Some(true) {
            let scope = match self.audience {
                Audience::Case => "comment",
                Audience::Engineers => "note",
            };
            let (case, body) = (self.number(), self.body.get_untracked());
            self.save.dispatch(SaveReply { case, scope: scope.to_owned(), body });
        }
    }

    fn save_in(self, wait: Duration) {
        if let Some(timer) = self.timer.get_value() {
            timer.clear();
        }
        self.timer.set_value(set_timeout_with_handle(move || self.save_now(), wait).ok());
    }

    /// What was typed and never reached the server (UX-5).
    fn restore(self) {
        Effect::new(move |_| {
            let kept = self.copy.with_value(|scope| local_copy::kept(scope));
            if let Some(text) = kept.filter(|text| self.body.with_untracked(|body| body != text)) {
                self.body.set(text);
                self.turn.update(|turn| *turn += 1);
                self.unsaved.set_value(true);
                self.save_in(PAUSE);
            }
        });
    }

    fn follow_answers(self) {
        Effect::new(move |_| {
            if self.waits.get() && !self.uploads.is_busy() {
                self.waits.set(false);
                self.send();
            }
        });
        Effect::new(move |_| match self.save.value().get() {
            Some(Ok(_)) => {
                if !self.unsaved.get_value() {
                    self.copy.with_value(|scope| local_copy::forget(scope));
                }
                self.save_now();
            }
            Some(Err(_)) => {
                self.unsaved.set_value(true);
                self.save_in(RETRY);
            }
            None => {}
        });
        Effect::new(move |_| match self.send.value().get() {
            Some(Ok(Sent::Done)) => self.begin_anew(),
            Some(Ok(Sent::NewerComments { last_seq })) => self.seen.set(last_seq),
            Some(Ok(Sent::Problems(_)) | Err(_)) | None => {}
        });
    }

    /// What was written has arrived.
    fn begin_anew(self) {
        self.unsaved.set_value(false);
        self.copy.with_value(|scope| local_copy::forget(scope));
        self.uploads.clear();
        self.key.set_value(None);
        self.body.set(String::new());
        self.intent.set("comment".to_owned());
        self.save.value().set(None);
        self.turn.update(|turn| *turn += 1);
    }
}

fn stored(audience: Audience, content: &CasePageContent) -> Option<ReplyDraft> {
    match audience {
        Audience::Case => content.comment_draft.clone(),
        Audience::Engineers => content.note_draft.clone(),
    }
}
