//! Help that everybody reads without signing in, where operators allow it, and nothing else of the portal.

use super::topics::{LIMITS, folder, import, write};
use crate::support::{Reader, TestApp, on_both};
use atiende::{
    features::{
        cases::model::Outcome,
        topics::{
            model::{HelpContent, TopicContent},
            rules::PUBLIC_PACE,
            server::{self as topics, search::follow},
        },
    },
    server::db::sql,
};
use axum::http::StatusCode;

const PAGE: &str = "/topics/en/pulso/main/limits";
const OTHER: &str = "/topics/en/diana/main/limits";

/// Two shelves with topics of the same words.
async fn two_shelves(app: &TestApp) {
    let folder = folder(app);
    write(&folder, "en/diana/main/limits.md", "---\ntitle: Usage limits of Diana\n---\nFor customers only.\n");
    import(app, &folder).await;
    follow(&app.portal).await.expect("followed");
}

/// Shows a shelf to everybody, or to those who sign in.
async fn show(oscar: &Reader<'_>, shelf: &str, public: &str) {
    let form = [("form[name]", shelf), ("form[title]", shelf), ("form[product]", ""), ("form[public]", public)];
    let answer = oscar.post("topics/save-shelf", &form).await;
    assert_eq!(answer.location(), "/operate/topics?saved=1");
}

fn nobody(app: &TestApp) -> Reader<'_> {
    let mut reader = app.nobody();
    reader.language = "en".to_owned();
    reader
}

/// What everybody reads, for the tests of every statement.
pub async fn everybody_reads(app: &TestApp) {
    two_shelves(app).await;
    let (nobody, oscar) = (nobody(app), app.sign_in("oscar@brujula.example").await);
    show(&oscar, "pulso", "yes").await;
    for path in ["/topics", "/topics?q=limits", PAGE] {
        nobody.page(path).await;
    }
}

#[test]
fn sec_2_nobody_reads_help_without_signing_in_until_an_operator_allows_it() {
    on_both(async |app| {
        two_shelves(app).await;
        let (nobody, oscar) = (nobody(app), app.sign_in("oscar@brujula.example").await);
        for path in ["/topics", PAGE, "/topics?q=limits"] {
            let answer = nobody.get(path).await;
            assert!(answer.location().starts_with("/sign-in?next="), "{path}");
        }
        assert_eq!(nobody.page("/sign-in").await.count("main a[href='/topics']"), 0);
        show(&oscar, "pulso", "yes").await;
        assert_eq!(nobody.page("/sign-in").await.count("main a[href='/topics']"), 1);
        let ways_in = ".page-header a[href='/sign-in?next=/topics']";
        let ways = (nobody.page("/topics").await.count(ways_in), oscar.page("/topics").await.count(ways_in));
        assert_eq!(ways, (1, 0), "who is signed in needs no way in");
        let page = nobody.page(PAGE).await;
        assert_eq!(page.text("h1"), "Usage limits");
        assert_eq!(page.count(".topic-vote"), 0, "nobody has no vote");
        assert_eq!(page.attributes(".topic-ask a", "href"), [format!("/sign-in?next={PAGE}")]);
        show(&oscar, "pulso", "").await;
        assert!(nobody.get(PAGE).await.location().starts_with("/sign-in?next="));
    });
}

