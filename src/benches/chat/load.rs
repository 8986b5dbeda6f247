//! The sockets, what goes through them, and how long it takes. All of it on one thread, so that the servers have the other.

use crate::{
    SIDES,
    servers::{Portal, Server},
    world::{World, encode},
};
use futures::{SinkExt as _, StreamExt as _, future::join_all, stream};
use std::{
    cell::RefCell,
    rc::Rc,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    task::{JoinHandle, spawn_local},
    time::{sleep, sleep_until, timeout},
};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{Message, client::IntoClientRequest as _, http::HeaderValue, protocol::WebSocketConfig},
};

/// How many are let in at once.
const DOORS: usize = 64;
/// Connections over which messages are sent.
const LINES: usize = 64;
/// What has not arrived by then is lost.
const ARRIVES_WITHIN: Duration = Duration::from_secs(10);
const BUFFER_BYTES: usize = 4 * 1024;
/// Messages are numbered through all runs: under the key of one that was sent before nothing is sent.
static SENT: AtomicUsize = AtomicUsize::new(0);

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Customer,
    Engineer,
}

/// How a server is spoken to.
pub struct Dialect {
    path: &'static str,
    /// Of the room's number and its chat.
    join: fn(usize, &str) -> String,
    joined: &'static str,
    writing: fn(usize, &str) -> String,
    /// What an "is writing" carries when it arrives.
    written: &'static str,
}

