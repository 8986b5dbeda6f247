//! The forum, from a question to its accepted answer, and all that keeps it in order.

use super::case_steps::{draft, open_case};
use crate::support::{Answer, Fields, Reader, TestApp, on_both, on_sqlite};
use atiende::{
    error::AppError,
    features::{
        cases::model::{CaseSummary, OpenPageContent, Outcome},
        forum::{model::*, rules},
    },
    server::db::sql,
    values::{HOUR_MS, MINUTE_MS, Problem, Problems, ThreadId},
};
use axum::http::StatusCode;

const LIAM: &str = "liam@northwind.example";
const GRACE: &str = "grace@northwind.example";
const CARMEN: &str = "carmen@rio-azul.example";
const RAMIRO: &str = "ramiro@banco-sur.example";
const NORA: &str = "nora@brujula.example";
const OSCAR: &str = "oscar@brujula.example";

/// Asks something about Pulso.
pub async fn ask(app: &TestApp, reader: &Reader<'_>, title: &str) -> ThreadId {
    ask_in(reader, app.world.product("pulso").as_str(), title).await
}

pub async fn ask_in(reader: &Reader<'_>, place: &str, title: &str) -> ThreadId {
    match reader.call("forum/ask", &thread_form(place, title, "")).await {
        Ok(Outcome::Done(thread)) => thread,
        other => panic!("{other:?}"),
    }
}

fn thread_form<'a>(place: &'a str, title: &'a str, key: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("form[kind]", "question"),
        ("form[place]", place),
        ("form[title]", title),
        ("form[body]", "The report and the *export* differ by 17 visits."),
        ("form[key]", key),
    ]
}

/// Answers in a thread; the mail that it sends is left in the drawer.
pub async fn answer(reader: &Reader<'_>, thread: &ThreadId, body: &str) -> i64 {
    match say(reader, thread, body, "").await {
        Ok(Outcome::Done(seq)) => seq,
        other => panic!("{other:?}"),
    }
}

async fn say(reader: &Reader<'_>, thread: &ThreadId, body: &str, key: &str) -> Result<Outcome<i64>, AppError> {
    reader.call("forum/answer", &[("thread", thread.as_str()), ("body", body), ("key", key)]).await
}

pub async fn look(reader: &Reader<'_>, thread: &ThreadId) -> ThreadContent {
    look_behind(reader, thread, "0").await.expect("the thread")
}

async fn look_behind(reader: &Reader<'_>, thread: &ThreadId, after: &str) -> Result<ThreadContent, AppError> {
    reader.ask("forum/open", &[("thread", thread.as_str()), ("after", after), ("check", "")]).await
}

async fn list(reader: &Reader<'_>, query: &str) -> ForumContent {
    reader.ask("forum/list", &[("query", query)]).await.expect("a list")
}

async fn titles(reader: &Reader<'_>, query: &str) -> Vec<String> {
    list(reader, query).await.rows.into_iter().map(|row| row.title).collect()
}

/// The id of a post by its number.
pub async fn post_of(reader: &Reader<'_>, thread: &ThreadId, seq: i64) -> String {
    let posts = look(reader, thread).await.posts;
    posts.iter().find(|post| post.seq == seq).expect("the post").id.to_string()
}

async fn vote(reader: &Reader<'_>, post: &str, helpful: &str) -> Result<(), AppError> {
    reader.call("forum/vote", &[("post", post), ("helpful", helpful), ("after", "0")]).await
}

pub async fn accept(reader: &Reader<'_>, thread: &ThreadId, post: &str) -> Result<(), AppError> {
    reader.call("forum/accept", &[("thread", thread.as_str()), ("post", post)]).await
}

async fn write(reader: &Reader<'_>, endpoint: &str, fields: Fields<'_>) -> Result<Outcome<()>, AppError> {
    reader.call(endpoint, fields).await
}

/// Shows a post again.
pub async fn restore(reader: &Reader<'_>, post: &str) {
    reader.call::<()>("forum/restore", &[("post", post)]).await.expect("shown again");
}

/// Hides a post.
pub async fn hide(reader: &Reader<'_>, post: &str) {
    let fields = [("post", post), ("reason", "It names a person")];
    assert_eq!(write(reader, "forum/hide", &fields).await, Ok(Outcome::Done(())));
}

/// A new category of Pulso, by an engineer.
async fn category(app: &TestApp, name: &str) -> String {
    let nora = app.sign_in(NORA).await;
    let key = nora.ask::<CategoriesContent>("forum/categories", &[("check", "")]).await.expect("categories").key;
    let pulso = app.world.product("pulso").as_str();
    assert_eq!(write(&nora, "forum/save-category", &category_form(&key, pulso, name)).await, Ok(Outcome::Done(())));
    key
}

fn category_form<'a>(id: &'a str, product: &'a str, name: &'a str) -> [(&'a str, &'a str); 4] {
    [("form[id]", id), ("form[product]", product), ("form[names][en]", name), ("form[names][es]", "Informes")]
}

