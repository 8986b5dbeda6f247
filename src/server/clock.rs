//! Time and chance, given to the portal instead of taken by it.
//!
//! Used through `Visit::now` and `Portal::ids`. What always holds: nothing else in the server reads a clock or draws
//! random numbers (`.clippy.toml` forbids it).

use crate::values::Moment;
use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

/// Where instants come from.
#[derive(Clone)]
pub enum Clock {
    System,
    /// Stands still until it is moved; for tests and demo worlds.
    Set(Arc<AtomicI64>),
}

impl Clock {
    pub fn set(at: Moment) -> Clock {
        Clock::Set(Arc::new(AtomicI64::new(at.0)))
    }
    pub fn now(&self) -> Moment {
        match self {
            Clock::System => {
                #[allow(clippy::disallowed_methods, reason = "this is the clock that all others ask")]
                let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
                Moment(since.map_or(0, |d| d.as_millis() as i64))
            }
            Clock::Set(at) => Moment(at.load(Ordering::Relaxed)),
        }
    }
    /// Moves a set clock forward.
    pub fn advance(&self, ms: i64) {
        match self {
            Clock::System => {}
            Clock::Set(at) => {
                at.fetch_add(ms, Ordering::Relaxed);
            }
        }
    }
}

/// Where ids come from: UUIDv7 of the clock's instant.
#[derive(Clone)]
pub enum Ids {
    Random,
    /// The same ids for the same seed.
    Seeded(Arc<AtomicU64>),
}

impl Ids {
    pub fn seeded(seed: u64) -> Ids {
        Ids::Seeded(Arc::new(AtomicU64::new(seed.wrapping_mul(1 << 32))))
    }

    /// A new id; `I` is one of the id types of `values`.
    pub fn next<I: std::str::FromStr>(&self, now: Moment) -> I {
        let mut random = [0u8; 10];
        match self {
            Ids::Random => crate::server::secret::fill(&mut random),
            Ids::Seeded(count) => {
                let n = count.fetch_add(1, Ordering::Relaxed);
                random[2..].copy_from_slice(&n.to_be_bytes());
            }
        }
        Ids::of(now, &random)
    }

    /// The id of an instant and these bits.
    pub(super) fn of<I: std::str::FromStr>(at: Moment, random: &[u8; 10]) -> I {
        let uuid = uuid::Builder::from_unix_timestamp_millis(at.0.max(0) as u64, random).into_uuid();
        let Ok(id) = uuid.hyphenated().to_string().parse() else { unreachable!("a UUID is an id") };
        id
    }
}
