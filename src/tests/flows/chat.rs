//! Chats, from the first message to the transcript.

use super::{
    attachments::{place, upload},
    case_steps::{list, look},
};
use crate::support::{Reader, TestApp, on_both, on_sqlite, socket};
use atiende::{
    error::AppError,
    features::{
        cases::model::{CasePageContent, Channel, Outcome, ReplyDraft, Status},
        chat::{model::*, server::close_queues},
    },
    live::Topic,
    policy::Refusal,
    server::{authz::Actor, db::sql, live::Subscriber},
    values::{ChatId, Problem, Problems, ProductId},
};
use std::{collections::BTreeSet, time::Duration};

const CUSTOMER: &str = "liam@northwind.example";
const STRANGER: &str = "carmen@rio-azul.example";
const ANA: &str = "alex@consultora.example";
const NORA: &str = "nora@brujula.example";
const INES: &str = "ines@brujula.example";

/// An engineer whose tab says so, as long as this is held.
pub fn present(app: &TestApp, engineer: &str, presence: Presence) -> Subscriber {
    let (subscriber, _queue) = app.portal.hub().subscriber();
    subscriber.say_present(app.world.person(engineer), presence);
    subscriber
}

async fn begin_with(app: &TestApp, reader: &Reader<'_>, product: &str, key: &str) -> Begun {
    let product = app.world.product(product).as_str();
    let fields = [
        ("form[product]", product),
        ("form[subject]", "Visits are missing"),
        ("form[body]", "Since **Monday** the report is empty"),
        ("form[key]", key),
    ];
    match reader.call("chat/begin", &fields).await.expect("an answer") {
        Outcome::Done(begun) => begun,
        Outcome::Problems(problems) => panic!("{problems:?}"),
    }
}

/// A chat on a new case of Pulso.
pub async fn begin(app: &TestApp, reader: &Reader<'_>) -> ChatId {
    begin_with(app, reader, "pulso", "begin-1").await.chat.expect("a chat")
}

pub(super) async fn send(reader: &Reader<'_>, chat: &ChatId, body: &str, key: &str) -> Result<Receipt, AppError> {
    let fields = [("form[chat]", chat.as_str()), ("form[body]", body), ("form[key]", key)];
    match reader.call("chat/send", &fields).await? {
        Outcome::Done(receipt) => Ok(receipt),
        Outcome::Problems(problems) => Err(AppError::Invalid(problems)),
    }
}

pub(super) async fn open(reader: &Reader<'_>, chat: &ChatId) -> ChatContent {
    reader.ask("chat/open", &[("chat", chat.as_str())]).await.expect("the chat")
}

pub async fn take(reader: &Reader<'_>, chat: &str) -> Result<Option<ChatId>, AppError> {
    reader.call("chat/take", &[("chat", chat)]).await
}

/// Does something to a chat that answers nothing.
pub async fn act(reader: &Reader<'_>, what: &str, chat: &ChatId) -> Result<(), AppError> {
    reader.call(what, &[("chat", chat.as_str())]).await
}

/// Everything that is done to a chat, once.
pub async fn a_chat_to_its_end(app: &TestApp) {
    let _nora_is_there = present(app, NORA, Presence::Available);
    let reader = app.sign_in(ANA).await;
    let (nora, ines) = (app.sign_in(NORA).await, app.sign_in(INES).await);
    let chat = begin(app, &reader).await;
    take(&nora, "").await.expect("an answer");
    take(&nora, chat.as_str()).await.expect("taken");
    act(&ines, "chat/join", &chat).await.expect("joined");
    let topic = Topic::Chat(chat.clone());
    let mut socket = socket::open(socket::serve(app).await, &reader).await;
    assert_eq!(socket.subscribe(&topic).await, socket::subscribed(&topic));
    let to = app.world.person(INES).as_str();
    let _: () = nora.call("chat/hand-over", &[("chat", chat.as_str()), ("engineer", to)]).await.expect("handed over");
    let _: ChatDesk = nora.ask("chat/desk", &[]).await.expect("the desk");
    act(&reader, "chat/end", &chat).await.expect("ended");
    let _: () = reader.call("chat/rate", &[("chat", chat.as_str()), ("rating", "good")]).await.expect("rated");
    assert_eq!(close_queues(&app.portal).await.expect("nobody waits"), 0);
}

