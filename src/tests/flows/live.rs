//! The live socket, over a real connection.

use super::{
    case_steps::{open_case, reply},
    forum,
};
use crate::support::{
    Backend, Reader, TestApp, instance_of, on_both, on_sqlite,
    socket::{ORIGIN, SILENCE, SOON, changed, connect, frame, open, refused, serve, subscribed},
};
use atiende::{
    features::cases::model::{CaseSummary, Sent},
    live::{ClientFrame, Frame, ServerFrame, Topic},
    server::{
        config::Settings,
        live::{Announcement, run_relay},
    },
    values::CaseId,
};
use futures::SinkExt as _;
use std::time::Duration;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_util::sync::CancellationToken;

const CUSTOMER: &str = "liam@northwind.example";
const STRANGER: &str = "carmen@rio-azul.example";
const ENGINEER: &str = "nora@brujula.example";

async fn a_case(app: &TestApp, reader: &Reader<'_>) -> CaseSummary {
    open_case(app, reader, "Visits are missing since Monday").await
}

#[test]
fn no_socket_without_a_session_or_for_a_foreign_page() {
    on_sqlite(async |app: &TestApp| {
        let address = serve(app).await;
        let customer = app.sign_in(CUSTOMER).await;
        let cookie = customer.cookie("atiende-session");
        let refusal =
            async |origin: &str, cookie| connect(address, origin, cookie).await.map(|_| ()).expect_err("refused");
        assert_eq!(refusal(ORIGIN, None).await, 401);
        assert_eq!(refusal(ORIGIN, Some("forged".to_owned())).await, 401);
        for foreign in ["https://evil.example", "null", "http://127.0.0.1:3118", "http://127.0.0.1.evil.example:3117"] {
            assert_eq!(refusal(foreign, cookie.clone()).await, 403, "{foreign}");
        }
        assert!(connect(address, "http://localhost:3117", cookie).await.is_ok());
    });
}

#[test]
fn a_foreign_case_is_refused_like_one_that_does_not_exist() {
    on_both(async |app: &TestApp| {
        let address = serve(app).await;
        let (customer, stranger) = (app.sign_in(CUSTOMER).await, app.sign_in(STRANGER).await);
        let case = a_case(app, &customer).await;
        let random: CaseId = "01890000-0000-7000-8000-00000000ffff".parse().expect("an id");
        let mut socket = open(address, &stranger).await;
        for topic in [
            Topic::Case(case.id.clone()),
            Topic::Case(random),
            Topic::Notes(case.id.clone()),
            Topic::Organization(app.world.organization("northwind").clone()),
            Topic::Person(app.world.person(CUSTOMER).clone()),
            Topic::Desk,
            Topic::Outbox,
        ] {
            assert_eq!(socket.subscribe(&topic).await, refused(&topic));
        }
        let mut own = open(address, &customer).await;
        let topic = Topic::Case(case.id.clone());
        assert_eq!(own.subscribe(&topic).await, subscribed(&topic));
        let notes = Topic::Notes(case.id);
        assert_eq!(own.subscribe(&notes).await, refused(&notes));
    });
}

#[test]
fn forum_1_whoever_reads_a_thread_hears_that_it_was_answered() {
    on_both(async |app: &TestApp| {
        let address = serve(app).await;
        let (customer, stranger) = (app.sign_in(CUSTOMER).await, app.sign_in(STRANGER).await);
        let thread = forum::ask(app, &customer, "Who hears of this?").await;
        let topic = Topic::Thread(thread.clone());
        let mut socket = open(address, &stranger).await;
        assert_eq!(socket.subscribe(&topic).await, subscribed(&topic), "the forum is everybody's");
        forum::answer(&customer, &thread, "Everybody who reads it.").await;
        assert_eq!(socket.hear().await, changed(&topic));
    });
}

#[test]
fn what_was_committed_is_heard_and_what_was_rolled_back_is_not() {
    on_both(async |app: &TestApp| {
        let address = serve(app).await;
        let (customer, engineer) = (app.sign_in(CUSTOMER).await, app.sign_in(ENGINEER).await);
        let case = a_case(app, &customer).await;
        let topic = Topic::Case(case.id.clone());
        let mut socket = open(address, &customer).await;
        socket.subscribe(&topic).await;

        let mut tx = app.portal.db().begin().await.expect("a transaction");
        tx.announce(topic.clone(), Frame::Changed);
        drop(tx);
        socket.hears_nothing().await;

        assert_eq!(reply(&engineer, &case, "comment", "We are looking into it").await, Sent::Done);
        app.take_mail().await;
        assert_eq!(socket.hear().await, changed(&topic));
    });
}

