//! Chats over the live socket, over a real connection: what is heard there, by whom, and until when.

use super::chat::{act, begin, present, send, take};
use crate::support::{
    Backend, Reader, TestApp, instance_of, on_both, on_sqlite,
    socket::{self, SILENCE, SOON, Socket, frame, refused, serve, subscribed},
};
use atiende::{
    error::AppError,
    features::{
        access::model::Shown,
        chat::{model::*, rules},
    },
    live::{ClientFrame, Frame, ServerFrame, Topic},
    server::{
        db::sql,
        live::{Announcement, Subscriber, run_relay},
    },
    values::{ChatId, PersonId},
};
use axum::http::StatusCode;
use futures::{SinkExt as _, future::join_all};
use std::{net::SocketAddr, time::Duration};
use tokio::time::{Instant, sleep, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_util::sync::CancellationToken;

const LIAM: &str = "liam@northwind.example";
const COLLEAGUE: &str = "grace@northwind.example";
const STRANGER: &str = "carmen@rio-azul.example";
const NORA: &str = "nora@brujula.example";
const INES: &str = "ines@brujula.example";
const TOMAS: &str = "tomas@brujula.example";
const OPERATOR: &str = "oscar@brujula.example";
/// Rights that end are gone within this time (issue 4).
const RIGHTS_END: Duration = Duration::from_secs(5);

/// A chat that Liam began and Nora took.
struct Talk<'a> {
    address: SocketAddr,
    liam: Reader<'a>,
    nora: Reader<'a>,
    chat: ChatId,
    topic: Topic,
    _nora_is_there: Subscriber,
}

async fn talk(app: &TestApp) -> Talk<'_> {
    let nora_is_there = present(app, NORA, Presence::Available);
    let (liam, nora) = (app.sign_in(LIAM).await, app.sign_in(NORA).await);
    let chat = begin(app, &liam).await;
    take(&nora, chat.as_str()).await.expect("taken");
    // the first answer moves the case as well; what follows is messages alone
    send(&nora, &chat, "Good morning", "n").await.expect("stored");
    let (address, topic) = (serve(app).await, Topic::Chat(chat.clone()));
    Talk { address, liam, nora, chat, topic, _nora_is_there: nora_is_there }
}

impl Talk<'_> {
    /// A socket that listens to the chat.
    async fn listen(&self, reader: &Reader<'_>) -> Socket {
        let mut socket = socket::open(self.address, reader).await;
        assert_eq!(socket.subscribe(&self.topic).await, subscribed(&self.topic));
        socket
    }

    async fn say(&self, reader: &Reader<'_>, body: &str, key: &str) -> i64 {
        send(reader, &self.chat, body, key).await.expect("stored").seq
    }

    /// All that was logged after a number.
    async fn since(&self, after: i64) -> Vec<ChatEvent> {
        let after = after.to_string();
        self.liam.ask("chat/since", &[("chat", self.chat.as_str()), ("after", &after)]).await.expect("a part")
    }

    fn writing(&self) -> ClientFrame {
        ClientFrame::Writing { topic: self.topic.clone() }
    }
}

/// The next frame of a chat: something that was logged.
async fn logged(socket: &mut Socket) -> ChatEvent {
    match socket.hear().await {
        ServerFrame::Event { frame: Frame::Logged { logged }, .. } => *logged,
        other => panic!("{other:?}"),
    }
}

/// The next frame that logs something.
async fn next_logged(socket: &mut Socket) -> ChatEvent {
    loop {
        if let ServerFrame::Event { frame: Frame::Logged { logged }, .. } = socket.hear().await {
            return *logged;
        }
    }
}

#[test]
fn chat_5_whoever_listens_hears_every_message_whole_with_its_number_and_in_order() {
    on_both(async |app| {
        let talk = talk(app).await;
        let mut sockets = [talk.listen(&talk.liam).await, talk.listen(&talk.nora).await];
        let known = talk.since(0).await.len() as i64;
        for n in 0..10 {
            talk.say(&talk.nora, &format!("Line **{n}**"), &format!("n{n}")).await;
            talk.say(&talk.liam, &format!("Answer {n}"), &format!("c{n}")).await;
            talk.say(&talk.liam, &format!("Answer {n}"), &format!("c{n}")).await;
        }
        let stored = talk.since(known).await;
        assert_eq!(stored.len(), 20);
        for socket in &mut sockets {
            for one in &stored {
                assert_eq!(logged(socket).await, *one);
            }
            socket.hears_nothing().await;
        }
    });
}

