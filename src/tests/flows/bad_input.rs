//! What goes wrong outside: odd requests, other sites, a database that is locked, full, read-only or gone. Each has a
//! clear answer, and nothing is half done.

use super::case_steps::{look, open_case, reply, send};
use crate::support::{Backend, Database, Page, TestApp, encode, on_both, on_sqlite, request};
use atiende::{
    error::AppError,
    features::cases::model::{CaseListContent, Sent},
    server::demo::PASSWORD,
    values::{HOUR_MS, Problem},
};
use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use sqlx::{ConnectOptions as _, Connection as _, Executor as _, PgConnection, sqlite::SqliteConnectOptions};
use tokio::net::{TcpListener, TcpStream};

const CARMEN: &str = "carmen@rio-azul.example";

#[test]
fn what_cannot_be_read_is_refused_and_says_no_more() {
    on_sqlite(async |app| {
        let carmen = app.sign_in(CARMEN).await;
        for (kind, body) in [
            ("application/x-www-form-urlencoded", "form[body"),
            ("application/x-www-form-urlencoded", ""),
            ("application/json", "{\"form\":"),
            ("text/plain", "\u{0}\u{1}"),
        ] {
            let broken = request(Method::POST, "/api/cases/comment")
                .header(header::ACCEPT, "application/json")
                .header(header::CONTENT_TYPE, kind);
            let answer = carmen.send(broken, body).await;
            assert!(answer.status.is_client_error(), "{kind}: {} {}", answer.status, answer.text());
            assert!(!answer.text().contains("missing field"), "a foreign error's text: {}", answer.text());
        }
        let unknown = request(Method::POST, "/api/cases/destroy").header(header::ACCEPT, "application/json");
        assert_eq!(carmen.send(unknown, "").await.outcome::<()>(), Err(AppError::NotFound));
        let page = carmen.post("cases/destroy", &[("case", "1")]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert_eq!((page.page().text("h1").as_str(), page.page().count("form")), ("Esta página no existe", 0));
    });
}

/// What a browser would send from the form of a page.
fn fields_of(page: &Page) -> Vec<(String, String)> {
    let hidden = page.attributes("form input", "name").into_iter().zip(page.attributes("form input", "value"));
    let typed = page.attributes("form textarea", "name").into_iter().zip(page.texts("form textarea"));
    hidden.chain(typed).collect()
}

#[test]
fn an_expired_session_in_the_middle_of_typing_loses_nothing() {
    on_both(async |app| {
        let mut carmen = app.sign_in(CARMEN).await;
        let case = open_case(app, &carmen, "A long thought").await;
        let number = case.number.to_string();
        let typed = "¿Por qué <faltan> & \"sobran\" visitas?";
        let fields = [("form[case]", number.as_str()), ("form[body]", typed), ("form[key]", "k"), ("form[seen]", "1")];
        app.pass_ms(73 * HOUR_MS);
        assert_eq!(carmen.call::<Sent>("cases/comment", &fields).await, Err(AppError::SignIn));
        for (language, title, again) in
            [("es", "Inicie sesión", "Enviar de nuevo"), ("en", "Please sign in", "Send again")]
        {
            carmen.language = language.to_owned();
            let answer = carmen.post("cases/comment", &fields).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", answer.location());
            let page = answer.page();
            assert_eq!(page.attributes("html", "lang"), [language]);
            assert_eq!((page.text("h1").as_str(), page.text("form button").as_str()), (title, again));
            assert_eq!(page.attributes("form", "action"), ["/api/cases/comment"]);
            assert_eq!(page.attributes("a[target=_blank]", "href"), ["/sign-in"]);
        }
        let step =
            [("form[title]", "Visits"), ("form[product]", "p"), ("form[description]", "Gone"), ("step", "problem")];
        let page = carmen.post("cases/save-draft", &step).await.page();
        assert_eq!(page.texts("form label"), ["What you typed, 1 of 2", "What you typed, 2 of 2"]);
        let page = carmen.post("cases/comment", &fields).await.page();
        let kept = fields_of(&page);
        let mut kept: Vec<_> = kept.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        kept.sort();
        assert_eq!(
            kept,
            [("form[body]", typed), ("form[case]", number.as_str()), ("form[key]", "k"), ("form[seen]", "1")]
        );

        carmen.sign_in(CARMEN, PASSWORD).await;
        assert_eq!(carmen.post("cases/comment", &kept).await.status, StatusCode::SEE_OTHER);
        let events = look(&carmen, &case).await.events;
        assert_eq!(events.len(), 2);
        assert!(events[1].body_html.contains("visitas"), "{}", events[1].body_html);
        app.take_mail().await;
    });
}

#[test]
fn a_plain_form_that_is_refused_says_so_and_leads_back() {
    on_sqlite(async |app| {
        let (carmen, liam) = (app.sign_in(CARMEN).await, app.sign_in("liam@northwind.example").await);
        let case = open_case(app, &carmen, "Mine alone").await;
        let number = case.number.to_string();
        let fields = [("form[case]", number.as_str()), ("form[body]", "Let me in"), ("form[seen]", "1")];
        let page = liam.post("cases/comment", &fields).await;
        assert_eq!((page.status, page.page().text("h1").as_str()), (StatusCode::NOT_FOUND, "This page does not exist"));
        assert_eq!(page.page().count("form button"), 0, "sent again, it would be refused again");
        assert_eq!(page.page().text("form textarea"), "Let me in");
        let settle = [("case", number.as_str()), ("intent", "confirm"), ("reason", "")];
        let page = carmen.post("cases/settle", &settle).await;
        assert_eq!((page.status, page.page().text("h1").as_str()), (StatusCode::CONFLICT, "Alguien se ha adelantado"));
        assert_eq!(page.page().count("form textarea"), 0, "nothing was written");
        // However short, what was written stays, with the empty line that it begins with.
        let settle = [("case", number.as_str()), ("intent", "confirm"), ("reason", "\nNo")];
        let page = carmen.post("cases/settle", &settle).await;
        assert_eq!(page.page().texts("form label"), ["Lo que ha escrito"]);
        assert_eq!(page.page().attributes("form input[type=hidden]", "name"), ["case", "intent"]);
        assert!(page.text().contains(" name=\"reason\">\n\nNo</textarea>"), "{}", page.text());
        let link = carmen.get("/files/00000000-0000-7000-8000-00000000dead").await;
        assert_eq!((link.status, link.page().text("h1").as_str()), (StatusCode::NOT_FOUND, "Esta página no existe"));
    });
}

#[test]
fn a_body_that_is_too_large_is_refused() {
    on_sqlite(async |app| {
        let carmen = app.sign_in(CARMEN).await;
        let body = format!("source={}", "a".repeat(2 * 1024 * 1024));
        let large = request(Method::POST, "/api/cases/preview")
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = carmen.send(large, body).await;
        assert!(answer.status.is_client_error(), "{} {}", answer.status, answer.text());
        let answer = carmen.post("cases/preview", &[("source", &"a".repeat(2 * 1024 * 1024))]).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(answer.page().text("h1"), "Algo del formulario no es correcto");
        let broken_off = futures::stream::iter([Ok("source="), Err(std::io::Error::other("a line that was cut"))]);
        let form = request(Method::POST, "/api/cases/preview")
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = carmen.send(form, Body::from_stream(broken_off)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn another_site_cannot_write_in_a_persons_name() {
    on_sqlite(async |app| {
        let carmen = app.sign_in(CARMEN).await;
        let case = open_case(app, &carmen, "Mine alone").await;
        let number = case.number.to_string();
        let fields = [("form[case]", number.as_str()), ("form[body]", "From elsewhere"), ("form[seen]", "9999")];
        for (name, value) in
            [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")]
        {
            let foreign = axum::http::Request::builder()
                .method(Method::POST)
                .uri("/api/cases/comment")
                .header(header::HOST, "127.0.0.1:3117")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(name, value);
            let answer = carmen.send(foreign, encode(&fields)).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}");
        }
        assert_eq!(look(&carmen, &case).await.events.len(), 1);
    });
}

#[test]
fn a_plain_form_is_never_led_to_another_site() {
    on_sqlite(async |app| {
        let carmen = app.sign_in(CARMEN).await;
        for (endpoint, fields) in [
            (
                "access/sign-in",
                vec![("form[email]", "x@y.example"), ("form[password]", "z"), ("form[next]", "//evil.example")],
            ),
            ("access/language", vec![("language", "es"), ("next", "https://evil.example/")]),
            ("access/theme", vec![("theme", "nothing"), ("next", "/\\evil.example")]),
            ("cases/comment", vec![("form[case]", "1"), ("form[body]", "x")]),
        ] {
            let form = request(Method::POST, &format!("/api/{endpoint}"))
                .header(header::ACCEPT, "text/html")
                .header(header::REFERER, "https://evil.example/trap")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            let answer = carmen.send(form, encode(&fields)).await;
            let inside = answer.location().is_empty()
                || (answer.location().starts_with('/') && !answer.location().starts_with("//"));
            assert!(inside && !answer.location().contains("\\"), "{endpoint}: {}", answer.location());
        }
    });
}

#[test]
fn ux_2_an_unknown_page_says_so_in_the_readers_language() {
    on_sqlite(async |app| {
        for (email, language, words) in
            [(CARMEN, "es", "Esta página no existe"), ("liam@northwind.example", "en", "This page does not exist")]
        {
            let answer = app.sign_in(email).await.get("/nowhere").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
            assert_eq!(answer.page().attributes("html", "lang"), [language]);
            assert_eq!(answer.page().text("h1"), words);
        }
    });
}

#[test]
fn a_text_that_is_too_long_is_kept_and_named() {
    on_both(async |app| {
        let carmen = app.sign_in(CARMEN).await;
        let case = open_case(app, &carmen, "A long story").await;
        let Sent::Problems(problems) = reply(&carmen, &case, "comment", &"ñ".repeat(60_001)).await else {
            panic!("too long, and sent")
        };
        assert_eq!(problems.of("body"), Some(&Problem::TooLong { most: 60_000, now: 60_001 }));
        let kept = look(&carmen, &case).await.comment_draft.expect("what was typed");
        assert_eq!(kept.body.chars().count(), 60_001);
    });
}

#[test]
fn case_18_a_stale_page_is_shown_what_came_meanwhile() {
    on_both(async |app| {
        let (carmen, nora) = (app.sign_in(CARMEN).await, app.sign_in("nora@brujula.example").await);
        let case = open_case(app, &carmen, "Two at once").await;
        let seen = look(&carmen, &case).await.case.last_seq.to_string();
        assert_eq!(reply(&nora, &case, "comment", "An answer").await, Sent::Done);
        let sent = send(&carmen, &case, "comment", "Written before", "", &seen).await;
        assert!(matches!(sent, Sent::NewerComments { .. }), "{sent:?}");
        app.take_mail().await;
    });
}

#[test]
fn p7_a_locked_database_refuses_the_write_keeps_reading_and_recovers_by_itself() {
    on_sqlite(async |app| {
        let carmen = app.sign_in(CARMEN).await;
        let case = open_case(app, &carmen, "Before the lock").await;
        let seen = look(&carmen, &case).await.case.last_seq.to_string();
        let options = SqliteConnectOptions::new().filename(app.data_dir.join("atiende.db"));
        let mut other = options.connect().await.expect("another program");
        other.execute("BEGIN IMMEDIATE").await.expect("the lock");
        let number = case.number.to_string();
        let fields = [("form[case]", number.as_str()), ("form[body]", "While locked"), ("form[seen]", seen.as_str())];
        let refused = carmen.call::<Sent>("cases/comment", &fields).await;
        assert_eq!(refused, Err(AppError::Unavailable));
        assert_eq!(look(&carmen, &case).await.events.len(), 1, "reading goes on");
        let page = carmen.post("cases/comment", &fields).await;
        assert_eq!((page.status, page.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "5"));
        assert_eq!(page.page().text("h1"), "Ahora no se puede guardar nada");
        assert_eq!(page.page().text("form textarea"), "While locked");
        other.execute("ROLLBACK").await.expect("the lock is given back");
        assert_eq!(carmen.call::<Sent>("cases/comment", &fields).await, Ok(Sent::Done));
        app.take_mail().await;
    });
}

#[test]
fn p7_a_read_only_database_refuses_the_write_and_keeps_reading() {
    on_both(async |app| {
        if app.backend == Backend::Sqlite {
            return;
        }
        let carmen = app.sign_in(CARMEN).await;
        let case = open_case(app, &carmen, "Before the standby").await;
        let statement = "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$";
        let mut admin = admin(app).await;
        admin.execute(statement).await.expect("a read-only database");
        // Sessions that are open already keep their setting: they are sent away.
        let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        admin.execute(others).await.expect("no other sessions");
        let number = case.number.to_string();
        let fields = [("form[case]", number.as_str()), ("form[body]", "While read-only"), ("form[seen]", "9999")];
        let refused = carmen.call::<Sent>("cases/comment", &fields).await;
        assert_eq!(refused, Err(AppError::Unavailable));
        let list: CaseListContent = carmen.ask("cases/list", &[("query", "")]).await.expect("reading goes on");
        assert_eq!(list.rows.len(), 1);
        admin.close().await.expect("a closed connection");
    });
}

async fn admin(app: &TestApp) -> PgConnection {
    let url = app.portal.settings().database().expect("an address").to_owned();
    PgConnection::connect(&url).await.expect("PostgreSQL")
}

#[test]
fn p7_a_lost_postgresql_is_named_and_nobody_is_signed_out_by_it() {
    if !Backend::all().contains(&Backend::Postgres) {
        return;
    }
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let mut database = Database::make(Backend::Postgres).await;
        let direct = database.url.clone().expect("an address");
        let (address, cable) = cable(&direct).await;
        database.url = Some(replace_host(&direct, &address));
        let app = TestApp::start(&database).await;
        let mut carmen = app.sign_in(CARMEN).await;
        cable.abort();
        let _ = cable.await;
        let refused = carmen.ask::<CaseListContent>("cases/list", &[("query", "")]).await;
        assert_eq!(refused, Err(AppError::Unavailable));
        let page = carmen.get("/cases").await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{}", page.location());
        let typed = [("form[case]", "1"), ("form[body]", "Written meanwhile")];
        for (language, title) in [("es", "Ahora no se puede guardar nada"), ("en", "Nothing can be saved right now")] {
            carmen.language = language.to_owned();
            let answer = carmen.post("cases/comment", &typed).await;
            assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
            assert_eq!(answer.page().text("h1"), title);
            assert_eq!(answer.page().text("form textarea"), "Written meanwhile");
        }
        // Another site's form must not come to stand on a page of ours.
        let foreign = axum::http::Request::builder()
            .method(Method::POST)
            .uri("/api/cases/comment")
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "cross-site");
        let answer = carmen.send(foreign, encode(&typed)).await;
        assert!(!answer.text().contains("Written meanwhile"));
        let ready = carmen.get("/readyz").await;
        assert_eq!((ready.status, ready.text()), (StatusCode::SERVICE_UNAVAILABLE, "database\n".to_owned()));
        assert_eq!(carmen.get("/livez").await.status, StatusCode::OK);
        assert!(carmen.cookie("atiende-session").is_some(), "still signed in");
        drop(app);
        database.drop().await;
    });
}

/// A way to the server that can be cut.
async fn cable(url: &str) -> (String, tokio::task::JoinHandle<()>) {
    let host = url.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default().to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its number").to_string();
    let task = tokio::spawn(async move {
        let mut lines = tokio::task::JoinSet::new();
        while let Ok((mut near, _)) = listener.accept().await {
            let host = host.clone();
            lines.spawn(async move {
                if let Ok(mut far) = TcpStream::connect(host).await {
                    let _ = tokio::io::copy_bidirectional(&mut near, &mut far).await;
                }
            });
        }
    });
    (address, task)
}

fn replace_host(url: &str, address: &str) -> String {
    let (scheme, rest) = url.split_once("://").expect("an address");
    let (host, path) = rest.split_once('/').expect("a database's name");
    let user = host.rsplit_once('@').map(|(user, _)| format!("{user}@")).unwrap_or_default();
    format!("{scheme}://{user}{address}/{path}")
}

#[test]
fn a_request_without_a_body_type_or_length_is_answered() {
    on_sqlite(async |app| {
        let nobody = app.nobody();
        for path in [
            "/",
            "/api/",
            "/api/cases/list",
            "/cases/%00",
            "/cases/%F0%28%8C%28",
            "/operate/outbox/..%2f..",
            "//evil.example/",
        ] {
            let answer = nobody.send(request(Method::GET, path), Body::empty()).await;
            assert!(!answer.status.is_server_error(), "{path}: {}", answer.status);
        }
    });
}
