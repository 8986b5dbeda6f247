use crate::support::{MailRow, TestApp, on_both, on_sqlite};
use atiende::{
    error::AppError,
    features::outbox::{
        model::{Again, MailContent, MailState, OutboxContent},
        server::{NewMail, Posted, post, send_due},
    },
    i18n::Language,
    server::{
        Visit,
        authz::Actor,
        config::Secret,
        db::StoreError,
        http::{HttpState, Site},
        jobs,
        mail::{Letter, Transport},
    },
    values::{HOUR_MS, MINUTE_MS},
};
use axum::http::StatusCode;
use server::MailServer;
use std::{path::Path, sync::Arc, time::Duration};

const OPERATOR: &str = "oscar@brujula.example";

/// Posts a mail in a transaction and says whether it is to be committed.
async fn post_one(app: &TestApp, once: &str, name: &str, commit: bool) -> Result<Posted, StoreError> {
    let visit = Visit::system(&app.portal, "test.post", app.portal.now());
    let permit = Actor::system("test.post").maintenance();
    let mail = NewMail {
        once: once.to_owned(),
        kind: "TestPosted",
        recipient: "ana@rio.example".parse().expect("an address"),
        name: name.to_owned(),
        letter: Letter::new(Language::Es, format!("Asunto {once}"), name).paragraph("Una línea con ñ."),
        case: None,
    };
    let mut tx = app.portal.db().begin().await?;
    let posted = post(&visit, &mut tx, &permit, &mail).await?;
    if commit {
        tx.commit().await?;
    }
    Ok(posted)
}

fn by_smtp(app: &TestApp, server: &MailServer) -> Arc<Transport> {
    let mut settings = app.portal.settings().clone();
    settings.smtp_url = Some(Secret::from(server.url()));
    Arc::new(Transport::open(&settings).expect("a transport"))
}

fn into_files(app: &TestApp) -> Arc<Transport> {
    Arc::new(Transport::open(app.portal.settings()).expect("a transport"))
}

async fn send(app: &TestApp, transport: &Arc<Transport>) -> usize {
    send_due(&app.portal, transport).await.expect("a round")
}

/// What an operator sees of a mail.
async fn seen(app: &TestApp, mail: &MailRow) -> MailContent {
    let operator = app.sign_in(OPERATOR).await;
    operator.ask("outbox/open", &[("id", &mail.id)]).await.expect("a mail")
}

#[test]
fn a_mail_commits_with_its_change_or_not_at_all() {
    on_both(async |app| {
        post_one(app, "a", "Ana", false).await.expect("posted");
        app.expect_no_mail().await;
        post_one(app, "a", "Ana", true).await.expect("posted");
        assert_eq!(app.take_one_mail().await.subject, "Asunto a");
    });
}

#[test]
fn roll_10_one_event_mails_a_person_once() {
    on_both(async |app| {
        assert_eq!(post_one(app, "a", "Ana", true).await.expect("posted"), Posted::Now);
        assert_eq!(post_one(app, "a", "Ana", true).await.expect("posted"), Posted::Before);
        app.take_one_mail().await;
        let server = MailServer::start().await;
        let transport = by_smtp(app, &server);
        let both = futures::join!(send(app, &transport), send(app, &transport));
        assert_eq!((both.0 + both.1, send(app, &transport).await), (1, 0));
        assert_eq!(server.received().len(), 1);
    });
}

#[test]
fn a_busy_mail_server_is_tried_again_later_and_later_with_the_same_message() {
    on_both(async |app| {
        let server = MailServer::start().await;
        server.answer_recipients(&["451 4.3.0 later", "451 4.3.0 later"]);
        let transport = by_smtp(app, &server);
        post_one(app, "a", "Ana", true).await.expect("posted");
        let mail = app.take_one_mail().await;

        assert_eq!(send(app, &transport).await, 1);
        let first = seen(app, &mail).await;
        assert_eq!((first.mail.state, first.mail.attempts), (MailState::Queued, 1));
        assert!(first.problem.as_deref().is_some_and(|problem| problem.contains("later")), "{:?}", first.problem);
        let wait = first.mail.next_at.expect("a next attempt").since_ms(app.portal.now());
        assert!((MINUTE_MS..=MINUTE_MS * 5 / 4).contains(&wait), "{wait}");
        assert_eq!(send(app, &transport).await, 0, "tried before its time");

        app.pass_ms(wait);
        assert_eq!(send(app, &transport).await, 1);
        let second = seen(app, &mail).await.mail.next_at.expect("a next attempt").since_ms(app.portal.now());
        assert!(second >= 2 * MINUTE_MS, "{second}");
        app.pass_ms(second);
        assert_eq!(send(app, &transport).await, 1);
        let sent = seen(app, &mail).await;
        assert_eq!((sent.mail.state, sent.mail.attempts, sent.problem), (MailState::Sent, 3, None));
        assert_eq!(server.received().len(), 1);
        assert_eq!(server.message_ids(), [sent.message_id]);
    });
}