async fn case_of(reader: &Reader<'_>, number: &str) -> CasePageContent {
    reader.ask("cases/open", &[("number", number)]).await.expect("the case")
}

fn texts(content: &ChatContent) -> Vec<(i64, &str)> {
    let said = content.events.iter().filter(|one| !one.event.body_html.is_empty());
    said.map(|one| (one.event.seq, one.event.body_html.as_str())).collect()
}

#[test]
fn chat_2_the_first_message_makes_a_case_and_the_transcript_is_its_timeline() {
    on_both(async |app| {
        let _nora_is_there = present(app, NORA, Presence::Available);
        let (customer, nora) = (app.sign_in(CUSTOMER).await, app.sign_in(NORA).await);
        let chat = begin(app, &customer).await;
        let waits = open(&customer, &chat).await;
        assert_eq!((waits.chat.state, waits.place.map(|place| place.before)), (ChatState::Waiting, Some(0)));

        assert_eq!(take(&nora, "").await, Ok(Some(chat.clone())));
        send(&nora, &chat, "Good morning, I am looking", "n1").await.expect("stored");
        send(&customer, &chat, "Thank you", "c1").await.expect("stored");
        let seen = open(&customer, &chat).await;
        assert_eq!(seen.chat.state, ChatState::Open);
        assert_eq!(seen.chat.engineer.as_ref().map(|engineer| engineer.name.as_str()), Some("Nora Lindqvist"));
        let said: Vec<&str> = texts(&seen).into_iter().map(|(_, text)| text).collect();
        assert_eq!(
            said,
            [
                "<p>Since <strong>Monday</strong> the report is empty</p>\n",
                "<p>Good morning, I am looking</p>\n",
                "<p>Thank you</p>\n"
            ]
        );
        let numbers: Vec<i64> = seen.events.iter().map(|one| one.event.seq).collect();
        assert_eq!(numbers, (1..=numbers.len() as i64).collect::<Vec<_>>(), "no gap");

        act(&customer, "chat/end", &chat).await.expect("ended");
        let case = list(&customer, "").await.rows.remove(0);
        assert_eq!((case.number, case.status), (seen.chat.number, Status::InProgress));
        let timeline = look(&customer, &case).await;
        let after: Vec<_> = open(&nora, &chat).await.events.into_iter().map(|one| one.event).collect();
        let on_case: Vec<_> = timeline.events.iter().map(|event| (event.seq, event.id.clone())).collect();
        assert_eq!(on_case, after.iter().map(|event| (event.seq, event.id.clone())).collect::<Vec<_>>());
        assert!(timeline.events.iter().all(|event| event.channel == Channel::Chat));
        assert_eq!(timeline.case.description_html, "<p>Since <strong>Monday</strong> the report is empty</p>\n");
    });
}

#[test]
fn chat_2_a_chat_about_a_case_continues_it() {
    on_both(async |app| {
        let _nora_is_there = present(app, NORA, Presence::Available);
        let customer = app.sign_in(CUSTOMER).await;
        let case = super::case_steps::open_case(app, &customer, "Visits are missing since Monday").await;
        let number = case.number.to_string();
        let new: NewChatContent = customer.ask("chat/new", &[("case", &number)]).await.expect("a page");
        assert_eq!(new.about.map(|about| about.title), Some(case.title.clone()));
        let fields = [("form[case]", number.as_str()), ("form[body]", "Any news?"), ("form[key]", &new.key)];
        let begun: Outcome<Begun> = customer.call("chat/begin", &fields).await.expect("an answer");
        let Outcome::Done(Begun { case: on, chat: Ok(chat) }) = begun else { panic!("{begun:?}") };
        assert_eq!(on, case.number);
        let content = open(&customer, &chat).await;
        assert_eq!(texts(&content), [(3, "<p>Any news?</p>\n")], "what came before the chat is not of it");
        assert_eq!(look(&customer, &case).await.chat, Some(chat));
    });
}