#[test]
fn chat_5_what_both_sides_say_at_once_is_heard_once_each_and_each_side_in_its_order() {
    on_both(async |app| {
        let talk = talk(app).await;
        let mut socket = talk.listen(&talk.liam).await;
        let known = talk.since(0).await.len() as i64;
        let says = async |reader: &Reader<'_>, who: &str| {
            for n in 0..15 {
                talk.say(reader, &format!("{who} {n}"), &format!("{who}{n:02}")).await;
            }
        };
        tokio::join!(says(&talk.liam, "c"), says(&talk.nora, "n"));
        let mut heard = Vec::new();
        for _ in 0..30 {
            heard.push(logged(&mut socket).await);
        }
        for who in ["c", "n"] {
            let of: Vec<_> = heard.iter().filter(|one| one.key.starts_with(who)).map(|one| one.event.seq).collect();
            assert!(of.is_sorted() && of.len() == 15, "{who}: {of:?}");
        }
        heard.sort_by_key(|one| one.event.seq);
        assert_eq!(heard, talk.since(known).await);
    });
}

#[test]
fn chat_5_messages_of_another_instance_are_heard_in_their_order() {
    on_both(async |app| {
        if app.backend == Backend::Sqlite {
            return;
        }
        let talk = talk(app).await;
        let other = instance_of(&app.portal, app.portal.settings().clone()).await;
        let stopping = CancellationToken::new();
        let relays =
            [app.portal.clone(), other.clone()].map(|portal| tokio::spawn(run_relay(portal, stopping.clone())));
        sleep(SILENCE).await;
        let (mut there, mut queue) = other.hub().subscriber();
        there.subscribe(talk.topic.clone());
        let known = talk.since(0).await.len() as i64;
        for n in 0..25 {
            talk.say(&talk.nora, &format!("Line {n}"), &format!("n{n}")).await;
        }
        for one in talk.since(known).await {
            let text = timeout(SOON, queue.recv()).await.expect("in time").expect("a frame");
            let heard = Frame::Logged { logged: Box::new(one) };
            assert_eq!(frame(&text), ServerFrame::Event { topic: talk.topic.clone(), frame: heard });
        }
        stopping.cancel();
        join_all(relays).await;
        other.db().close().await;
    });
}

#[test]
fn a_foreign_chat_is_refused_like_one_that_does_not_exist() {
    on_both(async |app| {
        let talk = talk(app).await;
        let unknown: ChatId = "01890000-0000-7000-8000-00000000ffff".parse().expect("an id");
        // a colleague who sees all cases of the organization takes no part in its people's chats
        for foreign in [STRANGER, COLLEAGUE] {
            let reader = app.sign_in(foreign).await;
            let mut socket = socket::open(talk.address, &reader).await;
            for topic in [talk.topic.clone(), Topic::Chat(unknown.clone())] {
                assert_eq!(socket.subscribe(&topic).await, refused(&topic), "{foreign}");
            }
            socket.ask(&talk.writing()).await;
            let mut inside = talk.listen(&talk.liam).await;
            talk.say(&talk.nora, "For Liam only", foreign).await;
            assert_eq!(logged(&mut inside).await.key, foreign);
            socket.hears_nothing().await;
        }
    });
}

#[test]
fn chat_6_the_customer_hears_that_an_engineer_is_writing_and_the_writer_does_not() {
    on_sqlite(async |app| {
        let talk = talk(app).await;
        let operator = app.sign_in(OPERATOR).await;
        let (mut writes, mut reads) = (talk.listen(&talk.nora).await, talk.listen(&talk.liam).await);
        let mut looks_on = talk.listen(&operator).await;
        // who answers no chats writes nothing in them
        looks_on.ask(&talk.writing()).await;
        reads.hears_nothing().await;
        for _ in 0..5 {
            writes.ask(&talk.writing()).await;
        }
        let person = app.world.person(NORA).clone();
        let writing = Frame::Writing { person, name: "Nora Lindqvist".to_owned() };
        assert_eq!(reads.hear().await, ServerFrame::Event { topic: talk.topic.clone(), frame: writing });
        reads.hears_nothing().await;
        writes.hears_nothing().await;
    });
}

