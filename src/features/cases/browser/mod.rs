//! What only a browser can do for cases: send files in pieces.
//!
//! Used by `browser::start` and, through `view::uploads`, by the views.

mod upload;

use super::view::uploads::{Hands, install as give};

/// Makes the shared part work.
pub fn install() {
    give(Hands { take: upload::take, remove: upload::remove });
}
