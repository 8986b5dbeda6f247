//! Every piece of SQL in the stores runs, on both databases: a statement that only one of them understands, or that no
//! longer fits the schema, fails here and not at somebody's desk.

use super::{
    attachments::{append, offset, place, send_form, upload},
    case_steps::*,
    live, matrix,
};
use crate::{
    support::{Backend, Database, TestApp, portal_on},
    tidy::{files, none},
};
use atiende::{
    features::{
        access::server::{Invitation, admin, clear, invite, operator_link},
        cases::{model::Sent, server::attachments::sweep},
        desk::model::{DeskContent, DeskFilter},
        outbox::{model::OutboxContent, server::send_due},
    },
    i18n::Language,
    policy::Role,
    server::{
        Visit,
        authz::Actor,
        demo::{self, Size},
        live::delete_before,
        mail::Transport,
    },
    values::{DAY_MS, Email, HOUR_MS},
};
use axum::http::StatusCode;
use indicatif::ProgressBar;
use std::{
    collections::BTreeSet,
    fmt::Debug,
    sync::{Arc, Mutex},
};
use tracing::{Event, Subscriber, field::Field};
use tracing_subscriber::{Layer, layer::Context, prelude::*};

const LIAM: &str = "liam@northwind.example";
const CARMEN: &str = "carmen@rio-azul.example";
const NORA: &str = "nora@brujula.example";

/// Where pieces of statements stand: file and line.
type Places = BTreeSet<String>;

/// Stores that only several instances on one PostgreSQL need.
const OF_POSTGRES: &str = "src/server/live/store.rs";
/// What is known of sessions is known on SQLite only.
const OF_SQLITE: &str = "src/features/access/server/store/known.rs";
/// Where a right becomes a condition.
const REACH: &str = "src/server/authz/scope.rs";

#[test]
fn every_piece_of_sql_runs_on_both_databases() {
    for backend in Backend::all() {
        let ran = Ran::default();
        let _listening = tracing::subscriber::set_default(tracing_subscriber::registry().with(ran.clone()));
        // One thread: what runs on others is not heard.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(walk(backend));
        let ran = ran.0.lock().expect("places").clone();
        assert!(ran.len() > 100, "{}", ran.len());
        let is_needed = |place: &String| match backend {
            Backend::Sqlite => !place.starts_with(OF_POSTGRES),
            Backend::Postgres => !place.starts_with(OF_SQLITE),
        };
        let idle = written().into_iter().filter(|place| is_needed(place) && !ran.contains(place));
        none(&format!("SQL that did not run on {backend:?}"), idle.collect());
    }
}

/// Hears from the database door which pieces a statement was made of.
#[derive(Clone, Default)]
struct Ran(Arc<Mutex<Places>>);

impl<S: Subscriber> Layer<S> for Ran {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        event.record(&mut |field: &Field, value: &dyn Debug| {
            if field.name() == "pieces" {
                let places = format!("{value:?}");
                self.0.lock().expect("places").extend(places.split_whitespace().map(str::to_owned));
            }
        });
    }
}

/// The pieces that stand in the stores. Where a condition chooses one of several texts on a line, one is enough.
fn written() -> Places {
    let is_store = |name: &str, path: &str| name.ends_with("store.rs") || path.contains("/store/") || path == REACH;
    let mut places = Places::new();
    for source in files("src/features", &["rs"]).into_iter().chain(files("src/server", &["rs"])) {
        if !is_store(source.name(), &source.path) {
            continue;
        }
        let lines = source.lines().filter(|(_, line)| !line.trim_start().starts_with("//") && has_piece(line));
        places.extend(lines.map(|(at, _)| format!("{}:{at}", source.path)));
    }
    places
}

fn has_piece(line: &str) -> bool {
    let calls = ["sql(", ".push(\"", ".push(match ", ".push(if ", ".push_bind(", ".push_list("];
    let is_constant = |text: &str| text.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    let pushed = line.split(".push(").skip(1).filter_map(|rest| rest.split_once(')'));
    // A list's `push` that goes on below has the list before it.
    let goes_on_below = line.trim() == ".push(";
    goes_on_below
        || calls.iter().any(|call| line.contains(call))
        || pushed.into_iter().any(|(text, _)| is_constant(text))
}

