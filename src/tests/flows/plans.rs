//! How the databases find what the hottest screens ask for: by an index, however many rows there are.

use super::{case_steps::*, every_statement::lists, forum, thread_search, topic_edit};
use crate::{
    support::{Backend, Database, TestApp},
    tidy::none,
};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, Row as _};
use std::{
    collections::BTreeSet,
    fmt::Debug,
    sync::{Arc, Mutex},
};
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{Layer, layer::Context, prelude::*};

/// The tables that grow with the years.
const LARGE: [&str; 16] = [
    "support_case",
    "case_event",
    "case_note",
    "attachment",
    "watcher",
    "mail",
    "session",
    "person",
    "membership",
    "draft",
    "forum_thread",
    "forum_post",
    "forum_vote",
    "forum_report",
    "topic_version",
    "topic_draft",
];

/// Those of which one organization has half: to find some of them in its own is to read half a table.
const OF_ORGANIZATION: [&str; 4] = ["support_case", "case_event", "case_note", "attachment"];

#[test]
fn hot_statements_read_no_large_table_from_end_to_end() {
    for backend in Backend::all() {
        let heard = Heard::default();
        let _listening = tracing::subscriber::set_default(tracing_subscriber::registry().with(heard.clone()));
        // One thread: what runs on others is not heard.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let database = Database::make(backend).await;
            let app = TestApp::start(&database).await;
            heard.0.lock().expect("statements").clear();
            work(&app).await;
            let statements = heard.0.lock().expect("statements").clone();
            assert!(statements.len() > 40, "{}", statements.len());
            let slow = match backend {
                Backend::Sqlite => scans_in_sqlite(&database, &statements),
                Backend::Postgres => scans_in_postgres(&database, &statements).await,
            };
            none(&format!("read from end to end on {backend:?}"), slow);
            app.portal.db().close().await;
            database.drop().await;
        });
    }
}

/// Signing in, the lists in every order, the queue, opening, creating, replying and noting; all of the forum; writing topics.
async fn work(app: &TestApp) {
    lists(app).await;
    let (carmen, nora) = (app.sign_in("carmen@rio-azul.example").await, app.sign_in("nora@brujula.example").await);
    let case = open_case(app, &carmen, "Plans").await;
    for reader in [&carmen, &nora] {
        look(reader, &case).await;
        reply(reader, &case, "comment", "Here it is").await;
    }
    forum::a_thread_to_its_end(app).await;
    thread_search::threads_are_found(app).await;
    topic_edit::a_topic_to_its_end(app).await;
}

/// The texts of the statements that ran.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<BTreeSet<String>>>);

impl<S: Subscriber> Layer<S> for Heard {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut said = Said::default();
        event.record(&mut said);
        // The search for words inside titles reads every title in reach until it has an index of its own (HELP-3).
        // After a start an index is compared with all that it should hold.
        let is_known = said.text.contains(" LIKE ") || said.text.contains(" AS counted ");
        if !said.is_of_tests && !said.text.is_empty() && !is_known {
            self.0.lock().expect("statements").insert(said.text);
        }
    }
}

#[derive(Default)]
struct Said {
    is_of_tests: bool,
    text: String,
}

impl Visit for Said {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "text" {
            value.clone_into(&mut self.text);
        }
    }
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.is_of_tests |= field.name() == "pieces" && format!("{value:?}").contains("src/tests/");
    }
}

fn scans_in_sqlite(database: &Database, statements: &BTreeSet<String>) -> Vec<String> {
    let connection = rusqlite::Connection::open(database.folder.join("atiende.db")).expect("the embedded database");
    let mut slow = Vec::new();
    for text in statements {
        let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {text}")).expect("a plan");
        let mut steps = plan.raw_query();
        // What a statement has put together before, a page or a thread of it, may be read from end to end.
        let mut made = BTreeSet::new();
        let mut pages = text.matches("FROM picked c").count();
        while let Some(step) = steps.next().expect("a step") {
            let step: String = step.get("detail").expect("a detail");
            if let Some(name) = step.strip_prefix("CO-ROUTINE ").or_else(|| step.strip_prefix("MATERIALIZE ")) {
                made.insert(name.to_owned());
            }
            let scanned = step.strip_prefix("SCAN ").filter(|rest| !rest.contains(" USING ") && !made.contains(*rest));
            if scanned == Some("c") && pages > 0 {
                pages -= 1;
            } else if scanned.is_some_and(|name| stands_for(text, name, &LARGE)) {
                slow.push(format!("{step}: {text}"));
            }
            let narrowed = step.strip_prefix("SEARCH ").filter(|rest| rest.ends_with("(organization_id=?)"));
            let name = narrowed.and_then(|rest| rest.split(' ').next());
            if name.is_some_and(|name| stands_for(text, name, &OF_ORGANIZATION)) && !text.contains("LIMIT") {
                slow.push(format!("{step}: {text}"));
            }
        }
    }
    slow
}