/// Everything that is done in the forum, once.
pub async fn a_thread_to_its_end(app: &TestApp) {
    let (carmen, grace, nora) = (app.sign_in(CARMEN).await, app.sign_in(GRACE).await, app.sign_in(NORA).await);
    let (pulso, category) = (app.world.product("pulso").to_string(), category(app, "Walks").await);
    nora.post("forum/save-category", &category_form(&category, &pulso, "")).await;
    nora.page("/operate/forum/categories?check=1").await;
    nora.post("forum/save-category", &category_form(&category, &pulso, "Long walks")).await;
    let place = format!("{pulso}.{category}");
    for n in 0..26 {
        // before the pace says no
        if n == 9 || n == 18 {
            app.pass_ms(11 * MINUTE_MS);
        }
        ask_in(&carmen, &place, &format!("Question {n} of the walk")).await;
    }
    let thread = ask_in(&carmen, &pulso, "A thread to its end").await;
    for order in ["activity", "votes"] {
        for show in Show::ALL {
            list(&carmen, &format!("order={order}&show={show}&in={pulso}")).await;
        }
        let query = format!("order={order}&in={pulso}.{category}");
        let next = list(&carmen, &query).await.next.expect("a second page");
        list(&carmen, &format!("{query}&after={next}")).await;
    }
    answer(&nora, &thread, "Choose the zone of your organization.").await;
    let (first, second) = (post_of(&carmen, &thread, 1).await, post_of(&carmen, &thread, 2).await);
    for helpful in ["1", "0", "1"] {
        vote(&grace, &first, helpful).await.expect("a vote");
    }
    accept(&carmen, &thread, &second).await.expect("accepted");
    write(&carmen, "forum/edit", &[("post", &first), ("body", "Changed while there is time."), ("after", "0")])
        .await
        .expect("changed");
    grace.post("forum/ask", &thread_form(&pulso, "no", "")).await;
    grace.page("/forum/new?case=&check=1").await;
    grace.post("forum/ask", &thread_form(&pulso, "Now it is long enough", "")).await;
    look_behind(&grace, &thread, "2").await.expect("a page on which the answer does not stand");
    for reason in ["", "It is an advertisement"] {
        grace.post("forum/report", &[("post", &second), ("reason", reason)]).await;
    }
    grace.page(&format!("/forum/{thread}?after=0&check=1")).await;
    nora.page("/operate/forum").await;
    nora.ask_raw("forum/queue", &[("after", &format!("1~{}", second))]).await;
    nora.post("forum/dismiss", &[("post", &second)]).await;
    hide(&nora, &second).await;
    restore(&nora, &second).await;
    hide(&nora, &first).await;
    restore(&nora, &first).await;
    nora.post("forum/lock", &[("thread", thread.as_str()), ("locked", "1")]).await;
    nora.post("forum/move", &[("thread", thread.as_str()), ("place", &place)]).await;
    let other = ask(app, &carmen, "The same once more").await;
    nora.post("forum/merge", &[("thread", other.as_str()), ("into", thread.as_str())]).await;
    carmen.get(&format!("/forum/{other}")).await;
    carmen.post("cases/delete-draft", &[]).await;
    carmen.post("forum/to-case", &[("thread", thread.as_str())]).await;
    let draft = draft(app, &carmen, "What was a thread").await;
    super::case_steps::create(&carmen, draft.id.as_str()).await;
    let case = open_case(app, &carmen, "To be told in the forum").await;
    let _: NewThreadContent =
        nora.ask("forum/new", &[("case", &case.number.to_string()), ("check", "")]).await.expect("a form");
}

#[test]
fn forum_1_a_question_is_asked_answered_voted_on_and_its_answer_accepted() {
    on_both(async |app| {
        let (liam, carmen, nora) = (app.sign_in(LIAM).await, app.sign_in(CARMEN).await, app.sign_in(NORA).await);
        let thread = ask(app, &liam, "Report and export differ").await;
        assert_eq!(titles(&nora, "show=unanswered").await, ["Report and export differ"], "engineers see what waits");
        answer(&carmen, &thread, "Look at the time zone of the export.").await;
        answer(&nora, &thread, "Choose the **zone** of your organization.").await;
        app.take_mail().await;

        let content = look(&carmen, &thread).await;
        let seen: Vec<_> =
            content.posts.iter().map(|post| (post.seq, post.author.name.as_str(), post.author.vendor)).collect();
        let expected =
            [(1, "Liam O’Connor", false), (2, "Carmen Ibáñez de la Fuente", false), (3, "Nora Lindqvist", true)];
        assert_eq!(seen, expected);
        assert!(content.posts[2].body_html.contains("<strong>zone</strong>"));

        let (by_carmen, by_nora) = (post_of(&liam, &thread, 2).await, post_of(&liam, &thread, 3).await);
        for _ in 0..2 {
            vote(&carmen, &by_nora, "1").await.expect("a vote");
        }
        let voted = look(&carmen, &thread).await.posts[2].clone();
        assert_eq!((voted.votes, voted.voted), (1, true), "one per person and thing");
        vote(&carmen, &by_nora, "0").await.expect("taken back");
        assert_eq!(look(&carmen, &thread).await.posts[2].votes, 0);
        assert_eq!(
            vote(&nora, &by_nora, "1").await,
            Err(AppError::field("post", Problem::NotAChoice)),
            "not for oneself"
        );

        assert_eq!(accept(&carmen, &thread, &by_carmen).await, Err(AppError::NotFound), "who did not ask");
        accept(&liam, &thread, &by_carmen).await.expect("by who asked");
        accept(&nora, &thread, &by_nora).await.expect("another one, by an engineer");
        let content = look(&liam, &thread).await;
        assert_eq!(content.thread.answer.map(|id| id.to_string()), Some(by_nora.clone()));
        assert_eq!(titles(&liam, "show=answered").await, ["Report and export differ"]);
        assert!(titles(&liam, "show=open").await.is_empty());
        accept(&liam, &thread, "").await.expect("none any more");
        let first = post_of(&liam, &thread, 1).await;
        assert_eq!(accept(&liam, &thread, &first).await, Err(AppError::NotFound), "the question is no answer");
    });
}

