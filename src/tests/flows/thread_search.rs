//! Threads of the forum are found: in the search, while another is asked, and beside a case that is written.

use super::{
    case_steps::draft,
    forum::{accept, answer, ask, ask_in, hide, post_of, restore},
};
use crate::support::{Reader, TestApp, on_both};
use atiende::{
    features::{
        forum::{
            model::ThreadHit,
            server::{follow, rebuild},
        },
        search::model::{Answer, Everything, Suggestion},
    },
    server::db::sql,
    values::ThreadId,
};
use axum::http::StatusCode;
use std::fs;

const LIAM: &str = "liam@northwind.example";
const CARMEN: &str = "carmen@rio-azul.example";
const NORA: &str = "nora@brujula.example";

async fn found(reader: &Reader<'_>, text: &str) -> Vec<String> {
    let found: Everything = reader.ask("search/find", &[("text", text)]).await.expect("an answer");
    found.threads.into_iter().map(|hit| hit.thread.title).collect()
}

async fn similar(reader: &Reader<'_>, title: &str) -> Vec<String> {
    let hits: Vec<ThreadHit> = reader.ask("forum/similar", &[("title", title)]).await.expect("an answer");
    hits.into_iter().map(|hit| hit.thread.title).collect()
}

async fn beside(app: &TestApp, reader: &Reader<'_>, product: &str, title: &str) -> Vec<ThreadId> {
    let product = app.world.product(product).as_str();
    let suggested: Vec<Suggestion> =
        reader.ask("search/suggest", &[("product", product), ("title", title)]).await.expect("an answer");
    let thread = |suggestion| match suggestion {
        Suggestion::Thread(hit) => Some(hit.thread.id),
        Suggestion::Topic(_) => None,
    };
    suggested.into_iter().filter_map(thread).collect()
}

/// Everything that is done with the search of threads, for the tests of every statement.
pub async fn threads_are_found(app: &TestApp) {
    let (liam, nora) = (app.sign_in(LIAM).await, app.sign_in(NORA).await);
    let thread = ask(app, &liam, "A thread to be found later").await;
    answer(&nora, &thread, "It is found by now.").await;
    accept(&nora, &thread, &post_of(&nora, &thread, 2).await).await.expect("accepted");
    follow(&app.portal).await.expect("followed");
    similar(&liam, "a thread to be found").await;
    liam.post("search/solve", &[("answer", &Answer::Thread(thread.as_str()).to_string())]).await;
}

#[test]
fn help_2_a_thread_is_found_by_its_words_and_by_those_of_its_answers_for_as_long_as_it_shows() {
    on_both(async |app| {
        let (liam, nora) = (app.sign_in(LIAM).await, app.sign_in(NORA).await);
        let thread = ask(app, &liam, "Reports and exports differ").await;
        ask(app, &liam, "Where are the invoices").await;
        answer(&nora, &thread, "Choose the **midnight** of your organization.").await;
        app.take_mail().await;
        follow(&app.portal).await.expect("followed");
        for text in ["report", "exprots differ", "midnight", "liam reports"] {
            assert_eq!(
                found(&liam, text).await.first().map(String::as_str),
                Some("Reports and exports differ"),
                "{text}"
            );
        }
        let page = liam.page("/search?q=midnight").await;
        assert_eq!(page.texts("main h2"), ["Forum"]);
        assert_eq!(page.attributes("a.hit-title", "href"), [format!("/forum/{thread}")]);

        let second = post_of(&liam, &thread, 2).await;
        hide(&nora, &second).await;
        assert_eq!(follow(&app.portal).await.expect("followed"), 1);
        assert_eq!(found(&liam, "midnight").await, [""; 0], "what is hidden is not found");
        restore(&nora, &second).await;
        let first = post_of(&liam, &thread, 1).await;
        let fields = [("post", first.as_str()), ("body", "The quarterly figures differ."), ("after", "0")];
        liam.post("forum/edit", &fields).await;
        follow(&app.portal).await.expect("followed");
        assert_eq!(found(&liam, "quarterly midnight").await, ["Reports and exports differ"]);
        hide(&nora, &first).await;
        assert_eq!(found(&liam, "quarterly").await, [""; 0], "before the index knows it, too");
        follow(&app.portal).await.expect("followed");
        assert_eq!(found(&liam, "quarterly").await, [""; 0]);
        assert_eq!(app.portal.threads().stand().expect("an index").texts, 1);
    });
}