fn stands_for(text: &str, name: &str, large: &[&str]) -> bool {
    tables(text, name).iter().any(|table| large.contains(table))
}

/// What a name of a statement may stand for.
fn tables<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect();
    let named =
        words.windows(3).filter(|three| matches!(three[0], "FROM" | "JOIN") && (three[1] == name || three[2] == name));
    named.map(|three| three[1]).collect()
}

async fn scans_in_postgres(database: &Database, statements: &BTreeSet<String>) -> Vec<String> {
    let url = database.url.as_deref().expect("an address");
    let mut connection = PgConnection::connect(url).await.expect("PostgreSQL");
    // A table of a page is read whole, index or not, unless that is forbidden; then only what has no index still is.
    let settings = "SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan";
    connection.execute(sqlx::raw_sql(settings)).await.expect("settings");
    let mut slow = Vec::new();
    for text in statements.iter().filter(|text| !text.contains("pg_notify")) {
        let values = (1..).take_while(|n| text.contains(&format!("${n}"))).count();
        let nulls = vec!["NULL"; values].join(", ");
        let values = if values == 0 { String::new() } else { format!("({nulls})") };
        connection.execute(sqlx::raw_sql(AssertSqlSafe(format!("PREPARE hot AS {text}")))).await.expect("prepared");
        let explain = AssertSqlSafe(format!("EXPLAIN (COSTS OFF) EXECUTE hot{values}"));
        let plan = connection.fetch_all(sqlx::raw_sql(explain)).await.expect("a plan");
        connection.execute("DEALLOCATE hot").await.expect("forgotten");
        let plan: Vec<String> = plan.iter().map(|step| step.get(0)).collect();
        slow.extend(whole(&plan).into_iter().map(|step| format!("{step}: {text}")));
    }
    connection.close().await.expect("a closed connection");
    slow
}

/// The steps of a plan that read a large table whole: in no order, or in an index's order without a place to begin and
/// without an end. An organization alone is no place to begin.
fn whole(plan: &[String]) -> Vec<&str> {
    let is_step = |line: &str| line.trim_start().starts_with("->");
    let mut above: Vec<(usize, bool)> = Vec::new();
    let mut found = Vec::new();
    for (at, line) in plan.iter().enumerate().filter(|(at, line)| *at == 0 || is_step(line)) {
        let depth = line.len() - line.trim_start().len();
        above.retain(|(other, _)| *other < depth || at == 0);
        let step = line.trim_start().trim_start_matches("->").trim_start();
        above.push((depth, step.starts_with("Limit")));
        let table = step.split_once(" on ").and_then(|(_, rest)| rest.split_whitespace().next());
        if !table.is_some_and(|table| LARGE.contains(&table)) {
            continue;
        }
        let narrows = |line: &String| {
            let condition = line.trim_start().strip_prefix("Index Cond: ")?;
            let only_organization = condition.starts_with("(organization_id = ") && !condition.contains(" AND ");
            Some(!only_organization || !table.is_some_and(|table| OF_ORGANIZATION.contains(&table)))
        };
        let begins = plan.iter().skip(at + 1).take_while(|line| !is_step(line)).find_map(narrows) == Some(true);
        let ends = above.iter().any(|(_, is_limit)| *is_limit);
        if step.starts_with("Seq Scan") || (step.starts_with("Index") && !begins && !ends) {
            found.push(step);
        }
    }
    found
}
