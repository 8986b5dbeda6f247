//! The queue of chats: whose turn it is, who takes how many, and what becomes of whoever waits in vain.

use super::chat::{act, begin, open, present, take};
use crate::support::{Backend, Reader, instance_of, on_both};
use atiende::{
    error::AppError,
    features::{
        cases::model::EventDetail,
        chat::{
            model::*,
            rules::{NOBODY_MOST_MS, Opening},
            server::close_queues,
        },
    },
    server::{db::sql, live::run_relay},
    values::{ChatId, Problem},
};
use futures::future::join_all;
use std::time::Duration;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

const CUSTOMER: &str = "liam@northwind.example";
const STRANGER: &str = "carmen@rio-azul.example";
const NORA: &str = "nora@brujula.example";
const INES: &str = "ines@brujula.example";

#[test]
fn chat_3_the_queue_is_fair_and_who_leaves_it_has_written_a_comment() {
    on_both(async |app| {
        let _nora_is_there = present(app, NORA, Presence::Available);
        let (liam, carmen) = (app.sign_in(CUSTOMER).await, app.sign_in(STRANGER).await);
        let nora = app.sign_in(NORA).await;
        let first = begin(app, &liam).await;
        app.pass_ms(1_000);
        let second = begin(app, &carmen).await;
        let place = async |reader: &Reader<'_>, chat: &ChatId| open(reader, chat).await.place.map(|place| place.before);
        assert_eq!((place(&liam, &first).await, place(&carmen, &second).await), (Some(0), Some(1)));
        let desk: ChatDesk = nora.ask("chat/desk", &[]).await.expect("the desk");
        assert_eq!(desk.waiting.iter().map(|one| one.id.clone()).collect::<Vec<_>>(), [first.clone(), second.clone()]);

        assert_eq!(app.take_mail().await.len(), 0, "who chats gets no mail");
        act(&liam, "chat/end", &first).await.expect("left");
        let left = app.take_mail().await;
        assert_eq!(left.iter().map(|mail| mail.kind.as_str()).collect::<Vec<_>>(), ["CaseOpened"]);
        assert_eq!(place(&carmen, &second).await, Some(0));
        let gone = open(&liam, &first).await;
        assert_eq!(gone.events.last().map(|one| one.event.detail.clone()), Some(EventDetail::ChatLeft));
        assert_eq!(take(&nora, first.as_str()).await, Err(AppError::Conflict));
        assert_eq!(take(&nora, "").await, Ok(Some(second)));
        assert_eq!(take(&nora, "").await, Ok(None));
    });
}

/// Sets how many chats an engineer answers at once, by the form of the account.
async fn answer_at_once(reader: &Reader<'_>, most: &str) -> Result<(), AppError> {
    let fields = [
        ("form[language]", "en"),
        ("form[theme]", ""),
        ("form[zone]", ""),
        ("form[phone]", ""),
        ("form[chats_most]", most),
    ];
    reader.call("access/preferences", &fields).await
}

#[test]
fn chat_3_an_engineer_takes_as_many_chats_as_were_set_and_the_next_one_waits() {
    on_both(async |app| {
        let _nora_is_there = present(app, NORA, Presence::Available);
        let (nora, ines) = (app.sign_in(NORA).await, app.sign_in(INES).await);
        let first = begin(app, &app.sign_in(CUSTOMER).await).await;
        app.pass_ms(1_000);
        let second = begin(app, &app.sign_in(STRANGER).await).await;
        for wrong in ["0", "11", "two"] {
            let refused = answer_at_once(&nora, wrong).await;
            assert_eq!(refused, Err(AppError::field("chats_most", Problem::NotAChoice)), "{wrong}");
        }
        answer_at_once(&nora, "1").await.expect("saved");
        assert_eq!(take(&nora, "").await, Ok(Some(first.clone())));
        assert_eq!(take(&nora, first.as_str()).await, Ok(Some(first.clone())), "it is hers already");
        let full = AppError::field("chat", Problem::TooMany { most: 1 });
        assert_eq!(take(&nora, "").await, Err(full.clone()));
        assert_eq!(take(&nora, second.as_str()).await, Err(full));
        let desk: ChatDesk = nora.ask("chat/desk", &[]).await.expect("the desk");
        assert!(desk.waiting.iter().map(|one| &one.id).eq([&second]), "who waits keeps the place");

        answer_at_once(&nora, "2").await.expect("saved");
        assert_eq!(take(&nora, "").await, Ok(Some(second.clone())));
        // CHAT-7: who hands over knows whom, so a colleague's limit does not stand in the way
        answer_at_once(&ines, "1").await.expect("saved");
        for chat in [&first, &second] {
            let to = app.world.person(INES).as_str();
            let _: () =
                nora.call("chat/hand-over", &[("chat", chat.as_str()), ("engineer", to)]).await.expect("handed over");
        }
        answer_at_once(&nora, "").await.expect("as many as usual again");
    });
}

