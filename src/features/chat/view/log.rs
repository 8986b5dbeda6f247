use crate::{
    features::{
        cases::model::PersonName,
        chat::{
            api::chat_since,
            model::{ChatContent, ChatEvent, ChatMember, Marks},
        },
    },
    live::{Frame, Live, Topic},
    values::{ChatId, PersonId},
};
use leptos::{prelude::*, task::spawn_local};
use std::cmp::Ordering;

/// What this page knows of a chat's log: always without a gap, each number once, ascending (CHAT-5).
///
/// It grows from three sides: the page's own content, which is asked for again whenever the connection was away; the live
/// channel; and what lies in a gap, which is asked for by its number.
#[derive(Clone, Copy)]
pub struct ChatLog {
    chat: StoredValue<ChatId>,
    events: RwSignal<Vec<ChatEvent>>,
    members: RwSignal<Vec<ChatMember>>,
    /// Is what lies in a gap on its way?
    asks: StoredValue<bool>,
    /// What was heard behind a gap, until the gap is closed.
    ahead: StoredValue<Vec<ChatEvent>>,
}

impl ChatLog {
    pub fn new(content: Memo<ChatContent>, live: Live) -> ChatLog {
        let first = content.get_untracked();
        let log = ChatLog {
            chat: StoredValue::new(first.chat.id.clone()),
            events: RwSignal::new(first.events),
            members: RwSignal::new(first.members),
            asks: StoredValue::new(false),
            ahead: StoredValue::default(),
        };
        Effect::new(move |before: Option<()>| {
            let content = content.get();
            if before.is_some() {
                log.take(content.events);
                log.members.update(|members| merge(members, content.members));
            }
        });
        live.hear(Topic::Chat(log.chat.get_value()), move |frame| log.hear(frame));
        log
    }

    pub fn events(self) -> Signal<Vec<ChatEvent>> {
        self.events.into()
    }

    pub fn members(self) -> Signal<Vec<ChatMember>> {
        self.members.into()
    }

    /// The number of the newest event. Tracked.
    pub fn last(self) -> i64 {
        self.events.with(|events| events.last().map_or(0, |last| last.event.seq))
    }

    /// The number of the newest event that is no message. Tracked.
    pub fn last_deed(self) -> i64 {
        self.events.with(|events| {
            let deed =
                events.iter().rev().find(|one| one.event.body_html.is_empty() && one.event.attachments.is_empty());
            deed.map_or(0, |deed| deed.event.seq)
        })
    }

    /// Is something with this key of this person there? Tracked.
    pub fn holds(self, key: &str, author: &PersonId) -> bool {
        self.events.with(|events| {
            let of = |person: &Option<PersonName>| person.as_ref().is_some_and(|person| person.id == *author);
            events.iter().any(|one| one.key == key && of(&one.event.author))
        })
    }

    /// How far the messages have come to everybody but one side's. Tracked.
    pub fn others(self, me: &PersonId) -> Marks {
        self.members.with(|members| {
            let vendor = members.iter().find(|member| member.person.id == *me).is_some_and(|me| me.person.vendor);
            let others = members.iter().filter(|member| member.person.vendor != vendor);
            others.fold(Marks::default(), |marks, member| Marks {
                delivered: marks.delivered.max(member.marks.delivered),
                read: marks.read.max(member.marks.read),
            })
        })
    }

    fn hear(self, frame: Frame) {
        match frame {
            Frame::Logged { logged } => {
                if logged.event.seq > untrack(|| self.last()) {
                    self.take(vec![*logged]);
                }
            }
            Frame::Marked { person, marks } => self.members.update(|members| {
                if let Some(member) = members.iter_mut().find(|member| member.person.id == person) {
                    member.marks = marks;
                }
            }),
            Frame::Changed | Frame::Writing { .. } => {}
        }
    }

    /// Asks for what lies between what is known and what came, from one answer to the next until nothing does.
    fn ask(self) {
        if self.asks.get_value() {
            return;
        }
        self.asks.set_value(true);
        let after = untrack(|| self.last());
        let chat = self.chat.get_value().to_string();
        spawn_local(async move {
            let missed = chat_since(chat, after).await;
            // the page may be gone by now
            if self.asks.try_update_value(|asks| *asks = false).is_some()
                && let Ok(missed) = missed
                && !missed.is_empty()
            {
                self.take(missed);
            }
        });
    }

