//! The queue and an engineer's actions on a case, parsed back.

use crate::support::{Reader, TestApp, on_sqlite};
use atiende::features::cases::model::{CaseDraft, CaseSummary, OpenPageContent, Outcome};
use axum::http::StatusCode;

#[test]
fn a_new_case_waits_in_the_queue_and_is_taken_by_a_plain_form() {
    on_sqlite(async |app| {
        let number = open_case(app, "The report stays empty").await;
        let nora = app.sign_in("nora@brujula.example").await;
        let queue = nora.page("/desk").await;
        assert!(queue.text("nav.tabs a[aria-current=page]").ends_with('1'));
        assert_eq!(queue.text("tbody a"), "The report stays empty");
        assert_eq!(queue.attributes("tbody a", "href"), [format!("/cases/{number}")]);
        assert_eq!(queue.attributes("tbody form input[name=case]", "value"), [number.as_str()]);

        let answer = nora.post("desk/take", &[("case", &number)]).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, &*format!("/cases/{number}")));
        assert_eq!(nora.page("/desk").await.count("tbody tr"), 0);
        assert_eq!(nora.page("/desk?lane=mine").await.text("tbody tr td:last-child"), "Nora Lindqvist");
        app.take_mail().await;
    });
}

#[test]
fn case_8_the_cases_page_offers_an_engineer_the_moves_that_the_case_allows() {
    on_sqlite(async |app| {
        let number = open_case(app, "The report stays empty").await;
        let nora = app.sign_in("nora@brujula.example").await;
        let at = format!("/cases/{number}");
        let page = nora.page(&at).await;
        assert_eq!(page.count("form[action='/api/desk/take']"), 1);
        let moves = page.attributes("#case-status option", "value");
        assert_eq!(moves, ["new", "in_progress", "waiting", "proposed"]);
        assert_eq!(page.attributes("#case-status option[selected]", "value"), ["new"]);
        assert_eq!(page.count("#case-resolution option"), 5);
        assert_eq!(page.texts("#case-assign option")[0], "Nobody, back to the queue");

        nora.post("desk/take", &[("case", &number)]).await;
        let page = nora.page(&at).await;
        assert_eq!(page.count("form[action='/api/desk/take']"), 0);
        assert_eq!(page.texts("#case-assign option[selected]"), ["Nora Lindqvist"]);
        app.take_mail().await;
    });
}

#[test]
fn only_engineers_are_offered_actions_on_a_case() {
    on_sqlite(async |app| {
        let at = format!("/cases/{}", open_case(app, "The report stays empty").await);
        for email in ["liam@northwind.example", "oscar@brujula.example"] {
            let page = app.sign_in(email).await.page(&at).await;
            assert_eq!(page.count("form[action^='/api/desk/']"), 0, "{email}");
        }
        app.take_mail().await;
    });
}

#[test]
fn ux_6_an_operator_reads_the_queue_and_is_told_why_nothing_can_be_taken() {
    on_sqlite(async |app| {
        let oscar = app.sign_in("oscar@brujula.example").await;
        let page = oscar.page("/desk").await;
        assert_eq!(page.count("form[action='/api/desk/take']"), 0);
        assert!(page.text("main .notice").contains("operador"));
    });
}

#[test]
fn the_lanes_and_the_filter_stand_in_the_address() {
    on_sqlite(async |app| {
        let nora = app.sign_in("nora@brujula.example").await;
        let page = nora.page("/desk?lane=all&priority=P1&priority=P2&q=b%C3%A1scula").await;
        let lanes = page.attributes("nav.tabs a", "href");
        assert_eq!(lanes[0], "/desk?priority=P1&priority=P2&q=b%C3%A1scula");
        assert_eq!(lanes[1], "/desk?lane=mine&priority=P1&priority=P2&q=b%C3%A1scula");
        assert!(page.text("nav.tabs a[aria-current=page]").starts_with("All open"));
        assert_eq!(page.attributes("form.filter input[name=q]", "value"), ["báscula"]);
        assert_eq!(page.attributes("form.filter input[name=priority][checked]", "value"), ["P1", "P2"]);
        assert_eq!(page.attributes("form.filter input[name=lane]", "value"), ["all"]);
    });
}

#[test]
fn an_empty_lane_says_what_belongs_there() {
    on_sqlite(async |app| {
        let nora = app.sign_in("nora@brujula.example").await;
        assert_eq!(nora.page("/desk").await.text(".empty h2"), "Nobody is waiting");
        assert_eq!(nora.page("/desk?lane=mine").await.text(".empty h2"), "You have no open case");
        assert_eq!(nora.page("/desk?q=zzz").await.text(".empty h2"), "No case matches this filter");
    });
}

/// A case of Northwind's Liam, opened over the wizard; its number.
async fn open_case(app: &TestApp, title: &str) -> String {
    let liam = app.sign_in("liam@northwind.example").await;
    let content: OpenPageContent = liam.ask("cases/new", &[]).await.expect("the wizard");
    let product = &content.products[0];
    let keys: Vec<_> = product.identifiers.iter().map(|field| format!("form[identifiers][{}]", field.key)).collect();
    let description = "Since this morning the monthly report has no rows, whatever period is chosen.";
    let mut environment = vec![("form[environment]", "production"), ("form[changed]", "no")];
    environment.extend(keys.iter().map(|key| (key.as_str(), "P-1")));
    save(&liam, "product", &[("form[product]", product.id.as_str())]).await;
    let problem = [("form[title]", title), ("form[description]", description), ("form[reproducible]", "no")];
    save(&liam, "problem", &problem).await;
    save(&liam, "environment", &environment).await;
    let draft = save(&liam, "priority", &[("form[priority]", "P3")]).await;
    let made: Outcome<CaseSummary> = liam.call("cases/create", &[("draft", draft.id.as_str())]).await.expect("a case");
    match made {
        Outcome::Done(case) => case.number.to_string(),
        Outcome::Problems(problems) => panic!("{problems:?}"),
    }
}

async fn save(reader: &Reader<'_>, step: &str, fields: &[(&str, &str)]) -> CaseDraft {
    let fields = [fields, &[("step", step), ("go", "stay")]].concat();
    reader.call("cases/save-draft", &fields).await.expect("a draft")
}
