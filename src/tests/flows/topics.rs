//! Help topics come in from their folder, again and again, and are found.

use super::case_steps::{draft, open_case};
use crate::support::{Backend, Reader, TestApp, instance_of, on_both, on_sqlite};
use atiende::{
    features::{
        cases::{model::Outcome, server as cases},
        search::model::{Answer, Everything, Suggestion},
        topics::{
            model::{HelpContent, Hits, LinePlace, OperateContent, TopicContent, Vote},
            server::{
                self as topics,
                import::{self, ImportError, Report},
                search::{follow, rebuild},
                topic_id,
            },
        },
    },
    i18n::Language,
    policy::{Place, act},
    route,
    server::{
        Portal, Visit,
        authz::Actor,
        db::sql,
        http::{HttpState, Site},
        jobs,
    },
    values::DAY_MS,
};
use axum::http::StatusCode;
use indicatif::ProgressBar;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// Writes a folder of topics: two languages, one product, a table of contents each.
pub fn folder(app: &TestApp) -> PathBuf {
    let folder = app.data_dir.join("topics");
    for (language, title, text) in [
        ("en", "Late events", "Reports lag behind. See [limits](limits.md#rate) and [more](/help/main/limits.md)."),
        ("es", "Eventos con retraso", "Los informes llegan tarde. Vea los [límites](limits.md#rate)."),
    ] {
        write(
            &folder,
            &format!("{language}/pulso/main/late.md"),
            format!("---\ntitle: {title}\ndescription: D\n---\n# {title}\n\n{text}\n"),
        );
        write(
            &folder,
            &format!("{language}/pulso/main/TOC.md"),
            "# Guide\n\n+ [Late](late.md)\n+ Part\n  + [Limits](limits.md)\n",
        );
    }
    write(&folder, "en/pulso/main/limits.md", "---\ntitle: Usage limits\n---\n## Rate {#rate}\n\n{{shared}}\n");
    write(
        &folder,
        "es/pulso/main/limits.md",
        "---\ntitle: Límites de uso\n---\n## Ritmo {#rate}\n\nLa actualización tarda.\n",
    );
    write(&folder, "en/pulso/_includes/a.md", "## A {#shared}\n\nOne thousand a minute.\n");
    folder
}

/// Writes a file of a folder.
pub fn write(folder: &Path, path: &str, text: impl AsRef<[u8]>) {
    let file = folder.join(path);
    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    fs::write(file, text).expect("a file");
}

/// Brings a folder in.
pub async fn import(app: &TestApp, folder: &Path) -> Report {
    let mut report = Report::default();
    import::run(&app.portal, folder, &mut report, &ProgressBar::hidden()).await.expect("an import");
    report
}

/// New, changed, as before, withdrawn.
pub fn counts(report: &Report) -> (u64, u64, u64, u64) {
    (report.new, report.changed, report.unchanged, report.withdrawn)
}

pub async fn search(app: &TestApp, text: &str) -> Hits {
    search_on(&app.portal, text).await
}

async fn search_on(portal: &Portal, text: &str) -> Hits {
    let visit = Visit::system(portal, "test.search", portal.now());
    let permit = visit.permit::<act::ReadTopics>(Place::Anywhere).expect("a permit");
    topics::find(&visit, &permit, text, None).await.expect("an answer")
}

pub fn titles(hits: &Hits) -> Vec<String> {
    hits.own.iter().map(|hit| hit.title.plain()).collect()
}

pub async fn html(app: &TestApp, language: Language, path: &str) -> String {
    let id = topic_id(language, path);
    let statement = sql("SELECT html FROM topic_text WHERE topic_id = $1").bind(&id);
    app.texts(statement).await.pop().expect("a topic")
}

/// What a form says that a topic solved.
fn solved_by(topic: &TopicContent) -> String {
    Answer::Topic(topic.id.as_str()).to_string()
}

/// Everything that is done with topics, for the tests of every statement.
pub async fn topics_come_and_go(app: &TestApp) {
    let folder = folder(app);
    import(app, &folder).await;
    follow(&app.portal).await.expect("followed");
    search(app, "limits").await;
    let liam = app.sign_in("liam@northwind.example").await;
    let topic = open(&liam, "en", LIMITS).await;
    vote(&liam, &topic, "no", "").await;
    liam.page(&route::new_chat_from_topic(&topic.id)).await;
    let product = app.world.product("pulso").as_str();
    let _: Vec<Suggestion> =
        liam.ask("search/suggest", &[("product", product), ("title", "Usage limits")]).await.expect("topics");
    liam.post("search/solve", &[("answer", &solved_by(&topic))]).await;
    liam.page("/search?q=zzzzzz").await;
    app.pass_ms(3_000);
    topics::write_missed(&app.portal).await.expect("written");
    let (grace, carmen) = (app.sign_in("grace@northwind.example").await, app.sign_in("carmen@rio-azul.example").await);
    for reader in [&grace, &carmen] {
        vote(reader, &topic, "no", "Too short.").await;
    }
    let oscar = app.sign_in("oscar@brujula.example").await;
    oscar.page("/operate/topics").await;
    for pinned in ["yes", "no"] {
        oscar.post("topics/pin", &[("topic", topic.id.as_str()), ("pinned", pinned)]).await;
    }
    oscar.post("topics/close-task", &[("topic", topic.id.as_str())]).await;
    oscar.post("topics/save-synonyms", &[("language", "en"), ("lines", "walk, tour")]).await;
    topics::write_views(&app.portal).await.expect("written");
    topics::rank(&app.portal).await.expect("ranked");
    liam.page("/").await;
    liam.page("/topics").await;
    fs::remove_file(folder.join("en/pulso/main/late.md")).expect("removed");
    fs::remove_file(folder.join("es/pulso/main/TOC.md")).expect("removed");
    import(app, &folder).await;
    follow(&app.portal).await.expect("followed");
}

