//! Steps that several flows begin with: a case, opened as a customer opens it.

use crate::support::{Reader, TestApp};
use atiende::features::{
    cases::model::*,
    desk::model::{DeskContent, DeskFilter},
};

/// A description that is long enough, on a P3 case of Pulso; `title` tells cases apart.
pub async fn draft(app: &TestApp, reader: &Reader<'_>, title: &str) -> CaseDraft {
    let product = app.world.product("pulso").as_str();
    let description = "Since **Monday** the visits of the shop are missing in every report that we have looked at.";
    let steps: [&[(&str, &str)]; 5] = [
        &[("form[product]", product), ("step", "product"), ("go", "problem")],
        &[
            ("form[title]", title),
            ("form[description]", description),
            ("form[reproducible]", "yes"),
            ("form[steps]", "Open the report of visits"),
            ("step", "problem"),
            ("go", "environment"),
        ],
        &[
            ("form[environment]", "Production, Firefox"),
            ("form[changed]", "no"),
            ("form[identifiers][property]", "PU-4821-7"),
            ("step", "environment"),
            ("go", "priority"),
        ],
        &[("form[priority]", "P3"), ("step", "priority"), ("go", "contact")],
        &[("form[phone]", ""), ("form[watchers]", ""), ("step", "contact"), ("go", "review")],
    ];
    let mut draft = None;
    for step in steps {
        draft = Some(reader.call::<CaseDraft>("cases/save-draft", step).await.expect("a saved step"));
    }
    draft.expect("five steps")
}

/// Opens a case; the mail that it sends is taken out of the drawer.
pub async fn open_case(app: &TestApp, reader: &Reader<'_>, title: &str) -> CaseSummary {
    let draft = draft(app, reader, title).await;
    let case = create(reader, draft.id.as_str()).await;
    app.take_mail().await;
    case
}

/// Submits a draft that has no problems.
pub async fn create(reader: &Reader<'_>, draft: &str) -> CaseSummary {
    match reader.call::<Outcome<CaseSummary>>("cases/create", &[("draft", draft)]).await.expect("an answer") {
        Outcome::Done(case) => case,
        Outcome::Problems(problems) => panic!("{problems:?}"),
    }
}

/// The case as its page shows it to this reader.
pub async fn look(reader: &Reader<'_>, case: &CaseSummary) -> CasePageContent {
    reader.ask("cases/open", &[("number", &case.number.to_string())]).await.expect("the case")
}

/// Sends a comment or an answer that has seen everything.
pub async fn reply(reader: &Reader<'_>, case: &CaseSummary, intent: &str, body: &str) -> Sent {
    let seen = look(reader, case).await.case.last_seq.to_string();
    send(reader, case, intent, body, "", &seen).await
}

/// Sends a comment or an answer.
pub async fn send(reader: &Reader<'_>, case: &CaseSummary, intent: &str, body: &str, key: &str, seen: &str) -> Sent {
    let number = case.number.to_string();
    let fields = [
        ("form[case]", number.as_str()),
        ("form[body]", body),
        ("form[intent]", intent),
        ("form[key]", key),
        ("form[seen]", seen),
    ];
    reader.call("cases/comment", &fields).await.expect("an answer")
}

/// The list that a query string shows.
pub async fn list(reader: &Reader<'_>, query: &str) -> CaseListContent {
    reader.ask("cases/list", &[("query", query)]).await.expect("a list")
}

/// The queue that a filter shows.
pub async fn queue(reader: &Reader<'_>, filter: &DeskFilter) -> DeskContent {
    reader.ask("desk/queue", &[("query", &filter.to_string())]).await.expect("the queue")
}