#[test]
fn chat_6_marks_are_heard_when_they_go_forward() {
    on_both(async |app| {
        let talk = talk(app).await;
        let last = talk.say(&talk.nora, "Hello", "n1").await;
        let mut socket = talk.listen(&talk.nora).await;
        let mark = async |reader: &Reader<'_>, delivered: i64, read: i64| -> Result<(), AppError> {
            let (delivered, read) = (delivered.to_string(), read.to_string());
            let fields = [("chat", talk.chat.as_str()), ("delivered", &delivered), ("read", &read)];
            reader.call("chat/mark", &fields).await
        };
        let stranger = app.sign_in(STRANGER).await;
        assert_eq!(mark(&stranger, last, last).await, Err(AppError::NotFound));
        for (delivered, read) in [(last, 0), (last, 0), (1, 1), (last + 1, 0), (last, last)] {
            mark(&talk.liam, delivered, read).await.expect("an answer");
        }
        let person = app.world.person(LIAM).clone();
        for marks in [
            Marks { delivered: last, read: 0 },
            Marks { delivered: last, read: 1 },
            Marks { delivered: last, read: last },
        ] {
            let marked = Frame::Marked { person: person.clone(), marks };
            assert_eq!(socket.hear().await, ServerFrame::Event { topic: talk.topic.clone(), frame: marked });
        }
        socket.hears_nothing().await;
    });
}

/// Sets what others see of a person (CHAT-6), by the form of the account.
async fn show(reader: &Reader<'_>, Shown { typing, marks }: Shown) {
    let mut fields = vec![("form[language]", "en"), ("form[theme]", ""), ("form[zone]", ""), ("form[phone]", "")];
    fields.extend(typing.then_some(("form[shows_typing]", "true")));
    fields.extend(marks.then_some(("form[shows_marks]", "true")));
    reader.call::<()>("access/preferences", &fields).await.expect("saved");
}

#[test]
fn chat_6_who_has_switched_typing_off_writes_unseen_also_in_a_tab_that_is_open() {
    on_sqlite(async |app| {
        let talk = talk(app).await;
        let (mut open, mut reads) = (talk.listen(&talk.nora).await, talk.listen(&talk.liam).await);
        let person = app.world.person(NORA).clone();
        let writing = Frame::Writing { person, name: "Nora Lindqvist".to_owned() };
        let writing = ServerFrame::Event { topic: talk.topic.clone(), frame: writing };
        open.ask(&talk.writing()).await;
        assert_eq!(reads.hear().await, writing);

        show(&talk.nora, Shown { typing: false, marks: true }).await;
        let mut new = talk.listen(&talk.nora).await;
        new.ask(&talk.writing()).await;
        sleep(RIGHTS_END).await;
        open.ask(&talk.writing()).await;
        reads.hears_nothing().await;
        // of a case it is still seen: who answers it must know who else does (CASE-18)
        let chat: ChatContent = talk.liam.ask("chat/open", &[("chat", talk.chat.as_str())]).await.expect("the chat");
        let case = Topic::Case(chat.chat.case);
        for socket in [&mut new, &mut reads] {
            assert_eq!(socket.subscribe(&case).await, subscribed(&case));
        }
        new.ask(&ClientFrame::Writing { topic: case.clone() }).await;
        assert!(
            matches!(reads.hear().await, ServerFrame::Event { topic, frame: Frame::Writing { .. } } if topic == case)
        );

        show(&talk.nora, Shown { typing: true, marks: true }).await;
        let mut again = talk.listen(&talk.nora).await;
        again.ask(&talk.writing()).await;
        assert_eq!(reads.hear().await, writing);
    });
}