#[test]
fn chat_3_of_two_chats_that_an_engineer_takes_at_once_no_more_are_taken_than_were_set() {
    on_both(async |app| {
        let _nora_is_there = present(app, NORA, Presence::Available);
        let (nora, again) = (app.sign_in(NORA).await, app.sign_in(NORA).await);
        answer_at_once(&nora, "1").await.expect("saved");
        let first = begin(app, &app.sign_in(CUSTOMER).await).await;
        let second = begin(app, &app.sign_in(STRANGER).await).await;
        for _ in 0..5 {
            let (one, other) = tokio::join!(take(&nora, first.as_str()), take(&again, second.as_str()));
            let full = AppError::field("chat", Problem::TooMany { most: 1 });
            assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
            assert_eq!(one.err().or(other.err()), Some(full));
            app.change(sql("UPDATE chat SET state = 'waiting', engineer_id = NULL WHERE state = 'open'")).await;
        }
    });
}

#[test]
fn of_engineers_who_take_a_chat_at_once_exactly_one_has_it() {
    on_both(async |app| {
        let _nora_is_there = present(app, NORA, Presence::Available);
        let customer = app.sign_in(CUSTOMER).await;
        let (nora, ines) = (app.sign_in(NORA).await, app.sign_in(INES).await);
        let chat = begin(app, &customer).await;
        let (one, other) = tokio::join!(take(&nora, chat.as_str()), take(&ines, chat.as_str()));
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert_eq!(one.err().or(other.err()), Some(AppError::Conflict));
    });
}

#[test]
fn chat_4_who_waits_when_the_hours_end_is_answered_in_writing() {
    on_both(async |app| {
        let _nora_is_there = present(app, NORA, Presence::Available);
        let (liam, carmen) = (app.sign_in(CUSTOMER).await, app.sign_in(STRANGER).await);
        let nora = app.sign_in(NORA).await;
        let waits = begin(app, &liam).await;
        let answered = begin(app, &carmen).await;
        take(&nora, answered.as_str()).await.expect("an answer");
        let close = async || close_queues(&app.portal).await.expect("closed");
        assert_eq!(close().await, 0, "a product without hours is always open");

        let hours = sql("INSERT INTO chat_hours (product_id, zone, week, holidays) VALUES ($1, 'UTC', $2, '[]')");
        let always: Vec<_> = (1..=7).map(|weekday| Opening { weekday, from_min: 0, to_min: 1_440 }).collect();
        let always = serde_json::to_string(&always).expect("JSON");
        app.change(hours.bind(app.world.product("pulso")).bind(always)).await;
        assert_eq!(close().await, 0, "it is open");
        app.change(sql("UPDATE chat_hours SET week = '[]'")).await;
        app.take_mail().await;
        assert_eq!((close().await, close().await), (1, 0));

        let left = open(&liam, &waits).await;
        assert_eq!(left.chat.state, ChatState::Ended);
        let last = left.events.last().expect("an event");
        assert_eq!(last.event.detail, EventDetail::ChatMissed);
        assert_eq!(last.event.author.as_ref().map(|author| &author.id), Some(app.world.person(CUSTOMER)));
        assert_eq!(app.take_mail().await.iter().map(|mail| mail.kind.as_str()).collect::<Vec<_>>(), ["CaseOpened"]);
        assert_eq!(open(&carmen, &answered).await.chat.state, ChatState::Open, "who is answered goes on");
        let desk: ChatDesk = nora.ask("chat/desk", &[]).await.expect("the desk");
        assert_eq!(desk.waiting, []);
    });
}

/// How a chat ended, unless it still waits.
async fn end_of(reader: &Reader<'_>, chat: &ChatId) -> Option<EventDetail> {
    let content = open(reader, chat).await;
    (content.chat.state == ChatState::Ended).then(|| content.events.last().expect("an event").event.detail.clone())
}

