//! Passwords: argon2id on threads of their own, and how strong a new one must be.
//!
//! Used by `features::access`. What always holds: a check takes as long for an unknown account as for a known one, and
//! never more than [`THREADS`] hashes are computed at once (each wants 19 MiB).

use crate::{
    features::access::rules::{PASSWORD_FEWEST_CHARS as FEWEST_CHARS, PASSWORD_MOST_CHARS as MOST_CHARS},
    values::Problem,
};
use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
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
                let mut hasher = Hasher::new();
                loop {
                    let Ok(Ok(job)) = receiver.lock().map(|jobs| jobs.recv()) else { return };
                    hasher.work(job);
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

/// One thread's hashing. It keeps its memory: who signs in never waits for it, and many at once need no more of it.
struct Hasher {
    memory: Vec<Block>,
}

impl Hasher {
    fn new() -> Hasher {
        Hasher { memory: vec![Block::new(); Params::DEFAULT.block_count()] }
    }

    fn work(&mut self, job: Job) {
        match job {
            Job::Hash { password, answer } => {
                let _ = answer.send(self.hash(&password));
            }
            Job::Check { password, hash: known, answer } => {
                let parsed = known.as_deref().and_then(|known| PasswordHash::new(known).ok());
                let right = parsed.and_then(|known| self.is_right(&password, &known)).unwrap_or_else(|| {
                    let _ = self.hash(&password);
                    false
                });
                let _ = answer.send(right);
            }
        }
    }

    fn hash(&mut self, password: &str) -> Option<String> {
        let mut salt = [0u8; 16];
        crate::server::secret::fill(&mut salt);
        let argon2 = Argon2::default();
        let hash = PasswordHash {
            algorithm: Algorithm::default().ident(),
            version: Some(Version::default().into()),
            params: ParamsString::try_from(argon2.params()).ok()?,
            salt: Some(Salt::new(&salt).ok()?),
            hash: Some(self.output(&argon2, password, &salt)?),
        };
        Some(hash.to_string())
    }

    /// `None`: the hash is none that could be checked.
    fn is_right(&mut self, password: &str, known: &PasswordHash) -> Option<bool> {
        let algorithm = Algorithm::try_from(known.algorithm.as_str()).ok()?;
        let version = known.version.map(Version::try_from).transpose().ok()?.unwrap_or_default();
        let argon2 = Argon2::new(algorithm, version, Params::try_from(known).ok()?);
        let output = self.output(&argon2, password, known.salt.as_ref()?)?;
        // Outputs compare in constant time.
        Some(output == *known.hash.as_ref()?)
    }

    fn output(&mut self, argon2: &Argon2<'_>, password: &str, salt: &[u8]) -> Option<Output> {
        let blocks = argon2.params().block_count();
        if self.memory.len() < blocks {
            self.memory.resize(blocks, Block::new());
        }
        let length = argon2.params().output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
        let mut output = [0u8; Output::MAX_LENGTH];
        let output = output.get_mut(..length)?;
        argon2.hash_password_into_with_memory(password.as_bytes(), salt, output, &mut self.memory[..blocks]).ok()?;
        Output::new(output).ok()
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::{PasswordHasher as _, PasswordVerifier as _};

    #[test]
    fn what_is_hashed_here_is_checked_elsewhere_and_the_other_way_round() {
        let mut hasher = Hasher::new();
        let here = hasher.hash("a heron over the weir").expect("a hash");
        assert!(here.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{here}");
        assert!(Argon2::default().verify_password(b"a heron over the weir", here.as_str()).is_ok());

        // A hash that another desk made, with more memory, in shorter form.
        let params = Params::new(20 * 1024, 3, 2, Some(24)).expect("params");
        let elsewhere = Argon2::from(params)
            .hash_password_with_salt(b"a heron over the weir", b"sixteen bytes ok")
            .expect("a hash");
        assert_eq!(hasher.is_right("a heron over the weir", &elsewhere), Some(true));
        assert_eq!(hasher.is_right("a heron over the Weir", &elsewhere), Some(false));
        let here = PasswordHash::new(&here).expect("a PHC string");
        assert_eq!(hasher.is_right("a heron over the weir", &here), Some(true), "also in memory that was used");
        assert_eq!(hasher.is_right("", &here), Some(false));
    }
}
