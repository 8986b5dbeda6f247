//! Passwords: argon2id on threads of their own, and how strong a new one must be.
//!
//! Used by `features::access`. What always holds: a check takes as long for an unknown account as for a known one, and
//! never more than [`THREADS`] hashes are computed at once (each wants 19 MiB).

use crate::{
    features::access::rules::{PASSWORD_FEWEST_CHARS as FEWEST_CHARS, PASSWORD_MOST_CHARS as MOST_CHARS},
    values::Problem,
};
use argon2::{Argon2, PasswordHash, PasswordHasher as _, PasswordVerifier as _};
use std::sync::{Arc, Mutex, mpsc};
use tokio::sync::oneshot;

const THREADS: usize = 2;
/// zxcvbn's "somewhat guessable" is refused, "safely unguessable" is taken.
const LEAST_SCORE: zxcvbn::Score = zxcvbn::Score::Three;

/// Hashes and checks passwords.
#[derive(Clone)]
pub struct Passwords(Arc<Mutex<mpsc::Sender<Job>>>);

enum Job {
    Hash { password: String, answer: oneshot::Sender<Option<String>> },
    Check { password: String, hash: Option<String>, answer: oneshot::Sender<bool> },
}

impl Passwords {
    /// Starts the threads; they end with the last clone.
    pub fn start() -> Passwords {
        let (sender, receiver) = mpsc::channel::<Job>();
        let receiver = Arc::new(Mutex::new(receiver));
        for _ in 0..THREADS {
            let receiver = receiver.clone();
            std::thread::spawn(move || {
                loop {
                    let Ok(Ok(job)) = receiver.lock().map(|jobs| jobs.recv()) else { return };
                    job.work();
                }
            });
        }
        Passwords(Arc::new(Mutex::new(sender)))
    }

    /// A PHC string, or `None` if the threads are gone.
    pub async fn hash(&self, password: &str) -> Option<String> {
        let (answer, answered) = oneshot::channel();
        self.send(Job::Hash { password: password.to_owned(), answer });
        answered.await.ok().flatten()
    }

    /// Is this the password? Without a hash the same work is done and the answer is no.
    pub async fn check(&self, password: &str, hash: Option<String>) -> bool {
        let (answer, answered) = oneshot::channel();
        self.send(Job::Check { password: password.to_owned(), hash, answer });
        answered.await.unwrap_or(false)
    }

    fn send(&self, job: Job) {
        if let Ok(sender) = self.0.lock() {
            let _ = sender.send(job);
        }
    }
}

impl Job {
    fn work(self) {
        match self {
            Job::Hash { password, answer } => {
                let _ = answer.send(hash(&password));
            }
            Job::Check { password, hash: known, answer } => {
                let parsed = known.as_deref().and_then(|h| PasswordHash::new(h).ok());
                let right = match parsed {
                    Some(parsed) => Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok(),
                    None => {
                        let _ = hash(&password);
                        false
                    }
                };
                let _ = answer.send(right);
            }
        }
    }
}

fn hash(password: &str) -> Option<String> {
    let mut salt = [0u8; 16];
    crate::server::secret::fill(&mut salt);
    Argon2::default().hash_password_with_salt(password.as_bytes(), &salt).ok().map(|hash| hash.to_string())
}

/// What is wrong with a new password, seen beside what an attacker knows of the person.
pub fn weakness(password: &str, known: &[&str]) -> Option<Problem> {
    let now = password.chars().count() as u32;
    if now == 0 {
        return Some(Problem::Missing);
    }
    if now < FEWEST_CHARS {
        return Some(Problem::TooShort { least: FEWEST_CHARS, now });
    }
    if now > MOST_CHARS {
        return Some(Problem::TooLong { most: MOST_CHARS, now });
    }
    // zxcvbn reads at most 100 characters; beyond that no password is weak for its length.
    let head: String = password.chars().take(100).collect();
    (zxcvbn::zxcvbn(&head, known).score() < LEAST_SCORE).then_some(Problem::WeakPassword)
}