#[test]
fn p4_what_is_sent_twice_is_one_message_with_one_number_also_after_the_end() {
    on_both(async |app| {
        let _nora_is_there = present(app, NORA, Presence::Available);
        let (customer, nora) = (app.sign_in(CUSTOMER).await, app.sign_in(NORA).await);
        let chat = begin(app, &customer).await;
        assert_eq!(begin(app, &customer).await, chat, "the form was sent twice");
        take(&nora, chat.as_str()).await.expect("taken");
        let (first, again) =
            tokio::join!(send(&customer, &chat, "Hello?", "c1"), send(&customer, &chat, "Hello?", "c1"));
        assert_eq!(first, again);
        let other = send(&customer, &chat, "Hello?", "c2").await.expect("another message");
        assert_eq!(other.seq, first.as_ref().map(|receipt| receipt.seq + 1).expect("stored"));
        // the other side's key of the same name is another's
        send(&nora, &chat, "Hello", "c1").await.expect("stored");
        act(&nora, "chat/end", &chat).await.expect("ended");
        assert_eq!(send(&customer, &chat, "Hello?", "c1").await, first);
        assert_eq!(send(&customer, &chat, "Still there?", "c3").await, Err(AppError::Conflict));
        assert_eq!(texts(&open(&customer, &chat).await).len(), 4);
    });
}

#[test]
fn p4_a_repeat_is_acknowledged_only_together_with_the_message_that_it_repeats() {
    on_sqlite(async |app| {
        let _nora_is_there = present(app, NORA, Presence::Available);
        let customer = app.sign_in(CUSTOMER).await;
        let chat = begin(app, &customer).await;
        let before = open(&customer, &chat).await.events;
        // Its commit fails, and with it that of all who have joined its group (see `db::sqlite_writer`).
        let grant = Actor::system("test.break").maintenance();
        let mut breaks = app.portal.db().begin().await.expect("a transaction");
        breaks.run(&grant, sql("PRAGMA defer_foreign_keys = ON")).await.expect("deferred");
        let nobodys: ProductId = "00000000-0000-7000-8000-00000000dead".parse().expect("an id");
        let nowhere = sql("INSERT INTO chat_hours (product_id, zone, week, holidays) VALUES ($1, 'UTC', '[]', '[]')")
            .bind(&nobodys);
        breaks.run(&grant, nowhere).await.expect("inserted");
        let breaks = async {
            tokio::time::sleep(Duration::from_millis(500)).await;
            breaks.commit().await
        };
        let (broken, first, again) =
            tokio::join!(breaks, send(&customer, &chat, "Hello?", "c1"), send(&customer, &chat, "Hello?", "c1"));
        assert!(broken.is_err());
        assert_eq!((first, again), (Err(AppError::Unavailable), Err(AppError::Unavailable)));
        assert_eq!(open(&customer, &chat).await.events, before);
        send(&customer, &chat, "Hello?", "c1").await.expect("stored");
    });
}

#[test]
fn chat_5_who_asks_from_a_number_gets_all_that_came_after_it_and_nothing_twice() {
    on_both(async |app| {
        let _nora_is_there = present(app, NORA, Presence::Available);
        let (customer, nora) = (app.sign_in(CUSTOMER).await, app.sign_in(NORA).await);
        let chat = begin(app, &customer).await;
        take(&nora, "").await.expect("taken");
        let known = open(&customer, &chat).await.events.last().map_or(0, |last| last.event.seq);
        for n in 0..5 {
            send(&nora, &chat, &format!("Line {n}"), &format!("n{n}")).await.expect("stored");
        }
        let since = async |after: i64| -> Vec<ChatEvent> {
            let after = after.to_string();
            customer.ask("chat/since", &[("chat", chat.as_str()), ("after", &after)]).await.expect("a part")
        };
        let missed = since(known).await;
        let whole = open(&customer, &chat).await.events;
        assert_eq!([&whole[..known as usize], &missed[..]].concat(), whole);
        assert_eq!(since(whole.len() as i64).await, []);
        assert_eq!(since(-7).await, whole, "numbers that nobody has");
        assert_eq!(since(i64::MAX).await, []);
    });
}