#[test]
fn forum_1_lists_narrow_to_a_place_and_come_by_activity_or_votes() {
    on_both(async |app| {
        let (liam, carmen) = (app.sign_in(LIAM).await, app.sign_in(CARMEN).await);
        let (pulso, faro) = (app.world.product("pulso").to_string(), app.world.product("faro").to_string());
        let place = format!("{pulso}.{}", category(app, "Reports").await);
        let first = ask_in(&liam, &place, "First of all questions").await;
        app.pass_ms(MINUTE_MS);
        ask_in(&liam, &faro, "Second of all questions").await;
        assert_eq!(titles(&liam, "").await, ["Second of all questions", "First of all questions"]);
        for query in [format!("in={pulso}"), format!("in={place}")] {
            assert_eq!(titles(&liam, &query).await, ["First of all questions"]);
        }
        let category = list(&liam, "").await.rows[1].category.clone();
        assert_eq!(category.as_deref(), Some("Reports"));
        assert_eq!(list(&carmen, "").await.rows[1].category.as_deref(), Some("Informes"), "in the reader's language");
        vote(&carmen, &post_of(&carmen, &first, 1).await, "1").await.expect("a vote");
        assert_eq!(titles(&liam, "order=votes").await[0], "First of all questions");
        app.pass_ms(MINUTE_MS);
        answer(&carmen, &first, "An answer brings it to the top.").await;
        app.take_mail().await;
        assert_eq!(titles(&liam, "").await[0], "First of all questions");
        let unknown = ask_as(&liam, "00000000-0000-7000-8000-00000000dead").await;
        assert_eq!(unknown, Ok(Outcome::Problems(Problems::one("place", Problem::NotAChoice))));
        let foreign = ask_as(&liam, &place.replace(&pulso, &faro)).await;
        assert_eq!(
            foreign,
            Ok(Outcome::Problems(Problems::one("place", Problem::NotAChoice))),
            "another product's category"
        );
    });
}

async fn ask_as(reader: &Reader<'_>, place: &str) -> Result<Outcome<ThreadId>, AppError> {
    reader.call("forum/ask", &thread_form(place, "Where does this belong?", "")).await
}

#[test]
fn forum_1_engineers_write_the_categories_of_a_product_in_every_language() {
    on_both(async |app| {
        let (liam, nora) = (app.sign_in(LIAM).await, app.sign_in(NORA).await);
        let (pulso, id) = (app.world.product("pulso").as_str(), category(app, "Reports").await);
        let save = async |id: &str, product: &str, name: &str| {
            write(&nora, "forum/save-category", &category_form(id, product, name)).await
        };
        assert_eq!(save(&id, pulso, "Reports").await, Ok(Outcome::Done(())), "sent twice it is one");
        assert_eq!(save(&id, pulso, "Reports and data").await, Ok(Outcome::Done(())));
        let names = async |reader: &Reader<'_>| {
            list(reader, "").await.places.into_iter().filter_map(|place| place.category).collect::<Vec<_>>()
        };
        assert_eq!(names(&liam).await, ["Reports and data"]);
        assert_eq!(names(&app.sign_in(CARMEN).await).await, ["Informes"]);
        let unknown = "00000000-0000-7000-8000-00000000dead";
        let refused = Ok(Outcome::Problems(Problems::one("product", Problem::NotAChoice)));
        assert_eq!(save(unknown, unknown, "Nowhere").await, refused);
        let led = nora.post("forum/save-category", &category_form(&id, pulso, "")).await;
        let page = nora.page(led.location()).await;
        assert!(!page.text("#name-en-error").is_empty());
        assert_eq!(page.attributes("#name-es", "value"), ["Informes"]);
    });
}

