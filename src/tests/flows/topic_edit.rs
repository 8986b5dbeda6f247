//! Help topics that are written in the portal: drafts, review, schedule, versions, translations.

use super::topics::{LIMITS, counts, folder, html, import, open, search, titles, write};
use crate::support::{Backend, Page, Reader, TestApp, instance_of, on_both, on_sqlite};
use atiende::{
    error::AppError,
    features::{
        cases::model::Outcome,
        topics::{
            model::*,
            server::{
                import::{Report, run as run_import},
                publish_due,
                search::follow,
                topic_id,
            },
        },
    },
    i18n::Language,
    route,
    server::{authz::Actor, db::sql},
    values::{DAY_MS, HOUR_MS, MINUTE_MS, Problem, Problems, TopicId},
};
use axum::http::StatusCode;
use indicatif::ProgressBar;
use std::{fs, time::Duration};

const OSCAR: &str = "oscar@brujula.example";
const LIAM: &str = "liam@northwind.example";
/// The tests begin on 2026-11-23 at 10:00 of Madrid's clocks, which are the operator's.
const NEXT_MORNING: &str = "2026-11-24T09:00";

/// The editor's form as it is sent.
#[derive(Clone)]
struct Form(Vec<(&'static str, String)>);

impl Form {
    /// As the editor shows it at an address.
    async fn open(operator: &Reader<'_>, query: &str) -> Form {
        let content = editor(operator, query).await;
        let EditForm { topic, translates, language, shelf, path, title, description, keywords, body, .. } =
            content.form;
        let number = content.draft.map_or(0, |draft| draft.number).to_string();
        let seen = Published::stand(content.published.as_ref());
        let fields = [
            ("form[topic]", content.topic.map_or(topic, |topic| topic.to_string())),
            ("form[translates]", translates),
            ("form[language]", language),
            ("form[shelf]", shelf),
            ("form[path]", path),
            ("form[title]", title),
            ("form[description]", description),
            ("form[keywords]", keywords),
            ("form[body]", body),
            ("form[number]", number),
            ("form[seen]", seen),
            ("form[deed]", "save".to_owned()),
        ];
        Form(fields.to_vec())
    }

    /// A new topic in English.
    async fn new(operator: &Reader<'_>, path: &str, title: &str, body: &str) -> Form {
        let form = Form::open(operator, "").await.with("form[language]", "en").with("form[shelf]", "pulso");
        form.with("form[path]", path).with("form[title]", title).with("form[body]", body)
    }

    fn with(mut self, name: &'static str, value: &str) -> Form {
        self.0.retain(|(known, _)| *known != name);
        self.0.push((name, value.to_owned()));
        self
    }

    fn deed(self, deed: Deed) -> Form {
        self.with("form[deed]", deed.code())
    }

    fn fields(&self) -> Vec<(&str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_str())).collect()
    }

    async fn sent(&self, operator: &Reader<'_>) -> Outcome<Edited> {
        operator.call("topics/edit/save", &self.fields()).await.expect("an answer")
    }

    async fn done(&self, operator: &Reader<'_>) -> Edited {
        match self.sent(operator).await {
            Outcome::Done(edited) => edited,
            Outcome::Problems(problems) => panic!("{problems:?}"),
        }
    }

    async fn problem(&self, operator: &Reader<'_>, field: &str) -> Option<Problem> {
        match self.sent(operator).await {
            Outcome::Done(edited) => panic!("{edited:?}"),
            Outcome::Problems(problems) => problems.of(field).cloned(),
        }
    }
}

async fn editor(operator: &Reader<'_>, query: &str) -> EditContent {
    operator.ask("topics/edit/open", &[("query", query)]).await.expect("the editor")
}

fn id(topic: &TopicId) -> String {
    format!("id={topic}")
}

async fn operated(app: &TestApp) -> OperateContent {
    app.sign_in(OSCAR).await.ask("topics/operate", &[]).await.expect("a page")
}

async fn versions(operator: &Reader<'_>, topic: &TopicId, query: &str) -> Result<VersionsContent, AppError> {
    operator.ask("topics/edit/versions", &[("topic", topic.as_str()), ("query", query)]).await
}

async fn text_of(app: &TestApp, path: &str) -> String {
    let liam = app.sign_in(LIAM).await;
    liam.page(&route::topic(Language::En, path)).await.text("article")
}

/// Changes a topic's text and publishes it.
async fn rewrite(operator: &Reader<'_>, topic: &TopicId, body: &str) -> Edited {
    Form::open(operator, &id(topic)).await.with("form[body]", body).deed(Deed::Publish).done(operator).await
}

fn limits() -> TopicId {
    topic_id(Language::En, LIMITS)
}