#[test]
fn a_mail_that_never_gets_through_fails_in_the_end() {
    on_sqlite(async |app| {
        let mut settings = app.portal.settings().clone();
        // Nobody listens on the discard port.
        settings.smtp_url = Some(Secret::from("smtp://127.0.0.1:9".to_owned()));
        let transport = Arc::new(Transport::open(&settings).expect("a transport"));
        post_one(app, "a", "Ana", true).await.expect("posted");
        let mail = app.take_one_mail().await;
        let mut attempts = 0;
        while seen(app, &mail).await.mail.state == MailState::Queued {
            attempts += send(app, &transport).await;
            app.pass_ms(8 * HOUR_MS);
            assert!(attempts <= 12, "tried for ever");
        }
        let failed = seen(app, &mail).await;
        assert_eq!((failed.mail.state, failed.mail.attempts, attempts), (MailState::Failed, 12, 12));
        assert!(failed.problem.is_some());
    });
}

#[test]
fn ops_4_a_refused_mail_fails_at_once_shows_its_reason_and_is_sent_again_by_hand() {
    on_both(async |app| {
        let server = MailServer::start().await;
        server.answer_recipients(&["550 5.1.1 mailbox unavailable"]);
        let transport = by_smtp(app, &server);
        post_one(app, "a", "Ana", true).await.expect("posted");
        let mail = app.take_one_mail().await;
        send(app, &transport).await;

        let operator = app.sign_in(OPERATOR).await;
        let page = operator.page(&format!("/operate/outbox/{}", mail.id)).await;
        assert!(page.text(".notice").contains("mailbox unavailable"), "{}", page.text(".notice"));
        let failed: OutboxContent =
            operator.ask("outbox/list", &[("state", "failed"), ("after", "")]).await.expect("a list");
        assert_eq!(failed.rows.len(), 1);

        app.pass_ms(30 * 24 * HOUR_MS);
        let operator = app.sign_in(OPERATOR).await;
        assert_eq!(send(app, &transport).await, 0, "a failed mail is left alone");
        let again = operator.post("outbox/send-again", &[("id", &mail.id)]).await;
        assert_eq!((again.status, again.location()), (StatusCode::SEE_OTHER, &*format!("/operate/outbox/{}", mail.id)));
        assert_eq!(send(app, &transport).await, 1);
        assert_eq!(seen(app, &mail).await.mail.state, MailState::Sent);
        assert_eq!(server.received().len(), 1);
    });
}

#[test]
fn p5_a_stop_between_sending_and_recording_repeats_the_mail_under_the_same_message_id() {
    on_both(async |app| {
        let server = MailServer::start().await;
        let transport = by_smtp(app, &server);
        post_one(app, "a", "Ana", true).await.expect("posted");
        let mail = app.take_one_mail().await;
        server.keep_silent(true);
        tokio::select! {
            sent = send(app, &transport) => panic!("{sent} recorded without an answer"),
            () = server.received_one() => {}
        }
        let left = seen(app, &mail).await;
        assert_eq!((left.mail.state, left.again), (MailState::Sending, Again::Sending));
        assert_eq!(send(app, &transport).await, 0, "the lease still holds");

        // The next process: a new transport, after the lease.
        server.keep_silent(false);
        app.pass_ms(10 * MINUTE_MS);
        assert_eq!(send(app, &by_smtp(app, &server)).await, 1);
        assert_eq!(seen(app, &mail).await.mail.state, MailState::Sent);
        let ids = server.message_ids();
        assert_eq!((ids.len(), &ids[0]), (2, &ids[1]));
    });
}

#[test]
fn a_name_with_line_breaks_neither_stops_the_sender_nor_adds_a_header() {
    on_both(async |app| {
        let server = MailServer::start().await;
        let transport = by_smtp(app, &server);
        post_one(app, "a", "Ana\r\nBcc: eve@evil.example\u{0}", true).await.expect("posted");
        post_one(app, "b", "Ñandú, \"Ana\" 🎉", true).await.expect("posted");
        assert_eq!(app.take_mail().await[0].recipient_name, "Ana Bcc: eve@evil.example");
        assert_eq!(send(app, &transport).await, 2);
        for mail in server.received() {
            let head = mail.split("\r\n\r\n").next().expect("a head");
            assert!(!head.lines().any(|line| line.starts_with("Bcc:")), "{head}");
            assert!(
                mail.contains("multipart/alternative") && mail.contains("Auto-Submitted: auto-generated"),
                "{mail}"
            );
        }
    });
}