#[test]
fn forum_1_a_product_has_no_two_categories_of_one_name() {
    on_both(async |app| {
        let nora = app.sign_in(NORA).await;
        let (pulso, faro) = (app.world.product("pulso").as_str(), app.world.product("faro").as_str());
        category(app, "Reports").await;
        let [new, other] = ["00000000-0000-7000-8000-0000000000c1", "00000000-0000-7000-8000-0000000000c2"];
        let save = async |id: &str, product: &str, en: &str, es: &str| {
            let fields =
                [("form[id]", id), ("form[product]", product), ("form[names][en]", en), ("form[names][es]", es)];
            write(&nora, "forum/save-category", &fields).await
        };
        let taken = |field: &str| Ok(Outcome::Problems(Problems::one(field, Problem::NotAChoice)));
        assert_eq!(save(new, pulso, "Data", "informes").await, taken("name-es"));
        assert_eq!(save(new, pulso, " Reports ", "Datos").await, taken("name-en"));
        assert_eq!(save(new, faro, "Reports", "Informes").await, Ok(Outcome::Done(())), "another product's");
        assert_eq!(save(other, pulso, "Data", "Datos").await, Ok(Outcome::Done(())));
        assert_eq!(save(other, pulso, "Data", "Informes").await, taken("name-es"), "nor is one renamed so");
        let fields = category_form(other, pulso, "Reports");
        let led = nora.post("forum/save-category", &fields).await;
        let page = nora.page(led.location()).await;
        assert!(page.text("#name-en-error").contains("There is a category of this name already"));
        assert_eq!(page.attributes("#name-en", "value"), ["Reports"]);
    });
}

#[test]
fn forum_1_a_long_thread_comes_in_pages_with_the_accepted_answer_on_the_first() {
    on_sqlite(async |app| {
        let (liam, nora) = (app.sign_in(LIAM).await, app.sign_in(NORA).await);
        let thread = ask(app, &liam, "A question that many answer").await;
        for n in 0..rules::POSTS {
            if n % 19 == 18 {
                app.pass_ms(11 * MINUTE_MS);
            }
            answer(&nora, &thread, &format!("Answer number {n} of many")).await;
        }
        app.take_mail().await;
        let last = look_behind(&nora, &thread, "50").await.expect("the second page");
        assert_eq!((last.posts.len(), last.next, last.after), (1, None, 50));
        accept(&nora, &thread, last.posts[0].id.as_str()).await.expect("accepted");
        let first = look(&liam, &thread).await;
        assert_eq!((first.posts.len(), first.next), (rules::POSTS, Some(50)));
        assert_eq!(first.answer.as_ref().map(|answer| answer.seq), Some(51));
        let page = liam.page(&format!("/forum/{thread}")).await;
        assert_eq!(page.attributes(".forum-posts > li", "id")[..3], ["post-1", "post-51", "post-2"]);
        let page = liam.page(&format!("/forum/{thread}?after=50")).await;
        assert_eq!(page.count(".forum-posts > li"), 0, "it stands on the first");
    });
}

#[test]
fn p4_a_form_that_is_sent_twice_is_one_thread_and_one_post() {
    on_both(async |app| {
        let (liam, nora) = (app.sign_in(LIAM).await, app.sign_in(NORA).await);
        let pulso = app.world.product("pulso").as_str();
        let form = thread_form(pulso, "Sent twice by a double tap", "a-key");
        let once: Outcome<ThreadId> = liam.call("forum/ask", &form).await.expect("a thread");
        let twice: Outcome<ThreadId> = liam.call("forum/ask", &form).await.expect("the same");
        assert_eq!(once, twice);
        let Outcome::Done(thread) = once else { panic!("{once:?}") };
        for _ in 0..2 {
            assert_eq!(say(&nora, &thread, "Once is enough here.", "a-key").await, Ok(Outcome::Done(2)));
        }
        assert_eq!(look(&liam, &thread).await.posts.len(), 2);
        assert_eq!(app.take_mail().await.len(), 1, "one mail");
        assert_eq!(titles(&liam, "").await.len(), 1);
    });
}

#[test]
fn forum_1_who_asked_is_told_of_answers_by_mail_in_their_language() {
    on_both(async |app| {
        let (carmen, liam) = (app.sign_in(CARMEN).await, app.sign_in(LIAM).await);
        let thread = ask(app, &carmen, "¿Por qué no suman lo mismo?").await;
        answer(&carmen, &thread, "Añado algo que he olvidado.").await;
        app.expect_no_mail().await;
        answer(&liam, &thread, "Because of the time zone.").await;
        let mail = app.take_one_mail().await;
        assert_eq!(
            (mail.recipient.as_str(), mail.language.as_str(), mail.kind.as_str()),
            (CARMEN, "es", "ThreadAnswered")
        );
        assert_eq!(mail.subject, "Una respuesta en el foro: ¿Por qué no suman lo mismo?");
        assert!(
            mail.text.contains("> Because of the time zone.") && mail.text.contains(&format!("/forum/{thread}#post-3"))
        );
        assert!(!mail.text.contains("northwind"), "{}", mail.text);
    });
}

