//! Who stands behind the sessions that were seen lately, so that a request does not read it all again.
//!
//! What always holds: nothing is known longer than it is so. The session itself, its end and its organization are read from the
//! database at every request, and with them, in the same statement, a number that the database's own triggers draw anew with
//! every change of a row from which a standing is read (persons, organizations, memberships, products, roll-outs), whoever
//! changes it, in the transaction that does. What was read under another number is not known. So a right that ends is gone
//! with the next request, exactly as if it were read.
//!
//! 2026-11-26, decided: on SQLite only, where reading all of it was an eighth of what a message of a chat computes. On
//! PostgreSQL to ask for the number costs as much as to ask for everything, and one row that all changes write would let them
//! wait for each other. Rejected: to know a session for a second or two, after which a right would still be there that had
//! ended; and to be told by the use cases which change something, for commands write to the same file.

use super::store::HeldSession;
use crate::{server::authz::SignedIn, values::SessionId};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Sessions that are known at once: more than ask within some minutes. Beyond it all are forgotten and read again.
const KNOWN_MOST: usize = 20_000;

/// What is known, all of it read under one number.
#[derive(Default)]
pub struct Known(Mutex<Read>);

#[derive(Default)]
struct Read {
    drawn: i64,
    people: HashMap<SessionId, Arc<SignedIn>>,
}

impl Known {
    /// The person behind a session, if that was read under the number that holds now.
    pub(super) fn find(&self, held: &HeldSession) -> Option<Arc<SignedIn>> {
        let read = self.read();
        let who = read.people.get(&held.session).filter(|_| read.drawn == held.drawn)?;
        (who.standing.organization == held.organization).then(|| who.clone())
    }

    /// Keeps what was read behind the number: if anything changed between the two, the number is another one by now.
    pub(super) fn keep(&self, drawn: i64, who: &Arc<SignedIn>) {
        let mut read = self.read();
        if read.drawn != drawn || read.people.len() >= KNOWN_MOST {
            read.people.clear();
            read.drawn = drawn;
        }
        read.people.insert(who.session.clone(), who.clone());
    }

    fn read(&self) -> MutexGuard<'_, Read> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
