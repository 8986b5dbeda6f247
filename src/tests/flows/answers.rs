//! Canned answers, from the operator's form to the engineer's menu.

use crate::support::{Reader, TestApp, on_both};
use atiende::{
    error::AppError,
    features::{
        answers::{model::*, rules},
        cases::model::Outcome,
    },
    values::{Problem, Problems},
};
use axum::http::StatusCode;

const OSCAR: &str = "oscar@brujula.example";
const NORA: &str = "nora@brujula.example";

/// Stores a new answer for all products.
pub async fn an_answer(operator: &Reader<'_>, name: &str, body: &str) {
    assert_eq!(save(operator, "", name, body, "").await, Ok(Outcome::Done(())));
}

async fn save(
    operator: &Reader<'_>,
    was: &str,
    name: &str,
    body: &str,
    product: &str,
) -> Result<Outcome<()>, AppError> {
    operator.call("answers/save", &form(was, name, body, product)).await
}

fn form<'a>(was: &'a str, name: &'a str, body: &'a str, product: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("form[was]", was),
        ("form[name]", name),
        ("form[title]", "A title"),
        ("form[product]", product),
        ("form[body]", body),
    ]
}

async fn names(engineer: &Reader<'_>, product: &str) -> Vec<String> {
    let answers: Vec<CannedAnswer> = engineer.ask("answers/list", &[("product", product)]).await.expect("answers");
    answers.into_iter().map(|answer| answer.name).collect()
}

fn refused(field: &str, problem: Problem) -> Result<Outcome<()>, AppError> {
    Ok(Outcome::Problems(Problems::one(field, problem)))
}

/// Everything that is done to an answer, once.
pub async fn an_answer_to_its_end(app: &TestApp) {
    let (oscar, nora) = (app.sign_in(OSCAR).await, app.sign_in(NORA).await);
    let pulso = app.world.product("pulso").as_str();
    save(&oscar, "", "whole", "{{product}}", pulso).await.expect("an answer");
    save(&oscar, "", "whole", "{{product}}", pulso).await.expect("the same");
    oscar.post("answers/save", &form("", "whole", "{{nothing}}", pulso)).await;
    oscar.page("/operate/answers?write=&check=1").await;
    oscar.post("answers/save", &form("whole", "renamed", "{{product}}", "")).await;
    names(&nora, pulso).await;
    oscar.post("answers/delete", &[("name", "renamed")]).await;
}

#[test]
fn engineers_find_the_answers_for_all_products_and_for_theirs_in_one_statement() {
    on_both(async |app| {
        let (oscar, nora) = (app.sign_in(OSCAR).await, app.sign_in(NORA).await);
        let [pulso, faro] = ["pulso", "faro"].map(|code| app.world.product(code).as_str());
        an_answer(&oscar, "for-all", "Hello, {{customer.first_name}}").await;
        save(&oscar, "", "for-pulso", "Hello", pulso).await.expect("an answer");
        save(&oscar, "", "for-faro", "Hello", faro).await.expect("an answer");
        let before = app.portal.db().statements();
        assert_eq!(names(&nora, pulso).await, ["for-all", "for-pulso"]);
        assert_eq!(app.portal.db().statements() - before, 2, "the session, and the list");
        assert_eq!(names(&nora, faro).await, ["for-all", "for-faro"]);
        assert_eq!(names(&nora, "no product").await, ["for-all"]);
        let content: AnswersContent = oscar.ask("answers/open", &[("check", "")]).await.expect("the page");
        assert_eq!((content.answers.len(), content.products.len(), content.kept), (3, 4, None));
    });
}