#[test]
fn sec_2_everybody_reads_what_is_shown_and_nothing_more() {
    on_both(async |app| {
        two_shelves(app).await;
        let (nobody, oscar) = (nobody(app), app.sign_in("oscar@brujula.example").await);
        show(&oscar, "pulso", "yes").await;
        let help =
            async |query: &str| nobody.ask::<HelpContent>("topics/help", &[("query", query)]).await.expect("an answer");
        let start = help("").await;
        assert_eq!(start.shelves.iter().map(|shelf| shelf.name.as_str()).collect::<Vec<_>>(), ["pulso"]);
        assert_eq!(start.guides.len(), 1);
        for query in ["q=limits", "q=limits&product=diana", "q=customers"] {
            let found = help(query).await.found.expect("a search");
            assert!(found.own.iter().chain(&found.others).all(|hit| hit.shelf == "pulso"), "{query}");
        }
        assert!(!help("q=limits").await.found.expect("a search").own.is_empty());
        // what there is for others and what does not exist answer alike
        let texts = [OTHER, "/topics/en/pulso/main/none", "/topics/xx/pulso/main/limits"].map(|path| async {
            let answer = nobody.get(path).await;
            (answer.status, answer.page().text("h1"))
        });
        let [other, none, language] = texts;
        let (other, none, language) = (other.await, none.await, language.await);
        assert_eq!((&other, &other), (&none, &language));
        assert_eq!(other.0, StatusCode::UNAUTHORIZED);

        let topic: TopicContent =
            oscar.ask("topics/open", &[("language", "en"), ("path", "pulso/main/limits")]).await.expect("the topic");
        let form = [("form[topic]", topic.id.as_str()), ("form[vote]", "yes")];
        assert_eq!(nobody.call_raw("topics/vote", &form).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(nobody.ask_raw("search/find", &[("text", "limits")]).await.status, StatusCode::UNAUTHORIZED);
        for path in ["/search?q=limits", "/cases", "/forum", "/operate/topics", "/"] {
            assert!(nobody.get(path).await.location().starts_with("/sign-in"), "{path}");
        }
        let page = oscar.page(OTHER).await;
        assert_eq!(page.count("link[rel=canonical]"), 0, "not for search engines");
    });
}

#[test]
fn help_7_search_engines_learn_where_a_public_topic_and_its_translation_are() {
    on_both(async |app| {
        two_shelves(app).await;
        let (nobody, oscar) = (nobody(app), app.sign_in("oscar@brujula.example").await);
        show(&oscar, "pulso", "yes").await;
        let page = nobody.page("/topics/es/pulso/main/limits?solved=1").await;
        let origin = app.portal.origin();
        let address = |language: &str| format!("{origin}/topics/{language}/pulso/main/limits");
        assert_eq!(page.attributes("head link[rel=canonical]", "href"), [address("es")]);
        assert_eq!(page.attributes("head link[rel=alternate]", "hreflang"), ["es", "en"]);
        assert_eq!(page.attributes("head link[rel=alternate]", "href"), [address("es"), address("en")]);
        assert_eq!(page.text("title"), "Límites de uso – Atiende");
        let page = nobody.page("/topics/en/pulso/main/late").await;
        assert_eq!(page.attributes("head meta[name=description]", "content"), ["D"]);
    });
}

#[test]
fn help_1_popular_topics_are_shown_to_everybody_only_where_their_shelf_is() {
    on_both(async |app| {
        two_shelves(app).await;
        let (nobody, oscar) = (nobody(app), app.sign_in("oscar@brujula.example").await);
        for path in [LIMITS, "diana/main/limits"] {
            let topic: TopicContent =
                oscar.ask("topics/open", &[("language", "en"), ("path", path)]).await.expect("the topic");
            oscar.post("topics/pin", &[("topic", topic.id.as_str()), ("pinned", "yes")]).await;
        }
        show(&oscar, "pulso", "yes").await;
        let start: HelpContent = nobody.ask("topics/help", &[("query", "")]).await.expect("an answer");
        assert_eq!(start.popular.iter().map(|topic| topic.address.as_str()).collect::<Vec<_>>(), [PAGE]);

        // another instance's operator hides it; this one's statements know, whatever it remembers
        app.change(sql("UPDATE topic_shelf SET is_public = 0 WHERE name = 'pulso'")).await;
        let fields = [("language", "en"), ("path", "pulso/main/limits")];
        assert_eq!(nobody.ask_raw("topics/open", &fields).await.status, StatusCode::UNAUTHORIZED);
        topics::load_public(&app.portal).await.expect("loaded");
        assert!(nobody.get("/topics").await.location().starts_with("/sign-in"));
        let refused: Outcome<()> =
            oscar.call("topics/save-shelf", &[("form[name]", "none"), ("form[title]", "x")]).await.expect("an answer");
        assert!(matches!(refused, Outcome::Problems(_)));
    });
}

#[test]
fn sec_6_who_is_not_signed_in_reads_and_looks_for_topics_so_often_from_one_address() {
    on_both(async |app| {
        two_shelves(app).await;
        let oscar = app.sign_in("oscar@brujula.example").await;
        show(&oscar, "pulso", "yes").await;
        let (nobody, mut other) = (nobody(app), nobody(app));
        other.peer.set_ip([127, 0, 0, 2].into());
        let (most, within_ms) = PUBLIC_PACE;
        for _ in 1..most {
            let answer = nobody.ask_raw("topics/help", &[("query", "q=limits")]).await;
            assert_eq!(answer.status, StatusCode::OK);
        }
        assert_eq!(nobody.get(PAGE).await.status, StatusCode::OK);
        for path in [PAGE, "/topics", "/topics?q=limits"] {
            let refused = nobody.get(path).await;
            assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
            assert_eq!(refused.header("retry-after"), (within_ms / 1_000).to_string());
        }
        assert_eq!(other.get(PAGE).await.status, StatusCode::OK);
        assert_eq!(oscar.get(PAGE).await.status, StatusCode::OK, "nobody who is signed in waits for others");
        app.pass_ms(within_ms);
        assert_eq!(nobody.get(PAGE).await.status, StatusCode::OK);
    });
}
