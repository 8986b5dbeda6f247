//! How often a person, or who comes from an address, may do something, counted in memory: for what is done so often that
//! counting it in the database would cost as much as doing it.
//!
//! Used by chats, the forum and public help. What always holds: a refusal says when to come again; who is idle is forgotten,
//! so that no more are kept than did something lately. Each instance counts for itself: several let pass as many times more,
//! and a restart forgets. Where a guess must not be repeated, `features::access` counts in the database.

use crate::{
    error::AppError,
    values::{Moment, PersonId},
};
use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, PoisonError},
};

/// So many times within so many milliseconds, which begin with the first.
pub struct Pace<Who = PersonId> {
    most: u32,
    within_ms: i64,
    counted: Mutex<Counted<Who>>,
}

struct Counted<Who> {
    by: HashMap<Who, Times>,
    swept_at: Moment,
}

struct Times {
    since: Moment,
    times: u32,
}

impl<Who: Clone + Eq + Hash> Pace<Who> {
    pub fn new(most: u32, within_ms: i64) -> Pace<Who> {
        let counted = Counted { by: HashMap::new(), swept_at: Moment::default() };
        Pace { most, within_ms, counted: Mutex::new(counted) }
    }

    /// Counts one more time. `TooMany`: it is not done, and not counted; it says how long to wait.
    pub fn count(&self, who: &Who, now: Moment) -> Result<(), AppError> {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.is_within(counted.swept_at, now) {
            counted.by.retain(|_, times| self.is_within(times.since, now));
            counted.swept_at = now;
        }
        match counted.by.get_mut(who).filter(|times| self.is_within(times.since, now)) {
            Some(times) if times.times >= self.most => {
                let left_ms = self.within_ms - now.since_ms(times.since);
                let retry_s = u32::try_from((left_ms + 999) / 1_000).unwrap_or(u32::MAX);
                Err(AppError::TooMany { retry_s })
            }
            Some(times) => {
                times.times += 1;
                Ok(())
            }
            None => {
                counted.by.insert(who.clone(), Times { since: now, times: 1 });
                Ok(())
            }
        }
    }

    /// A clock that was set back begins anew.
    fn is_within(&self, since: Moment, now: Moment) -> bool {
        (0..self.within_ms).contains(&now.since_ms(since))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(n: u32) -> PersonId {
        format!("00000000-0000-7000-8000-{n:012}").parse().expect("an id")
    }

    #[test]
    fn who_does_it_too_often_waits_until_the_time_is_over_and_nobody_else_does() {
        let pace = Pace::new(2, 10_000);
        let at = |ms: i64| Moment(1_000_000 + ms);
        assert_eq!(pace.count(&person(1), at(0)), Ok(()));
        assert_eq!(pace.count(&person(1), at(4_000)), Ok(()));
        assert_eq!(pace.count(&person(1), at(4_500)), Err(AppError::TooMany { retry_s: 6 }));
        assert_eq!(pace.count(&person(2), at(4_500)), Ok(()));
        assert_eq!(pace.count(&person(1), at(9_999)), Err(AppError::TooMany { retry_s: 1 }));
        assert_eq!(pace.count(&person(1), at(10_000)), Ok(()));
        assert_eq!(pace.count(&person(1), at(-3_600_000)), Ok(()), "the clock was set back");
    }

    #[test]
    fn who_is_idle_is_forgotten() {
        let pace = Pace::new(2, 10_000);
        for n in 0..1_000 {
            pace.count(&person(n), Moment(1_000_000)).expect("the first time");
        }
        pace.count(&person(0), Moment(1_010_000)).expect("the first time again");
        assert_eq!(pace.counted.lock().expect("counted").by.len(), 1);
    }
}