#[test]
fn an_answer_is_changed_renamed_and_removed_and_a_name_is_had_once() {
    on_both(async |app| {
        let (oscar, nora) = (app.sign_in(OSCAR).await, app.sign_in(NORA).await);
        an_answer(&oscar, "one", "1").await;
        an_answer(&oscar, "two", "2").await;
        assert_eq!(save(&oscar, "", "one", "1", "").await, Ok(Outcome::Done(())), "P4: sent twice it is one");
        assert_eq!(save(&oscar, "", "one", "another", "").await, refused("name", Problem::Duplicate));
        assert_eq!(save(&oscar, "one", "two", "1", "").await, refused("name", Problem::Duplicate));
        assert_eq!(save(&oscar, "one", "uno", "1 and more", "").await, Ok(Outcome::Done(())));
        assert_eq!(save(&oscar, "one", "uno", "1 and more", "").await, Ok(Outcome::Done(())), "P4: renamed once");
        assert_eq!(save(&oscar, "one", "one", "1", "").await, Err(AppError::NotFound));
        let answers: Vec<CannedAnswer> = nora.ask("answers/list", &[("product", "")]).await.expect("answers");
        let texts: Vec<_> = answers.iter().map(|one| (one.name.as_str(), one.body.as_str())).collect();
        assert_eq!(texts, [("two", "2"), ("uno", "1 and more")]);
        assert_eq!(oscar.call::<()>("answers/delete", &[("name", "uno")]).await, Ok(()));
        assert_eq!(oscar.call::<()>("answers/delete", &[("name", "uno")]).await, Err(AppError::NotFound));
        assert_eq!(names(&nora, "").await, ["two"]);
    });
}

#[test]
fn what_does_not_hold_is_refused_by_the_server_and_named() {
    on_both(async |app| {
        let oscar = app.sign_in(OSCAR).await;
        let what = |what: &str| Problem::NotUnderstood { what: what.to_owned() };
        let unknown = save(&oscar, "", "a", "Dear {{customer.nam}}", "").await;
        assert_eq!(unknown, refused("body", what("{{customer.nam}}")));
        assert_eq!(save(&oscar, "", "A name", "x", "").await, refused("name", what("A name")));
        let dead = "00000000-0000-7000-8000-00000000dead";
        for product in ["pulso", dead] {
            assert_eq!(save(&oscar, "", "a", "x", product).await, refused("product", Problem::NotAChoice), "{product}");
        }
        for n in 0..rules::ANSWERS_MOST {
            an_answer(&oscar, &format!("a{n}"), "x").await;
        }
        assert_eq!(save(&oscar, "", "b", "x", "").await, refused("name", Problem::TooMany { most: 200 }));
        assert_eq!(save(&oscar, "a1", "b", "x", "").await, Ok(Outcome::Done(())), "one that is there can be changed");
    });
}

#[test]
fn ux_4_without_scripting_what_was_typed_stays_with_what_is_wrong_beside_its_field() {
    on_both(async |app| {
        let (oscar, nora) = (app.sign_in(OSCAR).await, app.sign_in(NORA).await);
        let page = oscar.page("/operate/answers?write=").await;
        assert_eq!(page.attributes("form.form", "action"), ["/api/answers/save"]);
        let sent = oscar.post("answers/save", &form("", "hola", "Hola, {{cliente}}", "")).await;
        assert_eq!(sent.location(), "/operate/answers?write=&check=1");
        let page = oscar.page(sent.location()).await;
        assert_eq!(page.attributes("#name", "value"), ["hola"]);
        assert_eq!(page.text("#body"), "Hola, {{cliente}}");
        assert_eq!(page.text("#body-error"), "No existe la variable {{cliente}}");
        assert_eq!(page.count("#name-error"), 0);

        let saved = oscar.post("answers/save", &form("", "hola", "Hola, {{customer.name}}", "")).await;
        assert_eq!(saved.location(), "/operate/answers?saved=1");
        let page = oscar.page(saved.location()).await;
        assert_eq!(page.texts("tbody code"), ["/hola"]);
        let taken = oscar.post("answers/save", &form("", "hola", "Otra", "")).await;
        assert_eq!(oscar.page(taken.location()).await.text("#name-error"), "Otra respuesta tiene ya este nombre corto");
        // another form of the same page does not show it
        assert_eq!(oscar.page("/operate/answers?write=hola&check=1").await.text("#body"), "Hola, {{customer.name}}");
        assert_eq!(oscar.get("/operate/answers?write=nobody").await.status, StatusCode::NOT_FOUND);
        let removed = oscar.post("answers/delete", &[("name", "hola")]).await;
        assert_eq!(removed.location(), "/operate/answers?removed=1");
        assert!(names(&nora, "").await.is_empty());
    });
}