#[test]
fn chat_6_who_has_switched_marks_off_reads_unseen_and_still_counts_what_is_new() {
    on_both(async |app| {
        let talk = talk(app).await;
        show(&talk.nora, Shown { typing: true, marks: false }).await;
        let last = talk.say(&talk.liam, "Have you read this?", "c1").await;
        let person = app.world.person(NORA).clone();
        let mut others = [talk.listen(&talk.liam).await, talk.listen(&talk.nora).await];
        let own = Topic::Person(person.clone());
        let mut tab = socket::open(talk.address, &talk.nora).await;
        assert_eq!(tab.subscribe(&own).await, subscribed(&own));
        let unread = async || -> i64 {
            let desk: ChatDesk = talk.nora.ask("chat/desk", &[]).await.expect("the desk");
            desk.own[0].unread
        };
        let marks_of_nora = async |reader: &Reader<'_>| -> Marks {
            let chat: ChatContent = reader.ask("chat/open", &[("chat", talk.chat.as_str())]).await.expect("the chat");
            chat.members.iter().find(|one| one.person.id == person).expect("a member").marks
        };
        assert!(unread().await > 0);
        let read = last.to_string();
        let fields = [("chat", talk.chat.as_str()), ("delivered", &read), ("read", &read)];
        let _: () = talk.nora.call("chat/mark", &fields).await.expect("an answer");

        // her own tabs hear of it, nobody who listens to the chat does
        let marks = Marks { delivered: last, read: last };
        let marked = Frame::Marked { person: person.clone(), marks };
        assert_eq!(tab.hear().await, ServerFrame::Event { topic: own, frame: marked });
        for socket in &mut others {
            socket.hears_nothing().await;
        }
        assert_eq!(unread().await, 0);
        assert_eq!(marks_of_nora(&talk.liam).await, Marks::default());
        assert_eq!(marks_of_nora(&talk.nora).await, marks, "her own she has");
        let operator = app.sign_in(OPERATOR).await;
        assert_eq!(marks_of_nora(&operator).await, Marks::default());

        show(&talk.nora, Shown { typing: true, marks: true }).await;
        assert_eq!(marks_of_nora(&talk.liam).await, marks);
    });
}

#[test]
fn rights_that_end_end_what_is_heard_of_a_chat_within_five_seconds() {
    on_both(async |app| {
        let talk = talk(app).await;
        let carmen = app.sign_in(STRANGER).await;
        let (ines, tomas) = (app.sign_in(INES).await, app.sign_in(TOMAS).await);
        let other = &Topic::Chat(begin(app, &carmen).await);
        let mut demoted = talk.listen(&talk.liam).await;
        let mut suspended = socket::open(talk.address, &carmen).await;
        assert_eq!(suspended.subscribe(other).await, subscribed(other));
        let (signed_out, dismissed) = (talk.listen(&ines).await, talk.listen(&tomas).await);
        let mut stays = talk.listen(&talk.nora).await;

        let role = sql("UPDATE membership SET role = 'DesignatedContact' WHERE person_id = $1");
        app.change(role.bind(app.world.person(LIAM))).await;
        let suspend = sql("UPDATE organization SET suspended_at = 1 WHERE id = $1");
        app.change(suspend.bind(app.world.organization("rio-azul"))).await;
        let dismiss = sql("DELETE FROM membership WHERE person_id = $1");
        app.change(dismiss.bind(app.world.person(TOMAS))).await;
        ines.post("access/sign-out", &[]).await;
        let begun = Instant::now();
        let topic = &talk.topic;
        let ends = tokio::join!(demoted.hear(), suspended.hear(), signed_out.closed(), dismissed.closed());
        assert!(begun.elapsed() < RIGHTS_END, "{:?}", begun.elapsed());
        assert_eq!(ends, (refused(topic), refused(other), 4401, 4401));

        talk.say(&talk.nora, "Are you there?", "n1").await;
        assert_eq!(logged(&mut stays).await.key, "n1");
        assert_eq!(demoted.subscribe(topic).await, refused(topic));
        demoted.hears_nothing().await;
    });
}

#[test]
fn a_slow_reader_is_closed_and_finds_everything_by_its_number() {
    on_sqlite(async |app| {
        let talk = talk(app).await;
        let mut slow = talk.listen(&talk.liam).await;
        let mut quick = talk.listen(&talk.liam).await;
        talk.say(&talk.nora, "Before", "n0").await;
        let known = logged(&mut slow).await;
        // More than the network between keeps, and nobody reads it. Texts as long as these nobody can send.
        let mut long = known.clone();
        long.event.body_html = "x".repeat(200_000);
        for _ in 0..150 {
            let frame = Frame::Logged { logged: Box::new(long.clone()) };
            app.portal.hub().publish(vec![Announcement { topic: talk.topic.clone(), frame }]);
            // who reads keeps up
            next_logged(&mut quick).await;
        }
        let missed = [talk.say(&talk.nora, "Meanwhile", "n1").await, talk.say(&talk.nora, "And more", "n2").await];
        assert_eq!(slow.closed().await, 4008);
        let found: Vec<i64> = talk.since(known.event.seq).await.iter().map(|one| one.event.seq).collect();
        assert_eq!(found, missed);
        let mut again = talk.listen(&talk.liam).await;
        let seq = talk.say(&talk.nora, "After", "n3").await;
        assert_eq!(logged(&mut again).await.event.seq, seq);
    });
}

