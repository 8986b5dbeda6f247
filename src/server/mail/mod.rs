//! Mail: how a letter is written, made into a message and handed to a mail server or to a folder.
//!
//! Used by the features, which write [`Letter`]s in the reader's language, and by the outbox, which sends. What always
//! holds: every mail has a text part; no text that a person chose can add a header or stop the sender; a row of the
//! outbox keeps its Message-ID, so that a repeat can be told from a new mail (promise P5).

mod letter;
mod message;
mod transport;

pub use letter::Letter;
pub use message::{Outgoing, header_text};
pub use transport::{SendError, Transport};