    fn take(self, more: Vec<ChatEvent>) {
        let mut ahead = self.ahead.get_value();
        ahead.extend(more);
        self.events.update(|events| add(events, &mut ahead));
        let is_gap = !ahead.is_empty();
        self.ahead.set_value(ahead);
        if is_gap {
            self.ask();
        }
    }
}

/// Adds what continues the log without a gap and leaves the rest. For a number that is known the later answer wins: it may
/// bring a message's files.
fn add(events: &mut Vec<ChatEvent>, ahead: &mut Vec<ChatEvent>) {
    ahead.sort_by_key(|one| one.event.seq);
    for one in std::mem::take(ahead) {
        let next = events.last().map_or(one.event.seq, |last| last.event.seq + 1);
        match one.event.seq.cmp(&next) {
            Ordering::Less => match events.binary_search_by_key(&one.event.seq, |known| known.event.seq) {
                Ok(at) => events[at] = one,
                Err(at) => events.insert(at, one),
            },
            Ordering::Equal => events.push(one),
            Ordering::Greater => ahead.push(one),
        }
    }
}

/// Takes over who takes part; marks that were heard meanwhile stay.
fn merge(members: &mut Vec<ChatMember>, now: Vec<ChatMember>) {
    let before = std::mem::replace(members, now);
    for member in members {
        if let Some(old) = before.iter().find(|old| old.person.id == member.person.id) {
            member.marks.delivered = member.marks.delivered.max(old.marks.delivered);
            member.marks.read = member.marks.read.max(old.marks.read);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        features::cases::model::{CaseEvent, Channel, EventDetail},
        values::Moment,
    };

    fn event(seq: i64, body: &str) -> ChatEvent {
        ChatEvent {
            event: CaseEvent {
                id: format!("00000000-0000-7000-8000-{seq:012}").parse().expect("an id"),
                seq,
                at: Moment(seq),
                author: None,
                channel: Channel::Chat,
                detail: EventDetail::Messaged,
                body_html: body.to_owned(),
                attachments: Vec::new(),
            },
            key: String::new(),
        }
    }

    fn numbers(events: &[ChatEvent]) -> Vec<i64> {
        events.iter().map(|one| one.event.seq).collect()
    }

    #[test]
    fn chat_5_each_number_is_there_once_in_its_order_however_it_comes() {
        let mut events = vec![event(2, "b"), event(3, "c")];
        let mut more = vec![event(5, "e"), event(3, "c with files"), event(1, "a"), event(4, "d"), event(5, "e")];
        add(&mut events, &mut more);
        let seen: Vec<_> = events.iter().map(|one| (one.event.seq, one.event.body_html.as_str())).collect();
        assert_eq!(seen, [(1, "a"), (2, "b"), (3, "c with files"), (4, "d"), (5, "e")]);
        assert!(more.is_empty());
    }

    #[test]
    fn chat_5_what_came_while_a_gap_was_asked_for_is_there_when_it_is_closed() {
        let mut events = vec![event(1, "a")];
        let mut ahead = vec![event(4, "d"), event(3, "c"), event(3, "c"), event(6, "f")];
        add(&mut events, &mut ahead);
        assert_eq!((numbers(&events), numbers(&ahead)), (vec![1], vec![3, 3, 4, 6]), "two is missing");
        ahead.push(event(2, "b"));
        add(&mut events, &mut ahead);
        assert_eq!((numbers(&events), numbers(&ahead)), (vec![1, 2, 3, 4], vec![6]), "five is missing");
    }

    #[test]
    fn chat_5_the_newest_of_very_many_leave_no_hole_before_them() {
        let mut events = vec![event(1, "a")];
        let mut ahead: Vec<_> = (501..=1_000).map(|seq| event(seq, "newest")).collect();
        add(&mut events, &mut ahead);
        assert_eq!(numbers(&events), [1]);
        ahead.extend((2..=501).map(|seq| event(seq, "asked for")));
        add(&mut events, &mut ahead);
        assert_eq!((numbers(&events), ahead.len()), ((1..=1_000).collect(), 0));
    }
}