#[test]
fn chat_4_outside_of_hours_or_with_nobody_there_the_same_form_files_a_case() {
    on_both(async |app| {
        let (customer, nora) = (app.sign_in(CUSTOMER).await, app.sign_in(NORA).await);
        // the page said otherwise when it was shown; the server decides when it is sent
        let away = present(app, NORA, Presence::Away);
        let begun = begin_with(app, &customer, "pulso", "k1").await;
        assert_eq!(begun.chat, Err(NoChat::NobodyThere));
        assert_eq!(begin_with(app, &customer, "pulso", "k1").await.case, begun.case, "sent twice");
        assert_eq!(app.take_mail().await.iter().map(|mail| mail.kind.as_str()).collect::<Vec<_>>(), ["CaseOpened"]);
        drop(away);

        let _there = present(app, NORA, Presence::Available);
        let never =
            sql("INSERT INTO chat_hours (product_id, zone, week, holidays) VALUES ($1, 'Europe/Madrid', '[]', '[]')");
        app.change(never.bind(app.world.product("pulso"))).await;
        let begun = begin_with(app, &customer, "pulso", "k2").await;
        assert_eq!(begun.chat, Err(NoChat::Closed { opens_at: None }));
        let desk: ChatDesk = nora.ask("chat/desk", &[]).await.expect("the desk");
        assert_eq!(desk.waiting, []);
        app.take_mail().await;
    });
}

#[test]
fn roll_5_a_product_without_chat_takes_a_case() {
    on_both(async |app| {
        let _nora_is_there = present(app, NORA, Presence::Available);
        let customer = app.sign_in(STRANGER).await;
        let new: NewChatContent = customer.ask("chat/new", &[("case", "")]).await.expect("a page");
        let without: Vec<&ChatProduct> = new.products.iter().filter(|product| product.no_chat.is_some()).collect();
        assert!(!without.is_empty(), "{:?}", new.products);
        for product in without {
            assert_eq!(product.no_chat, Some(NoChat::NotOffered(Refusal::NotYours)), "{}", product.name);
        }
        let begun = begin_with(app, &customer, "faro", "k1").await;
        assert_eq!(begun.chat, Err(NoChat::NotOffered(Refusal::NotYours)));
        app.take_mail().await;
    });
}

#[test]
fn chat_7_a_chat_is_joined_and_handed_over_with_its_history() {
    on_both(async |app| {
        let _nora_is_there = present(app, NORA, Presence::Available);
        let customer = app.sign_in(CUSTOMER).await;
        let (nora, ines) = (app.sign_in(NORA).await, app.sign_in(INES).await);
        let chat = begin(app, &customer).await;
        take(&nora, "").await.expect("taken");
        send(&nora, &chat, "Hello", "n1").await.expect("stored");
        assert_eq!(send(&ines, &chat, "Me too", "i1").await, Err(AppError::Conflict), "she takes no part yet");
        act(&ines, "chat/join", &chat).await.expect("joined");
        act(&ines, "chat/join", &chat).await.expect("joined already");
        send(&ines, &chat, "Me too", "i1").await.expect("stored");
        let present = |content: &ChatContent| -> BTreeSet<String> {
            content.members.iter().filter(|one| !one.left).map(|one| one.person.name.clone()).collect()
        };
        assert_eq!(present(&open(&customer, &chat).await).len(), 3);

        let to = app.world.person(INES).as_str();
        let fields = [("chat", chat.as_str()), ("engineer", to)];
        let _: () = nora.call("chat/hand-over", &fields).await.expect("handed over");
        let after = open(&ines, &chat).await;
        assert_eq!(after.chat.engineer.as_ref().map(|engineer| engineer.id.as_str()), Some(to));
        assert!(!present(&after).contains("Nora Lindqvist"));
        assert_eq!(texts(&after).len(), 3, "the whole history");
        assert_eq!(send(&nora, &chat, "One more", "n2").await, Err(AppError::Conflict));
        let customers = [("chat", chat.as_str()), ("engineer", app.world.person(CUSTOMER).as_str())];
        let refused = ines.call::<()>("chat/hand-over", &customers).await;
        assert_eq!(refused, Err(AppError::field("engineer", Problem::NotAChoice)), "no engineer");
    });
}