#[test]
fn without_a_mail_server_mail_becomes_files_in_the_data_folder() {
    on_sqlite(async |app| {
        post_one(app, "a", "Ana", true).await.expect("posted");
        let mail = app.take_one_mail().await;
        assert_eq!(send(app, &into_files(app)).await, 1);
        let file = app.data_dir.join("mail").join(format!("{}.eml", mail.id));
        let written = std::fs::read_to_string(file).expect("a file");
        assert!(
            written.contains("To: Ana <ana@rio.example>") && written.contains("Content-Type: text/plain"),
            "{written}"
        );
        assert!(!Path::new(&app.data_dir).join("mail").join(format!("{}.part", mail.id)).exists());
    });
}

#[test]
fn every_mail_is_in_its_readers_language_with_text_and_html() {
    on_sqlite(async |app| {
        let nobody = app.nobody();
        for email in ["carmen@rio-azul.example", "liam@northwind.example"] {
            nobody.post("access/forgotten", &[("email", email)]).await;
        }
        let mails = app.take_mail().await;
        let subjects: Vec<_> = mails.iter().map(|mail| mail.subject.as_str()).collect();
        assert_eq!(subjects, ["Una contraseña nueva para Atiende", "A new password for Atiende"]);
        for (mail, lang) in mails.iter().zip(["es", "en"]) {
            assert_eq!(mail.language, lang);
            assert!(mail.html.contains(&format!("<html lang=\"{lang}\">")), "{}", mail.html);
            assert!(!mail.text.contains('<') && mail.text.contains("/welcome/"), "{}", mail.text);
        }
    });
}

#[test]
fn whoever_reads_the_outbox_cannot_use_a_persons_link() {
    on_both(async |app| {
        app.nobody().post("access/forgotten", &[("email", "liam@northwind.example")]).await;
        let mail = app.take_one_mail().await;
        let at = mail.text.find("/welcome/").expect("a link");
        let token =
            mail.text[at..].split_whitespace().next().and_then(|path| path.rsplit('/').next()).expect("a token");
        let operator = app.sign_in(OPERATOR).await;
        let path = format!("/operate/outbox/{}", mail.id);
        for sent in [false, true] {
            for path in [path.clone(), format!("{path}/html")] {
                let answer = operator.get(&path).await;
                assert_eq!(answer.status, StatusCode::OK);
                assert!(!answer.text().contains(token), "{path} tells the token, sent: {sent}");
                assert!(answer.text().contains("/welcome/…"), "{path}");
            }
            if !sent {
                assert_eq!(seen(app, &mail).await.again, Again::Possible);
                send(app, &into_files(app)).await;
            }
        }
        // What went out still works; what is left in the database does not hold it any more.
        assert_eq!(app.nobody().get(&format!("/welcome/{token}")).await.status, StatusCode::OK);
        assert_eq!(seen(app, &mail).await.again, Again::LinkSpent);
        let again = operator.call::<()>("outbox/send-again", &[("id", &mail.id)]).await;
        assert_eq!(again, Err(AppError::Conflict));
    });
}