#[test]
fn help_2_an_index_of_threads_that_was_lost_comes_back_and_one_of_another_database_goes() {
    on_both(async |app| {
        let liam = app.sign_in(LIAM).await;
        ask(app, &liam, "Reports and exports differ").await;
        assert_eq!(follow(&app.portal).await.expect("followed"), 1);
        assert_eq!(follow(&app.portal).await.expect("followed"), 0);
        app.portal.threads().forget();
        fs::remove_dir_all(app.portal.settings().data_dir.join("search")).expect("removed");
        assert_eq!(follow(&app.portal).await.expect("followed"), 1);
        assert_eq!(found(&liam, "exports").await, ["Reports and exports differ"]);
        app.change(sql("UPDATE forum_thread SET hidden_at = 1")).await;
        app.portal.threads().forget();
        follow(&app.portal).await.expect("followed");
        assert_eq!(app.portal.threads().stand().expect("an index").texts, 0, "another state of the database");
        app.change(sql("UPDATE forum_thread SET hidden_at = NULL")).await;
        assert_eq!(rebuild(&app.portal).await.expect("built"), 1);
        assert_eq!(found(&liam, "exports").await, ["Reports and exports differ"]);
    });
}

#[test]
fn forum_2_threads_like_the_one_that_is_asked_are_offered_while_its_title_is_typed() {
    on_both(async |app| {
        let (liam, carmen, nora) = (app.sign_in(LIAM).await, app.sign_in(CARMEN).await, app.sign_in(NORA).await);
        let thread = ask(app, &liam, "Reports and exports differ").await;
        let faro = app.world.product("faro").as_str();
        let other = ask_in(&carmen, faro, "Exports differ from reports once more").await;
        let invoices = ask(app, &carmen, "Where are the invoices of last year").await;
        let first = post_of(&carmen, &invoices, 1).await;
        carmen.post("forum/edit", &[("post", &first), ("body", "I look for them in vain."), ("after", "0")]).await;
        follow(&app.portal).await.expect("followed");
        let both = ["Reports and exports differ", "Exports differ from reports once more"];
        let offered = similar(&liam, "My export differs from my report").await;
        assert!(offered.len() == 2 && both.iter().all(|title| offered.iter().any(|one| one == title)), "{offered:?}");
        assert_eq!(similar(&liam, "export").await, [""; 0], "too little to go by");
        assert_eq!(
            similar(&liam, "Exports of maps, walks and pictures").await,
            [""; 0],
            "one word of four is not alike"
        );
        let form = [("form[kind]", "question"), ("form[title]", "Reports and exports are wrong"), ("form[key]", "k")];
        liam.post("forum/ask", &form).await;
        let page = liam.page("/forum/new?case=&check=1").await;
        assert!(page.attributes(".forum-similar a", "href").contains(&format!("/forum/{thread}")), "without scripting");

        let into: &[(&str, &str)] = &[("thread", other.as_str()), ("into", thread.as_str())];
        nora.post("forum/merge", into).await;
        follow(&app.portal).await.expect("followed");
        assert_eq!(similar(&liam, "My export differs from my report").await, [both[0]], "merged into the other");
    });
}

#[test]
fn help_3_an_accepted_answer_stands_beside_a_case_of_its_product_and_closes_the_draft() {
    on_both(async |app| {
        let (liam, carmen, nora) = (app.sign_in(LIAM).await, app.sign_in(CARMEN).await, app.sign_in(NORA).await);
        let thread = ask(app, &carmen, "Reports and exports differ").await;
        answer(&nora, &thread, "Choose the zone of your organization.").await;
        app.take_mail().await;
        follow(&app.portal).await.expect("followed");
        let title = "The exports differ from the reports";
        assert_eq!(beside(app, &liam, "pulso", title).await, [], "nothing is accepted yet");
        let solved = Answer::Thread(thread.as_str()).to_string();
        let solve = [("answer", solved.as_str())];
        assert_eq!(liam.call_raw("search/solve", &solve).await.status, StatusCode::NOT_FOUND);
        accept(&carmen, &thread, &post_of(&carmen, &thread, 2).await).await.expect("accepted");
        assert_eq!(beside(app, &liam, "pulso", title).await, std::slice::from_ref(&thread));
        assert_eq!(beside(app, &liam, "faro", title).await, [], "of another product");

        draft(app, &liam, title).await;
        let page = liam.page("/cases/new?step=problem").await;
        assert_eq!(page.attributes(".wizard-suggestions a", "href"), [format!("/forum/{thread}")]);
        assert_eq!(page.texts(".wizard-suggestions p"), ["Accepted answer in the forum"]);
        assert_eq!(page.attributes(".wizard-suggestions button", "value"), [solved.as_str()]);
        let answer = liam.post("search/solve", &solve).await;
        assert_eq!(answer.location(), format!("/forum/{thread}?solved=1"));
        let page = liam.page(answer.location()).await;
        assert_eq!(page.count(".notice[data-tone=success]"), 1);
        assert!(page.texts(".facts dd").contains(&"1 case was not needed".to_owned()));
        assert_eq!(app.texts(sql("SELECT scope FROM draft")).await, [""; 0]);
        for nothing in ["", "thread.", "topic.x", "case.1", &format!("thread.{}", "x".repeat(10_000))] {
            let answer = liam.call_raw("search/solve", &[("answer", nothing)]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nothing:.20}");
        }
    });
}
