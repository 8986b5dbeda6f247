use super::case_steps::*;
use crate::support::on_both;
use atiende::{
    error::AppError,
    features::{
        cases::model::*,
        desk::model::{DeskFilter, Lane},
    },
    policy::Refusal,
    values::Problem,
};
use axum::http::StatusCode;

const CARMEN: &str = "carmen@rio-azul.example";
const NORA: &str = "nora@brujula.example";
const INES: &str = "ines@brujula.example";

#[test]
fn of_two_engineers_who_take_a_case_at_once_exactly_one_has_it() {
    on_both(async |app| {
        let carmen = app.sign_in(CARMEN).await;
        let (nora, ines) = (app.sign_in(NORA).await, app.sign_in(INES).await);
        let case = open_case(app, &carmen, "Faltan visitas").await;
        let number = case.number.to_string();
        let fields = [("case", number.as_str())];
        let (first, second) =
            tokio::join!(nora.call::<()>("desk/take", &fields), ines.call::<()>("desk/take", &fields));
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
        assert_eq!(first.and(second), Err(AppError::Conflict));
        let page = look(&carmen, &case).await;
        assert_eq!((page.case.status, page.case.last_seq), (Status::Assigned, 2));
        let assigned = page.case.assignee.expect("an engineer").name;
        assert_eq!(page.events[1].detail, EventDetail::Assigned { from: None, to: Some(assigned) });
        app.expect_no_mail().await;
    });
}

#[test]
fn the_queue_shows_the_most_urgent_first_then_the_longest_untouched() {
    on_both(async |app| {
        let (carmen, nora) = (app.sign_in(CARMEN).await, app.sign_in(NORA).await);
        let mut cases = Vec::new();
        for n in 0..27 {
            cases.push(open_case(app, &carmen, &format!("Caso número {n}")).await);
            app.pass_ms(1_000);
        }
        let urgent = cases[20].number.to_string();
        nora.call::<()>("desk/set-priority", &[("case", &urgent), ("priority", "P1")]).await.expect("set");
        let first = queue(&nora, &DeskFilter::default()).await;
        let second = queue(&nora, &DeskFilter::default().behind(first.next.clone())).await;
        let shown: Vec<_> = first.rows.iter().chain(&second.rows).map(|case| case.number).collect();
        let rest = cases.iter().map(|case| case.number).filter(|number| number.to_string() != urgent);
        let expected: Vec<_> = std::iter::once(cases[20].number).chain(rest).collect();
        assert_eq!(shown, expected);
        assert_eq!((first.rows.len(), second.next), (25, None));

        let number = cases[0].number.to_string();
        nora.call::<()>("desk/take", &[("case", &number)]).await.expect("taken");
        let mine = queue(&nora, &DeskFilter::default().on(Lane::Mine)).await;
        assert_eq!(mine.rows.iter().map(|case| case.number).collect::<Vec<_>>(), [cases[0].number]);
        assert_eq!(mine.counts, [26, 1, 27], "unassigned, mine, all");
        assert_eq!(mine.organizations.iter().map(|o| o.name.as_str()).collect::<Vec<_>>(), ["Río Azul"]);
        assert_eq!(mine.products.len(), 4);
        let filter = DeskFilter { search: "número 13".to_owned(), ..DeskFilter::default() };
        assert_eq!(queue(&nora, &filter).await.rows[0].number, cases[13].number);
        let foreign = Some(app.world.organization("northwind").clone());
        let filter = DeskFilter { organization: foreign, lane: Lane::All, ..DeskFilter::default() };
        assert!(queue(&nora, &filter).await.rows.is_empty());
    });
}