#[test]
fn case_17_a_note_and_its_writing_are_heard_by_engineers_only() {
    on_sqlite(async |app: &TestApp| {
        let address = serve(app).await;
        let (customer, engineer) = (app.sign_in(CUSTOMER).await, app.sign_in(ENGINEER).await);
        let colleague = app.sign_in("ines@brujula.example").await;
        let case = a_case(app, &customer).await;
        let (log, notes) = (Topic::Case(case.id.clone()), Topic::Notes(case.id.clone()));
        let mut outside = open(address, &customer).await;
        outside.subscribe(&log).await;
        let (mut writes, mut reads) = (open(address, &engineer).await, open(address, &colleague).await);
        writes.subscribe(&notes).await;
        reads.subscribe(&notes).await;

        writes.ask(&ClientFrame::Writing { topic: notes.clone() }).await;
        let ServerFrame::Event { topic, frame: Frame::Writing { name, .. } } = reads.hear().await else {
            panic!("not a writer")
        };
        assert_eq!((topic, name.as_str()), (notes.clone(), "Nora Lindqvist"));
        let number = case.number.to_string();
        let fields = [("form[case]", number.as_str()), ("form[body]", "Known since Friday"), ("form[seen]", "1")];
        let _: Sent = engineer.call("cases/note", &fields).await.expect("a note");
        assert_eq!(reads.hear().await, changed(&notes));
        outside.hears_nothing().await;
    });
}

#[test]
fn case_18_others_see_who_is_writing_and_the_writer_does_not() {
    on_sqlite(async |app: &TestApp| {
        let address = serve(app).await;
        let (customer, engineer) = (app.sign_in(CUSTOMER).await, app.sign_in(ENGINEER).await);
        let case = a_case(app, &customer).await;
        let topic = Topic::Case(case.id);
        let (mut writes, mut reads) = (open(address, &engineer).await, open(address, &customer).await);
        // Who does not listen there says nothing there.
        writes.ask(&ClientFrame::Writing { topic: topic.clone() }).await;
        writes.subscribe(&topic).await;
        reads.subscribe(&topic).await;
        for _ in 0..20 {
            writes.ask(&ClientFrame::Writing { topic: topic.clone() }).await;
        }
        let heard = reads.hear().await;
        assert!(matches!(heard, ServerFrame::Event { frame: Frame::Writing { .. }, .. }), "{heard:?}");
        reads.hears_nothing().await;
        writes.hears_nothing().await;
    });
}

#[test]
fn an_ended_session_loses_its_socket_within_five_seconds() {
    on_sqlite(async |app: &TestApp| {
        let address = serve(app).await;
        let customer = app.sign_in(CUSTOMER).await;
        let cookie = customer.cookie("atiende-session");
        let socket = connect(address, ORIGIN, cookie).await.expect("a socket");
        customer.post("access/sign-out", &[]).await;
        let begun = tokio::time::Instant::now();
        assert_eq!(socket.closed().await, 4401);
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    });
}

#[test]
fn frames_that_no_page_sends_close_the_socket() {
    on_sqlite(async |app: &TestApp| {
        let address = serve(app).await;
        let customer = app.sign_in(CUSTOMER).await;
        let frames = [
            (Message::binary(vec![1, 2, 3]), 1003),
            (Message::text("not ours"), 1008),
            (Message::text("{\"ask\":\"subscribe\",\"topic\":\"everything\"}"), 1008),
            (Message::text("x".repeat(65 * 1024)), 1009),
        ];
        for (frame, code) in frames {
            let mut socket = open(address, &customer).await;
            socket.0.send(frame).await.expect("an open socket");
            assert_eq!(socket.closed().await, code);
        }
        let mut many = open(address, &customer).await;
        for _ in 0..200 {
            if many.0.send(Message::text("{\"ask\":\"unsubscribe\",\"topic\":\"desk\"}")).await.is_err() {
                break;
            }
        }
        assert_eq!(many.closed().await, 4029);
    });
}

#[test]
fn a_socket_listens_to_a_limited_number_of_topics() {
    on_sqlite(async |app: &TestApp| {
        let address = serve(app).await;
        let (customer, engineer) = (app.sign_in(CUSTOMER).await, app.sign_in(ENGINEER).await);
        let mut socket = open(address, &engineer).await;
        for at in 0..17 {
            let case = open_case(app, &customer, &format!("Visits are missing, case {at}")).await;
            let topic = Topic::Case(case.id);
            let expected = if at < 16 { subscribed(&topic) } else { refused(&topic) };
            assert_eq!(socket.subscribe(&topic).await, expected);
        }
    });
}