#[test]
fn chat_6_marks_go_forward_and_never_beyond_what_there_is() {
    on_both(async |app| {
        let _nora_is_there = present(app, NORA, Presence::Available);
        let (customer, nora) = (app.sign_in(CUSTOMER).await, app.sign_in(NORA).await);
        let chat = begin(app, &customer).await;
        take(&nora, "").await.expect("taken");
        let last = send(&nora, &chat, "Hello", "n1").await.expect("stored").seq;
        let mark = async |delivered: i64, read: i64| {
            let (delivered, read) = (delivered.to_string(), read.to_string());
            let fields = [("chat", chat.as_str()), ("delivered", &delivered), ("read", &read)];
            let _: () = customer.call("chat/mark", &fields).await.expect("an answer");
            let content = open(&nora, &chat).await;
            content.members.iter().find(|one| !one.person.vendor).map(|one| one.marks).expect("the customer")
        };
        assert_eq!(mark(last, 2).await, Marks { delivered: last, read: 2 });
        assert_eq!(mark(last, last).await, Marks { delivered: last, read: last });
        assert_eq!(mark(2, 1).await, Marks { delivered: last, read: last }, "never back");
        assert_eq!(mark(i64::MAX, i64::MAX).await, Marks { delivered: last, read: last }, "never beyond");
    });
}

#[test]
fn chat_8_an_ended_chat_is_rated_and_its_transcript_mailed_once() {
    on_both(async |app| {
        let _nora_is_there = present(app, NORA, Presence::Available);
        let (customer, nora) = (app.sign_in(CUSTOMER).await, app.sign_in(NORA).await);
        let chat = begin(app, &customer).await;
        take(&nora, "").await.expect("taken");
        send(&nora, &chat, "It is **mended**", "n1").await.expect("stored");
        let rate = async |rating: &str| {
            let fields = [("chat", chat.as_str()), ("rating", rating)];
            customer.call::<()>("chat/rate", &fields).await
        };
        assert_eq!(rate("good").await, Err(AppError::Conflict), "it runs");
        act(&nora, "chat/end", &chat).await.expect("ended");
        assert_eq!(rate("bad").await, Ok(()));
        assert_eq!(rate("good").await, Ok(()));
        assert_eq!(rate("superb").await, Err(AppError::field("rating", Problem::NotAChoice)));
        assert_eq!(open(&nora, &chat).await.chat.rating, Some(Rating::Good));

        app.take_mail().await;
        act(&customer, "chat/transcript", &chat).await.expect("posted");
        act(&customer, "chat/transcript", &chat).await.expect("posted before");
        let mails = app.take_mail().await;
        assert_eq!(mails.len(), 1);
        assert_eq!((mails[0].kind.as_str(), mails[0].recipient.as_str()), ("ChatTranscript", CUSTOMER));
        assert!(mails[0].text.contains("> It is **mended**"), "{}", mails[0].text);
    });
}

#[test]
fn one_chat_at_a_time_and_nobody_elses() {
    on_both(async |app| {
        let _nora_is_there = present(app, NORA, Presence::Available);
        let (customer, stranger) = (app.sign_in(CUSTOMER).await, app.sign_in(STRANGER).await);
        let chat = begin(app, &customer).await;
        let product = app.world.product("pulso").as_str();
        let fields =
            [("form[product]", product), ("form[subject]", "Another"), ("form[body]", "x"), ("form[key]", "k9")];
        let second = customer.call::<Outcome<Begun>>("chat/begin", &fields).await;
        assert_eq!(second, Err(AppError::field("chat", Problem::Duplicate)));
        let unknown = ChatId::try_from("00000000-0000-7000-8000-00000000dead".to_owned()).expect("an id");
        for id in [&chat, &unknown] {
            assert_eq!(send(&stranger, id, "Hello", "s1").await, Err(AppError::NotFound));
            let opened = stranger.ask::<ChatContent>("chat/open", &[("chat", id.as_str())]).await;
            assert_eq!(opened.err(), Some(AppError::NotFound));
        }
    });
}

