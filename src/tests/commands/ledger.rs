//! The ledger: many write in many chats at once, the server is killed in the middle of it, and afterwards every message that
//! was acknowledged stands in its chat once, under the number that was acknowledged, in its writer's order (CHAT-5, P1, P4).
//!
//! `ATIENDE_TEST_LEDGER_ROUNDS` says how often it is killed, `ATIENDE_TEST_LEDGER_SEED` repeats the random moments of a run.

use super::{
    running::Served,
    visitor::{Answered, Visitor},
};
use crate::support::{Backend, Database, Reader, TestApp, portal_on};
use atiende::{
    error::AppError,
    features::{
        cases::model::{EventDetail, Outcome},
        chat::model::{Begun, ChatContent, ChatEvent, Presence, Receipt},
    },
    server::{authz::Actor, clock::Clock, db::sql},
    values::{ChatId, PersonId},
};
use futures::future::join_all;
use std::{
    collections::BTreeMap,
    sync::{
        Mutex, RwLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

const CHATS: usize = 10;
/// In each chat its customer and four engineers.
const WRITERS_PER_CHAT: usize = 5;
const WRITERS: usize = CHATS * WRITERS_PER_CHAT;
/// What each writes in a round: below what a person may send (`chat::rules::MESSAGES_MOST`), also if a round is short.
const MESSAGES: usize = 5;
/// Kills in continuous integration.
const ROUNDS: u64 = 20;
const READY_WITHIN: Duration = Duration::from_secs(5);
/// One in so many messages is sent by somebody whose network goes away before the answer.
const HANGS_UP: u64 = 8;
/// A message that is not acknowledged by then never is.
const ACKNOWLEDGED_WITHIN: Duration = Duration::from_secs(60);
const RETRY_EVERY: Duration = Duration::from_millis(20);

#[test]
fn p1_no_message_is_lost_doubled_or_out_of_order_however_often_the_server_is_killed() {
    on_a_ledger(Backend::Sqlite, 1);
}

#[test]
fn p1_no_message_is_lost_doubled_or_out_of_order_on_postgresql_either() {
    if Backend::all().contains(&Backend::Postgres) {
        on_a_ledger(Backend::Postgres, 1);
    }
}

#[test]
fn p1_no_message_is_lost_doubled_or_out_of_order_when_one_of_two_instances_is_killed() {
    if Backend::all().contains(&Backend::Postgres) {
        on_a_ledger(Backend::Postgres, 2);
    }
}

fn on_a_ledger(backend: Backend, instances: usize) {
    let (rounds, seed) = (setting("ROUNDS").unwrap_or(ROUNDS), setting("SEED").unwrap_or_else(any_seed));
    eprintln!("{backend:?}, {instances} instances, {rounds} rounds: ATIENDE_TEST_LEDGER_SEED={seed}");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let database = runtime.block_on(Database::make(backend));
    let mut ledger = runtime.block_on(Ledger::open(&database, Chance(seed)));
    let begun = Instant::now();
    let played = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let mut portals = Portals::start(&database, instances);
        (0..rounds).for_each(|round| ledger.round(round, &mut portals));
        let slowest = portals.slowest;
        drop(portals);
        runtime.block_on(ledger.is_what_is_stored(&database));
        slowest
    }));
    runtime.block_on(database.drop());
    match played {
        Ok(slowest) => eprintln!(
            "{} messages, {} tries, {} kills in {:?}; ready again after {slowest:?} at most",
            ledger.acknowledged.values().map(BTreeMap::len).sum::<usize>(),
            ledger.tries.load(Ordering::Relaxed),
            rounds,
            begun.elapsed()
        ),
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

#[allow(clippy::disallowed_methods, reason = "the ledger's two settings")]
fn setting(name: &str) -> Option<u64> {
    std::env::var(format!("ATIENDE_TEST_LEDGER_{name}")).ok().map(|text| text.parse().expect("a number"))
}

fn any_seed() -> u64 {
    Clock::System.now().0 as u64
}

/// The same numbers for the same seed (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ (bits >> 31)) % most
    }
}