#[test]
fn an_engineer_is_there_as_long_as_a_socket_says_so_and_a_customer_never_is() {
    on_sqlite(async |app| {
        let address = serve(app).await;
        let (liam, nora, ines) = (app.sign_in(LIAM).await, app.sign_in(NORA).await, app.sign_in(INES).await);
        let there = async || -> Vec<Present> {
            let desk: ChatDesk = ines.ask("chat/desk", &[]).await.expect("the desk");
            desk.presences
        };
        let becomes = async |expected: &[Present]| {
            let same = timeout(SOON, async {
                while there().await != expected {
                    sleep(Duration::from_millis(20)).await;
                }
            });
            assert!(same.await.is_ok(), "{:?} is not {expected:?}", there().await);
        };
        let present = |presence| Present { person: app.world.person(NORA).clone(), presence };
        let may_chat = async || {
            let new: NewChatContent = liam.ask("chat/new", &[("case", "")]).await.expect("a page");
            new.products.iter().any(|product| product.no_chat.is_none())
        };

        let mut customer = socket::open(address, &liam).await;
        customer.ask(&ClientFrame::Present { presence: Presence::Available }).await;
        // an answer to what follows: what came before was read
        customer.subscribe(&Topic::Desk).await;
        assert_eq!(there().await, []);
        assert!(!may_chat().await);

        let (mut tab, mut other_tab) = (socket::open(address, &nora).await, socket::open(address, &nora).await);
        tab.ask(&ClientFrame::Present { presence: Presence::Busy }).await;
        becomes(&[present(Presence::Busy)]).await;
        assert!(!may_chat().await);
        other_tab.ask(&ClientFrame::Present { presence: Presence::Available }).await;
        becomes(&[present(Presence::Available)]).await;
        assert!(may_chat().await);
        drop(other_tab);
        becomes(&[present(Presence::Busy)]).await;
        tab.ask(&ClientFrame::Present { presence: Presence::Available }).await;
        becomes(&[present(Presence::Available)]).await;
        let role = sql("UPDATE membership SET role = 'Operator' WHERE person_id = $1");
        app.change(role.bind(app.world.person(NORA))).await;
        becomes(&[]).await;
        assert!(!may_chat().await);
    });
}

#[test]
fn frames_that_no_page_sends_close_their_socket_and_no_other_notices() {
    on_sqlite(async |app| {
        let talk = talk(app).await;
        let mut other = talk.listen(&talk.liam).await;
        let forged = ServerFrame::Event { topic: talk.topic.clone(), frame: Frame::Changed };
        let forged = serde_json::to_string(&forged).expect("JSON");
        let subscribe = |topic: &str| Message::text(format!("{{\"ask\":\"subscribe\",\"topic\":{topic}}}"));
        let frames = [
            (Message::text(forged), 1008),
            (Message::text("{\"ask\":\"shout\",\"topic\":\"desk\"}"), 1008),
            (Message::text("{\"ask\":\"present\",\"presence\":\"superb\"}"), 1008),
            (Message::text("{\"ask\":\"subscribe\"}"), 1008),
            (Message::text("[[[["), 1008),
            (subscribe("7"), 1008),
            (subscribe("[\"desk\"]"), 1008),
            (subscribe("\"chat:' OR 1=1 --\""), 1008),
            (Message::text("x".repeat(64 * 1024)), 1008),
            (Message::text("x".repeat(64 * 1024 + 1)), 1009),
            (Message::binary(talk.chat.as_str().as_bytes().to_vec()), 1003),
        ];
        for (bad, code) in frames {
            let what = bad.to_string().chars().take(60).collect::<String>();
            let mut socket = talk.listen(&talk.nora).await;
            socket.0.send(bad).await.expect("an open socket");
            assert_eq!(socket.closed().await, code, "{what}");
        }
        other.hears_nothing().await;
        let seq = talk.say(&talk.nora, "Still here", "n1").await;
        assert_eq!(logged(&mut other).await.event.seq, seq);
    });
}