#[test]
fn what_was_being_typed_goes_with_the_message_and_is_in_the_box_until_then() {
    on_both(async |app| {
        let _nora_is_there = present(app, NORA, Presence::Available);
        let customer = app.sign_in(CUSTOMER).await;
        let chat = begin(app, &customer).await;
        let number = open(&customer, &chat).await.chat.number.to_string();
        let fields = [("case", number.as_str()), ("scope", "comment"), ("body", "And al")];
        let _: ReplyDraft = customer.call("cases/save-reply", &fields).await.expect("saved");
        let elsewhere = app.sign_in(CUSTOMER).await;
        assert_eq!(open(&elsewhere, &chat).await.draft.map(|draft| draft.body), Some("And al".to_owned()));
        send(&customer, &chat, "And also the goals", "c1").await.expect("stored");
        assert_eq!(open(&elsewhere, &chat).await.draft, None);
    });
}

#[test]
fn case_20_files_of_a_message_are_in_the_chat_and_on_the_case() {
    on_both(async |app| {
        let _nora_is_there = present(app, NORA, Presence::Available);
        let (customer, nora) = (app.sign_in(CUSTOMER).await, app.sign_in(NORA).await);
        let chat = begin(app, &customer).await;
        take(&nora, chat.as_str()).await.expect("taken");
        let number = open(&customer, &chat).await.chat.number.to_string();
        let scope = format!("comment:{number}");
        let begun = place(&customer, "visits.csv", 12, &scope).await;
        let early = send(&customer, &chat, "Here they are", "c1").await;
        assert_eq!(early, Err(AppError::field("attachments", Problem::Incomplete)));
        let begun = [("attachment", begun.id.as_str())];
        customer.call::<Problems>("cases/drop-attachment", &begun).await.expect("removed");
        upload(&customer, "visits.csv", b"day;visits\n1;2", &scope).await;
        let receipt = send(&customer, &chat, "Here they are", "c1").await.expect("stored");
        for reader in [&customer, &nora] {
            let content = open(reader, &chat).await;
            let message = content.events.iter().find(|one| one.event.seq == receipt.seq).expect("the message");
            assert_eq!(message.event.attachments.iter().map(|file| &file.name).collect::<Vec<_>>(), ["visits.csv"]);
        }
        let case = case_of(&customer, &number).await;
        let event = case.events.iter().find(|event| event.seq == receipt.seq).expect("the message");
        assert_eq!(event.attachments.len(), 1);
    });
}

#[test]
fn ux_4_without_scripting_a_refused_message_says_why_and_is_not_lost() {
    on_both(async |app| {
        let _nora_is_there = present(app, NORA, Presence::Available);
        let (customer, nora) = (app.sign_in(CUSTOMER).await, app.sign_in(NORA).await);
        let chat = begin(app, &customer).await;
        take(&nora, chat.as_str()).await.expect("taken");
        let page = format!("/chats/{}", chat.as_str());
        let post = async |body: &str, key: &str| {
            let fields = [("form[chat]", chat.as_str()), ("form[body]", body), ("form[key]", key)];
            customer.post("chat/send", &fields).await.location().to_owned()
        };
        assert_eq!(post("Hello", "p1").await, format!("{page}#chat-box"));
        assert_eq!(post("Hello", "p1").await, page);
        assert_eq!(post("  ", "p2").await, format!("{page}?check=1"));
        let empty = customer.page(&format!("{page}?check=1")).await;
        assert_eq!(empty.text("#chat-box-error"), "This is needed");
        let ines = app.world.person(INES).as_str();
        let handed: Result<(), _> = nora.call("chat/hand-over", &[("chat", chat.as_str()), ("engineer", ines)]).await;
        handed.expect("handed over");
        let fields = [("form[chat]", chat.as_str()), ("form[body]", "I see it too"), ("form[key]", "p4")];
        assert_eq!(nora.post("chat/send", &fields).await.location(), format!("{page}?late=1"));
        let late = nora.page(&format!("{page}?late=1")).await;
        assert!(late.text(".chat-column .notice").contains("handed over before your message arrived"));
        act(&customer, "chat/end", &chat).await.expect("ended");
        assert_eq!(post("And one more", "p3").await, format!("{page}?late=1"));
        let late = customer.page(&format!("{page}?late=1")).await;
        assert!(late.text(".chat-column .notice").contains("had ended before your message arrived"));
        let number = open(&customer, &chat).await.chat.number.to_string();
        let draft = case_of(&customer, &number).await.comment_draft.expect("what was typed");
        assert_eq!(draft.body, "And one more");
    });
}
