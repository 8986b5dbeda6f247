//! Chat hours (CHAT-4), from the operator's form to what a customer is told.

use super::chat::present;
use crate::support::{Reader, TestApp, on_both};
use atiende::{
    error::AppError,
    features::{
        cases::model::Outcome,
        chat::model::{HoursContent, NewChatContent, NoChat, Presence},
    },
    values::{HOUR_MS, Moment, Problem, Problems},
};
use axum::http::StatusCode;

const OSCAR: &str = "oscar@brujula.example";
const CUSTOMER: &str = "liam@northwind.example";
const NORA: &str = "nora@brujula.example";

fn form<'a>(product: &'a str, monday: &'a str, holidays: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("form[product]", product),
        ("form[mode]", "weekly"),
        ("form[zone]", "Europe/Madrid"),
        ("form[monday]", monday),
        ("form[holidays]", holidays),
    ]
}

async fn set(operator: &Reader<'_>, fields: &[(&str, &str)]) -> Result<Outcome<()>, AppError> {
    operator.call("chat/set-hours", fields).await
}

async fn content(operator: &Reader<'_>, product: &str) -> HoursContent {
    operator.ask("chat/hours", &[("product", product), ("check", "")]).await.expect("the page")
}

/// Why a customer cannot begin a chat on Pulso now.
async fn no_chat(customer: &Reader<'_>) -> Option<NoChat> {
    let new: NewChatContent = customer.ask("chat/new", &[("case", "")]).await.expect("a page");
    new.products.into_iter().find(|product| product.name == "Pulso").expect("a product with a chat").no_chat
}

/// Everything that is done to hours, once.
pub async fn hours_to_their_end(app: &TestApp) {
    let oscar = app.sign_in(OSCAR).await;
    let pulso = app.world.product("pulso").as_str();
    set(&oscar, &form(pulso, "9-18", "")).await.expect("an answer");
    set(&oscar, &[("form[product]", pulso), ("form[mode]", "always")]).await.expect("an answer");
}

#[test]
fn chat_4_hours_that_an_operator_sets_hold_at_once_and_can_be_taken_back() {
    on_both(async |app| {
        let _nora_is_there = present(app, NORA, Presence::Available);
        let (oscar, customer) = (app.sign_in(OSCAR).await, app.sign_in(CUSTOMER).await);
        let pulso = app.world.product("pulso").as_str();
        assert_eq!(no_chat(&customer).await, None, "always open");
        // It is Monday, 10:00 in Madrid: until two in the night it is closed but for the evening.
        assert_eq!(set(&oscar, &form(pulso, "7:00–9:30, 22:00–2:00", "")).await, Ok(Outcome::Done(())));
        let evening = Moment(app.portal.now().0 + 12 * HOUR_MS);
        assert_eq!(no_chat(&customer).await, Some(NoChat::Closed { opens_at: Some(evening) }));
        let shown = content(&oscar, "").await;
        assert_eq!(shown.products.len(), 1, "only products that have a chat");
        assert_eq!((shown.products[0].is_open, shown.products[0].opens_at), (false, Some(evening)));
        assert!(shown.zones.is_empty() && !content(&oscar, pulso).await.zones.is_empty());
        app.pass_ms(15 * HOUR_MS);
        assert_eq!(no_chat(&customer).await, None, "Tuesday, one in the night");
        app.pass_ms(HOUR_MS);
        assert!(matches!(no_chat(&customer).await, Some(NoChat::Closed { .. })), "Tuesday, two in the night");

        let with_days_off = form(pulso, "7:00–9:30", "2026-11-30\n2026-12-07, 2026-12-14");
        set(&oscar, &with_days_off).await.expect("an answer");
        let week = content(&oscar, "").await.products.remove(0);
        assert_eq!(week.opens_at.map(Moment::rfc3339).as_deref(), Some("2026-12-21T06:00:00Z"));
        let always = [("form[product]", pulso), ("form[mode]", "always")];
        assert_eq!(set(&oscar, &always).await, Ok(Outcome::Done(())));
        assert_eq!(no_chat(&customer).await, None);
    });
}

#[test]
fn what_is_wrong_with_hours_is_refused_and_nothing_is_changed() {
    on_both(async |app| {
        let oscar = app.sign_in(OSCAR).await;
        let pulso = app.world.product("pulso").as_str();
        set(&oscar, &form(pulso, "9-18", "")).await.expect("an answer");
        let before = content(&oscar, pulso).await;
        let mut elsewhere = form(pulso, "9-18", "");
        elsewhere[2].1 = "Europe/Atlantis";
        for (fields, field, problem) in [
            (form(pulso, "9 to 18", ""), "monday", Problem::NotUnderstood { what: "9 to 18".into() }),
            (form(pulso, "9-18", "25.12.2026"), "holidays", Problem::NotUnderstood { what: "25.12.2026".into() }),
            (form(pulso, "", ""), "monday", Problem::Missing),
            (elsewhere, "zone", Problem::NotAChoice),
        ] {
            assert_eq!(set(&oscar, &fields).await, Ok(Outcome::Problems(Problems::one(field, problem))), "{field}");
        }
        // a product without a chat has no hours, and one that does not exist neither
        let dead = "00000000-0000-7000-8000-00000000dead";
        for product in [app.world.product("faro").as_str(), dead, "pulso"] {
            assert_eq!(set(&oscar, &form(product, "9-18", "")).await, Err(AppError::NotFound), "{product}");
        }
        assert_eq!(content(&oscar, pulso).await, before);
    });
}

#[test]
fn ux_4_hours_are_set_without_scripting_and_what_was_typed_stays() {
    on_both(async |app| {
        let oscar = app.sign_in(OSCAR).await;
        let pulso = app.world.product("pulso").as_str();
        let here = format!("/operate/chat-hours?product={pulso}");
        let page = oscar.page(&here).await;
        assert_eq!(page.attributes("form.form", "action"), ["/api/chat/set-hours"]);
        assert_eq!(page.attributes("input[name='form[mode]'][checked]", "value"), ["always"]);
        assert_eq!(page.text(".badge"), "Siempre abierto");

        let sent = oscar.post("chat/set-hours", &form(pulso, "9:00-14:00, mañana", "2026-12-25")).await;
        assert_eq!(sent.location(), format!("{here}&check=1"));
        let page = oscar.page(sent.location()).await;
        assert_eq!(page.attributes("#monday", "value"), ["9:00-14:00, mañana"]);
        assert_eq!(page.text("#monday-error"), "No es una franja horaria: mañana. Escríbala así: 9:00–14:00");
        assert_eq!(page.text("#holidays"), "2026-12-25");
        assert_eq!(page.attributes("input[name='form[mode]'][checked]", "value"), ["weekly"]);

        let saved = oscar.post("chat/set-hours", &form(pulso, "7-8, 15:30-18", "2026-12-25")).await;
        assert_eq!(saved.location(), "/operate/chat-hours?saved=1");
        let page = oscar.page(saved.location()).await;
        assert_eq!(page.text("tbody .badge"), "Cerrado, vuelve a abrir el 23 nov 2026, 15:30");
        let page = oscar.page(&here).await;
        assert_eq!(page.attributes("#monday", "value"), ["7:00–8:00, 15:30–18:00"]);
        let preview = "Con este horario: Cerrado, vuelve a abrir el 23 nov 2026, 15:30";
        assert_eq!(page.text(".chat-hours-preview"), preview);
        let nowhere = "/operate/chat-hours?product=00000000-0000-7000-8000-00000000dead";
        assert_eq!(oscar.get(nowhere).await.status, StatusCode::NOT_FOUND);
    });
}
