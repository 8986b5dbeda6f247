//! Sending: what is due is claimed under a lease, handed over, and its outcome written.

use super::{
    links,
    store::{self, Claimed, Outcome},
};
use crate::{
    server::{
        Portal,
        authz::Actor,
        db::StoreError,
        live::{Frame, Topic},
        mail::{SendError, Transport},
    },
    values::{HOUR_MS, MINUTE_MS, Moment},
};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

/// Mails that are sent at the same time by one process.
const AT_ONCE: i64 = 8;
/// How long a claim holds: beyond the mail server's patience for every step of one mail.
const LEASE_MS: i64 = 10 * MINUTE_MS;
/// After this many attempts (about 20 hours) a mail has failed.
pub(super) const ATTEMPTS_MOST: i64 = 12;
const WAIT_FIRST_MS: i64 = MINUTE_MS;
const WAIT_MOST_MS: i64 = 6 * HOUR_MS;
/// Longest stored reason, in characters.
const PROBLEM_MOST_CHARS: usize = 500;

/// Sends what is due, a handful at once; answers how many were tried, so that the caller goes on until it is none.
pub async fn send_due(portal: &Portal, transport: &Arc<Transport>) -> Result<usize, StoreError> {
    let permit = Actor::system("outbox.send").maintenance();
    let now = portal.now();
    let mut tx = portal.db().begin().await?;
    let claimed = store::claim(&mut tx, &permit, now, now.plus_ms(LEASE_MS), AT_ONCE).await?;
    tx.commit().await?;

    let count = claimed.len();
    let sending: Vec<_> = claimed
        .into_iter()
        .map(|mail| {
            let transport = transport.clone();
            let outgoing = mail.outgoing.clone();
            // A task of its own: a panic over one mail is that mail's failure.
            let sent = tokio::spawn(async move { transport.send(&outgoing).await });
            (mail, sent)
        })
        .collect();
    let mut outcomes = Vec::new();
    for (mail, sent) in sending {
        let sent = sent.await.unwrap_or_else(|stopped| Err(SendError::Final(format!("the sender stopped: {stopped}"))));
        let outcome = outcome(&mail, sent, portal.now());
        outcomes.push((mail, outcome));
    }
    if !outcomes.is_empty() {
        // one commit for all: a crash before it sends them again, as one before any of them would (P5)
        let mut tx = portal.db().begin().await?;
        for (mail, outcome) in &outcomes {
            store::record(&mut tx, &permit, mail, outcome, portal.now()).await?;
        }
        tx.announce(Topic::Outbox, Frame::Changed);
        tx.commit().await?;
    }
    Ok(count)
}

fn outcome(mail: &Claimed, sent: Result<(), SendError>, now: Moment) -> Outcome {
    match sent {
        Ok(()) => {
            tracing::info!(mail.id = %mail.outgoing.id, mail.attempts = mail.attempts, "sent");
            Outcome::Sent { text: links::blank(&mail.outgoing.text), html: links::blank(&mail.outgoing.html) }
        }
        Err(SendError::Passing(problem)) if mail.attempts < ATTEMPTS_MOST => {
            tracing::warn!(mail.id = %mail.outgoing.id, mail.attempts = mail.attempts, %problem, "not sent yet");
            let at = now.plus_ms(wait_ms(mail.outgoing.id.as_str(), mail.attempts));
            Outcome::Again { at, problem: short(&problem) }
        }
        Err(SendError::Passing(problem) | SendError::Final(problem)) => {
            tracing::error!(mail.id = %mail.outgoing.id, mail.attempts = mail.attempts, %problem, "failed");
            Outcome::Failed { problem: short(&problem) }
        }
    }
}

/// The wait after an attempt: doubled each time, and up to a quarter longer, so that what failed together does not come
/// back together. The quarter follows from the mail and the attempt: chance is given, not taken.
fn wait_ms(id: &str, attempts: i64) -> i64 {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(16);
    let wait = (WAIT_FIRST_MS << doublings).min(WAIT_MOST_MS);
    let digest = Sha256::digest(format!("{id}:{attempts}").as_bytes());
    wait + wait / 4 * i64::from(digest[0]) / 256
}

fn short(problem: &str) -> String {
    problem.chars().take(PROBLEM_MOST_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_stay_below_their_limit_and_differ_between_mails() {
        let waits: Vec<_> = (1..ATTEMPTS_MOST).map(|attempts| wait_ms("a", attempts)).collect();
        assert!(waits[0] >= WAIT_FIRST_MS && waits[0] <= WAIT_FIRST_MS * 5 / 4);
        assert!(waits.windows(2).all(|pair| pair[1] > pair[0] || pair[1] >= WAIT_MOST_MS), "{waits:?}");
        assert!(waits.iter().all(|wait| *wait <= WAIT_MOST_MS * 5 / 4));
        let total: i64 = waits.iter().sum();
        assert!((12 * HOUR_MS..36 * HOUR_MS).contains(&total), "{total}");
        assert!((0..50).any(|n| wait_ms(&n.to_string(), 3) != wait_ms("a", 3)));
    }
}
