//! One search over cases and topics: what it finds follows what is written, and never passes a reader's rights.

use super::case_steps::{open_case, reply};
use crate::support::{Reader, TestApp, instance_of, on_both, on_sqlite};
use atiende::{
    features::{
        cases::{model::Sent, server::follow},
        search::model::Everything,
    },
    i18n::Language,
    server::{
        db::sql,
        search::{Change, Indexed, Search, Work, synonyms::Synonyms},
    },
    values::MINUTE_MS,
};
use axum::http::StatusCode;
use std::fs;

const LIAM: &str = "liam@northwind.example";
const GRACE: &str = "grace@northwind.example";
/// Of the same organization, sees own cases only.
const ALEX: &str = "alex@consultora.example";
const CARMEN: &str = "carmen@rio-azul.example";
const NORA: &str = "nora@brujula.example";

async fn find(reader: &Reader<'_>, text: &str) -> Everything {
    reader.ask("search/find", &[("text", text)]).await.expect("an answer")
}

async fn titles(reader: &Reader<'_>, text: &str) -> Vec<String> {
    find(reader, text).await.cases.into_iter().map(|hit| hit.case.title).collect()
}

/// Everything that the search does, for the tests of every statement.
pub async fn cases_are_followed(app: &TestApp) {
    let carmen = app.sign_in(CARMEN).await;
    open_case(app, &carmen, "Para buscar").await;
    for _ in 0..2 {
        follow(&app.portal).await.expect("followed");
        app.pass_ms(MINUTE_MS);
    }
    find(&carmen, "buscar").await;
}

#[test]
fn help_2_a_case_is_found_by_its_number_its_words_and_its_people_within_the_readers_reach() {
    on_both(async |app| {
        let (liam, nora) = (app.sign_in(LIAM).await, app.sign_in(NORA).await);
        let case = open_case(app, &liam, "Visits are missing since Monday").await;
        open_case(app, &liam, "Another question").await;
        reply(&liam, &case, "comment", "The **collector** answers with a timeout.").await;
        app.take_mail().await;
        assert_eq!(follow(&app.portal).await.expect("followed"), 2);
        let number = case.number.to_string();
        for text in ["visits missing", "visit", "vissits", "collector", "timeout", number.as_str(), "liam monday"] {
            assert_eq!(titles(&liam, text).await.first(), Some(&case.title), "{text}");
        }
        let hit = find(&liam, "collector").await.cases.remove(0);
        assert!(hit.text.marks().any(|word| word == "collector"), "{:?}", hit.text);
        for (reader, sees) in [(GRACE, true), (NORA, true), (ALEX, false), (CARMEN, false)] {
            let found = titles(&app.sign_in(reader).await, "visits missing").await;
            assert_eq!(found.contains(&case.title), sees, "{reader}: {found:?}");
        }
        let pilar = app.sign_in("pilar@banco-sur.example").await;
        assert!(find(&pilar, "visits").await.cases.is_empty(), "no right to cases, and no refusal");

        assert_eq!(follow(&app.portal).await.expect("followed"), 0, "what was seen is not read again");
        reply(&nora, &case, "comment", "Please update the tracker.").await;
        app.take_mail().await;
        assert_eq!(follow(&app.portal).await.expect("followed"), 0, "changes are read twice a minute");
        app.pass_ms(MINUTE_MS / 2);
        assert_eq!(follow(&app.portal).await.expect("followed"), 1);
        assert_eq!(follow(&app.portal).await.expect("followed"), 0, "what was seen is not read again");
        assert_eq!(titles(&liam, "tracker").await, std::slice::from_ref(&case.title));
        app.pass_ms(10 * MINUTE_MS);
        reply(&liam, &case, "comment", "That helped with the cookies.").await;
        app.take_mail().await;
        assert_eq!(follow(&app.portal).await.expect("followed"), 1);
        assert_eq!(titles(&liam, "cookies").await, [case.title]);
    });
}

