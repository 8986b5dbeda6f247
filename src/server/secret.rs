//! Random tokens, and the digests by which the database knows them.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

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

/// A short number under which the log holds what went wrong.
pub fn incident() -> String {
    let mut bytes = [0u8; 6];
    fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}