#[test]
fn operators_page_through_the_outbox_and_others_do_not_see_it() {
    on_both(async |app| {
        for n in 0..30 {
            post_one(app, &n.to_string(), "Ana", true).await.expect("posted");
            app.pass_ms(1);
        }
        let id = app.take_mail().await[0].id.clone();
        let operator = app.sign_in(OPERATOR).await;
        let page = operator.page("/operate/outbox?state=queued").await;
        assert_eq!((page.count("tbody tr"), page.text("tbody tr [data-cell=main]").as_str()), (25, "Asunto 29"));
        let next = page.attributes(".pager a[rel=next]", "href").pop().expect("a next page");
        let page = operator.page(&next).await;
        assert_eq!(
            page.texts("tbody tr [data-cell=main]"),
            ["Asunto 4", "Asunto 3", "Asunto 2", "Asunto 1", "Asunto 0"]
        );
        assert_eq!(page.count(".pager a[rel=next]"), 0);
        assert_eq!(operator.page("/operate/outbox?state=sent").await.count(".empty"), 1);

        let html = operator.get(&format!("/operate/outbox/{id}/html")).await;
        assert!(html.header("content-security-policy").contains("default-src 'none'; sandbox"));
        assert_eq!(html.header("content-type"), "text/html; charset=utf-8");

        for email in ["nora@brujula.example", "carmen@rio-azul.example"] {
            let other = app.sign_in(email).await;
            for path in
                ["/operate/outbox".to_owned(), format!("/operate/outbox/{id}"), format!("/operate/outbox/{id}/html")]
            {
                assert_eq!(other.get(&path).await.status, StatusCode::FORBIDDEN, "{email} {path}");
            }
            let again = other.call::<()>("outbox/send-again", &[("id", &id)]).await;
            assert!(matches!(again, Err(AppError::Refused(_))), "{again:?}");
        }
        let unknown = operator.get("/operate/outbox/01936f00-0000-7000-8000-000000000001").await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn the_sender_wakes_when_mail_is_posted_and_ends_with_the_server() {
    on_sqlite(async |app| {
        let state = HttpState::new(app.portal.clone(), Site::none());
        jobs::start(&state).expect("jobs");
        tokio::time::sleep(Duration::from_millis(100)).await;
        post_one(app, "a", "Ana", true).await.expect("posted");
        let mail = app.take_one_mail().await;
        let file = app.data_dir.join("mail").join(format!("{}.eml", mail.id));
        let waited = tokio::time::timeout(Duration::from_secs(5), async {
            while !file.exists() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        });
        waited.await.expect("a file before the timer's next round");
        state.stopping.cancel();
        state.tasks.close();
        tokio::time::timeout(Duration::from_secs(5), state.tasks.wait()).await.expect("the jobs end");
    });
}

/// A mail server that says what it is told to.
mod server {
    use std::{
        collections::VecDeque,
        sync::{Arc, Mutex},
        time::Duration,
    };
    use tokio::{
        io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
        net::{TcpListener, TcpStream},
    };

    pub struct MailServer {
        port: u16,
        state: Arc<Mutex<State>>,
    }

    #[derive(Default)]
    struct State {
        recipients: VecDeque<String>,
        silent: bool,
        received: Vec<String>,
    }

    impl MailServer {
        pub async fn start() -> MailServer {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let port = listener.local_addr().expect("an address").port();
            let state = Arc::new(Mutex::new(State::default()));
            let shared = state.clone();
            tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(talk(stream, shared.clone()));
                }
            });
            MailServer { port, state }
        }
        pub fn url(&self) -> String {
            format!("smtp://127.0.0.1:{}", self.port)
        }
        /// What the next recipients get as an answer; those after them are taken.
        pub fn answer_recipients(&self, answers: &[&str]) {
            self.lock().recipients.extend(answers.iter().map(|answer| (*answer).to_owned()));
        }
        /// Takes mail but does not say so.
        pub fn keep_silent(&self, silent: bool) {
            self.lock().silent = silent;
        }
        pub fn received(&self) -> Vec<String> {
            self.lock().received.clone()
        }
        pub async fn received_one(&self) {
            while self.received().is_empty() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
        pub fn message_ids(&self) -> Vec<String> {
            let id = |mail: &String| mail.lines().find_map(|line| line.strip_prefix("Message-ID: ").map(str::to_owned));
            self.received().iter().filter_map(id).collect()
        }
        fn lock(&self) -> std::sync::MutexGuard<'_, State> {
            self.state.lock().expect("the server's state")
        }
    }

    async fn talk(stream: TcpStream, state: Arc<Mutex<State>>) {
        let mut stream = BufReader::new(stream);
        let mut line = String::new();
        let _ = stream.write_all(b"220 test\r\n").await;
        while matches!({ line.clear(); stream.read_line(&mut line).await }, Ok(read) if read > 0) {
            let verb = line.split([' ', ':', '\r']).next().unwrap_or_default().to_uppercase();
            let answer = match verb.as_str() {
                "EHLO" => "250-test\r\n250 8BITMIME".to_owned(),
                "RCPT" => {
                    let answer = state.lock().expect("the server's state").recipients.pop_front();
                    answer.unwrap_or_else(|| "250 ok".to_owned())
                }
                "DATA" => {
                    let _ = stream.write_all(b"354 go on\r\n").await;
                    let mail = read_mail(&mut stream).await;
                    let silent = {
                        let mut state = state.lock().expect("the server's state");
                        state.received.push(mail);
                        state.silent
                    };
                    if silent {
                        std::future::pending::<()>().await;
                    }
                    "250 taken".to_owned()
                }
                "QUIT" => "221 bye".to_owned(),
                _ => "250 ok".to_owned(),
            };
            if stream.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
                return;
            }
        }
    }

    async fn read_mail(stream: &mut BufReader<TcpStream>) -> String {
        let mut mail = String::new();
        let mut line = String::new();
        while matches!({ line.clear(); stream.read_line(&mut line).await }, Ok(read) if read > 0) && line != ".\r\n" {
            mail.push_str(&line);
        }
        mail
    }
}
