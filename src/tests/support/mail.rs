//! The mail drawer: what the portal wants to send. A test that does not look fails.

use super::TestApp;
use atiende::server::{authz::Actor, db::sql};

/// A mail as it stands in the outbox.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct MailRow {
    pub id: String,
    pub kind: String,
    pub recipient: String,
    pub recipient_name: String,
    pub language: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub state: String,
}

impl TestApp {
    /// The mail that was not taken before, oldest first.
    pub async fn take_mail(&self) -> Vec<MailRow> {
        let all = self.all_mail().await;
        let mut seen = self.mail_seen.lock().expect("the drawer");
        all.into_iter().filter(|mail| seen.insert(mail.id.clone())).collect()
    }

    /// The only mail since the last look.
    pub async fn take_one_mail(&self) -> MailRow {
        let mut mail = self.take_mail().await;
        assert_eq!(mail.len(), 1, "{:?}", subjects(&mail));
        mail.remove(0)
    }

    /// No mail since the last look.
    pub async fn expect_no_mail(&self) {
        let mail = self.take_mail().await;
        assert!(mail.is_empty(), "unexpected: {:?}", subjects(&mail));
    }

    pub(super) async fn nothing_unseen(&self) {
        let mail = self.take_mail().await;
        assert!(mail.is_empty(), "mail that the test did not look at: {:?}", subjects(&mail));
    }

    async fn all_mail(&self) -> Vec<MailRow> {
        let grant = Actor::system("test.mail").maintenance();
        let statement = sql("SELECT id, kind, recipient, recipient_name, language, subject, text, html, state
             FROM mail ORDER BY created_at, id");
        self.portal.db().all(&grant, statement).await.expect("the outbox")
    }
}

fn subjects(mail: &[MailRow]) -> Vec<String> {
    mail.iter().map(|mail| format!("{} to {}: {}", mail.kind, mail.recipient, mail.subject)).collect()
}