pub static PORTAL: Dialect = Dialect {
    path: "/live",
    join: |_, chat| format!(r#"{{"ask":"subscribe","topic":"chat:{chat}"}}"#),
    joined: r#""say":"subscribed""#,
    writing: |_, chat| format!(r#"{{"ask":"writing","topic":"chat:{chat}"}}"#),
    written: r#""kind":"writing""#,
};
pub static FLOOR: Dialect = Dialect {
    path: "/ws",
    join: |room, _| format!("j {room}"),
    joined: "j ",
    // as long as the portal's
    writing: |room, chat| format!(r#"m {room} {{"ask":"writing","topic":"chat:{chat}"}}"#),
    written: r#""ask":"writing""#,
};

/// What came of a run.
pub struct Outcome {
    pub sent: usize,
    /// How long each took that arrived.
    pub arrived: Vec<Duration>,
    took: Duration,
}

impl Outcome {
    pub fn lost(&self) -> usize {
        self.sent - self.arrived.len()
    }
    pub fn per_second(&self) -> f64 {
        self.sent as f64 / self.took.as_secs_f64()
    }
    pub fn p99_ms(&self) -> f64 {
        let mut sorted = self.arrived.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * 99).div_ceil(100).saturating_sub(1);
        sorted.get(at).map_or(f64::NAN, |took| took.as_secs_f64() * 1000.0)
    }
}

/// What is under way, by socket and by message.
#[derive(Default)]
struct Watch {
    /// By socket: since when an "is writing" of the other side is under way to it.
    writing: Vec<Option<Instant>>,
    /// Stored messages: when each was due, to which socket it goes, and whether it has arrived.
    messages: Vec<(Instant, usize, bool)>,
    /// The number of the first of them: what came of earlier runs is not counted.
    first: usize,
    arrived: Vec<Duration>,
}

impl Watch {
    fn hear(&mut self, socket: usize, text: &str, dialect: &Dialect) {
        let now = Instant::now();
        if text.contains(dialect.written) {
            if let Some(since) = self.writing[socket].take() {
                self.arrived.push(now - since);
            }
        } else if let Some(number) = number_in(text)
            && let Some((due, to, arrived)) = number.checked_sub(self.first).and_then(|at| self.messages.get_mut(at))
            && *to == socket
            && !*arrived
        {
            *arrived = true;
            self.arrived.push(now.saturating_duration_since(*due));
        }
    }
}

/// A message's text carries its number.
fn body_of(number: usize) -> String {
    format!("The report shows no visits since Monday, also after a reload of the page, in two browsers. n{number}n")
}

fn number_in(text: &str) -> Option<usize> {
    text.split("browsers. n").nth(1)?.split('n').next()?.parse().ok()
}

/// People at their sockets; socket `2 r` is the customer's of room `r`, the next one its engineer's.
pub struct Crowd<'w> {
    world: &'w World,
    addresses: [String; 2],
    dialect: &'static Dialect,
    voices: Vec<UnboundedSender<Message>>,
    tasks: Vec<JoinHandle<()>>,
    watch: Rc<RefCell<Watch>>,
}

impl Drop for Crowd<'_> {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

impl<'w> Crowd<'w> {
    pub async fn gather(server: &impl Server, world: &'w World, sockets: usize) -> Crowd<'w> {
        let address = server.address().to_owned();
        Crowd::enter([address.clone(), address], server.dialect(), world, sockets).await
    }

    /// Customers at one portal, engineers at another.
    pub async fn of_two(here: &Portal, there: &Portal, world: &'w World, sockets: usize) -> Crowd<'w> {
        let addresses = [here.address().to_owned(), there.address().to_owned()];
        Crowd::enter(addresses, here.dialect(), world, sockets).await
    }

    async fn enter(addresses: [String; 2], dialect: &'static Dialect, world: &'w World, sockets: usize) -> Crowd<'w> {
        let watch = Rc::new(RefCell::new(Watch { writing: vec![None; sockets], ..Watch::default() }));
        let entered = stream::iter(0..sockets).map(|socket| {
            let room = socket / 2 % world.rooms.len();
            let (address, cookie) = (&addresses[socket % 2], &world.rooms[room].cookies[socket % 2]);
            enter(address, cookie, dialect, room, &world.rooms[room].chat)
        });
        let streams: Vec<_> = entered.buffered(DOORS).collect().await;
        let (mut voices, mut tasks) = (Vec::new(), Vec::new());
        for (socket, stream) in streams.into_iter().enumerate() {
            let (voice, says) = unbounded_channel();
            voices.push(voice);
            tasks.push(spawn_local(attend(socket, stream, says, dialect, watch.clone())));
        }
        Crowd { world, addresses, dialect, voices, tasks, watch }
    }

    /// Everybody in turn is writing, so often in all.
    pub async fn typing(&mut self, rate: f64, seconds: f64) -> Outcome {
        self.watch.borrow_mut().arrived.clear();
        let begun = Instant::now();
        let sent = (rate * seconds) as usize;
        for n in 0..sent {
            let due = wait(begun, n, rate).await;
            let socket = n % self.voices.len();
            let room = socket / 2;
            self.watch.borrow_mut().writing[socket ^ 1] = Some(due);
            let text = (self.dialect.writing)(room, &self.world.rooms[room].chat);
            self.voices[socket].send(Message::text(text)).expect("its socket is open");
        }
        self.arrive(sent, begun).await
    }

    /// Everybody in turn sends a message, so often in all; each counts when it is at the other side's socket.
    pub async fn stored(&mut self, rate: f64, seconds: f64) -> Outcome {
        let sent = (rate * seconds) as usize;
        let first = SENT.fetch_add(sent, Ordering::Relaxed);
        {
            let mut watch = self.watch.borrow_mut();
            watch.arrived.clear();
            watch.messages.clear();
            watch.first = first;
        }
        let lines: [Vec<_>; 2] =
            [self.lines(Side::Customer, LINES / 2).await, self.lines(Side::Engineer, LINES / 2).await];
        let begun = Instant::now();
        for n in 0..sent {
            let due = wait(begun, n, rate).await;
            let socket = n % self.voices.len();
            let room = &self.world.rooms[socket / 2];
            self.watch.borrow_mut().messages.push((due, socket ^ 1, false));
            let number = first + n;
            let (body, key) = (body_of(number), format!("bench{number}-{}", std::process::id()));
            let form = encode(&[("form[chat]", &room.chat), ("form[body]", &body), ("form[key]", &key)]);
            let side = &lines[socket % 2];
            let posted = side[n / 2 % side.len()].send((room.cookies[socket % 2].clone(), form));
            posted.expect("its line is open");
        }
        self.arrive(sent, begun).await
    }

    async fn lines(&self, side: Side, count: usize) -> Vec<UnboundedSender<(String, String)>> {
        let at = SIDES.iter().position(|one| *one == side).unwrap_or_default();
        let opened = (0..count).map(|_| async {
            let mut line = Line::open(&self.addresses[at]).await;
            let (sender, mut waiting) = unbounded_channel::<(String, String)>();
            spawn_local(async move {
                while let Some((cookie, form)) = waiting.recv().await {
                    let status = line.ask("POST", "/api/chat/send", "application/json", &cookie, &form).await;
                    assert_eq!(status, 200, "a message was refused");
                }
            });
            sender
        });
        join_all(opened).await
    }

    async fn arrive(&self, sent: usize, begun: Instant) -> Outcome {
        let took = begun.elapsed();
        let _ = timeout(ARRIVES_WITHIN, async {
            while self.watch.borrow().arrived.len() < sent {
                sleep(Duration::from_millis(5)).await;
            }
        })
        .await;
        Outcome { sent, arrived: std::mem::take(&mut self.watch.borrow_mut().arrived), took }
    }
}

/// Waits for the n-th moment of a fixed timetable, which goes on whatever the answers do.
async fn wait(begun: Instant, n: usize, rate: f64) -> Instant {
    let due = begun + Duration::from_secs_f64(n as f64 / rate);
    if due > Instant::now() {
        sleep_until(due.into()).await;
    } else if n.is_multiple_of(16) {
        tokio::task::yield_now().await;
    }
    due
}

/// Opens a socket and joins its room.
async fn enter(address: &str, cookie: &str, dialect: &Dialect, room: usize, chat: &str) -> WebSocketStream<TcpStream> {
    let mut request = format!("ws://{address}{}", dialect.path).into_client_request().expect("a request");
    request.headers_mut().insert("origin", HeaderValue::from_str(&format!("http://{address}")).expect("a header"));
    request.headers_mut().insert("cookie", HeaderValue::from_str(cookie).expect("a header"));
    let stream = TcpStream::connect(address).await.expect("a connection");
    stream.set_nodelay(true).expect("no delay");
    let config = WebSocketConfig::default().read_buffer_size(BUFFER_BYTES).write_buffer_size(0);
    let (mut socket, _) = client_async_with_config(request, stream, Some(config)).await.expect("a socket");
    socket.send(Message::text((dialect.join)(room, chat))).await.expect("it listens");
    loop {
        let answer = socket.next().await.expect("an open socket").expect("a frame");
        match answer {
            Message::Text(text) if text.contains(dialect.joined) => return socket,
            Message::Text(text) => panic!("{text}"),
            _ => {}
        }
    }
}

/// One socket: what its person says goes out, what comes in is noted.
async fn attend(
    at: usize,
    mut socket: WebSocketStream<TcpStream>,
    mut says: UnboundedReceiver<Message>,
    dialect: &'static Dialect,
    watch: Rc<RefCell<Watch>>,
) {
    loop {
        tokio::select! {
            said = says.recv() => match said {
                Some(message) => socket.send(message).await.expect("an open socket"),
                None => return,
            },
            heard = socket.next() => match heard {
                Some(Ok(Message::Text(text))) => watch.borrow_mut().hear(at, &text, dialect),
                Some(Ok(Message::Close(frame))) => panic!("a socket was closed: {frame:?}"),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return,
            },
        }
    }
}

/// A connection over which one request follows another.
struct Line {
    stream: BufReader<TcpStream>,
    host: String,
}

impl Line {
    async fn open(address: &str) -> Line {
        let stream = TcpStream::connect(address).await.expect("a connection");
        stream.set_nodelay(true).expect("no delay");
        Line { stream: BufReader::new(stream), host: address.to_owned() }
    }

    /// The status of the answer, after all of it was read.
    async fn ask(&mut self, method: &str, path: &str, accept: &str, cookie: &str, form: &str) -> u16 {
        let (host, length) = (&self.host, form.len());
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {host}\r\naccept: {accept}\r\ncookie: {cookie}\r\nsec-fetch-site: same-origin\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\r\n{form}"
        );
        self.stream.get_mut().write_all(request.as_bytes()).await.expect("an open connection");
        let (mut status, mut length, mut line) = (0, 0, String::new());
        loop {
            line.clear();
            self.stream.read_line(&mut line).await.expect("a header");
            let header = line.trim_end().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(code) = header.strip_prefix("http/1.1 ") {
                status = code.split(' ').next().and_then(|code| code.parse().ok()).unwrap_or_default();
            }
            if let Some(bytes) = header.strip_prefix("content-length: ") {
                length = bytes.parse().expect("a length");
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).await.expect("the whole answer");
        status
    }
}

/// One reader after another opens a list.
pub async fn pages(portal: &Portal, world: &World, seconds: f64) -> Outcome {
    let mut line = Line::open(portal.address()).await;
    let begun = Instant::now();
    let mut arrived = Vec::new();
    while begun.elapsed().as_secs_f64() < seconds {
        let cookie = &world.rooms[arrived.len() % world.rooms.len()].cookies[0];
        let asked = Instant::now();
        let status = line.ask("GET", "/cases", "text/html", cookie, "").await;
        assert_eq!(status, 200, "a page was refused");
        arrived.push(asked.elapsed());
    }
    Outcome { sent: arrived.len(), arrived, took: begun.elapsed() }
}