#[test]
fn a_forged_author_a_forged_number_and_another_persons_key_change_nothing() {
    on_both(async |app| {
        let talk = talk(app).await;
        let last = talk.say(&talk.liam, "Mine", "k1").await;
        let nora = app.world.person(NORA).as_str();
        let fields = [
            ("form[chat]", talk.chat.as_str()),
            ("form[body]", "Also mine"),
            ("form[key]", "k2"),
            ("form[author]", nora),
            ("form[seq]", "1"),
            ("form[at]", "0"),
            ("form[event][author][id]", nora),
            ("author", nora),
            ("seq", "1"),
        ];
        let answer = talk.liam.call_raw("chat/send", &fields).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        // The engineer's own message, although the customer has one with this key.
        assert_eq!(talk.say(&talk.nora, "Hers", "k1").await, last + 2);
        let author = |one: &ChatEvent| -> PersonId { one.event.author.as_ref().expect("an author").id.clone() };
        let now: Vec<_> = talk.since(last).await.iter().map(|one| (one.event.seq, author(one))).collect();
        let [liam, nora] = [LIAM, NORA].map(|email| app.world.person(email).clone());
        assert_eq!(now, [(last + 1, liam), (last + 2, nora)]);
        // a key of somebody else's chat opens nothing
        let stranger = app.sign_in(STRANGER).await;
        assert_eq!(send(&stranger, &talk.chat, "Mine", "k1").await, Err(AppError::NotFound));
    });
}

#[test]
fn nothing_is_added_to_a_chat_that_has_ended_and_nobody_hears_the_attempt() {
    on_both(async |app| {
        let talk = talk(app).await;
        act(&talk.liam, "chat/end", &talk.chat).await.expect("ended");
        let before = talk.since(0).await;
        let mut sockets = [talk.listen(&talk.liam).await, talk.listen(&talk.nora).await];
        for (reader, key) in [(&talk.liam, "c1"), (&talk.nora, "n1")] {
            let fields = [("form[chat]", talk.chat.as_str()), ("form[body]", "One more"), ("form[key]", key)];
            assert_eq!(reader.call_raw("chat/send", &fields).await.status, StatusCode::CONFLICT);
        }
        for socket in &mut sockets {
            socket.hears_nothing().await;
        }
        assert_eq!(talk.since(0).await, before);
    });
}

#[test]
fn a_thousand_messages_at_once_are_refused_but_for_the_first_and_disturb_nobody() {
    on_both(async |app| {
        let talk = talk(app).await;
        let mut socket = talk.listen(&talk.nora).await;
        let known = talk.since(0).await.len() as i64;
        let keys: Vec<String> = (0..1_000).map(|n| format!("c{n}")).collect();
        let burst = join_all(keys.iter().map(|key| send(&talk.liam, &talk.chat, "Hello?", key)));
        let (answers, hers) = tokio::join!(burst, send(&talk.nora, &talk.chat, "One moment", "n1"));
        let (taken, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert_eq!(taken.len(), rules::MESSAGES_MOST as usize);
        let wait = AppError::TooMany { retry_s: (rules::MESSAGES_WITHIN_MS / 1_000) as u32 };
        assert!(refused.iter().all(|answer| answer.as_ref() == Err(&wait)), "{:?}", refused.first());
        assert!(hers.is_ok(), "{hers:?}");
        let fields = [("form[chat]", talk.chat.as_str()), ("form[body]", "Hello?"), ("form[key]", "c1001")];
        let refused = talk.liam.call_raw("chat/send", &fields).await;
        assert_eq!((refused.status, refused.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "10"));

        let stored = talk.since(known).await;
        let mut heard = Vec::new();
        for _ in &stored {
            heard.push(logged(&mut socket).await);
        }
        heard.sort_by_key(|one| one.event.seq);
        assert_eq!(heard, stored);
        assert_eq!(stored.len(), taken.len() + 1);
        socket.hears_nothing().await;
        // what was refused goes through later, under its key
        app.pass_ms(rules::MESSAGES_WITHIN_MS);
        assert_eq!(talk.say(&talk.liam, "Hello?", "c1001").await, known + stored.len() as i64 + 1);
    });
}
