use super::{Outgoing, message::message};
use crate::server::config::Settings;
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor,
    message::Mailbox,
    transport::smtp::{AsyncSmtpTransportBuilder, Error as SmtpError, PoolConfig},
};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// Where mail goes: to a mail server, or into the folder `mail` of the data directory, one `.eml` file per mail.
pub enum Transport {
    Smtp { server: Box<AsyncSmtpTransport<Tokio1Executor>>, from: Mailbox },
    Folder { folder: PathBuf, from: Mailbox },
}

/// Why a mail did not go out; the text is for operators.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// May work later: no connection, a busy server, a full disk.
    #[error("{0}")]
    Passing(String),
    /// Will not work: a refused recipient, an address that is none.
    #[error("{0}")]
    Final(String),
}

/// Connections to the mail server at most.
const CONNECTIONS: u32 = 4;
/// How long the mail server may take for one answer.
const PATIENCE: Duration = Duration::from_secs(30);

impl Transport {
    /// As the settings say; an error is one line that names the setting.
    pub fn open(settings: &Settings) -> Result<Transport, String> {
        let from: Mailbox =
            settings.mail_from.parse().map_err(|_| "ATIENDE_MAIL_FROM: not of the form Name <address>".to_owned())?;
        let Some(url) = &settings.smtp_url else {
            return Ok(Transport::folder(&settings.data_dir, from));
        };
        let server =
            builder(url.reveal())?.timeout(Some(PATIENCE)).pool_config(PoolConfig::new().max_size(CONNECTIONS)).build();
        Ok(Transport::Smtp { server: Box::new(server), from })
    }

    /// Is this an address of a mail server to which a password may be given? An error is one line that names the setting.
    pub fn check(url: &str) -> Result<(), String> {
        builder(url).map(|_| ())
    }

    fn folder(data_dir: &Path, from: Mailbox) -> Transport {
        Transport::Folder { folder: data_dir.join("mail"), from }
    }

    /// Hands one mail over. An answer without error means that the other side has it.
    pub async fn send(&self, mail: &Outgoing) -> Result<(), SendError> {
        match self {
            Transport::Smtp { server, from } => {
                server.send(message(from, mail)?).await.map(|_| ()).map_err(|error| sorted(&error))
            }
            Transport::Folder { folder, from } => {
                let bytes = message(from, mail)?.formatted();
                write(folder, mail, bytes).await.map_err(|error| SendError::Passing(error.to_string()))
            }
        }
    }
}

fn builder(url: &str) -> Result<AsyncSmtpTransportBuilder, String> {
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
        .map_err(|_| "ATIENDE_SMTP_URL: not of the form smtps://user:password@host:port".to_owned())?;
    let open = url.strip_prefix("smtp://").filter(|rest| !rest.contains("tls=required"));
    let sends_password = open.is_some_and(|rest| {
        let host = rest.rsplit_once('@').map(|(_, host)| host);
        host.is_some_and(|host| !["localhost", "127.0.0.1", "[::1]"].iter().any(|here| host.starts_with(here)))
    });
    if sends_password {
        let how = "would send the password in the clear; use smtps:// or end the address with ?tls=required";
        return Err(format!("ATIENDE_SMTP_URL: {how}"));
    }
    Ok(builder)
}

/// A server that says 5xx means it (RFC 5321, section 4.2.1); everything else may pass.
fn sorted(error: &SmtpError) -> SendError {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text = format!("{text}: {inner_text}");
        }
        cause = inner.source();
    }
    if error.is_permanent() { SendError::Final(text) } else { SendError::Passing(text) }
}

/// Under another name first: who watches the folder never finds half a mail.
async fn write(folder: &Path, mail: &Outgoing, bytes: Vec<u8>) -> std::io::Result<()> {
    let (folder, name) = (folder.to_owned(), mail.id.to_string());
    let written = tokio::task::spawn_blocking(move || {
        let part = folder.join(format!("{name}.part"));
        if let Err(error) = std::fs::write(&part, &bytes) {
            if error.kind() != std::io::ErrorKind::NotFound {
                return Err(error);
            }
            std::fs::create_dir_all(&folder)?;
            std::fs::write(&part, &bytes)?;
        }
        std::fs::rename(&part, folder.join(format!("{name}.eml")))
    });
    written.await.map_err(std::io::Error::other)?
}

#[cfg(test)]
mod tests {
    use super::Transport;

    #[test]
    fn a_password_goes_to_other_machines_only_encrypted() {
        for good in [
            "smtps://a:b@mail.example",
            "smtp://a:b@mail.example:587?tls=required",
            "smtp://mail.example",
            "smtp://a:b@127.0.0.1:25",
        ] {
            assert_eq!(Transport::check(good), Ok(()), "{good}");
        }
        for bad in ["smtp://a:b@mail.example", "mail.example", "http://mail.example", ""] {
            let line = Transport::check(bad).expect_err(bad);
            assert!(line.starts_with("ATIENDE_SMTP_URL: ") && !line.contains("a:b"), "{line}");
        }
    }
}
