use super::valid::assert_valid;
use crate::{
    flows::{
        answers,
        case_steps::{draft, open_case, reply},
        chat, forum, topic_edit, topics,
    },
    support::{Page, Reader, on_sqlite},
};
use atiende::{features::chat::model::Presence, route};
use scraper::{ElementRef, Selector};

const CARMEN: &str = "carmen@rio-azul.example";

/// Opens pages and looks at what holds for all of them.
async fn look_at(reader: &Reader<'_>, language: &str, paths: &[String]) {
    for path in paths {
        let page = reader.page(path).await;
        assert_valid(&page);
        let mut found = Vec::new();
        wrong_tables(&page, &mut found);
        wrong_structure(&page, language, &mut found);
        waiting_parts(&page, &mut found);
        assert!(found.is_empty(), "{path}:\n{}", found.join("\n"));
    }
}

#[test]
fn ux_1_every_page_is_sound_and_everything_in_it_has_a_name() {
    on_sqlite(async |app| {
        let (carmen, nora) = (app.sign_in(CARMEN).await, app.sign_in("nora@brujula.example").await);
        let case = open_case(app, &carmen, "Faltan visitas 😕 en la portada").await;
        draft(app, &carmen, "Todavía sin enviar").await;
        reply(
            &nora,
            &case,
            "solution",
            "| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n\n> quoted\n\n- one\n- two",
        )
        .await;
        app.take_mail().await;
        let strings = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>();
        let mut nobody = app.nobody();
        nobody.language = "es".to_owned();
        look_at(
            &nobody,
            "es",
            &strings(&["/sign-in", "/sign-in?problem=credentials", "/forgotten", "/forgotten?sent=1"]),
        )
        .await;
        let mut of_customers =
            strings(&["/", "/account", "/account/sessions", "/cases", "/cases?status=closed", "/cases?q=zzz"]);
        of_customers.push(format!("/cases/{}", case.number));
        for step in ["product", "problem", "environment", "priority", "contact", "review"] {
            of_customers.push(format!("/cases/new?step={step}"));
            of_customers.push(format!("/cases/new?step={step}&check=1"));
        }
        look_at(&carmen, "es", &of_customers).await;
        let thread = forum::ask(app, &carmen, "¿Cómo se cuentan las visitas? 😕").await;
        forum::answer(&nora, &thread, "| a | b |\n|---|---|\n| 1 | 2 |\n\n- one\n- two").await;
        let post = forum::post_of(&nora, &thread, 2).await;
        let edited = format!("/forum/{thread}?edit={}", forum::post_of(&nora, &thread, 1).await);
        carmen.post("forum/report", &[("post", &post), ("reason", "")]).await;
        let of_thread = format!("/forum/{thread}");
        let of_forum =
            ["/forum", "/forum?show=answered", "/forum/new", &of_thread, &edited, &format!("{of_thread}?check=1")];
        look_at(&carmen, "es", &strings(&of_forum)).await;
        carmen.post("forum/report", &[("post", &post), ("reason", "No es verdad")]).await;
        app.take_mail().await;
        let of_engineers = [
            strings(&["/", "/desk", "/desk?lane=all", "/cases", "/account", &of_thread, "/operate/forum"]),
            vec![format!("/cases/{}", case.number), format!("/forum/new?case={}", case.number)],
        ];
        look_at(&nora, "en", &of_engineers.concat()).await;
        let oscar = app.sign_in("oscar@brujula.example").await;
        answers::an_answer(&oscar, "saludo", "Hola, {{customer.first_name}}").await;
        let hours = format!("/operate/chat-hours?product={}", app.world.product("pulso"));
        topics::import(app, &topics::folder(app)).await;
        let [written, reviewed] = topic_edit::two_topics(app, &oscar).await;
        let of_editor = [
            "/operate/topics/edit".to_owned(),
            route::edit_topic(&written),
            format!("{}&version=1", route::edit_topic(&written)),
            route::edit_topic(&reviewed),
            route::topic_versions(&written),
            format!("{}?show=1", route::topic_versions(&written)),
            "/topics/en/pulso/main/limits".to_owned(),
            "/topics/es/pulso/main/limits".to_owned(),
        ];
        look_at(&oscar, "es", &of_editor).await;
        let of_operators = strings(&[
            "/",
            "/forum",
            "/operate/forum",
            "/operate/forum/categories",
            "/operate/outbox",
            "/operate/topics",
            "/operate/answers",
            "/operate/answers?write=",
            "/operate/answers?write=saludo",
            "/operate/chat-hours",
            &hours,
            "/desk",
        ]);
        look_at(&oscar, "es", &of_operators).await;
        look_at(&app.sign_in("ramiro@banco-sur.example").await, "es", &strings(&["/", "/cases"])).await;
        look_at(&app.sign_in("mei@kestrel.example").await, "en", &strings(&["/"])).await;
    });
}