#[test]
fn case_17_no_note_is_found_by_anybody() {
    on_both(async |app| {
        let (liam, nora) = (app.sign_in(LIAM).await, app.sign_in(NORA).await);
        let case = open_case(app, &liam, "Visits are missing").await;
        let number = case.number.to_string();
        let note = [("form[case]", number.as_str()), ("form[body]", "Xylophone"), ("form[seen]", "999")];
        assert_eq!(nora.call::<Sent>("cases/note", &note).await, Ok(Sent::Done));
        app.take_mail().await;
        follow(&app.portal).await.expect("followed");
        for reader in [&liam, &nora] {
            assert_eq!(titles(reader, "xylophone").await, Vec::<String>::new());
        }
    });
}

#[test]
fn help_2_what_an_old_desk_brings_is_found_and_an_index_that_was_lost_comes_back() {
    on_both(async |app| {
        let liam = app.sign_in(LIAM).await;
        open_case(app, &liam, "Closed long ago").await;
        follow(&app.portal).await.expect("followed");
        app.pass_ms(10 * MINUTE_MS);
        let late = open_case(app, &liam, "Imported today").await;
        // as an import leaves it: a new number, and a date of years ago
        app.change(sql("UPDATE support_case SET changed_at = 1 WHERE id = $1").bind(&late.id)).await;
        assert_eq!(follow(&app.portal).await.expect("followed"), 1);
        assert_eq!(titles(&liam, "imported").await, ["Imported today"]);

        let other = instance_of(&app.portal, app.portal.settings().clone()).await;
        assert_eq!(follow(&other).await.expect("followed"), 1, "the last minute once more");
        other.db().close().await;
        fs::remove_dir_all(app.data_dir.join("search")).expect("removed");
        let other = instance_of(&app.portal, app.portal.settings().clone()).await;
        assert_eq!(follow(&other).await.expect("followed"), 2);
        other.db().close().await;

        // another process writes: its turn, and nothing that a job would complain of
        let index = Search::new(&app.data_dir, "cases", Synonyms::default());
        let turn = index.write(Work::Further).expect("a writer");
        open_case(app, &liam, "While another writes").await;
        assert_eq!(follow(&app.portal).await.expect("followed"), 0);
        assert!(titles(&liam, "while another").await.is_empty());
        drop(turn);
        assert_eq!(follow(&app.portal).await.expect("followed"), 1);
        assert_eq!(titles(&liam, "while another").await, ["While another writes"]);

        let stray = Indexed {
            id: "00000000-0000-7000-8000-00000000dead".to_owned(),
            owner: String::new(),
            person: None,
            language: Language::En,
            title: "Of another database".to_owned(),
            heading: String::new(),
            description: String::new(),
            keywords: String::new(),
            sections: String::new(),
            text: String::new(),
        };
        let stand = index.stand().expect("an index");
        let mut writing = index.write(Work::Further).expect("a writer");
        writing.take(&[Change::Put(Box::new(stray))]).expect("taken");
        writing.commit(&stand.cursor).expect("committed");
        let other = instance_of(&app.portal, app.portal.settings().clone()).await;
        assert_eq!(follow(&other).await.expect("followed"), 3, "one that has more than the database is begun anew");
        assert_eq!(index.stand().expect("an index").texts, 3);
        other.db().close().await;
    });
}

#[test]
fn ux_4_the_search_page_shows_every_kind_without_scripting() {
    on_sqlite(async |app| {
        let liam = app.sign_in(LIAM).await;
        let case = open_case(app, &liam, "Visits are missing since Monday").await;
        follow(&app.portal).await.expect("followed");
        let page = liam.page("/search?q=visits").await;
        assert_eq!(page.texts("main h2"), ["Cases"]);
        assert_eq!(page.attributes("a.hit-title", "href"), [format!("/cases/{}", case.number)]);
        assert_eq!(page.texts(".hit-title mark"), ["Visits"]);
        assert_eq!(page.attributes("#search-q", "value"), ["visits"]);
        assert_eq!(liam.page("/search?q=zzzz").await.texts("main h2"), ["Nothing found"]);
        assert_eq!(liam.page("/search").await.count("main h2"), 0);
        assert_eq!(liam.page("/").await.attributes(".shell-search a", "href"), ["/search"]);
        for q in ["%22%20AND%20(", "id%3A*", "%00", &"x".repeat(10_000)] {
            assert_eq!(liam.get(&format!("/search?q={q}")).await.status, StatusCode::OK, "{q}");
        }
    });
}