/// Does everything that the portal can do, in three worlds.
async fn walk(backend: Backend) {
    first_start(backend).await;
    demo_world(backend).await;
    let database = Database::make(backend).await;
    let app = TestApp::start(&database).await;
    matrix::knock_on_every_door(&app).await;
    super::search::cases_are_followed(&app).await;
    super::thread_search::threads_are_found(&app).await;
    super::topics::topics_come_and_go(&app).await;
    super::public_topics::everybody_reads(&app).await;
    super::topic_edit::a_topic_to_its_end(&app).await;
    accounts(&app).await;
    lists(&app).await;
    files_of_cases(&app).await;
    watching(&app).await;
    super::chat::a_chat_to_its_end(&app).await;
    super::answers::an_answer_to_its_end(&app).await;
    super::chat_hours::hours_to_their_end(&app).await;
    super::forum::a_thread_to_its_end(&app).await;
    super::import::history_comes_in(&app).await;
    if backend == Backend::Postgres {
        live::two_instances(&app).await;
    }
    mail(&app).await;
    clear_up(&app).await;
    app.portal.db().close().await;
    database.drop().await;
}

async fn first_start(backend: Backend) {
    let database = Database::make(backend).await;
    let portal = portal_on(&database).await;
    assert!(demo::is_empty(&portal).await.expect("an answer"));
    for _ in 0..2 {
        operator_link(&portal).await.expect("an answer").expect("a link");
    }
    let email: Email = "sol@brujula.example".parse().expect("an address");
    admin::create(&portal, &email, "Sol Ortega", Role::Engineer).await.expect("an account");
    admin::reset_link(&portal, &email).await.expect("an answer").expect("a link");
    admin::revoke_sessions(&portal, &email).await.expect("an answer").expect("a person");
    assert_eq!(admin::list(&portal).await.expect("people").len(), 2);
    portal.db().close().await;
    database.drop().await;
}

async fn demo_world(backend: Backend) {
    let database = Database::make(backend).await;
    let portal = portal_on(&database).await;
    demo::seed(&portal, Size::Tour, 1, &ProgressBar::hidden()).await.expect("a world");
    portal.db().close().await;
    database.drop().await;
}

async fn accounts(app: &TestApp) {
    let nobody = app.nobody();
    nobody.post("access/forgotten", &[("email", LIAM)]).await;
    let mail = app.take_mail().await.into_iter().find(|mail| mail.kind == "ResetRequested").expect("a reset");
    let (_, token) = mail.text.split_once("/welcome/").expect("a link");
    let token = token.split_whitespace().next().expect("a token");
    let password = "siete barcos amarillos";
    nobody
        .post("access/set-password", &[("form[token]", token), ("form[password]", password), ("form[again]", password)])
        .await;
    app.pass_ms(HOUR_MS);
    assert_eq!(nobody.get("/account/sessions").await.status, StatusCode::OK);
    nobody.post("access/end-other-sessions", &[]).await;

    let visit = Visit::system(&app.portal, "test.invite", app.portal.now());
    let permit = Actor::system("test.invite").maintenance();
    let email: Email = "freja@helsingor.example".parse().expect("an address");
    let invitation = Invitation {
        person: app.world.person(email.as_str()),
        name: "Freja",
        email: &email,
        language: Language::En,
        organization_name: "Helsingør",
        event: "one",
    };
    let mut tx = app.portal.db().begin().await.expect("a transaction");
    invite(&visit, &mut tx, &permit, &invitation).await.expect("an invitation");
    tx.commit().await.expect("a commit");
}

/// Every filter and every order, with a second page of each.
pub async fn lists(app: &TestApp) {
    let (carmen, nora) = (app.sign_in(CARMEN).await, app.sign_in(NORA).await);
    for n in 0..26 {
        open_case(app, &carmen, &format!("Caso {n}")).await;
    }
    let (pulso, rio_azul) = (app.world.product("pulso"), app.world.organization("rio-azul"));
    let filter = format!("scope=mine&status=new&priority=P3&product={pulso}&q=caso+100001&period=30d");
    list(&carmen, &filter).await;
    list(&carmen, "q=100001").await;
    for sort in ["changed", "opened", "priority"] {
        let next = list(&carmen, &format!("sort={sort}")).await.next.expect("a second page");
        list(&carmen, &format!("sort={sort}&after={next}")).await;
    }
    for lane in ["mine", "all", "unassigned"] {
        let query = format!("lane={lane}&product={pulso}&organization={rio_azul}&priority=P3&q=caso");
        let _: DeskContent = nora.ask("desk/queue", &[("query", &query)]).await.expect("the queue");
    }
    let first = queue(&nora, &DeskFilter::default()).await;
    queue(&nora, &DeskFilter::default().behind(first.next.clone())).await;
    let number = first.rows[0].number.to_string();
    let engineer = app.world.person(NORA).as_str();
    nora.call::<()>("desk/assign", &[("case", &number), ("engineer", engineer)]).await.expect("assigned");
    carmen.page("/").await;
    nora.page("/").await;
    nora.get("/cases.csv").await;
}