#[test]
fn a_case_is_assigned_to_engineers_only_and_given_back() {
    on_both(async |app| {
        let (carmen, nora) = (app.sign_in(CARMEN).await, app.sign_in(NORA).await);
        let case = open_case(app, &carmen, "Faltan visitas").await;
        let number = case.number.to_string();
        let assign = async |to: &str| nora.call::<()>("desk/assign", &[("case", &number), ("engineer", to)]).await;
        for wrong in [app.world.person(CARMEN).as_str(), app.world.person("oscar@brujula.example").as_str(), "x"] {
            assert_eq!(assign(wrong).await, Err(AppError::field("engineer", Problem::NotAChoice)));
        }
        assign(app.world.person(INES).as_str()).await.expect("assigned");
        let mail = app.take_one_mail().await;
        assert_eq!((mail.recipient.as_str(), mail.kind.as_str(), mail.language.as_str()), (INES, "CaseAssigned", "es"));
        assert_eq!(look(&carmen, &case).await.case.status, Status::Assigned);
        assert_eq!(nora.call::<()>("desk/take", &[("case", &number)]).await, Err(AppError::Conflict));
        assign("").await.expect("given back");
        let page = look(&carmen, &case).await;
        assert_eq!((page.case.status, page.case.assignee), (Status::New, None));
        let names: Vec<_> = look(&nora, &case).await.engineers.into_iter().map(|engineer| engineer.name).collect();
        assert_eq!(names, ["Inés Vidal Castro", "Nora Lindqvist", "Tomás Quiroga"]);
    });
}

#[test]
fn case_8_an_engineer_sets_the_status_and_closing_needs_a_resolution() {
    on_both(async |app| {
        let (carmen, nora) = (app.sign_in(CARMEN).await, app.sign_in(NORA).await);
        let case = open_case(app, &carmen, "Faltan visitas").await;
        let number = case.number.to_string();
        let set = async |status: &str, resolution: &str| {
            let fields = [("case", number.as_str()), ("status", status), ("resolution", resolution)];
            nora.call::<()>("desk/set-status", &fields).await
        };
        assert_eq!(set("closed", "").await, Err(AppError::field("resolution", Problem::Missing)));
        assert_eq!(set("shut", "").await, Err(AppError::field("status", Problem::NotAChoice)));
        assert_eq!(set("assigned", "").await, Err(AppError::Conflict), "nobody has it");
        set("in_progress", "").await.expect("set");
        set("closed", "not_reproducible").await.expect("closed");
        let mail = app.take_one_mail().await;
        assert_eq!((mail.recipient.as_str(), mail.kind.as_str()), (CARMEN, "CaseClosed"));
        let page = look(&carmen, &case).await;
        assert_eq!((page.case.status, page.case.resolution), (Status::Closed, Some(Resolution::NotReproducible)));
        assert_eq!(set("waiting", "").await, Err(AppError::Conflict));
        let priority = nora.call::<()>("desk/set-priority", &[("case", &number), ("priority", "P1")]).await;
        assert_eq!(priority, Err(AppError::Conflict));
        set("in_progress", "").await.expect("reopened");
        assert_eq!(app.take_one_mail().await.kind, "CaseReopened");
    });
}

#[test]
fn plain_forms_of_the_desk_lead_back_to_the_case() {
    on_both(async |app| {
        let (carmen, nora) = (app.sign_in(CARMEN).await, app.sign_in(NORA).await);
        let number = open_case(app, &carmen, "Faltan visitas").await.number.to_string();
        let forms: [(&str, &[(&str, &str)]); 3] = [
            ("desk/take", &[("case", &number)]),
            ("desk/set-priority", &[("case", &number), ("priority", "P2")]),
            ("desk/set-status", &[("case", &number), ("status", "waiting"), ("resolution", "")]),
        ];
        for (endpoint, fields) in forms {
            let answer = nora.post(endpoint, fields).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, &*format!("/cases/{number}")));
        }
    });
}

#[test]
fn the_desk_is_closed_to_customers_and_operators_only_read_it() {
    on_both(async |app| {
        let (carmen, oscar) = (app.sign_in(CARMEN).await, app.sign_in("oscar@brujula.example").await);
        let number = open_case(app, &carmen, "Faltan visitas").await.number.to_string();
        assert_eq!(queue(&oscar, &DeskFilter::default()).await.rows.len(), 1);
        let refused = Err(AppError::Refused(Refusal::NotYours));
        assert_eq!(carmen.ask::<()>("desk/queue", &[("query", "")]).await, refused);
        for reader in [&carmen, &oscar] {
            assert_eq!(reader.call::<()>("desk/take", &[("case", &number)]).await, refused);
            assert_eq!(reader.call::<()>("desk/assign", &[("case", &number), ("engineer", "")]).await, refused);
            let status = [("case", number.as_str()), ("status", "waiting"), ("resolution", "")];
            assert_eq!(reader.call::<()>("desk/set-status", &status).await, refused);
            let priority = [("case", number.as_str()), ("priority", "P1")];
            assert_eq!(reader.call::<()>("desk/set-priority", &priority).await, refused);
        }
    });
}