#[test]
fn chat_4_who_waits_while_nobody_is_left_is_answered_in_writing_and_told_why() {
    on_both(async |app| {
        let nora_is_there = present(app, NORA, Presence::Available);
        let liam = app.sign_in(CUSTOMER).await;
        let chat = begin(app, &liam).await;
        let close = async || close_queues(&app.portal).await.expect("closed");
        let busy = present(app, INES, Presence::Busy);
        drop(nora_is_there);
        app.pass_ms(NOBODY_MOST_MS);
        assert_eq!((close().await, end_of(&liam, &chat).await), (0, None), "who is busy will be available again");
        let away = present(app, INES, Presence::Away);
        drop(busy);
        app.pass_ms(NOBODY_MOST_MS - 1);
        assert_eq!(close().await, 0);
        app.pass_ms(1);
        if app.backend == Backend::Postgres {
            assert_eq!(close().await, 0, "an instance that does not hear the others cannot know");
            return;
        }
        app.take_mail().await;
        assert_eq!((close().await, close().await), (1, 0));
        assert_eq!(end_of(&liam, &chat).await, Some(EventDetail::ChatUnattended));
        assert_eq!(app.take_mail().await.iter().map(|mail| mail.kind.as_str()).collect::<Vec<_>>(), ["CaseOpened"]);
        let page = liam.page(&format!("/chats/{chat}")).await;
        assert!(page.text(".chat-ended").contains("the last engineer left"), "{}", page.text(".chat-ended"));
        drop(away);
    });
}

#[test]
fn chat_4_who_is_there_at_another_instance_keeps_the_queue_and_nobody_anywhere_ends_it() {
    on_both(async |app| {
        if app.backend == Backend::Sqlite {
            return;
        }
        let other = instance_of(&app.portal, app.portal.settings().clone()).await;
        let stopping = CancellationToken::new();
        let relays =
            [app.portal.clone(), other.clone()].map(|portal| tokio::spawn(run_relay(portal, stopping.clone())));
        let liam = app.sign_in(CUSTOMER).await;
        let (there, _queue) = other.hub().subscriber();
        there.say_present(app.world.person(NORA), Presence::Available);
        let heard = async {
            while !app.portal.hub().is_anybody_available() {
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(Duration::from_secs(15), heard).await.expect("heard of her");
        let chat = begin(app, &liam).await;
        // what was said runs out, and is said anew
        app.pass_ms(NOBODY_MOST_MS);
        there.say_present(app.world.person(NORA), Presence::Busy);
        let (here, _frames) = app.portal.hub().subscriber();
        here.say_present(app.world.person(INES), Presence::Away);
        sleep(Duration::from_secs(1)).await;
        assert_eq!(close_queues(&app.portal).await.expect("a round"), 0, "she is busy there");
        there.say_gone();
        sleep(Duration::from_secs(1)).await;
        app.pass_ms(NOBODY_MOST_MS);
        assert_eq!(close_queues(&other).await.expect("a round"), 0, "not heard from since the clock went on");
        app.pass_ms(1);
        here.say_gone();
        sleep(Duration::from_secs(1)).await;
        let ended = [close_queues(&app.portal).await, close_queues(&other).await];
        assert_eq!(ended, [Ok(1), Ok(0)], "once");
        assert_eq!(end_of(&liam, &chat).await, Some(EventDetail::ChatUnattended));
        app.take_mail().await;
        stopping.cancel();
        join_all(relays).await;
        other.db().close().await;
    });
}

#[test]
fn chat_4_a_chat_that_cannot_be_ended_keeps_none_of_the_others_waiting() {
    on_both(async |app| {
        let _nora_is_there = present(app, NORA, Presence::Available);
        let (liam, carmen) = (app.sign_in(CUSTOMER).await, app.sign_in(STRANGER).await);
        let broken = begin(app, &liam).await;
        app.pass_ms(1_000);
        let sound = begin(app, &carmen).await;
        let hours = sql("INSERT INTO chat_hours (product_id, zone, week, holidays) VALUES ($1, 'UTC', '[]', '[]')");
        app.change(hours.bind(app.world.product("pulso"))).await;
        let of_broken = " WHERE id = (SELECT h.case_id FROM chat h WHERE h.id = ";
        app.change(sql("UPDATE support_case SET resolution = 'odd'").push_bind(of_broken, &broken).push(")")).await;
        assert_eq!(close_queues(&app.portal).await, Ok(1));
        assert_eq!(end_of(&carmen, &sound).await, Some(EventDetail::ChatMissed));
        app.change(sql("UPDATE support_case SET resolution = NULL").push_bind(of_broken, &broken).push(")")).await;
        assert_eq!(end_of(&liam, &broken).await, None);
        assert_eq!(close_queues(&app.portal).await, Ok(1), "the next round tries it again");
        assert_eq!(end_of(&liam, &broken).await, Some(EventDetail::ChatMissed));
        app.take_mail().await;
    });
}
