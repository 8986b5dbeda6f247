use super::{Announcement, Frame, presence::Roll, store};
use crate::{
    policy::act,
    server::{
        Portal,
        authz::{Actor, Permit},
        db::StoreError,
    },
    values::{MINUTE_MS, Moment},
};
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgListener;
use std::{collections::HashMap, time::Duration};
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

const CHANNEL: &str = "atiende_live";
/// PostgreSQL takes payloads below 8,000 bytes.
const PAYLOAD_MOST_BYTES: usize = 7_900;
/// At most 20 wake-ups a second, however much happens.
const WAKE_EVERY: Duration = Duration::from_millis(50);
/// How often it is said who is there, if nothing else is: three times before it runs out.
const ROLL_EVERY: Duration = Duration::from_secs(10);
/// The safety net: a wake-up can be lost, a row cannot.
const POLL: Duration = Duration::from_millis(1_500);
/// How far behind the last look the next one begins: longer than a transaction lasts, and than clocks differ.
const OVERLAP_MS: i64 = 15_000;
/// How long rows stay; a relay that was cut off for longer lets everybody ask again.
pub const RETENTION_MS: i64 = 10 * MINUTE_MS;

/// Tells the other instances of the same PostgreSQL what happened here and hears what happened there, until stopped.
pub async fn run(portal: Portal, stopping: CancellationToken) {
    if portal.db().postgres().is_none() {
        return;
    }
    let permit = Actor::system("live.relay").maintenance();
    tokio::select! {
        () = stopping.cancelled() => {}
        () = speak(&portal, &permit), if !portal.settings().no_notify => {}
        () = Relay::new(&portal, &permit).listen() => {}
    }
}

/// What one notification carries.
#[derive(Serialize, Deserialize)]
struct Note {
    from: String,
    writing: Vec<(String, Frame)>,
    /// Which engineers are there.
    roll: Option<Roll>,
}

/// Wakes the others after commits, and passes on who is writing.
async fn speak(portal: &Portal, permit: &Permit<act::Maintain>) {
    loop {
        let _ = timeout(ROLL_EVERY, portal.hub().relay_due()).await;
        for payload in payloads(portal.hub().instance(), portal.hub().take_writing(), portal.hub().roll()) {
            if let Err(error) = store::notify(portal.db(), permit, CHANNEL, &payload).await {
                tracing::warn!(%error, "the other instances were not woken; they will look by themselves");
            }
        }
        sleep(WAKE_EVERY).await;
    }
}

/// Texts within the limit: first who is there, then who is writing, as many as it takes.
fn payloads(from: &str, writing: Vec<Announcement>, roll: Roll) -> Vec<String> {
    let print_with = |writing: &[(String, Frame)], roll: Option<Roll>| {
        let note = Note { from: from.to_owned(), writing: writing.to_vec(), roll };
        serde_json::to_string(&note).expect("a note is JSON")
    };
    let print = |writing: &[(String, Frame)]| print_with(writing, None);
    let mut payloads = vec![print_with(&[], Some(roll))];
    let mut held: Vec<(String, Frame)> = Vec::new();
    for Announcement { topic, frame } in writing {
        held.push((topic.to_string(), frame));
        if print(&held).len() > PAYLOAD_MOST_BYTES {
            let last = held.pop();
            payloads.push(print(&held));
            held =
                last.into_iter().filter(|one| print(std::slice::from_ref(one)).len() <= PAYLOAD_MOST_BYTES).collect();
        }
    }
    if !held.is_empty() {
        payloads.push(print(&held));
    }
    payloads
}

/// The hearing side.
struct Relay<'p> {
    portal: &'p Portal,
    permit: &'p Permit<act::Maintain>,
    /// When the database last answered.
    looked_at: Moment,
    /// What was heard already, with its instant: looks overlap, because a row becomes visible after its commit only.
    heard: HashMap<String, Moment>,
}