/// The instances that run, and what is known of their starts.
struct Portals<'d> {
    database: &'d Database,
    running: Vec<Option<Served>>,
    addresses: RwLock<Vec<String>>,
    slowest: Duration,
}

impl<'d> Portals<'d> {
    fn start(database: &'d Database, instances: usize) -> Portals<'d> {
        let running: Vec<_> = (0..instances).map(|_| Some(start(database))).collect();
        let addresses = running.iter().flatten().map(|portal| portal.address.clone()).collect();
        Portals { database, running, addresses: RwLock::new(addresses), slowest: Duration::ZERO }
    }

    /// Where somebody's n-th try goes.
    fn address(addresses: &RwLock<Vec<String>>, n: usize) -> String {
        let addresses = addresses.read().expect("addresses");
        addresses[n % addresses.len()].clone()
    }
}

fn start(database: &Database) -> Served {
    Served::start_on(&[], &database.folder, database.url.as_deref())
}

/// Kills an instance and starts another in its place; how long was it until that one was ready?
fn replace(database: &Database, place: &mut Option<Served>, addresses: &RwLock<Vec<String>>, at: usize) -> Duration {
    place.take().expect("it runs").kill();
    let begun = Instant::now();
    let next = start(database);
    let nobody = Visitor::with_cookie(&next.address, String::new());
    while !nobody.try_to_send("GET", "/readyz", &[], "").is_ok_and(|answer| answer.status == 200) {
        assert!(begun.elapsed() < READY_WITHIN, "not ready");
        thread::sleep(RETRY_EVERY);
    }
    addresses.write().expect("addresses")[at] = next.address.clone();
    *place = Some(next);
    begun.elapsed()
}

/// Somebody who writes in a chat.
struct Writer {
    chat: String,
    person: PersonId,
    cookie: String,
}

/// By number: who wrote it, under which key.
type Messages = BTreeMap<i64, (PersonId, String)>;

/// Who writes where, and what was acknowledged.
struct Ledger {
    writers: Vec<Writer>,
    acknowledged: BTreeMap<String, Messages>,
    /// The number of the last event that was compared, by chat.
    last: BTreeMap<String, i64>,
    tries: AtomicUsize,
    chance: Chance,
}

impl Ledger {
    /// A portal with ten chats, each with its customer and the engineers who take part.
    async fn open(database: &Database, chance: Chance) -> Ledger {
        let app = TestApp::start(database).await;
        // what follows goes on in programs with a clock of their own
        app.pass_ms(Clock::System.now().since_ms(app.portal.now()));
        let (there, _queue) = app.portal.hub().subscriber();
        there.say_present(app.world.person("nora@brujula.example"), Presence::Available);
        let mut ledger = Ledger {
            writers: Vec::new(),
            acknowledged: BTreeMap::new(),
            last: BTreeMap::new(),
            tries: AtomicUsize::new(0),
            chance,
        };
        for at in 0..CHATS {
            let customer = double(&app, "liam@northwind.example", &format!("customer{at}")).await;
            let engineers = (1..WRITERS_PER_CHAT).map(|n| format!("engineer{at}-{n}")).collect::<Vec<_>>();
            let engineers = join_all(engineers.iter().map(|name| double(&app, "nora@brujula.example", name))).await;
            ledger.begin(&app, customer, engineers).await;
        }
        drop(there);
        app.portal.db().close().await;
        assert_eq!(ledger.writers.len(), WRITERS);
        ledger
    }

    async fn begin(&mut self, app: &TestApp, customer: (PersonId, Reader<'_>), engineers: Vec<(PersonId, Reader<'_>)>) {
        let form = [
            ("form[product]", app.world.product("pulso").as_str()),
            ("form[subject]", "Visits are missing"),
            ("form[body]", "Since Monday"),
            ("form[key]", "begin"),
        ];
        let begun: Outcome<Begun> = customer.1.call("chat/begin", &form).await.expect("an answer");
        let Outcome::Done(Begun { chat: Ok(chat), .. }) = begun else { panic!("{begun:?}") };
        let chat = [("chat", chat.as_str())];
        let (first, others) = engineers.split_first().expect("an engineer");
        first.1.call::<Option<ChatId>>("chat/take", &chat).await.expect("taken");
        for (_, other) in others {
            other.call::<()>("chat/join", &chat).await.expect("joined");
        }
        let content: ChatContent = customer.1.ask("chat/open", &chat).await.expect("the chat");
        assert_eq!(content.members.len(), WRITERS_PER_CHAT);
        let chat = chat[0].1.to_owned();
        self.last.insert(chat.clone(), content.events.last().map_or(0, |last| last.event.seq));
        self.acknowledged.insert(chat.clone(), BTreeMap::new());
        self.writers.extend([customer].into_iter().chain(engineers).map(|(person, reader)| {
            let session = reader.cookie("atiende-session").expect("a session");
            Writer { chat: chat.clone(), person, cookie: format!("atiende-session={session}") }
        }));
    }