#[test]
fn the_forum_says_of_a_person_no_more_than_the_name() {
    on_both(async |app| {
        let (liam, carmen) = (app.sign_in(LIAM).await, app.sign_in(CARMEN).await);
        let thread = ask(app, &liam, "What do others see of me?").await;
        for path in ["/forum".to_owned(), format!("/forum/{thread}")] {
            let page = carmen.page(&path).await;
            assert!(page.source.contains("Liam O’Connor"), "{path}");
            for secret in ["northwind", "Northwind", LIAM] {
                assert!(!page.source.contains(secret), "{path} tells {secret}");
            }
        }
    });
}

#[test]
fn a_suspended_organization_neither_reads_nor_writes_in_the_forum() {
    on_both(async |app| {
        let (liam, ramiro) = (app.sign_in(LIAM).await, app.sign_in(RAMIRO).await);
        let thread = ask(app, &liam, "Still open for everybody").await;
        assert_eq!(titles(&ramiro, "").await.len(), 1, "also before the launch");
        let suspended =
            sql("UPDATE organization SET suspended_at = 1 WHERE id = $1").bind(app.world.organization("northwind"));
        app.change(suspended).await;
        assert_eq!(liam.get("/forum").await.status, StatusCode::FORBIDDEN);
        assert!(matches!(say(&liam, &thread, "May I still write?", "").await, Err(AppError::Refused(_))));
    });
}

#[test]
fn forum_2_a_locked_thread_takes_no_answers_but_those_of_moderators_and_nothing_typed_is_lost() {
    on_both(async |app| {
        let (liam, nora) = (app.sign_in(LIAM).await, app.sign_in(NORA).await);
        let thread = ask(app, &liam, "To be locked in a moment").await;
        let set = async |locked: &str| {
            nora.call::<()>("forum/lock", &[("thread", thread.as_str()), ("locked", locked)]).await
        };
        set("1").await.expect("locked");
        let refused = Ok(Outcome::Problems(Problems::one("body", Problem::NotAChoice)));
        assert_eq!(say(&liam, &thread, "One more thing to say.", "").await, refused);
        let fields = [("thread", thread.as_str()), ("body", "One more thing to say."), ("key", "")];
        let led = liam.post("forum/answer", &fields).await;
        assert_eq!(led.status, StatusCode::SEE_OTHER);
        let page = liam.page(led.location().split('#').next().expect("an address")).await;
        assert_eq!(page.text("#answer-body"), "One more thing to say.", "to be copied");
        assert!(page.text("#answer-body-error").contains("the thread is locked"));
        assert_eq!(page.count("#answer button"), 0);
        assert_eq!(liam.page(&format!("/forum/{thread}")).await.count("#answer-body"), 0, "nothing was typed");
        answer(&nora, &thread, "The last word of a moderator.").await;
        set("0").await.expect("open again");
        let page = liam.page(led.location().split('#').next().expect("an address")).await;
        assert_eq!(page.text("#answer-body"), "One more thing to say.");
        answer(&liam, &thread, "One more thing to say.").await;
        app.take_mail().await;
    });
}

#[test]
fn forum_2_moving_keeps_the_address_and_merging_leads_the_old_one_to_the_new() {
    on_both(async |app| {
        let (liam, carmen, nora) = (app.sign_in(LIAM).await, app.sign_in(CARMEN).await, app.sign_in(NORA).await);
        let faro = app.world.product("faro").as_str();
        let (into, from) = (ask(app, &liam, "The first to ask this").await, ask(app, &carmen, "Asked once more").await);
        let moved = write(&nora, "forum/move", &[("thread", from.as_str()), ("place", faro)]).await;
        assert_eq!(moved, Ok(Outcome::Done(())));
        assert_eq!(look(&carmen, &from).await.thread.at.product, "Faro");
        answer(&nora, &from, "It is answered over there.").await;
        answer(&carmen, &into, "I have the same question.").await;
        accept(&nora, &from, &post_of(&nora, &from, 2).await).await.expect("accepted");

        let merge = async |from: &ThreadId, into: &str| {
            nora.call::<Outcome<ThreadId>>("forum/merge", &[("thread", from.as_str()), ("into", into)]).await
        };
        let wrong = Ok(Outcome::Problems(Problems::one("into", Problem::NotAChoice)));
        for into in [from.as_str(), "", "/forum/00000000-0000-7000-8000-00000000dead"] {
            assert_eq!(merge(&from, into).await, wrong, "{into}");
        }
        let address = format!("{}/forum/{into}", app.portal.origin());
        assert_eq!(merge(&from, &address).await, Ok(Outcome::Done(into.clone())));
        let old = carmen.get(&format!("/forum/{from}")).await;
        assert_eq!(
            (old.status, old.location()),
            (StatusCode::FOUND, format!("/forum/{into}").as_str()),
            "a page is redirected"
        );
        let fields = [("thread", from.as_str()), ("after", "0"), ("check", "")];
        let asked = carmen.ask_raw("forum/open", &fields).await;
        assert_eq!(asked.location(), format!("/forum/{into}"), "and so is the browser's router");
        let content = look(&carmen, &into).await;
        assert_eq!(content.posts.iter().map(|post| post.seq).collect::<Vec<_>>(), [1, 2, 3, 4]);
        assert_eq!((content.thread.replies, content.answer.map(|answer| answer.seq)), (3, Some(4)));
        assert_eq!(titles(&carmen, "").await, ["The first to ask this"]);
        // a third one: what led to the second leads on
        let third = ask(app, &liam, "And this is where it ends").await;
        merge(&into, third.as_str()).await.expect("merged");
        assert_eq!(carmen.get(&format!("/forum/{from}")).await.location(), format!("/forum/{third}"));
        assert_eq!(say(&carmen, &from, "Too late for this address", "").await, Err(AppError::NotFound));
        app.take_mail().await;
    });
}