async fn files_of_cases(app: &TestApp) {
    let (carmen, nora) = (app.sign_in(CARMEN).await, app.sign_in(NORA).await);
    let case = open_case(app, &carmen, "With files").await;
    live::listen(app, &carmen, &case).await;
    let scope = format!("comment:{}", case.number);
    let half = place(&carmen, "half.log", 4, &scope).await;
    append(&carmen, &half, 0, "ab").await;
    offset(&carmen, &half).await;
    append(&carmen, &half, 2, "cd").await;
    send_form(&carmen, &scope, "/", &[("whole.log", "whole")]).await;
    assert_eq!(reply(&carmen, &case, "comment", "Here they are").await, Sent::Done);
    assert_eq!(reply(&nora, &case, "solution", "Read them").await, Sent::Done);
    let number = case.number.to_string();
    let settle = [("case", number.as_str()), ("intent", "confirm"), ("reason", "")];
    carmen.call_raw("cases/settle", &settle).await;
    carmen.post("cases/follow-up", &[("case", &number)]).await;
    upload(&carmen, "in-the-draft.log", b"x", "case").await;
    let followed = draft(app, &carmen, "Again").await;
    create(&carmen, followed.id.as_str()).await;

    let note = upload(&nora, "internal.log", b"secret", &format!("note:{number}")).await;
    let fields = [("form[case]", number.as_str()), ("form[body]", "Look at this"), ("form[seen]", "99")];
    assert_eq!(nora.call::<Sent>("cases/note", &fields).await, Ok(Sent::Done));
    look(&nora, &case).await;
    for reader in [&carmen, &nora] {
        reader.get(&format!("/files/{}", half.id)).await;
        reader.get(&format!("/files/{}", note.id)).await;
    }
}

async fn watching(app: &TestApp) {
    let carmen = app.sign_in(CARMEN).await;
    let case = open_case(app, &carmen, "Watched").await;
    let number = case.number.to_string();
    carmen.call_raw("cases/watch", &[("case", &number), ("email", "pat@outside.example")]).await;
    let invitation = app.take_mail().await.pop().expect("an invitation");
    let (_, token) = invitation.text.split_once("/watching/").expect("a link");
    let token = token.split_whitespace().next().expect("a token");
    app.nobody().call::<()>("cases/confirm-watching", &[("token", token)]).await.expect("confirmed");
}

/// Mail that waits, fails, is sent again and goes out.
async fn mail(app: &TestApp) {
    let transport = Arc::new(Transport::open(app.portal.settings()).expect("a transport"));
    let folder = app.data_dir.join("mail");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::write(&folder, "no folder").expect("a file in its place");
    for _ in 0..13 {
        while send_due(&app.portal, &transport).await.expect("a round") > 0 {}
        app.pass_ms(8 * HOUR_MS);
    }
    std::fs::remove_file(&folder).expect("removed");
    let oscar = app.sign_in("oscar@brujula.example").await;
    let failed: OutboxContent = oscar.ask("outbox/list", &[("state", "failed"), ("after", "")]).await.expect("mail");
    let all: OutboxContent = oscar.ask("outbox/list", &[("state", ""), ("after", "")]).await.expect("mail");
    let after = all.next.expect("a second page").to_string();
    oscar.ask_raw("outbox/list", &[("state", ""), ("after", &after)]).await;
    let id = failed.rows[0].id.to_string();
    oscar.call_raw("outbox/send-again", &[("id", &id)]).await;
    while send_due(&app.portal, &transport).await.expect("a round") > 0 {}
    oscar.get(&format!("/operate/outbox/{id}/html")).await;
}

async fn clear_up(app: &TestApp) {
    app.pass_ms(40 * DAY_MS);
    clear(&app.portal).await.expect("cleared");
    sweep(&app.portal).await.expect("swept");
    let permit = Actor::system("test.clear").maintenance();
    let mut tx = app.portal.db().begin().await.expect("a transaction");
    delete_before(&mut tx, &permit, app.portal.now()).await.expect("cleared");
    tx.commit().await.expect("a commit");
}
