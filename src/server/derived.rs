//! Ids that follow from what they name, so that the same thing brought in twice has the same id.

use crate::values::Moment;
use sha2::{Digest as _, Sha256};

/// An id of an instant: a UUIDv7 (RFC 9562) whose random part is a digest of the names.
pub fn id<I: std::str::FromStr>(at: Moment, names: &[&str]) -> I {
    let mut digest = Sha256::new();
    for name in names {
        digest.update((name.len() as u64).to_be_bytes());
        digest.update(name.as_bytes());
    }
    let mut random = [0u8; 10];
    random.copy_from_slice(&digest.finalize()[..10]);
    super::clock::Ids::of(at, &random)
}
