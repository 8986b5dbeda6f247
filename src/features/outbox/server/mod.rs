//! The use cases of the outbox: [`post`] writes a mail with the change that it tells of, [`send_due`] sends, operators
//! read and send again.
//!
//! What always holds: a mail commits with its change or not at all; a repeated event posts nothing; a mail that was
//! claimed by a process that died is claimed again; what a link opens is not readable here (see `links`).

mod links;
mod read;
pub mod seed_store;
mod send;
mod store;

pub use read::{list, open, routes, send_again};
pub use send::send_due;

use crate::{
    i18n::Language,
    server::{
        Visit,
        authz::Grant,
        db::{StoreError, Tx},
        live::{Frame, Topic},
        mail::{Letter, header_text},
    },
    values::{CaseId, Email, MailId, Moment},
};

/// A mail to post.
#[derive(Clone, Debug)]
pub struct NewMail {
    /// The event and the person, such as `case-opened:<case>:<person>`: a second mail with it is not written (ROLL-10).
    pub once: String,
    /// The event's name for operators, past participle in camel case, such as `CaseOpened`.
    pub kind: &'static str,
    pub recipient: Email,
    /// The recipient's name as people write it; controls are stripped.
    pub name: String,
    /// In the recipient's language, text and HTML.
    pub letter: Letter,
    pub case: Option<CaseId>,
}

/// Was there such a mail already?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posted {
    Now,
    Before,
}

/// A row that is to be written.
struct NewRow<'a> {
    id: MailId,
    mail: &'a NewMail,
    name: String,
    language: Language,
    subject: String,
    text: String,
    html: String,
    at: Moment,
}

/// Writes a mail in the caller's transaction. The sender wakes after its commit; rolled back, there was no mail.
pub async fn post(visit: &Visit, tx: &mut Tx, grant: &impl Grant, mail: &NewMail) -> Result<Posted, StoreError> {
    let posted = post_all(visit, tx, grant, std::slice::from_ref(mail)).await?;
    Ok(if posted == 1 { Posted::Now } else { Posted::Before })
}

/// Writes several in one statement; answers how many were not there yet.
pub async fn post_all(visit: &Visit, tx: &mut Tx, grant: &impl Grant, mails: &[NewMail]) -> Result<u64, StoreError> {
    if mails.is_empty() {
        return Ok(0);
    }
    let rows: Vec<_> = mails.iter().map(|mail| row(visit, mail)).collect();
    let posted = store::insert(tx, grant, &rows).await?;
    if posted > 0 {
        tx.mail_posted();
        tx.announce(Topic::Outbox, Frame::Changed);
    }
    Ok(posted)
}

fn row<'a>(visit: &Visit, mail: &'a NewMail) -> NewRow<'a> {
    NewRow {
        id: visit.id(),
        mail,
        name: header_text(&mail.name),
        language: mail.letter.language(),
        subject: header_text(mail.letter.subject()),
        text: mail.letter.text(),
        html: mail.letter.html(),
        at: visit.now(),
    }
}