#[test]
fn an_own_post_can_be_changed_within_its_time_and_nobody_elses() {
    on_both(async |app| {
        let (liam, grace) = (app.sign_in(LIAM).await, app.sign_in(GRACE).await);
        let thread = ask(app, &liam, "With a mistake in its text").await;
        let post = post_of(&liam, &thread, 1).await;
        let edit = async |reader: &Reader<'_>, body: &str| {
            write(reader, "forum/edit", &[("post", &post), ("body", body), ("after", "0")]).await
        };
        assert_eq!(edit(&grace, "Changed by somebody else").await, Err(AppError::NotFound));
        assert_eq!(look(&grace, &thread).await.posts[0].source, None);
        assert!(look(&liam, &thread).await.posts[0].source.is_some());
        assert_eq!(edit(&liam, "Without any mistake now").await, Ok(Outcome::Done(())));
        let changed = look(&grace, &thread).await.posts[0].clone();
        assert!(changed.edited_at.is_some() && changed.body_html.contains("Without any mistake"), "and it shows");
        let fields = [("post", post.as_str()), ("body", "short"), ("after", "0")];
        let led = liam.post("forum/edit", &fields).await;
        let page = liam.page(led.location().split('#').next().expect("an address")).await;
        assert_eq!(page.text("#edit"), "short");
        assert!(!page.text("#edit-error").is_empty());
        app.pass_ms(HOUR_MS + 1);
        let late = Ok(Outcome::Problems(Problems::one("body", Problem::NotAChoice)));
        assert_eq!(edit(&liam, "Changed after its time").await, late);
    });
}

#[test]
fn forum_4_a_report_waits_in_the_queue_until_it_is_settled() {
    on_both(async |app| {
        let (liam, grace, carmen) = (app.sign_in(LIAM).await, app.sign_in(GRACE).await, app.sign_in(CARMEN).await);
        let (nora, oscar) = (app.sign_in(NORA).await, app.sign_in(OSCAR).await);
        let thread = ask(app, &liam, "With an answer that offends").await;
        answer(&grace, &thread, "Something that nobody should read.").await;
        app.take_mail().await;
        let post = post_of(&carmen, &thread, 2).await;
        let report = async |reason: &str| write(&carmen, "forum/report", &[("post", &post), ("reason", reason)]).await;
        assert_eq!(report(" ").await, Ok(Outcome::Problems(Problems::one("reason", Problem::Missing))));
        assert_eq!(report("It offends").await, Ok(Outcome::Done(())));
        assert_eq!(report("It offends people").await, Ok(Outcome::Done(())), "said again it is one");
        let queue = async |reader: &Reader<'_>| reader.ask::<QueueContent>("forum/queue", &[("after", "")]).await;
        assert!(matches!(queue(&carmen).await, Err(AppError::Refused(_))));
        let waiting = queue(&oscar).await.expect("the operator's").rows;
        assert_eq!((waiting.len(), waiting[0].reason.as_str(), waiting[0].seq), (1, "It offends people", 2));
        nora.call::<()>("forum/dismiss", &[("post", &post)]).await.expect("settled");
        assert!(queue(&nora).await.expect("a queue").rows.is_empty());
        report("It really does").await.expect("reported again");
        hide(&nora, &post).await;
        assert!(queue(&nora).await.expect("a queue").rows.is_empty(), "hiding settles");

        let hidden = look(&carmen, &thread).await.posts[1].clone();
        assert_eq!((hidden.body_html.as_str(), hidden.hidden.as_deref()), ("", Some("It names a person")));
        assert!(!carmen.page(&format!("/forum/{thread}")).await.source.contains("nobody should read"));
        assert!(look(&grace, &thread).await.posts[1].body_html.contains("nobody should read"), "its author knows it");
        assert!(look(&nora, &thread).await.posts[1].body_html.contains("nobody should read"));
        assert_eq!(list(&carmen, "").await.rows[0].replies, 0);
        assert_eq!(vote(&carmen, &post, "1").await, Err(AppError::NotFound));
        restore(&nora, &post).await;
        assert_eq!(look(&carmen, &thread).await.posts[1].hidden, None);
        assert_eq!(list(&carmen, "").await.rows[0].replies, 1);
    });
}

