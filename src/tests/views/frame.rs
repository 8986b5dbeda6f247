//! What stands around every page.

use crate::support::{NOW, on_sqlite};
use axum::http::StatusCode;

#[test]
fn an_unknown_address_answers_404_in_the_readers_language_and_shows_ways_on() {
    on_sqlite(async |app| {
        let carmen = app.sign_in("carmen@rio-azul.example").await;
        let answer = carmen.get("/no/such/page").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        let page = answer.page();
        assert_eq!(page.text("h1"), "Esta página no existe");
        assert_eq!(page.text("title"), "Esta página no existe – Atiende");
        assert_eq!(page.attributes("main .row a", "href"), ["/", "/cases"]);
    });
}

#[test]
fn the_navigation_holds_what_the_reader_may_do() {
    on_sqlite(async |app| {
        let places = async |email| {
            let reader = app.sign_in(email).await;
            reader.page("/account").await.attributes("nav.shell-nav a", "href")
        };
        assert_eq!(places("nora@brujula.example").await, ["/", "/desk", "/chats", "/cases", "/forum", "/topics"]);
        assert_eq!(
            places("oscar@brujula.example").await,
            ["/", "/desk", "/cases", "/forum", "/topics", "/operate/outbox"]
        );
        assert_eq!(places("carmen@rio-azul.example").await, ["/", "/cases", "/forum", "/topics"]);
        assert_eq!(places("pilar@banco-sur.example").await, ["/", "/forum", "/topics"]);
    });
}

#[test]
fn ux_4_every_page_has_one_heading_a_way_past_the_navigation_and_choosers_that_post() {
    on_sqlite(async |app| {
        let carmen = app.sign_in("carmen@rio-azul.example").await;
        let page = carmen.page("/account?x=1").await;
        assert_eq!(page.attributes("a.skip", "href"), ["#main"]);
        assert_eq!((page.count("main#main"), page.count("html[lang=es]")), (1, 1));
        let next = page.attributes("footer form[action='/api/access/language'] input[name=next]", "value");
        assert_eq!(next, ["/account?x=1"]);
        let chosen = page.texts("footer [aria-pressed=true]");
        assert_eq!(chosen[0], "Español");
        assert_eq!(page.attributes("footer [lang]", "lang"), ["en", "es"]);
        assert_eq!(page.count("form[action='/api/access/sign-out'] button"), 1);
        assert!(app.portal.now() >= NOW);
    });
}
