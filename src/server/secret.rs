//! Random tokens, and the digests by which the database knows them.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use std::cell::RefCell;

/// Bytes of a token: capability links and sessions are never guessed.
const TOKEN_BYTES: usize = 32;

/// Fills a buffer from the operating system's generator.
pub fn fill(buffer: &mut [u8]) {
    getrandom::fill(buffer).expect("the operating system gives random bytes");
}

/// A new token, in base64url.
pub fn token() -> String {
    let mut bytes = [0u8; TOKEN_BYTES];
    fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What the database stores of a token: its SHA-256, in base64url.
pub fn digest(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}

/// A short number under which the log holds what went wrong. Every request has one, and it is no secret: the operating system is
/// asked for many at once.
pub fn incident() -> String {
    const BYTES: usize = 6;
    const AT_ONCE: usize = 100;
    thread_local!(static STORE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) });
    STORE.with_borrow_mut(|store| {
        if store.is_empty() {
            store.resize(AT_ONCE * BYTES, 0);
            fill(store);
        }
        let left = store.len() - BYTES;
        let number = URL_SAFE_NO_PAD.encode(&store[left..]);
        store.truncate(left);
        number
    })
}