    /// All write; after some messages, and in the middle of others, an instance is killed and started again.
    fn round(&mut self, round: u64, portals: &mut Portals<'_>) {
        let kill_after = self.chance.below((WRITERS * MESSAGES * 9 / 10) as u64) as usize;
        let kill_later = Duration::from_micros(self.chance.below(5_000));
        let which = self.chance.below(portals.running.len() as u64) as usize;
        let seeds: Vec<u64> = self.writers.iter().map(|_| self.chance.below(u64::MAX)).collect();
        let done = AtomicUsize::new(0);
        let acknowledged = Mutex::new(Vec::new());
        let (addresses, place) = (&portals.addresses, &mut portals.running[which]);
        let ready = thread::scope(|scope| {
            for (at, (writer, seed)) in self.writers.iter().zip(seeds).enumerate() {
                let (done, acknowledged, tries) = (&done, &acknowledged, &self.tries);
                scope.spawn(move || {
                    let mut chance = Chance(seed);
                    let mut last = 0;
                    for n in 0..MESSAGES {
                        let key = format!("w{at}-{round}-{n}");
                        let seq = writer.send(&key, addresses, tries, at, &mut chance);
                        assert!(seq > last, "{key} has the number {seq}, and the one before it {last}");
                        last = seq;
                        acknowledged.lock().expect("the ledger").push((at, seq, key));
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
            let begun = Instant::now();
            while done.load(Ordering::Relaxed) < kill_after && begun.elapsed() < ACKNOWLEDGED_WITHIN {
                thread::sleep(Duration::from_micros(200));
            }
            thread::sleep(kill_later);
            replace(portals.database, place, addresses, which)
        });
        portals.slowest = portals.slowest.max(ready);
        let mut new: BTreeMap<String, Messages> = BTreeMap::new();
        for (at, seq, key) in acknowledged.into_inner().expect("the ledger") {
            let writer = &self.writers[at];
            let before = new.entry(writer.chat.clone()).or_default().insert(seq, (writer.person.clone(), key));
            assert_eq!(before, None, "round {round}: two messages have the number {seq}");
        }
        for (chat, new) in new {
            self.compare(round, &chat, new, &Portals::address(addresses, round as usize));
        }
    }

    /// What a round brought, as the chat's customer reads it.
    fn compare(&mut self, round: u64, chat: &str, new: Messages, address: &str) {
        let after = self.last[chat];
        let customer = self.writers.iter().find(|writer| writer.chat == chat).expect("its customer");
        let reader = Visitor::with_cookie(address, customer.cookie.clone());
        let path = format!("/api/chat/since?chat={chat}&after={after}");
        let answer = reader.send("GET", &path, &["accept: application/json"], "");
        let read: Vec<ChatEvent> = serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{}", answer.body));
        let numbers: Vec<i64> = read.iter().map(|one| one.event.seq).collect();
        let last = after + numbers.len() as i64;
        assert_eq!(numbers, (after + 1..=last).collect::<Vec<_>>(), "round {round}, {chat}: a gap, or a number twice");
        let messages = read.into_iter().filter(|one| one.event.detail == EventDetail::Messaged).map(|one| {
            assert_eq!(one.event.body_html, format!("<p>{}</p>\n", one.key), "another message's text");
            (one.event.seq, (one.event.author.expect("an author").id, one.key))
        });
        assert_eq!(new.len(), WRITERS_PER_CHAT * MESSAGES);
        assert_eq!(messages.collect::<Messages>(), new, "round {round}, {chat}: what is in the log");
        self.last.insert(chat.to_owned(), last);
        self.acknowledged.get_mut(chat).expect("the chat").extend(new);
    }

    /// In the end, all rounds at once, behind the portal's back.
    async fn is_what_is_stored(&self, database: &Database) {
        let portal = portal_on(database).await;
        let grant = Actor::system("test.ledger").maintenance();
        let statement = sql("SELECT h.id, e.seq, e.author_id, e.submit_key
             FROM chat h JOIN case_event e ON e.case_id = h.case_id WHERE e.submit_key LIKE 'w%'");
        let rows: Vec<(String, i64, String, String)> = portal.db().all(&grant, statement).await.expect("rows");
        let line = |(chat, seq, person, key)| format!("{chat} {seq} {person} {key}");
        let mut stored: Vec<String> = rows.into_iter().map(line).collect();
        let lines = self.acknowledged.iter().flat_map(|(chat, messages)| {
            messages.iter().map(move |(seq, (person, key))| format!("{chat} {seq} {person} {key}"))
        });
        let mut acknowledged: Vec<String> = lines.collect();
        stored.sort_unstable();
        acknowledged.sort_unstable();
        assert_eq!(stored.len(), acknowledged.len());
        assert!(stored == acknowledged, "what is stored is not what was acknowledged");
        portal.db().close().await;
    }
}

impl Writer {
    /// Sends a message until it is acknowledged, always under its key; gives its number.
    fn send(
        &self,
        key: &str,
        addresses: &RwLock<Vec<String>>,
        tries: &AtomicUsize,
        at: usize,
        chance: &mut Chance,
    ) -> i64 {
        let fields = [("form[chat]", self.chat.as_str()), ("form[body]", key), ("form[key]", key)];
        let begun = Instant::now();
        for n in 0.. {
            let visitor = Visitor::with_cookie(&Portals::address(addresses, at + n), self.cookie.clone());
            tries.fetch_add(1, Ordering::Relaxed);
            if n == 0 && chance.below(HANGS_UP) == 0 {
                let _ = visitor.call_and_hang_up("chat/send", &fields);
                continue;
            }
            match visitor.try_to_call("chat/send", &fields) {
                Ok(answer) => match number(&answer) {
                    Ok(seq) => return seq,
                    Err(AppError::Unavailable | AppError::TooMany { .. } | AppError::SignIn) => {}
                    Err(error) => panic!("{key}: {error}"),
                },
                Err(_gone) => {}
            }
            assert!(begun.elapsed() < ACKNOWLEDGED_WITHIN, "{key} was not acknowledged");
            thread::sleep(RETRY_EVERY);
        }
        unreachable!("it tries for ever")
    }
}

fn number(answer: &Answered) -> Result<i64, AppError> {
    if answer.status != 200 {
        return Err(serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{} {}", answer.status, answer.body)));
    }
    match serde_json::from_str::<Outcome<Receipt>>(&answer.body) {
        Ok(Outcome::Done(receipt)) => Ok(receipt.seq),
        Ok(Outcome::Problems(problems)) => Err(AppError::Invalid(problems)),
        Err(_) => panic!("{}", answer.body),
    }
}

/// Somebody new with the password and the memberships of a person of the world, signed in.
async fn double<'a>(app: &'a TestApp, of: &str, name: &str) -> (PersonId, Reader<'a>) {
    let person: PersonId = app.portal.ids().next(app.portal.now());
    let email = format!("{name}@ledger.example");
    let statement = sql("INSERT INTO person (id, email, name, language, theme, zone, phone, password_hash, created_at)
         SELECT $1, $2, $3, language, theme, zone, phone, password_hash, created_at FROM person WHERE email = $4");
    app.change(statement.bind(&person).bind(email.as_str()).bind(name).bind(of)).await;
    let statement = sql("INSERT INTO membership (organization_id, person_id, role, since)
         SELECT organization_id, $1, role, since FROM membership WHERE person_id = $2");
    app.change(statement.bind(&person).bind(app.world.person(of))).await;
    let reader = app.sign_in(&email).await;
    (person, reader)
}
