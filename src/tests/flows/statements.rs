//! Statements per request, counted: a number here may fall, and it may not grow.
//!
//! Counted is what passes the database door from the request's arrival to its answer: the session's statement, and those of
//! the use case with its mail and its announcements. Not counted are a transaction's begin and end, which are no
//! statements of a store, and what happens after the answer: the note that a session was used, once a minute, and the
//! waking of other instances.

use super::{attachments::upload, case_steps::*};
use crate::support::{Backend, Reader, TestApp, on_both};
use atiende::features::{
    cases::model::{CaseDraft, CaseListContent, CasePageContent, CaseSummary, OpenPageContent, Sent},
    desk::model::DeskContent,
    organizations::model::HomeContent,
};
use std::future::Future;

/// The statement that finds the session.
const SESSION: u64 = 1;

/// On PostgreSQL a write hands its announcements to the other instances, in its own transaction.
fn relay(app: &TestApp) -> u64 {
    match app.backend {
        Backend::Sqlite => 0,
        Backend::Postgres => 1,
    }
}

async fn statements<T>(app: &TestApp, request: impl Future<Output = T>) -> u64 {
    let before = app.portal.db().statements();
    request.await;
    app.portal.db().statements() - before
}

#[test]
fn a_hot_screen_is_two_statements_and_a_write_a_stated_number() {
    on_both(async |app| {
        let relay = relay(app);
        let (carmen, nora) = (app.sign_in("carmen@rio-azul.example").await, app.sign_in("nora@brujula.example").await);
        let draft = draft(app, &carmen, "Faltan visitas").await;
        let mut case = None;
        let creating = statements(app, async { case = Some(create(&carmen, draft.id.as_str()).await) }).await;
        assert_eq!(creating, SESSION + 10 + 1 + relay, "create, with the mail of the receipt");
        app.take_mail().await;
        let case = case.expect("a case");
        let number = case.number.to_string();

        let reading = [
            ("list", statements(app, carmen.ask::<CaseListContent>("cases/list", &[("query", "")])).await, 2),
            ("open", statements(app, carmen.ask::<CasePageContent>("cases/open", &[("number", &number)])).await, 2),
            (
                "open, engineer",
                statements(app, nora.ask::<CasePageContent>("cases/open", &[("number", &number)])).await,
                3,
            ),
            ("wizard", statements(app, carmen.ask::<OpenPageContent>("cases/new", &[])).await, 1),
            ("queue", statements(app, nora.ask::<DeskContent>("desk/queue", &[("query", "")])).await, 2),
            ("home", statements(app, carmen.ask::<HomeContent>("organizations/home", &[])).await, 2),
        ];
        for (what, counted, most) in reading {
            assert_eq!(counted, SESSION + most, "{what}");
        }

        let commenting = statements(app, async {
            assert_eq!(send(&carmen, &case, "comment", "Still there", "k", "1").await, Sent::Done);
        });
        assert_eq!(commenting.await, SESSION + 6 + relay, "comment, with nobody to write to");
        let answering = statements(app, async {
            assert_eq!(send(&nora, &case, "solution", "Update the tag", "k", "2").await, Sent::Done);
        });
        assert_eq!(answering.await, SESSION + 6 + 1 + relay, "answer, with a mail to the requester");
        let settle = [("case", number.as_str()), ("intent", "confirm"), ("reason", "")];
        let settling = statements(app, carmen.call_raw("cases/settle", &settle));
        assert_eq!(settling.await, SESSION + 4 + 1 + relay, "settle, with a mail to the engineer");
        app.take_mail().await;
    });
}

#[test]
fn what_a_write_costs_does_not_grow_with_what_it_carries() {
    on_both(async |app| {
        let carmen = app.sign_in("carmen@rio-azul.example").await;
        let nora = app.sign_in("nora@brujula.example").await;
        let (few, small) = open_with(app, &carmen, 1).await;
        let (many, large) = open_with(app, &carmen, 10).await;
        // Watchers from outside get a link and an invitation each: one statement for all of either.
        assert_eq!((few, many), (SESSION + 14 + 1 + relay(app), SESSION + 14 + 1 + relay(app)), "create");

        let few = answer_with(app, &nora, &small, 1).await;
        for n in 0..20 {
            assert_eq!(reply(&carmen, &large, "comment", &format!("And another thing, {n}")).await, Sent::Done);
        }
        app.take_mail().await;
        let many = answer_with(app, &nora, &large, 10).await;
        assert_eq!(app.take_mail().await.len(), 11, "the requester and ten watchers");
        assert_eq!((few, many), (SESSION + 7 + 1 + relay(app), SESSION + 7 + 1 + relay(app)), "answer");
        app.take_mail().await;
    });
}

/// Opens a case with so many watchers and files; answers how many statements that took.
async fn open_with(app: &TestApp, reader: &Reader<'_>, most: usize) -> (u64, CaseSummary) {
    let draft = draft(app, reader, "Faltan visitas").await;
    let watchers: Vec<_> = (0..most).map(|n| format!("p{n}@outside.example")).collect();
    let step = [("form[watchers]", watchers.join(", ")), ("step", "contact".into()), ("go", "review".into())];
    let step: Vec<_> = step.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let _: CaseDraft = reader.call("cases/save-draft", &step).await.expect("a saved step");
    for _ in 0..most {
        upload(reader, "a.log", b"x", "case").await;
    }
    let mut case = None;
    let counted = statements(app, async { case = Some(create(reader, draft.id.as_str()).await) }).await;
    for mail in app.take_mail().await {
        let Some((_, token)) = mail.text.split_once("/watching/") else { continue };
        let token = token.split_whitespace().next().expect("a token");
        app.nobody().call::<()>("cases/confirm-watching", &[("token", token)]).await.expect("confirmed");
    }
    (counted, case.expect("a case"))
}

/// Answers a case with so many files; answers how many statements that took.
async fn answer_with(app: &TestApp, reader: &Reader<'_>, case: &CaseSummary, most: usize) -> u64 {
    for _ in 0..most {
        upload(reader, "a.log", b"x", &format!("comment:{}", case.number)).await;
    }
    let seen = look(reader, case).await.case.last_seq.to_string();
    let sent = async { assert_eq!(send(reader, case, "solution", "Update the tag", "k", &seen).await, Sent::Done) };
    statements(app, sent).await
}