impl<'p> Relay<'p> {
    fn new(portal: &'p Portal, permit: &'p Permit<act::Maintain>) -> Relay<'p> {
        Relay { portal, permit, looked_at: portal.now(), heard: HashMap::new() }
    }

    async fn listen(mut self) {
        let mut listener = None;
        let mut next_look = Instant::now();
        let mut last_look = Instant::now();
        loop {
            if listener.is_none() && !self.portal.settings().no_notify {
                listener = self.attach().await;
            }
            tokio::select! {
                () = sleep_until(next_look) => {
                    last_look = Instant::now();
                    next_look = last_look + POLL;
                    if let Err(error) = self.look().await {
                        tracing::warn!(%error, "what other instances wrote cannot be read");
                    }
                }
                payload = next(&mut listener) => {
                    if self.hear_writing(payload.as_deref()) {
                        next_look = next_look.min((last_look + WAKE_EVERY).max(Instant::now()));
                    }
                }
            }
        }
    }

    async fn attach(&self) -> Option<PgListener> {
        let pool = self.portal.db().postgres()?;
        let attached = async {
            let mut listener = PgListener::connect_with(pool).await?;
            listener.listen(CHANNEL).await?;
            Ok::<_, sqlx::Error>(listener)
        };
        attached.await.inspect_err(|error| tracing::warn!(%error, "not woken by other instances; looking instead")).ok()
    }

    /// Hears who is writing elsewhere. Is there something to look for? Only this process's own word says no.
    fn hear_writing(&self, payload: Option<&str>) -> bool {
        let Some(note) = payload.and_then(|text| serde_json::from_str::<Note>(text).ok()) else { return true };
        if note.from == self.portal.hub().instance() {
            self.portal.hub().hear_itself();
            return false;
        }
        if let Some(roll) = note.roll {
            self.portal.hub().hear_roll(&note.from, roll);
        }
        let announced = |(topic, frame): (String, Frame)| Some(Announcement { topic: topic.parse().ok()?, frame });
        self.portal.hub().hear(note.writing.into_iter().filter_map(announced).collect());
        true
    }

    async fn look(&mut self) -> Result<(), StoreError> {
        let now = self.portal.now();
        let since = self.looked_at.plus_ms(-OVERLAP_MS);
        let found = store::list_since(self.portal.db(), self.permit, since).await?;
        let hub = self.portal.hub();
        if now.since_ms(self.looked_at) > RETENTION_MS - OVERLAP_MS {
            hub.everything_changed();
        }
        let mut news = Vec::new();
        for relayed in found {
            if !hub.is_own(&relayed.id) && self.heard.insert(relayed.id, relayed.at).is_none() {
                news.push(relayed.announcement);
            }
        }
        in_order(&mut news);
        hub.hear(news);
        self.looked_at = now;
        self.heard.retain(|_, at| *at > now.plus_ms(-2 * OVERLAP_MS));
        Ok(())
    }
}

/// A chat's messages by their numbers: rows of one millisecond come in no order, from several instances. What else happened
/// follows as it came.
fn in_order(news: &mut [Announcement]) {
    news.sort_by_key(|announcement| match &announcement.frame {
        Frame::Logged { logged } => logged.event.seq,
        Frame::Changed | Frame::Writing { .. } | Frame::Marked { .. } => i64::MAX,
    });
}

/// The next notification. Nothing after a broken connection, which is opened again: what was said meanwhile is lost, and
/// the next look finds it.
async fn next(listener: &mut Option<PgListener>) -> Option<String> {
    let Some(open) = listener else {
        sleep(POLL).await;
        return None;
    };
    match open.try_recv().await {
        Ok(Some(notification)) => Some(notification.payload().to_owned()),
        Ok(None) => None,
        Err(error) => {
            tracing::warn!(%error, "no longer woken by other instances; looking instead");
            *listener = None;
            None
        }
    }
}
