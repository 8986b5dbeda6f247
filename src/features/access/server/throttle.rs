//! Limits on guessing and on mail, counted in the database: for the account that was named, whether it exists or not,
//! and for the address that asks.

use super::store::{self, Hit};
use crate::{
    error::AppError,
    policy::act,
    server::{Visit, authz::Permit, db::Tx},
    values::{Email, HOUR_MS, MINUTE_MS, Moment},
};

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// A success takes its attempt back, so that an office behind one address is not kept out.
    SignIn,
    Reset,
}

/// How often something may happen within a time that begins with its first.
struct Limit {
    within_ms: i64,
    per_account: i64,
    per_address: i64,
}

impl Attempt {
    fn limit(self) -> Limit {
        match self {
            Attempt::SignIn => Limit { within_ms: 15 * MINUTE_MS, per_account: 10, per_address: 60 },
            Attempt::Reset => Limit { within_ms: HOUR_MS, per_account: 5, per_address: 30 },
        }
    }
    fn name(self) -> &'static str {
        match self {
            Attempt::SignIn => "sign-in",
            Attempt::Reset => "reset",
        }
    }
    fn account_bucket(self, email: &Email) -> String {
        format!("{}:account:{email}", self.name())
    }
    fn address_bucket(self, visit: &Visit) -> String {
        format!("{}:address:{}", self.name(), visit.address())
    }
}

/// Invitations to one person within a day; the inviting side is known and answers for itself.
const INVITATIONS_A_DAY: i64 = 5;

/// Counts an attempt before it is made, so that simultaneous guesses are all counted. `TooMany` says how long to wait.
pub async fn count(
    visit: &Visit,
    permit: &Permit<act::Enter>,
    attempt: Attempt,
    email: Option<&Email>,
) -> Result<(), AppError> {
    let limit = attempt.limit();
    let now = visit.now();
    let account = email.map(|email| attempt.account_bucket(email));
    let address = attempt.address_bucket(visit);
    // The account's row first, everywhere: two attempts never wait for each other's rows crosswise.
    let buckets: Vec<&str> = account.as_deref().into_iter().chain([address.as_str()]).collect();
    let mut tx = visit.portal().db().begin().await?;
    let hits = store::hit(&mut tx, permit, &buckets, now, now.plus_ms(-limit.within_ms)).await?;
    tx.commit().await?;
    let most = |hit: &Hit| if Some(&hit.bucket) == account.as_ref() { limit.per_account } else { limit.per_address };
    let over = hits.iter().filter(|hit| hit.hits > most(hit)).map(|hit| hit.since.0).max();
    over.map_or(Ok(()), |since| Err(wait(since + limit.within_ms, now)))
}

/// Takes back what a successful sign-in counted: all of the account's, one of the address's.
pub async fn forgive(visit: &Visit, tx: &mut Tx, permit: &Permit<act::Enter>, email: &Email) -> Result<(), AppError> {
    let (account, address) = (Attempt::SignIn.account_bucket(email), Attempt::SignIn.address_bucket(visit));
    Ok(store::forgive(tx, permit, &account, &address).await?)
}

/// Counts an invitation in the transaction that writes it.
pub async fn count_invitation(
    visit: &Visit,
    tx: &mut Tx,
    permit: &impl crate::server::authz::Grant,
    email: &Email,
) -> Result<(), AppError> {
    let now = visit.now();
    let within_ms = 24 * HOUR_MS;
    let bucket = format!("invitation:account:{email}");
    let hits = store::hit(tx, permit, &[&bucket], now, now.plus_ms(-within_ms)).await?;
    match hits.iter().find(|hit| hit.hits > INVITATIONS_A_DAY) {
        Some(hit) => Err(wait(hit.since.0 + within_ms, now)),
        None => Ok(()),
    }
}

fn wait(until_ms: i64, now: Moment) -> AppError {
    let retry_s = (until_ms - now.0).max(1_000).div_euclid(1_000);
    AppError::TooMany { retry_s: u32::try_from(retry_s).unwrap_or(u32::MAX) }
}