pub const LIMITS: &str = "pulso/main/limits";

pub async fn open(reader: &Reader<'_>, language: &str, path: &str) -> TopicContent {
    reader.ask("topics/open", &[("language", language), ("path", path)]).await.expect("a topic")
}

async fn vote(reader: &Reader<'_>, topic: &TopicContent, vote: &str, reason: &str) {
    let fields = [("form[topic]", topic.id.as_str()), ("form[vote]", vote), ("form[reason]", reason)];
    let voted: Outcome<Vote> = reader.call("topics/vote", &fields).await.expect("a vote");
    assert_eq!(voted, Outcome::Done(vote.parse().expect("a vote")));
}

#[test]
fn help_7_a_topic_is_a_whole_page_with_its_contents_its_translation_and_its_neighbors() {
    on_both(async |app| {
        import(app, &folder(app)).await;
        let liam = app.sign_in("liam@northwind.example").await;
        let page = liam.page("/topics/en/pulso/main/limits").await;
        assert_eq!(page.text("h1"), "Usage limits");
        assert!(page.text("article").contains("One thousand a minute."));
        assert_eq!(page.attributes("article h2", "id"), ["t-rate"]);
        assert_eq!(page.texts(".topic-guide [aria-current]"), ["Limits"]);
        assert_eq!(page.attributes("a[rel=prev]", "href"), ["/topics/en/pulso/main/late"]);
        assert_eq!(page.attributes(".page-actions a", "href"), ["/topics/es/pulso/main/limits"]);
        assert_eq!(page.attributes("article", "lang"), Vec::<String>::new());

        let spanish = liam.page("/topics/es/pulso/main/limits").await;
        assert_eq!(spanish.attributes("article", "lang"), ["es"], "where it is not the page's");
        assert_eq!(spanish.attributes(".page-actions a", "href"), ["/topics/en/pulso/main/limits"]);
        let content = open(&liam, "en", LIMITS).await;
        let guide = content.guide.expect("a table of contents");
        let lines: Vec<_> = guide.lines.iter().map(|line| (line.title.as_str(), line.place)).collect();
        assert_eq!(lines, [("Late", LinePlace::Plain), ("Part", LinePlace::Above), ("Limits", LinePlace::Current)]);

        fs::remove_file(app.data_dir.join("topics/es/pulso/main/late.md")).expect("removed");
        import(app, &app.data_dir.join("topics")).await;
        assert_eq!(open(&liam, "es", "pulso/main/late").await.language, Language::En, "where there is no translation");
        for path in ["/topics/en/pulso/main", "/topics/de/pulso/main/limits", "/topics/en/pulso/main/limits.md"] {
            assert_eq!(liam.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    });
}

#[test]
fn help_2_the_page_of_help_finds_by_a_plain_form_of_one_product_or_of_all() {
    on_both(async |app| {
        let folder = folder(app);
        write(&folder, "en/diana/limits.md", "---\ntitle: Limits of usage\n---\nNone.\n");
        import(app, &folder).await;
        follow(&app.portal).await.expect("followed");
        let liam = app.sign_in("liam@northwind.example").await;
        let start = liam.page("/topics").await;
        assert_eq!(start.texts(".help-guide h2"), ["Guide"]);
        assert_eq!(start.texts(".help-guide a"), ["Late", "Part"]);
        assert_eq!(start.texts("#help-product option"), ["All products", "Diana", "Pulso"]);
        let found = liam.page("/topics?q=usage+limts&product=").await;
        assert_eq!(found.texts(".hit-title"), ["Usage limits", "Limits of usage", "Late events", "Límites de uso"]);
        assert_eq!(found.texts(".hits li:first-child mark"), ["Usage", "limits"]);
        assert_eq!(found.attributes("#help-q", "value"), ["usage limts"]);
        let one = liam.page("/topics?q=usage+limits&product=diana").await;
        assert_eq!(one.texts(".hit-title"), ["Limits of usage"]);
        let spanish = liam.page("/topics?q=actualizacion").await;
        assert_eq!(spanish.texts("main h2"), ["In Spanish"]);
        assert_eq!(liam.page("/topics?q=zzzzzz").await.texts("main h2"), ["No topic says that"]);
        for q in ["%22%20AND%20(", "title%3A*", "%00", &"x".repeat(5_000), "%F0%9F%98%95"] {
            assert_eq!(liam.get(&format!("/topics?q={q}&product=%00")).await.status, StatusCode::OK, "{q}");
        }
    });
}

#[test]
fn help_1_what_is_read_most_stands_on_the_start_page_with_the_reason() {
    on_both(async |app| {
        import(app, &folder(app)).await;
        let liam = app.sign_in("liam@northwind.example").await;
        let ranked = async || {
            topics::write_views(&app.portal).await.expect("written");
            topics::rank(&app.portal).await.expect("ranked");
            let liam = app.sign_in("liam@northwind.example").await;
            liam.page("/").await.texts(".popular-topic")
        };
        assert_eq!(ranked().await, Vec::<String>::new(), "nobody has read anything");
        for _ in 0..3 {
            open(&liam, "en", "pulso/main/late").await;
        }
        for _ in 0..2 {
            open(&liam, "en", LIMITS).await;
        }
        let lines = ranked().await;
        assert!(lines[0].contains("Late events") && lines[0].contains("3 views in 30 days"), "{lines:?}");
        let late = open(&liam, "en", "pulso/main/late").await;
        vote(&liam, &late, "no", "").await;
        ranked().await;
        app.pass_ms(40 * DAY_MS);
        let liam = app.sign_in("liam@northwind.example").await;
        open(&liam, "en", LIMITS).await;
        let lines = ranked().await;
        assert_eq!(lines.len(), 1, "what is old counts no more: {lines:?}");
        let pin = sql("INSERT INTO topic_pin (topic_id, pinned_at) VALUES ($1, 1)").bind(&late.id);
        app.change(pin).await;
        let lines = ranked().await;
        assert!(lines[0].contains("Late events") && lines[0].contains("chosen by support"), "{lines:?}");
        assert!(lines[0].contains("helped 0 of 1"), "{lines:?}");
        let help: HelpContent = liam.ask("topics/help", &[("query", "")]).await.expect("help");
        assert_eq!(help.popular.len(), 2);
        let carmen = app.sign_in("carmen@rio-azul.example").await;
        assert_eq!(carmen.page("/").await.count(".popular-topic"), 0, "none in Spanish");
        let shelf = sql("UPDATE topic_shelf SET product_id = $1").bind(app.world.product("faro"));
        app.change(shelf).await;
        topics::rank(&app.portal).await.expect("ranked");
        let of_others = liam.page("/").await.count(".popular-topic");
        assert_eq!(of_others, 0, "not a product of the organization");
    });
}

#[test]
fn help_4_a_vote_counts_once_for_each_person_and_its_reason_is_kept() {
    on_both(async |app| {
        import(app, &folder(app)).await;
        let (liam, grace) = (app.sign_in("liam@northwind.example").await, app.sign_in("grace@northwind.example").await);
        let topic = open(&liam, "en", LIMITS).await;
        assert_eq!(topic.vote, None);
        vote(&liam, &topic, "yes", "").await;
        vote(&liam, &topic, "no", "  The figure is old. ").await;
        vote(&liam, &topic, "no", "").await;
        vote(&grace, &topic, "yes", "").await;
        assert_eq!(open(&liam, "en", LIMITS).await.vote, Some(Vote::Unhelpful));
        let reasons = app.texts(sql("SELECT reason FROM topic_vote ORDER BY reason")).await;
        assert_eq!(reasons, ["", "The figure is old."]);
        let fields =
            [("form[topic]", topic.id.as_str()), ("form[vote]", "yes"), ("form[next]", "/topics/en/pulso/main/limits")];
        let answer = liam.post("topics/vote", &fields).await;
        assert_eq!(answer.location(), "/topics/en/pulso/main/limits?voted=yes#help");
        let page = liam.page("/topics/en/pulso/main/limits?voted=yes").await;
        assert_eq!(page.text(".topic-vote-thanks"), "Thank you, that counts.");
        assert_eq!(page.attributes(".topic-vote button[aria-pressed=true]", "value"), ["yes"]);
        let refused: Outcome<Vote> = liam
            .call("topics/vote", &[("form[topic]", topic.id.as_str()), ("form[vote]", "perhaps")])
            .await
            .expect("an answer");
        assert!(matches!(refused, Outcome::Problems(_)));
    });
}

#[test]
fn help_3_fitting_topics_stand_beside_a_case_and_this_solved_it_closes_the_draft_and_counts() {
    on_both(async |app| {
        import(app, &folder(app)).await;
        follow(&app.portal).await.expect("followed");
        let liam = app.sign_in("liam@northwind.example").await;
        let suggest = async |product: &str, title: &str| {
            let found: Vec<Suggestion> =
                liam.ask("search/suggest", &[("product", product), ("title", title)]).await.expect("topics");
            let title = |suggestion: &Suggestion| match suggestion {
                Suggestion::Topic(hit) => hit.title.plain(),
                Suggestion::Thread(hit) => hit.thread.title.clone(),
            };
            found.iter().map(title).collect::<Vec<_>>()
        };
        assert_eq!(suggest("", "Usage li").await[0], "Usage limits");
        assert_eq!(suggest("", "Usage").await, Vec::<String>::new(), "too little to go by");
        let (pulso, diana) = (app.world.product("pulso"), app.world.product("diana"));
        assert_eq!(suggest(diana.as_str(), "Usage limits").await[0], "Usage limits", "it has no topics of its own");
        app.change(sql("UPDATE topic_shelf SET product_id = $1").bind(pulso)).await;
        assert_eq!(suggest(pulso.as_str(), "Usage limits").await[0], "Usage limits");

        draft(app, &liam, "The usage limits of the collector").await;
        let page = liam.page("/cases/new?step=problem").await;
        assert!(page.texts(".wizard-suggestions a").contains(&"Usage limits".to_owned()), "without scripting too");
        let topic = open(&liam, "en", LIMITS).await;
        let answer = liam.post("search/solve", &[("answer", &solved_by(&topic))]).await;
        assert_eq!(answer.location(), "/topics/en/pulso/main/limits?solved=1");
        assert_eq!(liam.page(answer.location()).await.count(".notice[data-tone=success]"), 1);
        assert_eq!(app.texts(sql("SELECT scope FROM draft")).await, Vec::<String>::new());
        assert_eq!(app.texts(sql("SELECT CAST(solved AS TEXT) FROM topic_day")).await, ["1"]);
        let oscar = app.sign_in("oscar@brujula.example").await;
        let refused = oscar.call_raw("search/solve", &[("answer", &solved_by(&topic))]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "who opens no cases has no draft");
    });
}

#[test]
fn help_4_three_votes_against_a_topic_in_seven_days_are_a_task_with_their_reasons() {
    on_both(async |app| {
        import(app, &folder(app)).await;
        let oscar = app.sign_in("oscar@brujula.example").await;
        let tasks = async || {
            let oscar = app.sign_in("oscar@brujula.example").await;
            let content: OperateContent = oscar.ask("topics/operate", &[]).await.expect("a page");
            content.tasks.into_iter().map(|task| (task.title, task.against, task.reasons)).collect::<Vec<_>>()
        };
        let topic = open(&oscar, "en", LIMITS).await;
        let against = async |email: &str, reason: &str| {
            vote(&app.sign_in(email).await, &topic, "no", reason).await;
        };
        against("liam@northwind.example", "Too short.").await;
        against("grace@northwind.example", "").await;
        app.pass_ms(8 * DAY_MS);
        against("carmen@rio-azul.example", "").await;
        assert_eq!(tasks().await, [], "two are older than seven days");
        against("grace@northwind.example", "").await;
        against("nora@brujula.example", "The figure is old.").await;
        let reasons = vec!["The figure is old.".to_owned(), "Too short.".to_owned()];
        assert_eq!(tasks().await, [("Usage limits".to_owned(), 4, reasons)]);
        let oscar = app.sign_in("oscar@brujula.example").await;
        let answer = oscar.post("topics/close-task", &[("topic", topic.id.as_str())]).await;
        assert_eq!(answer.location(), "/operate/topics?saved=1");
        app.pass_ms(1);
        against("liam@northwind.example", "").await;
        assert_eq!(tasks().await, [], "what was said before it was done counts no more");
    });
}

#[test]
fn help_1_operators_say_where_topics_belong_and_which_stand_first() {
    on_both(async |app| {
        import(app, &folder(app)).await;
        let oscar = app.sign_in("oscar@brujula.example").await;
        let pulso = app.world.product("pulso").to_string();
        let shelf = |title: &str, product: &str| {
            [("form[name]", "pulso"), ("form[title]", title), ("form[product]", product)]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        let save = async |fields: [(String, String); 3]| {
            let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            oscar.call::<Outcome<()>>("topics/save-shelf", &fields).await.expect("an answer")
        };
        assert_eq!(save(shelf("Pulso!", &pulso)).await, Outcome::Done(()));
        let page = oscar.page("/operate/topics").await;
        assert_eq!(page.attributes("#title-pulso", "value"), ["Pulso!"]);
        assert_eq!(page.attributes("#product-pulso option[selected]", "value"), std::slice::from_ref(&pulso));
        assert!(matches!(save(shelf("", &pulso)).await, Outcome::Problems(problems) if problems.of("title").is_some()));
        let unknown = "00000000-0000-7000-8000-00000000dead";
        assert!(
            matches!(save(shelf("x", unknown)).await, Outcome::Problems(problems) if problems.of("product").is_some())
        );

        let topic = open(&oscar, "en", LIMITS).await;
        let pin = async |pinned: &str| {
            oscar.post("topics/pin", &[("topic", topic.id.as_str()), ("pinned", pinned)]).await;
            app.sign_in("liam@northwind.example").await.page("/").await.count(".popular-topic")
        };
        assert_eq!(pin("yes").await, 1);
        assert_eq!(oscar.page("/operate/topics").await.texts(".topic-pinned a"), ["Usage limits"]);
        assert_eq!(pin("no").await, 0);
    });
}

#[test]
fn help_2_what_is_looked_for_in_vain_is_counted_once_it_stood_for_a_while() {
    on_both(async |app| {
        import(app, &folder(app)).await;
        follow(&app.portal).await.expect("followed");
        let liam = app.sign_in("liam@northwind.example").await;
        for text in ["zeb", "zebr", "Zebra  crossing"] {
            let _: HelpContent = liam.ask("topics/help", &[("query", &format!("q={text}"))]).await.expect("help");
            app.pass_ms(300);
        }
        topics::write_missed(&app.portal).await.expect("written");
        app.pass_ms(2_000);
        for _ in 0..2 {
            topics::write_missed(&app.portal).await.expect("written");
        }
        liam.page("/search?q=zebra+crossing").await;
        app.pass_ms(3_000);
        liam.page("/search?q=limits").await;
        topics::write_missed(&app.portal).await.expect("written");
        let oscar = app.sign_in("oscar@brujula.example").await;
        let content: OperateContent = oscar.ask("topics/operate", &[]).await.expect("a page");
        let missed: Vec<_> = content.missed.iter().map(|missing| (missing.text.as_str(), missing.count)).collect();
        assert_eq!(missed, [("zebra crossing", 2)]);
    });
}

#[test]
fn chat_1_and_chat_9_a_chat_begins_from_a_topic_with_its_product_its_title_and_a_link_to_it() {
    on_both(async |app| {
        let folder = folder(app);
        write(&folder, "en/pulso/main/limits.md", "---\ntitle: Usage [limits] & *more*\n---\nNone.\n");
        import(app, &folder).await;
        let pulso = app.world.product("pulso");
        app.change(sql("UPDATE topic_shelf SET product_id = $1").bind(pulso)).await;
        let liam = app.sign_in("liam@northwind.example").await;
        let topic = open(&liam, "en", LIMITS).await;
        let page = liam.page(&route::new_chat_from_topic(&topic.id)).await;
        assert_eq!(page.attributes("#subject", "value"), ["Usage [limits] & more"]);
        assert_eq!(page.attributes("#product option[selected]", "value"), [pulso.to_string()]);
        let written = page.text("#body");
        let html: String = liam.call("cases/preview", &[("source", &written)]).await.expect("a preview");
        assert_eq!(
            html,
            "<p><a href=\"/topics/en/pulso/main/limits\" rel=\"noopener nofollow\">Usage [limits] &amp; more</a></p>\n"
        );
        let unknown = liam.get("/chats/new?topic=00000000-0000-7000-8000-00000000dead").await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn help_7_topics_come_in_once_change_and_go() {
    on_both(async |app| {
        let folder = folder(app);
        let report = import(app, &folder).await;
        assert_eq!((report.files, counts(&report), report.lines()), (7, (4, 0, 0, 0), 0), "{:?}", report.first);
        assert_eq!(counts(&import(app, &folder).await), (0, 0, 4, 0));
        let page = html(app, Language::En, "pulso/main/late").await;
        assert_eq!(page.matches("href=\"/topics/en/pulso/main/limits").count(), 2, "{page}");
        assert!(html(app, Language::En, "pulso/main/limits.md").await.contains("One thousand"));
        let pairs =
            app.texts(sql("SELECT source FROM topic GROUP BY source HAVING COUNT(*) = 2 ORDER BY source")).await;
        assert_eq!(pairs, ["pulso/main/late", "pulso/main/limits"]);
        let listed = sql("SELECT contents FROM topic_guide WHERE language = 'en'");
        let contents = app.texts(listed).await.pop().expect("a table of contents");
        assert!(contents.contains("\"depth\":1") && contents.contains("/topics/en/pulso/main/limits"), "{contents}");

        // What is shared changes, and with it the topic that includes it.
        write(&folder, "en/pulso/_includes/a.md", "## A {#shared}\n\nTwo thousand a minute.\n");
        assert_eq!(counts(&import(app, &folder).await), (0, 1, 3, 0));
        fs::remove_file(folder.join("en/pulso/main/late.md")).expect("removed");
        let report = import(app, &folder).await;
        assert_eq!(counts(&report), (0, 1, 2, 1), "the place of another in the table of contents changes with it");
        write(&folder, "en/pulso/main/late.md", "# Back\n");
        assert_eq!(import(app, &folder).await.changed, 2);
    });
}

#[test]
fn help_2_topics_are_found_in_both_languages_and_no_longer_when_they_are_gone() {
    on_both(async |app| {
        let folder = folder(app);
        import(app, &folder).await;
        assert_eq!(follow(&app.portal).await.expect("followed"), 4);
        let hits = search(app, "usage limts").await;
        assert_eq!(titles(&hits), ["Usage limits", "Late events"]);
        assert_eq!(hits.own[0].address, "/topics/en/pulso/main/limits");
        assert!(
            hits.own[0].title.stretches().all(|(text, is_marked)| is_marked || text == " "),
            "{:?}",
            hits.own[0].title
        );
        let spanish = search(app, "actualizacion").await;
        assert_eq!((spanish.own.len(), spanish.others.len()), (0, 1));
        assert_eq!(spanish.others[0].language, Language::Es);
        assert!(spanish.others[0].text.marks().any(|word| word == "actualización"));
        assert_eq!(titles(&search(app, "usage lim").await), ["Usage limits"]);

        fs::remove_file(folder.join("en/pulso/main/limits.md")).expect("removed");
        import(app, &folder).await;
        assert_eq!(titles(&search(app, "usage limits").await), ["Late events"], "read back before the index knows");
        assert_eq!(follow(&app.portal).await.expect("followed"), 2);
        assert_eq!(titles(&search(app, "usage limits").await), ["Late events"]);
    });
}

#[test]
fn help_2_an_index_that_was_lost_or_does_not_fit_is_built_anew() {
    on_both(async |app| {
        import(app, &folder(app)).await;
        assert_eq!(rebuild(&app.portal).await.expect("built"), 4);
        assert_eq!(follow(&app.portal).await.expect("followed"), 0);
        assert_eq!(titles(&search(app, "usage").await), ["Usage limits"]);
        let grant = Actor::system("test.empty").maintenance();
        for statement in
            ["DELETE FROM topic_text", "DELETE FROM topic", "UPDATE counter SET value = 0 WHERE name = 'topic'"]
        {
            let mut tx = app.portal.db().begin().await.expect("a transaction");
            tx.run(&grant, sql(statement)).await.expect("a change");
            tx.commit().await.expect("a commit");
        }
        let other = instance_of(&app.portal, app.portal.settings().clone()).await;
        follow(&other).await.expect("followed");
        assert_eq!(titles(&search(app, "usage").await), Vec::<String>::new());
        other.db().close().await;
    });
}

#[test]
fn help_2_an_index_that_was_removed_under_the_server_comes_back() {
    on_sqlite(async |app| {
        import(app, &folder(app)).await;
        follow(&app.portal).await.expect("followed");
        fs::remove_dir_all(app.data_dir.join("search")).expect("removed");
        assert!(follow(&app.portal).await.is_err(), "said once");
        assert_eq!(follow(&app.portal).await.expect("followed"), 4);
        assert_eq!(titles(&search(app, "usage").await), ["Usage limits"]);
        let folders =
            fs::read_dir(app.data_dir.join("search")).expect("a folder").map(|entry| entry.expect("an entry"));
        let topics = folders.into_iter().find(|entry| entry.file_name().to_string_lossy().starts_with("topics-"));
        fs::write(topics.expect("the topics' index").path().join("meta.json"), "no index").expect("a file");
        let other = instance_of(&app.portal, app.portal.settings().clone()).await;
        assert_eq!(follow(&other).await.expect("begun anew"), 4);
        other.db().close().await;
    });
}

#[test]
fn help_2_a_topic_is_found_within_two_seconds_on_every_instance() {
    on_both(async |app| {
        let mut portals = vec![app.portal.clone()];
        if app.backend == Backend::Postgres {
            let mut settings = app.portal.settings().clone();
            settings.data_dir = app.data_dir.join("other");
            portals.push(instance_of(&app.portal, settings).await);
        }
        let states: Vec<_> = portals.iter().map(|portal| HttpState::new(portal.clone(), Site::none())).collect();
        for state in &states {
            jobs::start(state).expect("jobs");
        }
        import(app, &folder(app)).await;
        let begun = Instant::now();
        for portal in &portals {
            while search_on(portal, "usage").await.own.is_empty() {
                assert!(begun.elapsed() < Duration::from_secs(2), "not found yet");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        for state in states {
            state.stopping.cancel();
            state.tasks.close();
            state.tasks.wait().await;
        }
        for other in &portals[1..] {
            other.db().close().await;
        }
    });
}

#[test]
fn help_2_whatever_is_typed_gets_an_answer() {
    on_sqlite(async |app| {
        import(app, &folder(app)).await;
        follow(&app.portal).await.expect("followed");
        let long = "limits ".repeat(1_500);
        for text in [
            "",
            " ",
            "\"",
            "a AND b OR NOT (c",
            "title:limits^2 +x -y ~3 [a TO b] {*}",
            "*",
            "?",
            "\\",
            "日本 𝒳 \u{202e}",
            "\0",
            "<b>",
            "%_'",
            &long,
            &"x".repeat(10_000),
        ] {
            search(app, text).await;
        }
        assert_eq!(titles(&search(app, "\"usage\" AND (limits)~").await)[0], "Usage limits");
        assert_eq!(titles(&search(app, &long).await)[0], "Usage limits");
    });
}

#[test]
fn help_7_what_cannot_be_read_is_a_line_in_the_report_and_stays_as_it_was() {
    on_sqlite(async |app| {
        let folder = folder(app);
        import(app, &folder).await;
        let before = html(app, Language::En, "pulso/main/late").await;
        write(&folder, "en/pulso/main/late.md", b"\xff\xfe# \x00L\x00");
        write(&folder, "en/pulso/main/latin.md", b"# Espa\xf1a\n");
        write(&folder, "en/pulso/main/nul.md", "# a\0b\n");
        write(&folder, "en/pulso/main/large.md", "x".repeat(5 * 1024 * 1024));
        write(&folder, "en/alone.md", "# In no product\n");
        write(&folder, "en/pulso/main/empty.md", "");
        write(&folder, "en/pulso/main/broken.md", "---\ntitle: x\n\n# No end\n");
        write(&folder, "en/pulso/main/cycle.md", "# C\n\n{{one}}\n\n[a](none.md) ![b](c.png)\n");
        write(&folder, "en/pulso/_includes/b.md", "## 1 {#one}\n\n{{two}}\n\n## 2 {#two}\n\n{{one}}\n");
        write(&folder, "en/pulso/main/bytes.bin", b"\x00");
        let report = import(app, &folder).await;
        assert_eq!((report.unread, report.others, counts(&report)), (5, 1, (3, 0, 3, 0)), "{:?}", report.first);
        let said: Vec<String> = report.first.iter().map(ToString::to_string).collect();
        for line in [
            "en/alone.md: it is in no product's folder",
            "en/pulso/main/large.md: it has 5242880 bytes; 4194304 are the most",
            "en/pulso/main/late.md: it is not UTF-8 (byte 0)",
            "en/pulso/main/latin.md: it is not UTF-8 (byte 6)",
            "en/pulso/main/nul.md: it holds U+0000, as texts do not",
            "en/pulso/main/broken.md: it does not end; the whole file is taken as text",
            "en/pulso/main/cycle.md: the snippet \"one\" includes itself",
            "en/pulso/main/cycle.md: none.md leads nowhere",
            "en/pulso/main/cycle.md: the picture c.png is shown as its text",
            "en/pulso/main/empty.md: it has no title",
        ] {
            assert!(said.iter().any(|said| said == line), "{line}: {said:#?}");
        }
        assert_eq!(html(app, Language::En, "pulso/main/late").await, before);
    });
}

#[test]
fn help_7_a_folder_that_holds_no_topics_is_refused_and_changes_nothing() {
    on_sqlite(async |app| {
        import(app, &folder(app)).await;
        let empty = app.data_dir.join("empty");
        write(&empty, "readme.md", "# Not below a language\n");
        write(&empty, "fr/pulso/a.md", "# Autre langue\n");
        for wrong in [empty, app.data_dir.join("none"), app.data_dir.join("topics/en/pulso/main/late.md")] {
            let ended = import::run(&app.portal, &wrong, &mut Report::default(), &ProgressBar::hidden()).await;
            assert!(matches!(ended, Err(ImportError::Folder(..))), "{wrong:?}");
        }
        assert_eq!(app.texts(sql("SELECT id FROM topic WHERE withdrawn_at IS NULL")).await.len(), 4);
    });
}

/// What the product is meant for; it is no part of it, and a checkout alone does without.
const REAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/help-topics");

#[test]
fn help_7_real_topics_lead_to_each_other_and_hold_nothing_active() {
    let real = Path::new(REAL);
    if !real.is_dir() {
        eprintln!("left out: there is no folder of real topics beside this checkout");
        return;
    }
    on_sqlite(async |app| {
        let report = import(app, real).await;
        assert!((report.new, report.unread) == (report.files - 8, 0) && report.new > 1_000, "{:?}", report.first);
        let again = import(app, real).await;
        assert_eq!(counts(&again), (0, 0, report.new, 0));
        let addresses = app.texts(sql("SELECT '/topics/' || language || '/' || path FROM topic")).await;
        let addresses: BTreeSet<&str> = addresses.iter().map(String::as_str).collect();
        let alone = app.texts(sql("SELECT MIN(path) FROM topic GROUP BY source HAVING COUNT(*) <> 2")).await;
        assert_eq!(alone, Vec::<String>::new(), "a topic without its translation");
        let mut links = 0;
        for html in app.texts(sql("SELECT html FROM topic_text")).await {
            for href in html.split("href=\"/").skip(1).filter_map(|rest| rest.split(['"', '#']).next()) {
                links += 1;
                assert!(addresses.contains(format!("/{href}").as_str()), "{href}");
            }
            for tag in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
                let foul = ["script", "iframe", "img", "svg", "style"].iter().any(|name| tag.starts_with(name));
                let runs = [" onclick=", " onerror=", " style=", "javascript:"].iter().any(|text| tag.contains(text));
                assert!(!foul && !runs, "<{tag}>");
            }
        }
        assert!(links > 5_000, "{links}");
    });
}

#[test]
fn help_2_operators_say_which_words_mean_the_same_and_every_search_goes_by_it() {
    on_both(async |app| {
        import(app, &folder(app)).await;
        follow(&app.portal).await.expect("followed");
        let (liam, oscar) = (app.sign_in("liam@northwind.example").await, app.sign_in("oscar@brujula.example").await);
        assert_eq!(search(app, "quotas").await.own, []);
        let page = oscar.page("/operate/topics").await;
        assert!(page.text("#synonyms-en").contains("delete, remove, erase"), "the usual ones to begin with");
        let lines = "quota, usage limits\nalone";
        let answer = oscar.post("topics/save-synonyms", &[("language", "en"), ("lines", lines)]).await;
        assert_eq!(answer.location(), "/operate/topics?saved=1");
        assert!(oscar.page("/operate/topics").await.text("#synonyms-en").starts_with("quota, usage limits"));
        assert_eq!(app.texts(sql("SELECT lines FROM search_synonyms")).await, [lines]);
        assert_eq!(search(app, "quotas").await.own[0].title.plain(), "Usage limits");
        let long = "x".repeat(20_001);
        for (language, lines) in [("en", long.as_str()), ("de", "eins, zwei")] {
            let fields = [("language", language), ("lines", lines)];
            let refused: Outcome<()> = oscar.call("topics/save-synonyms", &fields).await.expect("an answer");
            assert!(matches!(refused, Outcome::Problems(_)), "{language}");
        }
        let refused = liam.call_raw("topics/save-synonyms", &[("language", "en"), ("lines", "")]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);

        let other = instance_of(&app.portal, app.portal.settings().clone()).await;
        assert_eq!(search_on(&other, "quotas").await.own, []);
        topics::load_synonyms(&other).await.expect("loaded");
        assert_eq!(search_on(&other, "quotas").await.own.len(), 1);
        other.db().close().await;
    });
}

#[test]
fn help_2_the_language_of_the_words_is_found_whole_and_the_other_in_short() {
    on_sqlite(async |app| {
        let folder = folder(app);
        for nth in 0..6 {
            for (language, text) in [("en", "Stripes."), ("es", "Rayas.")] {
                let file = format!("{language}/pulso/main/zebra-{nth}.md");
                write(&folder, &file, format!("---\ntitle: Zebra {nth}\n---\n{text}\n"));
            }
        }
        import(app, &folder).await;
        follow(&app.portal).await.expect("followed");
        let carmen = app.sign_in("carmen@rio-azul.example").await;
        let found = async |query: &str| {
            let help: HelpContent = carmen.ask("topics/help", &[("query", query)]).await.expect("an answer");
            let Hits { own, others, is_of_others, .. } = help.found.expect("hits");
            (own.len(), others.len(), is_of_others)
        };
        assert_eq!(found("q=zebra").await, (6, 3, false));
        assert_eq!(found("q=zebra+stripes").await, (3, 6, true));
    });
}

#[test]
fn help_2_what_a_misspelled_word_probably_meant_is_said_as_it_is_written() {
    on_both(async |app| {
        import(app, &folder(app)).await;
        follow(&app.portal).await.expect("followed");
        assert_eq!(search(app, "usege limts").await.meant.as_deref(), Some("usage limits"));
        assert_eq!(search(app, "usage limits").await.meant, None);
        assert_eq!(search(app, "zzzzzzzzz").await.meant, None);
        let liam = app.sign_in("liam@northwind.example").await;
        let page = liam.page("/topics?q=usege+limts&product=pulso").await;
        assert_eq!(page.attributes(".meant a", "href"), ["/topics?q=usage%20limits&product=pulso"]);
        let page = liam.page("/search?q=usege+limts").await;
        assert_eq!(page.attributes(".meant a", "href"), ["/search?q=usage%20limits"]);
        assert_eq!(liam.page("/topics?q=usage+limits").await.count(".meant"), 0);

        let meant = async |text: &str| {
            cases::follow(&app.portal).await.expect("followed");
            let found: Everything = liam.ask("search/find", &[("text", text)]).await.expect("an answer");
            (found.cases.len(), found.topics.meant)
        };
        open_case(app, &liam, "Our usage limits").await;
        let usage_limits = Some("usage limits".to_owned());
        assert_eq!(meant("usege limts").await, (1, usage_limits), "a case is found by what was meant");
        open_case(app, &liam, "What does usege limts mean?").await;
        assert_eq!(meant("usege limts").await, (1, None), "a case has the words as they were typed");
        assert_eq!(meant("usafe").await.1, Some("usage".to_owned()));
        app.change(sql("UPDATE person SET name = 'Usafe Brown' WHERE email = 'liam@northwind.example'")).await;
        open_case(app, &liam, "Nothing of it").await;
        assert_eq!(meant("usafe").await, (1, None), "a case has it in a name");
    });
}
