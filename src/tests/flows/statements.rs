//! Statements per request, counted: a number here may fall, and it may not grow.

use super::case_steps::*;
use crate::support::{TestApp, on_sqlite};
use atiende::features::{
    cases::model::{CaseListContent, CasePageContent, OpenPageContent, Sent},
    desk::model::DeskContent,
    organizations::model::HomeContent,
};
use std::future::Future;

/// The statement that finds the session.
const SESSION: u64 = 1;

async fn statements<T>(app: &TestApp, request: impl Future<Output = T>) -> u64 {
    let before = app.portal.db().statements();
    request.await;
    app.portal.db().statements() - before
}

#[test]
fn a_hot_screen_is_two_statements_and_a_write_a_stated_number() {
    on_sqlite(async |app| {
        let (carmen, nora) = (app.sign_in("carmen@rio-azul.example").await, app.sign_in("nora@brujula.example").await);
        let draft = draft(app, &carmen, "Faltan visitas").await;
        let mut case = None;
        let creating = statements(app, async { case = Some(create(&carmen, draft.id.as_str()).await) }).await;
        assert_eq!(creating, SESSION + 10 + 1, "create, with the mail of the receipt");
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
        assert_eq!(commenting.await, SESSION + 6, "comment, with nobody to write to");
        let answering = statements(app, async {
            assert_eq!(send(&nora, &case, "solution", "Update the tag", "k", "2").await, Sent::Done);
        });
        assert_eq!(answering.await, SESSION + 6 + 1, "answer, with a mail to the requester");
        let settle = [("case", number.as_str()), ("intent", "confirm"), ("reason", "")];
        let settling = statements(app, carmen.call_raw("cases/settle", &settle));
        assert_eq!(settling.await, SESSION + 4 + 1, "settle, with a mail to the engineer");
        app.take_mail().await;
    });
}