#[test]
fn forum_4_a_hidden_question_hides_its_thread_and_a_hidden_answer_is_not_accepted() {
    on_both(async |app| {
        let (liam, carmen, nora) = (app.sign_in(LIAM).await, app.sign_in(CARMEN).await, app.sign_in(NORA).await);
        let thread = ask(app, &liam, "A question to be hidden").await;
        answer(&carmen, &thread, "An answer to be hidden first.").await;
        app.take_mail().await;
        let (first, second) = (post_of(&nora, &thread, 1).await, post_of(&nora, &thread, 2).await);
        accept(&liam, &thread, &second).await.expect("accepted");
        hide(&nora, &second).await;
        assert_eq!(look(&liam, &thread).await.thread.answer, None);
        hide(&nora, &first).await;
        assert_eq!(look_behind(&carmen, &thread, "0").await, Err(AppError::NotFound), "as one that does not exist");
        assert_eq!(carmen.get(&format!("/forum/{thread}")).await.status, StatusCode::NOT_FOUND);
        assert!(titles(&carmen, "").await.is_empty());
        assert!(look(&liam, &thread).await.thread.hidden, "who wrote it reads why");
        assert!(look(&nora, &thread).await.thread.hidden);
        restore(&nora, &first).await;
        assert_eq!(titles(&carmen, "").await.len(), 1);
    });
}

#[test]
fn forum_4_sec_6_who_writes_too_much_is_told_when_to_come_again() {
    on_both(async |app| {
        let liam = app.sign_in(LIAM).await;
        for n in 0..rules::THREADS_PACE.0 {
            ask(app, &liam, &format!("Question number {n}")).await;
        }
        let pulso = app.world.product("pulso").as_str();
        let form = thread_form(pulso, "One question too many", "");
        assert_eq!(liam.call::<Outcome<ThreadId>>("forum/ask", &form).await, Err(AppError::TooMany { retry_s: 600 }));
        let page = liam.post("forum/ask", &form).await;
        assert_eq!((page.status, page.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "600"));
        assert!(page.text().contains("One question too many"), "what was typed is kept");
        app.pass_ms(10 * MINUTE_MS);
        ask(app, &liam, "One question later").await;
    });
}

#[test]
fn ux_4_a_plain_form_asks_and_says_what_is_wrong_beside_its_fields() {
    on_both(async |app| {
        let carmen = app.sign_in(CARMEN).await;
        let page = carmen.page("/forum/new").await;
        let key = page.attributes("input[name=\"form[key]\"]", "value").remove(0);
        let fields = [
            ("form[kind]", "discussion"),
            ("form[place]", ""),
            ("form[title]", "Corto"),
            ("form[body]", "Un texto que no debe perderse."),
            ("form[key]", &key),
            ("form[case]", ""),
        ];
        let led = carmen.post("forum/ask", &fields).await;
        assert_eq!(led.status, StatusCode::SEE_OTHER);
        let page = carmen.page(led.location()).await;
        assert_eq!(page.text("#body"), "Un texto que no debe perderse.");
        assert_eq!(page.text("#place-error"), "Elija un producto");
        assert!(!page.text("#title-error").is_empty());
        assert_eq!(page.attributes("input[name=\"form[kind]\"][checked]", "value"), ["discussion"]);
        let pulso = app.world.product("pulso").as_str();
        let fields = fields.map(|(name, value)| match name {
            "form[place]" => (name, pulso),
            "form[title]" => (name, "Lo bastante largo"),
            _ => (name, value),
        });
        let led = carmen.post("forum/ask", &fields).await;
        let page = carmen.page(led.location()).await;
        assert_eq!(page.text("h1"), "Lo bastante largo");
        assert_eq!(carmen.page("/forum/new?case=&check=1").await.text("#body"), "", "what was sent is not kept");
    });
}

#[test]
fn forum_3_its_author_makes_a_case_of_a_thread_and_each_leads_to_the_other() {
    on_both(async |app| {
        let (liam, grace, nora) = (app.sign_in(LIAM).await, app.sign_in(GRACE).await, app.sign_in(NORA).await);
        let thread = ask(app, &liam, "What only support can answer").await;
        let to_case = async |reader: &Reader<'_>| reader.post("forum/to-case", &[("thread", thread.as_str())]).await;
        assert_eq!(to_case(&grace).await.status, StatusCode::NOT_FOUND, "not another's");
        assert_eq!(to_case(&nora).await.status, StatusCode::FORBIDDEN);
        let led = to_case(&liam).await;
        assert_eq!(led.location(), "/cases/new?step=problem");
        let open: OpenPageContent = liam.ask("cases/new", &[]).await.expect("the wizard");
        let form = open.draft.expect("a draft").form;
        assert_eq!(
            (form.title.as_str(), form.product.as_str()),
            ("What only support can answer", app.world.product("pulso").as_str())
        );
        assert!(
            form.description.starts_with("The report and the *export* differ")
                && form.description.contains(thread.as_str())
        );
        let draft = draft(app, &liam, "What only support can answer").await;
        let case: CaseSummary = super::case_steps::create(&liam, draft.id.as_str()).await;
        app.take_mail().await;
        assert_eq!(look(&liam, &thread).await.thread.case, Some(case.number));
        assert_eq!(look(&nora, &thread).await.thread.case, Some(case.number));
        assert_eq!(look(&grace, &thread).await.thread.case, None, "nobody else learns of it");
        assert_eq!(to_case(&liam).await.status, StatusCode::CONFLICT, "once");
    });
}