/// A topic with an earlier version, and another that is being reviewed.
pub async fn two_topics(_: &TestApp, oscar: &Reader<'_>) -> [TopicId; 2] {
    let written = rewrite(oscar, &limits(), "## Rate {#rate}\n\nThree thousand. [Where?](nowhere.md)\n").await.topic;
    Form::open(oscar, &id(&written)).await.done(oscar).await;
    let new = Form::new(oscar, "new", "A new one", "> Quoted\n\n| a |\n|---|\n| 1 |\n").await;
    let reviewed = new.deed(Deed::Review).done(oscar).await.topic;
    [written, reviewed]
}

/// Everything that is done to a topic, once.
pub async fn a_topic_to_its_end(app: &TestApp) {
    let folder = folder(app);
    import(app, &folder).await;
    let oscar = app.sign_in(OSCAR).await;
    let new = Form::new(&oscar, "steps", "First steps", "One.\n").await;
    oscar.post("topics/edit/save", &new.clone().with("form[title]", "").fields()).await;
    oscar.page("/operate/topics/edit?check=1").await;
    let topic = new.done(&oscar).await.topic;
    let form = Form::open(&oscar, &id(&topic)).await;
    form.clone().deed(Deed::Review).done(&oscar).await;
    oscar.page("/operate/topics").await;
    Form::open(&oscar, &id(&topic)).await.deed(Deed::Publish).done(&oscar).await;
    rewrite(&oscar, &topic, "Two.\n").await;
    let scheduled = Form::open(&oscar, &id(&topic)).await.with("form[body]", "Three.\n");
    scheduled.with("form[publish_at]", NEXT_MORNING).deed(Deed::Schedule).done(&oscar).await;
    app.pass_ms(DAY_MS);
    assert_eq!(publish_due(&app.portal).await.expect("a round"), 1);
    let oscar = app.sign_in(OSCAR).await;
    versions(&oscar, &topic, "show=1").await.expect("versions");
    let translation = Form::open(&oscar, &format!("translate={topic}")).await.deed(Deed::Publish);
    let translation = translation.done(&oscar).await.topic;
    rewrite(&oscar, &topic, "Four.\n").await;
    oscar.page(&route::edit_topic(&translation)).await;
    let number = Form::open(&oscar, &id(&topic)).await.done(&oscar).await.number.to_string();
    oscar.post("topics/edit/discard", &[("topic", topic.as_str()), ("number", &number)]).await;
    let seen = editor(&oscar, &id(&topic)).await.published.expect("it is published").version.to_string();
    oscar.post("topics/edit/withdraw", &[("topic", topic.as_str()), ("seen", &seen)]).await;
    oscar.call_raw("topics/edit/preview", &[("language", "en"), ("path", "pulso/a"), ("body", "*b*")]).await;
    write(&folder, "en/pulso/main/limits.md", "---\ntitle: Usage limits\n---\nOther limits.\n");
    import(app, &folder).await;
    follow(&app.portal).await.expect("followed");
}

#[test]
fn help_5_a_topic_is_written_reviewed_scheduled_and_found() {
    on_both(async |app| {
        import(app, &folder(app)).await;
        follow(&app.portal).await.expect("followed");
        let oscar = app.sign_in(OSCAR).await;
        let new = Form::new(&oscar, "start/first-steps", "First steps", "Begin with *zebras*.\n").await;
        let topic = new.done(&oscar).await.topic;
        assert_eq!(topic, topic_id(Language::En, "pulso/start/first-steps"));
        assert_eq!(oscar.get("/topics/en/pulso/start/first-steps").await.status, StatusCode::NOT_FOUND);
        let lines = operated(app).await.drafts;
        assert_eq!(
            (lines.len(), lines[0].state, lines[0].author.as_str()),
            (1, DraftState::Draft, "Óscar Rey Montalbán")
        );

        Form::open(&oscar, &id(&topic)).await.deed(Deed::Review).done(&oscar).await;
        let back = Form::open(&oscar, &id(&topic)).await.deed(Deed::SendBack);
        assert_eq!(back.problem(&oscar, "note").await, Some(Problem::Missing));
        back.with("form[note]", "Which zebras?").done(&oscar).await;
        let draft = editor(&oscar, &id(&topic)).await.draft.expect("a draft");
        assert_eq!((draft.state, draft.note.as_str(), draft.number), (DraftState::Draft, "Which zebras?", 3));

        let later = Form::open(&oscar, &id(&topic)).await.deed(Deed::Schedule);
        later.clone().with("form[publish_at]", NEXT_MORNING).done(&oscar).await;
        let content = editor(&oscar, &id(&topic)).await;
        assert_eq!(content.form.publish_at, NEXT_MORNING, "by the operator's clock");
        let at = content.draft.and_then(|draft| draft.publish_at).expect("a time");
        assert_eq!(at.rfc3339(), "2026-11-24T08:00:00Z");
        app.pass_ms(22 * HOUR_MS);
        assert_eq!(publish_due(&app.portal).await.expect("a round"), 0, "an hour too early");
        app.pass_ms(HOUR_MS + MINUTE_MS);
        assert_eq!(publish_due(&app.portal).await.expect("a round"), 1);
        assert_eq!(publish_due(&app.portal).await.expect("a round"), 0);
        assert_eq!(text_of(app, "pulso/start/first-steps").await, "Begin with zebras.");
        follow(&app.portal).await.expect("followed");
        assert_eq!(titles(&search(app, "zebras").await), ["First steps"]);
        assert_eq!(operated(app).await.drafts, []);
        let oscar = app.sign_in(OSCAR).await;
        let found = versions(&oscar, &topic, "").await.expect("versions").versions;
        assert_eq!((found.len(), found[0].author.as_deref()), (1, Some("Óscar Rey Montalbán")));
    });
}

