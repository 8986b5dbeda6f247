//! The case list as a file.

use super::case_steps::{open_case, reply};
use crate::support::{TestApp, on_both, on_sqlite};
use atiende::features::cases::model::Sent;
use axum::http::StatusCode;

const CUSTOMER: &str = "carmen@rio-azul.example";
const STRANGER: &str = "liam@northwind.example";
const ENGINEER: &str = "nora@brujula.example";

#[test]
fn case_14_the_filter_exports_as_csv_in_the_readers_language_and_within_reach() {
    on_both(async |app: &TestApp| {
        let (customer, stranger) = (app.sign_in(CUSTOMER).await, app.sign_in(STRANGER).await);
        let own = open_case(app, &customer, "=1+1 se ejecuta en la hoja").await;
        let foreign = open_case(app, &stranger, "Another organization's case").await;

        let answer = customer.get("/cases.csv?scope=organization").await;
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "text/csv; charset=utf-8"));
        assert_eq!(answer.header("content-disposition"), "attachment; filename=\"casos-2026-11-23.csv\"");
        let text = answer.text();
        assert!(text.starts_with("\u{feff}Número,Título,Estado,"), "{text}");
        assert!(text.contains(&format!("{},'=1+1 se ejecuta en la hoja,", own.number)), "{text}");
        assert!(text.contains("2026-11-23 10:00"), "the reader's zone: {text}");
        assert!(!text.contains(&foreign.number.to_string()), "{text}");

        let filtered = customer.get("/cases.csv?scope=organization&priority=P1").await.text();
        assert_eq!(filtered.lines().count(), 1, "{filtered}");
        assert!(app.nobody().get("/cases.csv").await.location().starts_with("/sign-in"));
    });
}

#[test]
fn case_14_the_export_as_json_is_read_page_by_page_to_its_end() {
    on_sqlite(async |app: &TestApp| {
        let customer = app.sign_in(CUSTOMER).await;
        for at in 0..3 {
            open_case(app, &customer, &format!("Visits are missing, case {at}")).await;
        }
        let text = customer.get("/cases.json?scope=organization").await.text();
        let rows: Vec<serde_json::Value> = serde_json::from_str(&text).expect("JSON");
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[0]["status"], "new");
        assert_eq!(rows[0]["opened_at"], "2026-11-23T09:00:00Z");
        let none = customer.get("/cases.json?priority=P1").await.text();
        assert_eq!(serde_json::from_str::<Vec<serde_json::Value>>(&none).expect("JSON").len(), 0);
    });
}

#[test]
fn case_17_no_export_holds_a_note_or_a_text() {
    on_sqlite(async |app: &TestApp| {
        let (customer, engineer) = (app.sign_in(CUSTOMER).await, app.sign_in(ENGINEER).await);
        let case = open_case(app, &customer, "Visits are missing since Monday").await;
        assert_eq!(reply(&customer, &case, "comment", "A-COMMENT").await, Sent::Done);
        let number = case.number.to_string();
        let fields = [("form[case]", number.as_str()), ("form[body]", "A-NOTE"), ("form[seen]", "2")];
        let _: Sent = engineer.call("cases/note", &fields).await.expect("a note");
        app.take_mail().await;
        for address in ["/cases.csv", "/cases.json"] {
            let text = engineer.get(address).await.text();
            assert!(text.contains(&number), "{text}");
            assert!(!text.contains("A-NOTE") && !text.contains("A-COMMENT"), "{text}");
        }
    });
}