#[test]
fn forum_3_another_draft_is_not_overwritten_by_a_thread() {
    on_both(async |app| {
        let liam = app.sign_in(LIAM).await;
        draft(app, &liam, "Begun before").await;
        let thread = ask(app, &liam, "This would be the second draft").await;
        let led = liam.post("forum/to-case", &[("thread", thread.as_str())]).await;
        assert_eq!(led.location(), format!("/forum/{thread}?kept=1"));
        let open: OpenPageContent = liam.ask("cases/new", &[]).await.expect("the wizard");
        assert_eq!(open.draft.expect("a draft").form.title, "Begun before");
        assert_eq!(liam.page(led.location()).await.count(".notice[data-tone=warning]"), 1);
    });
}

#[test]
fn roll_1_before_the_launch_a_thread_becomes_no_case_and_the_page_says_why() {
    on_both(async |app| {
        let ramiro = app.sign_in(RAMIRO).await;
        let thread = ask(app, &ramiro, "Asked during the enablement").await;
        let refused = ramiro.call::<()>("forum/to-case", &[("thread", thread.as_str())]).await;
        assert!(matches!(refused, Err(AppError::Refused(atiende::policy::Refusal::NotYet { .. }))), "{refused:?}");
        assert!(!ramiro.page(&format!("/forum/{thread}")).await.text("#to-case-why").is_empty());
    });
}

#[test]
fn forum_3_a_case_reaches_the_forum_only_without_whom_it_is_about() {
    on_both(async |app| {
        let (liam, nora) = (app.sign_in(LIAM).await, app.sign_in(NORA).await);
        let case = open_case(app, &liam, "Liam sees no visits on PU-4821-7").await;
        let number = case.number.to_string();
        let asked = [("case", number.as_str()), ("check", "")];
        assert_eq!(liam.ask::<NewThreadContent>("forum/new", &asked).await, Err(AppError::NotFound), "engineers only");
        let content: NewThreadContent = nora.ask("forum/new", &asked).await.expect("a form");
        let known = content.known.expect("what is known of the case");
        assert!(
            known.names.iter().any(|name| name == "Liam O’Connor")
                && known.names.iter().any(|name| name.contains("Northwind"))
        );
        let found = rules::traces(&content.kept.form, &known);
        assert_eq!(found.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(), ["Liam", "PU-4821-7"]);
        let page = nora.page(&format!("/forum/new?case={number}")).await;
        assert_eq!(page.texts(".redaction-text mark"), ["Liam", "PU-4821-7"]);
        assert_eq!(page.count(".redaction-list input[type=checkbox]"), 2);

        let pulso = app.world.product("pulso").as_str();
        let publish = async |title: &str, confirmed: &str| -> Answer {
            let fields = [
                ("form[kind]", "question"),
                ("form[place]", pulso),
                ("form[title]", title),
                ("form[body]", "Since Monday the visits of a shop are missing."),
                ("form[case]", number.as_str()),
                ("form[confirmed][1]", confirmed),
            ];
            nora.post("forum/ask", &fields).await
        };
        let led = publish("Liam sees no visits on a property", "").await;
        let page = nora.page(led.location()).await;
        assert!(page.text(".redaction").contains("neither changed nor confirmed"));
        assert_eq!(page.attributes("#title", "value"), ["Liam sees no visits on a property"]);
        assert!(titles(&liam, "").await.is_empty(), "nothing is published");
        let led = publish("Somebody sees no visits on PU-4821-7", "PU-4821-7").await;
        assert!(led.location().starts_with("/forum/") && !led.location().contains("new"), "{}", led.location());
        let thread: ThreadId = led.location().trim_start_matches("/forum/").parse().expect("a thread");
        assert_eq!(look(&nora, &thread).await.thread.source, Some(case.number));
        assert_eq!(look(&liam, &thread).await.thread.source, None, "customers do not learn of which case it was");
    });
}

#[test]
fn a_list_and_a_thread_take_few_statements_whatever_they_hold() {
    on_sqlite(async |app| {
        let (liam, grace) = (app.sign_in(LIAM).await, app.sign_in(GRACE).await);
        let thread = ask(app, &liam, "Counted by its statements").await;
        for n in 0..5 {
            answer(&grace, &thread, &format!("Answer number {n}")).await;
        }
        app.take_mail().await;
        let count = async |path: &str, fields: Fields<'_>| {
            let before = app.portal.db().statements();
            grace.ask_raw(path, fields).await;
            // one is the session's
            app.portal.db().statements() - before - 1
        };
        assert_eq!(count("forum/list", &[("query", "")]).await, 2);
        assert_eq!(count("forum/open", &[("thread", thread.as_str()), ("after", "0"), ("check", "")]).await, 2);
    });
}