#[test]
fn help_5_a_first_topic_gets_the_shelf_of_its_product_and_the_contents_above_it() {
    on_both(async |app| {
        let oscar = app.sign_in(OSCAR).await;
        let form = Form::new(&oscar, "start", "Start", "Here.\n").await.with("form[shelf]", "faro");
        form.deed(Deed::Publish).done(&oscar).await;
        let shelves = operated(app).await.shelves;
        let faro = app.world.product("faro");
        assert_eq!(shelves.iter().map(|shelf| shelf.product.as_ref()).collect::<Vec<_>>(), [Some(faro)]);
        import(app, &folder(app)).await;
        Form::new(&oscar, "main/part/new", "New", "Here.\n").await.deed(Deed::Publish).done(&oscar).await;
        let page = oscar.page("/topics/en/pulso/main/part/new").await;
        assert_eq!(page.texts(".topic-guide-title"), ["Guide"]);
    });
}

#[test]
fn help_5_an_earlier_version_is_compared_and_restored_as_a_draft() {
    on_both(async |app| {
        import(app, &folder(app)).await;
        let oscar = app.sign_in(OSCAR).await;
        let before = editor(&oscar, &id(&limits())).await.form.body;
        assert!(before.contains("One thousand a minute."), "what it includes is part of it: {before}");
        rewrite(&oscar, &limits(), &before.replace("One thousand", "Two thousand")).await;
        assert!(text_of(app, LIMITS).await.contains("Two thousand a minute."));
        let content = versions(&oscar, &limits(), "show=1").await.expect("versions");
        let lines: Vec<_> = content.versions.iter().map(|line| (line.number, line.author.as_deref())).collect();
        assert_eq!(lines, [(2, Some("Óscar Rey Montalbán")), (1, None)], "the first came from its file");
        let (_, Difference(parts)) = content.shown.expect("a difference");
        let marked = |line: &DifferenceLine| match line {
            DifferenceLine::Gone(text) | DifferenceLine::Came(text) => text.marks().collect(),
            DifferenceLine::Same(_) | DifferenceLine::Skipped(_) => String::new(),
        };
        let changed: Vec<String> = parts[0].1.iter().map(marked).filter(|text| !text.is_empty()).collect();
        assert_eq!((parts.len(), parts[0].0, changed), (1, TopicPart::Body, vec!["One".to_owned(), "Two".to_owned()]));

        let shown = editor(&oscar, &format!("{}&version=1", id(&limits()))).await;
        let stored = shown.stored.expect("what is stored, beside what the form holds");
        assert!(shown.form.body.contains("One thousand") && stored.body.contains("Two thousand"));
        let restored = Form::open(&oscar, &format!("{}&version=1", id(&limits()))).await;
        restored.clone().done(&oscar).await;
        assert!(text_of(app, LIMITS).await.contains("Two thousand"), "nothing is published by it");
        Form::open(&oscar, &id(&limits())).await.deed(Deed::Publish).done(&oscar).await;
        assert!(text_of(app, LIMITS).await.contains("One thousand"));
        let numbers = versions(&oscar, &limits(), "").await.expect("versions").versions;
        assert_eq!(numbers.iter().map(|line| line.number).collect::<Vec<_>>(), [3, 2, 1]);
        let older = versions(&oscar, &limits(), "before=2").await.expect("versions").versions;
        assert_eq!(older.iter().map(|line| line.number).collect::<Vec<_>>(), [1]);
        for query in ["show=9", "show=x"] {
            assert_eq!(versions(&oscar, &limits(), query).await.err(), Some(AppError::NotFound), "{query}");
        }
        let unknown = oscar.get(&format!("{}&version=9", route::edit_topic(&limits()))).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn help_5_nobody_overwrites_what_they_have_not_seen() {
    on_both(async |app| {
        let folder = folder(app);
        import(app, &folder).await;
        let oscar = app.sign_in(OSCAR).await;
        let first = Form::open(&oscar, &id(&limits())).await;
        let second = first.clone().with("form[body]", "Second.\n");
        first.clone().with("form[body]", "First.\n").done(&oscar).await;
        assert_eq!(second.problem(&oscar, "number").await, Some(Problem::Duplicate));
        assert_eq!(editor(&oscar, &id(&limits())).await.form.body, "First.\n");
        let seen = second.with("form[number]", "1");
        assert_eq!(seen.done(&oscar).await.number, 2, "who has seen it puts the own in its place");
        assert_eq!(seen.done(&oscar).await.number, 3, "and the same again is the same");

        // Somebody else publishes; what they published is shown before it is overwritten.
        let mine = Form::open(&oscar, &id(&limits())).await.deed(Deed::Publish);
        app.change(sql("UPDATE topic_draft SET body = 'Theirs.' WHERE topic_id = $1").bind(&limits())).await;
        Form::open(&oscar, &id(&limits())).await.deed(Deed::Publish).done(&oscar).await;
        assert_eq!(mine.problem(&oscar, "number").await, Some(Problem::NotAChoice), "the draft is gone");
        let mine = mine.with("form[number]", "0");
        assert_eq!(mine.problem(&oscar, "seen").await, Some(Problem::Duplicate));
        assert_eq!(text_of(app, LIMITS).await, "Theirs.");
        let content = editor(&oscar, &id(&limits())).await;
        assert_eq!(content.form.body, "Second.\n", "what was written is kept");
        assert!(content.moved.is_some_and(|Difference(parts)| parts[0].0 == TopicPart::Body));
        Form::open(&oscar, &id(&limits())).await.deed(Deed::Publish).done(&oscar).await;
        assert_eq!(text_of(app, LIMITS).await, "Second.");

        // The file of another one goes meanwhile.
        let late = topic_id(Language::En, "pulso/main/late");
        let form = Form::open(&oscar, &id(&late)).await.with("form[body]", "Still here.\n").deed(Deed::Publish);
        fs::remove_file(folder.join("en/pulso/main/late.md")).expect("removed");
        import(app, &folder).await;
        assert_eq!(form.problem(&oscar, "seen").await, Some(Problem::Duplicate));
        assert!(editor(&oscar, &id(&late)).await.published.is_some_and(|published| published.is_withdrawn));
        Form::open(&oscar, &id(&late)).await.with("form[body]", "Still here.\n").deed(Deed::Publish).done(&oscar).await;
        assert_eq!(text_of(app, "pulso/main/late").await, "Still here.");

        let number = Form::open(&oscar, &id(&late)).await.done(&oscar).await.number;
        let discard = async |number: i64| {
            let fields = [("topic", late.as_str()), ("number", &number.to_string())].map(|(a, b)| (a, b.to_owned()));
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            oscar.call::<()>("topics/edit/discard", &fields).await
        };
        assert_eq!(discard(number + 1).await, Err(AppError::Conflict));
        assert_eq!((discard(number).await, discard(number).await), (Ok(()), Err(AppError::NotFound)));
    });
}

#[test]
fn help_5_what_is_due_is_published_once_by_several_instances_and_stops_where_something_changed() {
    on_both(async |app| {
        import(app, &folder(app)).await;
        let other = match app.backend {
            Backend::Postgres => instance_of(&app.portal, app.portal.settings().clone()).await,
            Backend::Sqlite => app.portal.clone(),
        };
        let oscar = app.sign_in(OSCAR).await;
        let later = |form: Form| form.with("form[publish_at]", NEXT_MORNING).deed(Deed::Schedule);
        let mut topics = Vec::new();
        for n in 0..8 {
            let form = Form::new(&oscar, &format!("t{n}"), &format!("Topic {n}"), "Text.\n").await;
            topics.push(later(form).done(&oscar).await.topic);
        }
        let stopped = later(Form::open(&oscar, &id(&limits())).await.with("form[body]", "Mine.\n"));
        stopped.done(&oscar).await;
        app.change(sql("UPDATE topic SET version = 7 WHERE id = $1").bind(&limits())).await;
        app.pass_ms(DAY_MS);
        let (mine, theirs) = tokio::join!(publish_due(&app.portal), publish_due(&other));
        assert_eq!(mine.expect("a round") + theirs.expect("a round"), 8);
        let versions = app.texts(sql("SELECT CAST(number AS TEXT) FROM topic_version")).await;
        assert_eq!(versions, Vec::<String>::new(), "none was overwritten");
        let oscar = app.sign_in(OSCAR).await;
        let draft = editor(&oscar, &id(&limits())).await.draft.expect("a draft");
        assert_eq!(draft.state, DraftState::Stopped);
        assert!(text_of(app, LIMITS).await.contains("One thousand"));
        // What is changed is taken back.
        let again = later(Form::open(&oscar, &id(&topics[0])).await).with("form[publish_at]", "2026-11-30T09:00");
        again.done(&oscar).await;
        Form::open(&oscar, &id(&topics[0])).await.done(&oscar).await;
        app.pass_ms(30 * DAY_MS);
        assert_eq!(publish_due(&app.portal).await.expect("a round"), 0);
        if app.backend == Backend::Postgres {
            other.db().close().await;
        }
    });
}

#[test]
fn help_5_an_unlisted_topic_is_read_by_its_address_alone() {
    on_both(async |app| {
        import(app, &folder(app)).await;
        follow(&app.portal).await.expect("followed");
        let oscar = app.sign_in(OSCAR).await;
        oscar.post("topics/pin", &[("topic", limits().as_str()), ("pinned", "yes")]).await;
        let form = Form::open(&oscar, &id(&limits())).await.with("form[is_unlisted]", "true").deed(Deed::Publish);
        form.done(&oscar).await;
        assert_eq!(titles(&search(app, "usage limits").await), ["Late events"], "at once");
        follow(&app.portal).await.expect("followed");
        atiende::features::topics::server::rank(&app.portal).await.expect("ranked");
        let liam = app.sign_in(LIAM).await;
        let page = liam.page("/topics/en/pulso/main/limits").await;
        assert_eq!(page.attributes("meta[name=robots]", "content"), ["noindex"]);
        assert_eq!(page.texts(".topic-guide a"), ["Late"], "no table of contents leads to it");
        assert_eq!(liam.page("/topics").await.texts(".help-guide a"), ["Late"]);
        assert_eq!(liam.page("/topics/es/pulso/main/limits").await.count(".page-actions a"), 0);
        assert_eq!(liam.page("/").await.count(".popular-topic"), 0);
        Form::open(&oscar, &id(&limits())).await.deed(Deed::Publish).done(&oscar).await;
        follow(&app.portal).await.expect("followed");
        assert_eq!(titles(&search(app, "usage limits").await)[0], "Usage limits");
        let kept = app.texts(sql("SELECT CAST(number AS TEXT) FROM topic_version")).await;
        assert_eq!(kept, Vec::<String>::new(), "it says the same");
    });
}

#[test]
fn help_5_what_cannot_be_stored_is_said_beside_its_field() {
    on_both(async |app| {
        import(app, &folder(app)).await;
        let oscar = app.sign_in(OSCAR).await;
        let new = Form::new(&oscar, "steps", "First steps", "One.\n").await;
        let with = |name: &'static str, value: &str| new.clone().with(name, value);
        assert_eq!(with("form[title]", " ").problem(&oscar, "title").await, Some(Problem::Missing));
        for path in ["..", "a/../b", "A", "a b", "a//b"] {
            let problem = with("form[path]", path).problem(&oscar, "path").await;
            assert_eq!(problem, Some(Problem::NotUnderstood { what: path.to_owned() }));
        }
        assert_eq!(with("form[path]", "main/limits").problem(&oscar, "path").await, Some(Problem::Duplicate));
        assert_eq!(with("form[shelf]", "none").problem(&oscar, "shelf").await, Some(Problem::NotAChoice));
        assert_eq!(with("form[language]", "fr").problem(&oscar, "language").await, Some(Problem::NotAChoice));
        let large = "°".repeat(500_001);
        let too_large = Some(Problem::TooLarge { most_bytes: 1_000_000 });
        assert_eq!(with("form[body]", &large).problem(&oscar, "body").await, too_large);
        let answer = oscar.post("topics/edit/save", &with("form[body]", &large).fields()).await;
        assert_eq!(answer.location(), "/operate/topics/edit?check=1", "a plain form too, and nothing typed is lost");
        let page = oscar.page(answer.location()).await;
        assert_eq!((page.count("#body-error"), page.text("#body").len()), (1, large.len()));
        for (at, problem) in [
            ("2026-11-23T09:59", Problem::NotAChoice),
            ("soon", Problem::NotUnderstood { what: "soon".to_owned() }),
            ("", Problem::Missing),
        ] {
            let later = with("form[publish_at]", at).deed(Deed::Schedule);
            assert_eq!(later.problem(&oscar, "publish_at").await, Some(problem), "{at}");
        }
        assert_eq!(app.texts(sql("SELECT title FROM topic_draft")).await, Vec::<String>::new());
        let nested = with("form[body]", &">".repeat(9_000)).deed(Deed::Publish);
        nested.done(&oscar).await;
        new.clone().with("form[path]", "other").done(&oscar).await;
        assert_eq!(with("form[path]", "other").done(&oscar).await.number, 2, "the same again is the same");
        let taken = with("form[path]", "other").with("form[body]", "Two.\n");
        assert_eq!(taken.problem(&oscar, "path").await, Some(Problem::Duplicate), "a draft stands there");
        for query in ["id=x", "id=00000000-0000-7000-8000-00000000dead", "translate=x"] {
            assert_eq!(
                oscar.get(&format!("/operate/topics/edit?{query}")).await.status,
                StatusCode::NOT_FOUND,
                "{query}"
            );
        }
    });
}

#[test]
fn help_5_the_editor_works_as_a_plain_form_and_shows_the_text_as_it_will_look() {
    on_both(async |app| {
        import(app, &folder(app)).await;
        let oscar = app.sign_in(OSCAR).await;
        let body =
            "# Own title\n\n>[!NOTE]\n>\n>See [limits](main/limits.md), [nothing](none.md) and ![a chart](c.png).\n";
        let form = Form::new(&oscar, "steps", "First steps", body).await;
        let crlf = form.clone().with("form[body]", &body.replace('\n', "\r\n")).deed(Deed::Preview);
        let answer = oscar.post("topics/edit/save", &crlf.fields()).await;
        let page: Page = oscar.page(answer.location()).await;
        assert_eq!(page.text(".topic-beside-heading"), "Own title");
        assert_eq!(page.attributes(".topic-beside blockquote a", "href"), ["/topics/en/pulso/main/limits"]);
        let found = ["El enlace none.md no lleva a ninguna parte", "En lugar de la imagen c.png se muestra su texto"];
        assert_eq!(page.texts(".topic-findings li"), found);
        assert_eq!(page.attributes("#title", "value"), ["First steps"]);
        assert_eq!(app.texts(sql("SELECT title FROM topic_draft")).await, Vec::<String>::new(), "nothing is stored");
        let fields = [("language", "en"), ("path", "pulso/steps"), ("body", body)];
        let preview: Preview = oscar.call("topics/edit/preview", &fields).await.expect("a preview");
        let found = [(Trouble::Nowhere, "none.md".to_owned()), (Trouble::Picture, "c.png".to_owned())];
        assert_eq!((preview.heading.as_deref(), preview.findings), (Some("Own title"), found.to_vec()));

        let answer = oscar.post("topics/edit/save", &form.clone().deed(Deed::Review).fields()).await;
        let topic = topic_id(Language::En, "pulso/steps");
        assert_eq!(answer.location(), format!("{}&saved=review", route::edit_topic(&topic)));
        let page = oscar.page(answer.location()).await;
        assert_eq!(page.text(".topic-edit-state .badge"), "En revisión");
        assert_eq!(page.attributes("input[name='form[number]']", "value"), ["1"]);
        let publish = Form::open(&oscar, &id(&topic)).await.deed(Deed::Publish);
        for _ in 0..2 {
            let answer = oscar.post("topics/edit/save", &publish.fields()).await;
            assert_eq!(answer.location(), "/topics/en/pulso/steps", "sent twice, it is published once");
        }
        assert_eq!(oscar.page("/topics/en/pulso/steps").await.text("h1"), "Own title");
        assert!(html(app, Language::En, "pulso/steps").await.contains("a chart"));
    });
}

#[test]
fn help_6_a_topic_is_translated_and_readers_are_told_which_side_is_newer() {
    on_both(async |app| {
        let folder = folder(app);
        fs::remove_file(folder.join("es/pulso/main/late.md")).expect("removed");
        import(app, &folder).await;
        let oscar = app.sign_in(OSCAR).await;
        let late = topic_id(Language::En, "pulso/main/late");
        let page = oscar.page("/topics/en/pulso/main/late").await;
        let translate = format!("/operate/topics/edit?translate={late}");
        assert!(page.attributes(".topic-tools a", "href").contains(&translate));
        let content = editor(&oscar, &format!("translate={late}")).await;
        assert_eq!((content.language, content.path.as_str()), (Language::Es, "pulso/main/late"));
        assert_eq!(content.other.map(|other| other.title).as_deref(), Some("Late events"), "beside it");
        let form = Form::open(&oscar, &format!("translate={late}")).await;
        let form =
            form.with("form[title]", "Eventos tardíos").with("form[body]", "Llegan tarde.\n").deed(Deed::Publish);
        let spanish = form.done(&oscar).await.topic;
        assert_eq!(spanish, topic_id(Language::Es, "pulso/main/late"));
        let told = async |path: &str| {
            let liam = app.sign_in(LIAM).await;
            liam.page(path).await.attributes(".notice a", "href")
        };
        let (en, es) = ("/topics/en/pulso/main/late", "/topics/es/pulso/main/late");
        assert_eq!((told(en).await.len(), told(es).await.len()), (0, 0), "a new translation is fresh");
        assert_eq!(oscar.page(en).await.attributes(".page-actions a", "href"), [es]);

        let wording = Form::open(&oscar, &id(&late)).await.with("form[body]", "They lag.\n");
        wording.with("form[is_wording]", "true").deed(Deed::Publish).done(&oscar).await;
        assert_eq!(told(es).await.len(), 0, "only the wording changed");
        rewrite(&oscar, &late, "They lag by an hour.\n").await;
        assert_eq!((told(es).await, told(en).await.len()), (vec![en.to_owned()], 0));
        let stale = operated(app).await.stale;
        assert_eq!(stale.iter().map(|line| &line.topic).collect::<Vec<_>>(), [&spanish]);
        assert!(editor(&oscar, &id(&spanish)).await.published.is_some_and(|published| published.stale_since.is_some()));

        rewrite(&oscar, &spanish, "Llegan una hora tarde.\n").await;
        assert_eq!((told(en).await.len(), told(es).await.len()), (0, 0), "who catches up leaves nobody behind");
        assert_eq!(operated(app).await.stale, []);
        rewrite(&oscar, &spanish, "Llegan dos horas tarde.\n").await;
        assert_eq!(told(en).await, [es], "either side can be the newer");
        assert_eq!(open(&oscar, "en", "pulso/main/late").await.translation.as_deref(), Some(es));
    });
}

#[test]
fn help_6_an_import_that_changes_one_language_marks_the_other() {
    on_both(async |app| {
        let folder = folder(app);
        import(app, &folder).await;
        let stale = async || {
            let lines = operated(app).await.stale;
            lines.into_iter().map(|line| (line.language, line.title)).collect::<Vec<_>>()
        };
        let limits = |language: &str, text: &str| {
            let file = format!("{language}/pulso/main/limits.md");
            write(&folder, &file, format!("---\ntitle: Limits {language}\n---\n{text}\n"));
        };
        limits("en", "New.");
        assert_eq!(counts(&import(app, &folder).await), (0, 1, 3, 0));
        assert_eq!(stale().await, [(Language::Es, "Límites de uso".to_owned())]);
        import(app, &folder).await;
        assert_eq!(stale().await.len(), 1, "a second run changes nothing");
        limits("es", "Nuevo.");
        import(app, &folder).await;
        assert_eq!(stale().await, [], "it caught up");
        limits("en", "Newer.");
        limits("es", "Más nuevo.");
        assert_eq!(counts(&import(app, &folder).await), (0, 2, 2, 0));
        assert_eq!(stale().await, [], "both changed");
        write(&folder, "en/pulso/main/TOC.md", "# Guide\n\n+ [Limits](limits.md)\n+ [Late](late.md)\n");
        import(app, &folder).await;
        assert_eq!(stale().await, [], "only their places changed");
        let kept = app.texts(sql("SELECT title FROM topic_version ORDER BY title, number")).await;
        assert_eq!(kept, ["Limits en", "Limits es", "Límites de uso", "Usage limits"]);
    });
}

#[test]
fn help_5_an_import_takes_nothing_away_that_was_written_here() {
    on_sqlite(async |app| {
        let folder = folder(app);
        import(app, &folder).await;
        let oscar = app.sign_in(OSCAR).await;
        rewrite(&oscar, &limits(), "Ours.\n").await;
        let new = Form::new(&oscar, "main/ours", "Ours alone", "Ours alone.\n").await.deed(Deed::Publish);
        new.done(&oscar).await;
        let report = import(app, &folder).await;
        assert_eq!((counts(&report), report.kept), ((0, 0, 4, 0), 0), "its file did not change");

        write(&folder, "en/pulso/main/limits.md", "---\ntitle: Theirs\n---\nTheirs.\n");
        for _ in 0..2 {
            let report = import(app, &folder).await;
            assert_eq!((counts(&report), report.kept), ((0, 0, 3, 0), 1));
            let said = "en/pulso/main/limits.md: it was edited in the portal and stays so";
            assert!(report.first.iter().any(|line| line.to_string().starts_with(said)), "{:?}", report.first);
        }
        fs::remove_file(folder.join("en/pulso/main/limits.md")).expect("removed");
        let report = import(app, &folder).await;
        assert_eq!((report.withdrawn, report.kept), (0, 1), "{:?}", report.first);
        write(&folder, "en/pulso/main/ours.md", "# A file came\n");
        assert_eq!(import(app, &folder).await.kept, 2);
        assert_eq!(text_of(app, LIMITS).await, "Ours.");
        assert_eq!(text_of(app, "pulso/main/ours").await, "Ours alone.");
        let refused = Problems::one("path", Problem::Duplicate);
        let again = Form::new(&oscar, "main/ours", "Again", "Again.\n").await.sent(&oscar).await;
        assert_eq!(again, Outcome::Problems(refused));
    });
}

#[test]
fn help_5_an_import_keeps_what_is_written_here_while_it_runs() {
    on_both(async |app| {
        let folder = folder(app);
        import(app, &folder).await;
        write(&folder, "en/pulso/main/limits.md", "---\ntitle: Theirs\n---\nTheirs.\n");
        write(&folder, "en/pulso/main/late.md", "---\ntitle: Late and theirs\n---\nTheirs.\n");
        fs::remove_file(folder.join("es/pulso/main/late.md")).expect("removed");
        let grant = Actor::system("test.write").maintenance();
        let mut tx = app.portal.db().begin().await.expect("a transaction");
        let number = sql("UPDATE counter SET value = value + 2 WHERE name = 'topic'");
        assert_eq!(tx.run(&grant, number).await.expect("numbers"), 1);
        let (progress, mut report) = (ProgressBar::hidden(), Report::default());
        let importing = run_import(&app.portal, &folder, &mut report, &progress);
        let editing = async {
            // the import has read what is there
            for _ in 0..5_000 {
                if progress.length() == Some(3) {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            assert_eq!(progress.length(), Some(3), "files");
            for (topic, before_last) in [(limits(), 0), (topic_id(Language::Es, "pulso/main/late"), 1)] {
                let edited = sql("UPDATE topic SET title = 'Ours', edited_at = 1,
  seq = (SELECT value FROM counter WHERE name = 'topic') - $1 WHERE id = $2")
                .bind(before_last)
                .bind(&topic);
                assert_eq!(tx.run(&grant, edited).await.expect("edited"), 1);
            }
            tx.commit().await.expect("a commit");
        };
        let (imported, ()) = tokio::join!(importing, editing);
        imported.expect("an import");
        assert_eq!((counts(&report), report.kept), ((0, 2, 0, 0), 2), "{:?}", report.first);
        let titles = app.texts(sql("SELECT title FROM topic WHERE withdrawn_at IS NULL ORDER BY language, path")).await;
        assert_eq!(titles, ["Late and theirs", "Ours", "Ours", "Límites de uso"]);
    });
}

#[test]
fn help_5_a_topic_that_is_withdrawn_is_gone_for_readers_until_it_is_published_again() {
    on_both(async |app| {
        let folder = folder(app);
        import(app, &folder).await;
        follow(&app.portal).await.expect("followed");
        let (oscar, liam) = (app.sign_in(OSCAR).await, app.sign_in(LIAM).await);
        let withdraw = async |seen: &str| {
            let fields = [("topic", limits().to_string()), ("seen", seen.to_owned())];
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            oscar.call::<()>("topics/edit/withdraw", &fields).await
        };
        let address = route::topic(Language::En, LIMITS);
        let listed = async || liam.page("/topics").await.attributes("main a", "href").contains(&address);
        let found = async || {
            follow(&app.portal).await.expect("followed");
            liam.page("/topics?q=limits").await.attributes("main a", "href").contains(&address)
        };
        let shown = async || liam.page(&address).await.text("h1");
        assert_eq!(shown().await, "Usage limits");
        assert!(listed().await && found().await);
        let seen = Published::stand(editor(&oscar, &id(&limits())).await.published.as_ref());
        assert_eq!(withdraw("0").await, Err(AppError::Conflict), "somebody published meanwhile");
        assert_eq!((withdraw(&seen).await, withdraw(&seen).await), (Ok(()), Err(AppError::NotFound)));
        assert_eq!(shown().await, "Límites de uso", "the other language is there still");
        assert!(!listed().await && !found().await);
        import(app, &folder).await;
        write(&folder, "en/pulso/main/limits.md", "---\ntitle: Usage limits\n---\nOther limits.\n");
        import(app, &folder).await;
        assert_eq!(shown().await, "Límites de uso", "its file brings nothing back, changed or not");
        let before = versions(&oscar, &limits(), "").await.expect("versions");
        assert!(before.versions.iter().all(|version| version.author.is_none()), "who withdraws writes nothing");

        let form = Form::open(&oscar, &id(&limits())).await;
        form.deed(Deed::Publish).done(&oscar).await;
        assert_eq!(shown().await, "Usage limits");
        assert!(listed().await && found().await);
    });
}