#[test]
fn a_socket_that_is_too_slow_is_told_so() {
    on_sqlite(async |app: &TestApp| {
        let (mut subscriber, mut queue) = app.portal.hub().subscriber();
        subscriber.subscribe(Topic::Desk);
        for _ in 0..200 {
            app.portal.hub().publish(vec![Announcement { topic: Topic::Desk, frame: Frame::Changed }]);
        }
        assert!(subscriber.lost_frames());
        queue.recv().await.expect("what was heard before");
    });
}

#[test]
fn two_instances_on_one_postgresql_hear_each_other() {
    on_both(async |app: &TestApp| {
        if app.backend == Backend::Postgres {
            two_instances(app).await;
        }
    });
}

/// What one instance says the other hears.
pub(super) async fn two_instances(app: &TestApp) {
    let other = instance_of(&app.portal, app.portal.settings().clone()).await;
    let stopping = CancellationToken::new();
    let relays = [app.portal.clone(), other.clone()].map(|portal| tokio::spawn(run_relay(portal, stopping.clone())));
    tokio::time::sleep(SILENCE).await;
    let (mut there, mut queue) = other.hub().subscriber();
    there.subscribe(Topic::Desk);
    there.subscribe(Topic::Outbox);

    // One that begins first and commits last is heard too, and each once.
    let mut late = app.portal.db().begin().await.expect("a transaction");
    late.announce(Topic::Outbox, Frame::Changed);
    let mut early = app.portal.db().begin().await.expect("a transaction");
    early.announce(Topic::Desk, Frame::Changed);
    early.commit().await.expect("a commit");
    let heard = timeout(SOON, queue.recv()).await.expect("in time").expect("a frame");
    assert_eq!(frame(&heard), changed(&Topic::Desk));
    tokio::time::sleep(Duration::from_secs(2)).await;
    late.commit().await.expect("a commit");
    let heard = timeout(SOON, queue.recv()).await.expect("in time").expect("a frame");
    assert_eq!(frame(&heard), changed(&Topic::Outbox));
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(queue.try_recv().is_err(), "heard twice");

    let (here, _queue) = app.portal.hub().subscriber();
    let person = app.world.person(ENGINEER).clone();
    let writing = Frame::Writing { person, name: "Nora Lindqvist".to_owned() };
    here.say_writing(Announcement { topic: Topic::Desk, frame: writing.clone() });
    let heard = timeout(SOON, queue.recv()).await.expect("in time").expect("a frame");
    assert_eq!(frame(&heard), ServerFrame::Event { topic: Topic::Desk, frame: writing });
    stopping.cancel();
    for relay in relays {
        relay.await.expect("a relay that stops");
    }
    other.db().close().await;
}

#[test]
fn two_instances_without_notifications_hear_each_other_by_looking() {
    on_both(async |app: &TestApp| {
        if app.backend == Backend::Postgres {
            two_instances_that_look(app).await;
        }
    });
}

/// Rows are found by looking for them; who is writing is in no row, and is not heard.
async fn two_instances_that_look(app: &TestApp) {
    let settings = Settings { no_notify: true, ..app.portal.settings().clone() };
    let here = instance_of(&app.portal, settings.clone()).await;
    let other = instance_of(&app.portal, settings).await;
    let stopping = CancellationToken::new();
    let relays = [here.clone(), other.clone()].map(|portal| tokio::spawn(run_relay(portal, stopping.clone())));
    tokio::time::sleep(SILENCE).await;
    let (mut there, mut queue) = other.hub().subscriber();
    there.subscribe(Topic::Desk);
    there.subscribe(Topic::Outbox);

    let (writes, _queue) = here.hub().subscriber();
    let person = app.world.person(ENGINEER).clone();
    let writing = Frame::Writing { person, name: "Nora Lindqvist".to_owned() };
    writes.say_writing(Announcement { topic: Topic::Desk, frame: writing });
    for topic in [Topic::Desk, Topic::Outbox] {
        let mut tx = here.db().begin().await.expect("a transaction");
        tx.announce(topic.clone(), Frame::Changed);
        tx.commit().await.expect("a commit");
        let heard = timeout(SOON, queue.recv()).await.expect("in time").expect("a frame");
        assert_eq!(frame(&heard), changed(&topic));
    }
    // looks overlap
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert!(queue.try_recv().is_err(), "heard twice, or woken");
    stopping.cancel();
    for relay in relays {
        relay.await.expect("a relay that stops");
    }
    here.db().close().await;
    other.db().close().await;
}

/// Somebody listens to a case.
pub(super) async fn listen(app: &TestApp, reader: &Reader<'_>, case: &CaseSummary) {
    let topic = Topic::Case(case.id.clone());
    assert_eq!(open(serve(app).await, reader).await.subscribe(&topic).await, subscribed(&topic));
}