#[test]
fn ux_1_every_page_of_a_chat_is_sound_whoever_looks_and_however_it_stands() {
    on_sqlite(async |app| {
        let _nora_is_there = chat::present(app, "nora@brujula.example", Presence::Available);
        let (nora, liam) = (app.sign_in("nora@brujula.example").await, app.sign_in("liam@northwind.example").await);
        look_at(&nora, "en", &[route::CHATS.to_owned()]).await;
        look_at(&liam, "en", &[route::NEW_CHAT.to_owned()]).await;
        let chat = chat::begin(app, &liam).await;
        let path = [route::chat(&chat)];
        let of_both = async || {
            look_at(&nora, "en", &[&path[..], &[route::CHATS.to_owned()]].concat()).await;
            look_at(&liam, "en", &path).await;
        };
        of_both().await;
        chat::take(&nora, "").await.expect("taken");
        of_both().await;
        look_at(&liam, "en", &[route::NEW_CHAT.to_owned()]).await;
        chat::act(&liam, "chat/end", &chat).await.expect("ended");
        of_both().await;
    });
}

#[test]
fn sec_7_a_page_runs_nothing_that_it_did_not_bring() {
    on_sqlite(async |app| {
        let carmen = app.sign_in(CARMEN).await;
        let answer = carmen.get("/cases").await;
        let policy = answer.header("content-security-policy").to_owned();
        let nonce =
            policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce").to_owned();
        assert!(!policy.contains("unsafe-inline") && policy.contains("default-src 'none'"), "{policy}");
        let page = answer.page();
        for script in page.html.select(&selector("script")) {
            let runs = script.attr("type").is_none_or(|kind| kind == "module" || kind == "text/javascript");
            assert!(!runs || script.attr("nonce") == Some(nonce.as_str()), "{}", script.html());
        }
        for (attribute, allowed) in [("src", "/"), ("action", "/")] {
            for address in page.attributes(&format!("[{attribute}]"), attribute) {
                assert!(address.starts_with(allowed) && !address.starts_with("//"), "{attribute}={address}");
            }
        }
        assert_eq!(page.count("[style]"), 0, "an inline style, which the policy refuses");
        assert_eq!(page.count("[onclick], [onload], [onsubmit]"), 0);
        let again = carmen.get("/cases").await;
        assert!(!again.header("content-security-policy").contains(&nonce), "a nonce is used once");
    });
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("a selector")
}

fn all<'a>(page: &'a Page, selector_text: &str) -> Vec<ElementRef<'a>> {
    page.html.select(&selector(selector_text)).collect()
}

/// A browser puts a body into a table that has none, and hydration then looks in the wrong place.
fn wrong_tables(page: &Page, found: &mut Vec<String>) {
    for table in all(page, "table") {
        if table.select(&selector("tbody")).next().is_none() || table.select(&selector("th")).next().is_none() {
            found.push(format!("a table without body or headings: {}", table.html()));
        }
    }
    let (written, read) = (page.source.matches("<table").count(), page.source.matches("<tbody").count());
    if written > read {
        found.push(format!("{written} tables, {read} bodies"));
    }
}

/// A part that waits inside of a page that is written in one go stays so for whoever reads without scripting.
fn waiting_parts(page: &Page, found: &mut Vec<String>) {
    found.extend(page.texts(".skeleton").into_iter().map(|text| format!("still to come: {text}")));
}

fn wrong_structure(page: &Page, language: &str, found: &mut Vec<String>) {
    if page.attributes("html", "lang") != [language] {
        found.push(format!("lang is {:?}", page.attributes("html", "lang")));
    }
    for (what, count) in [("h1", 1), ("main", 1), ("title", 1)] {
        if page.count(what) != count || page.texts(what).iter().any(String::is_empty) {
            found.push(format!("{what}: {:?}", page.texts(what)));
        }
    }
}
