//! The history of an old desk: brought in from `features/import/example`, whole, again, spoiled and by two at once.

use super::case_steps::list;
use crate::support::{TestApp, on_both, on_sqlite};
use atiende::{
    features::{
        cases::model::*,
        import::server::{Counts, ImportError, Mode, Order, Report, run},
    },
    server::db::sql,
    values::{CaseNumber, Moment},
};
use axum::http::StatusCode;
use indicatif::ProgressBar;
use jiff::tz::TimeZone;
use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    time::Duration,
};

const NORA: &str = "nora@brujula.example";
const ORIGIN: &str = "Mesa 2019";
const CASES_HEADER: &[u8] = b"number,organization,product,requester,title,opened_at,status\n";

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/features/import/example")
}

/// A copy of the example in which a file was replaced by others.
fn spoiled(app: &TestApp, without: &[&str], with: &[(&str, &[u8])]) -> PathBuf {
    let folder = app.data_dir.join("records");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    for file in ["organizations.csv", "people.csv", "cases.csv", "events.jsonl"] {
        if !without.contains(&file) {
            std::fs::copy(example().join(file), folder.join(file)).expect("a copy");
        }
    }
    for (name, bytes) in with {
        std::fs::write(folder.join(name), bytes).expect("a file");
    }
    folder
}

async fn import(app: &TestApp, folder: &Path, mode: Mode) -> Result<Report, ImportError> {
    import_at_most(app, folder, mode, None).await
}

async fn import_at_most(app: &TestApp, folder: &Path, mode: Mode, rows: Option<u32>) -> Result<Report, ImportError> {
    let zone = TimeZone::get("Europe/Madrid").expect("a zone");
    let order = Order { folder, origin: ORIGIN, zone, mode, rows_most: rows };
    let mut report = Report::default();
    run(&app.portal, order, &mut report, &ProgressBar::hidden()).await.map(|()| report)
}

/// For the test that every statement runs.
pub async fn history_comes_in(app: &TestApp) {
    import(app, &example(), Mode::Write).await.expect("brought in");
}

fn told(report: &Report) -> Vec<String> {
    report.first.iter().map(ToString::to_string).collect()
}

/// What the portal holds: a run that stops before it writes leaves it as it was.
async fn rows(app: &TestApp) -> Vec<String> {
    let counts =
        "SELECT 'organizations: ' || COUNT(*) FROM organization UNION ALL SELECT 'people: ' || COUNT(*) FROM person
        UNION ALL SELECT 'memberships: ' || COUNT(*) FROM membership
        UNION ALL SELECT 'cases: ' || COUNT(*) FROM support_case ORDER BY 1";
    app.texts(sql(counts)).await
}

fn counts(read: u64, new: u64, known: u64) -> Counts {
    Counts { read, new, known }
}

/// Cases of the old desk as an engineer reads them, with everything around them, by their numbers there.
async fn history(app: &TestApp) -> Vec<CasePageContent> {
    let nora = app.sign_in(NORA).await;
    let mut pages = Vec::new();
    for row in list(&nora, "sort=opened").await.rows {
        let page: CasePageContent =
            nora.ask("cases/open", &[("number", &row.number.to_string())]).await.expect("a case");
        pages.extend(page.case.origin.is_some().then_some(page));
    }
    pages.sort_by_key(|page| page.case.origin.as_ref().map(|origin| origin.number.clone()));
    for page in &mut pages {
        // drawn anew with every look
        page.reply_key = String::new();
    }
    pages
}

fn at(text: &str) -> Moment {
    Moment(text.parse::<jiff::Timestamp>().expect("an instant").as_millisecond())
}

#[test]
fn hist_4_an_old_desks_history_keeps_its_numbers_instants_and_origin() {
    on_both(async |app| {
        let checked = import(app, &example(), Mode::Check).await.expect("readable");
        assert_eq!((checked.cases, checked.events), (counts(4, 4, 0), counts(11, 11, 0)));
        assert!(history(app).await.is_empty(), "a check writes nothing");

        let report = import(app, &example(), Mode::Write).await.expect("brought in");
        assert_eq!((report.organizations, report.people), (counts(2, 2, 0), counts(4, 4, 0)));
        assert_eq!((report.cases, report.events), (counts(4, 4, 0), counts(11, 11, 0)));
        assert_eq!((report.rejected, told(&report)), (0, Vec::new()));
        app.expect_no_mail().await;

        let pages = history(app).await;
        let [first, second, third, fourth] = &pages[..] else { panic!("{} cases", pages.len()) };
        let Case { title, status, resolution, priority, opened_at, changed_at, closed_at, origin, .. } = &first.case;
        assert_eq!(title, "El informe semanal no llega");
        assert_eq!((*status, *resolution, *priority), (Status::Closed, Some(Resolution::Confirmed), Priority::P2));
        assert_eq!((*opened_at, *changed_at), (at("2019-04-08T07:12:00Z"), at("2019-04-11T15:40:00Z")));
        assert_eq!(*closed_at, Some(*changed_at));
        assert_eq!(*origin, Some(Origin { system: ORIGIN.to_owned(), number: "2019-0041".to_owned() }));
        assert!(first.case.description_html.contains("<strong>no llega</strong>"), "{}", first.case.description_html);
        let kinds: Vec<_> = first.events.iter().map(|event| event.detail.kind()).collect();
        let log = ["opened", "assigned", "status_changed", "commented", "commented", "priority_changed", "closed"];
        assert_eq!(kinds, log);
        assert_eq!((first.events[3].channel, first.events[3].at), (Channel::Mail, at("2019-04-08T08:20:00Z")));
        assert_eq!(first.notes.len(), 1);
        assert_eq!(
            first.attachments.iter().map(|file| &*file.name).collect::<Vec<_>>(),
            ["informe.pdf", "captura pantalla.png"]
        );
        assert_eq!(first.events[4].attachments[0].name, "configuración.txt");

        assert_eq!(second.case.follow_up_of, Some(first.case.number));
        assert_eq!(third.case.resolution, Some(Resolution::Duplicate));
        let merged = third.events.last().map(|event| &event.detail);
        assert_eq!(merged, Some(&EventDetail::MergedInto { number: second.case.number }));
        assert_eq!((fourth.case.status, fourth.case.closed_at), (Status::WaitingForCustomer, None));
        assert_eq!(fourth.case.changed_at, at("2020-04-01T08:31:00Z"));
    });
}

#[test]
fn hist_4_customers_read_their_own_history_without_notes_and_files_are_only_named() {
    on_both(async |app| {
        import(app, &example(), Mode::Write).await.expect("brought in");
        app.change(sql(
            "UPDATE person SET password_hash = (SELECT password_hash FROM person WHERE email = 'nora@brujula.example')
             WHERE email = 'lucia.penalba@bodegas-penalba.example'",
        ))
        .await;
        let lucia = app.sign_in("lucia.penalba@bodegas-penalba.example").await;
        let rows = list(&lucia, "sort=opened&period=all").await.rows;
        assert_eq!(rows.len(), 3, "hers and her colleague's, nobody else's");
        assert_eq!(list(&lucia, "q=2019-0057&period=all").await.rows.len(), 1, "found by the number that she knows");
        let number = rows.last().map(|row| row.number.to_string()).expect("a case");
        let page: CasePageContent = lucia.ask("cases/open", &[("number", &number)]).await.expect("her case");
        assert_eq!(page.notes, [], "CASE-17");
        let file = lucia.get(&format!("/files/{}", page.attachments[0].id)).await;
        assert_eq!(file.status, StatusCode::NOT_FOUND);
        let html = lucia.page(&format!("/cases/{number}")).await;
        assert!(html.source.contains("no se trajo") && html.source.contains("2019-0041"));
        let answered_by_itself = lucia.page(&format!("/cases/{}", rows[1].number)).await;
        assert!(answered_by_itself.source.contains("El sistema anterior"));
        let others = CaseNumber::from_count(rows[0].number.count() + 1).to_string();
        assert_eq!(lucia.get(&format!("/cases/{others}")).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn hist_4_the_same_files_twice_change_nothing_and_what_was_done_by_hand_stays() {
    on_both(async |app| {
        import(app, &example(), Mode::Write).await.expect("brought in");
        app.change(sql("UPDATE membership SET role = 'SystemAdministrator'
             WHERE person_id = (SELECT id FROM person WHERE email = 'solveig@fjordlaks.example')"))
            .await;
        let before = history(app).await;
        let again = import(app, &example(), Mode::Write).await.expect("read");
        assert_eq!((again.organizations, again.people), (counts(2, 0, 2), counts(4, 0, 4)));
        assert_eq!((again.cases, again.events), (counts(4, 0, 4), counts(11, 0, 0)));
        assert_eq!(history(app).await, before);
        let role = "SELECT m.role FROM membership m JOIN person p ON p.id = m.person_id WHERE p.email = 'solveig@fjordlaks.example'";
        assert_eq!(app.texts(sql(role)).await, ["SystemAdministrator"], "ROLE-12");
    });
}

#[test]
fn two_imports_at_once_bring_in_everything_once() {
    on_both(async |app| {
        let folder = example();
        let (one, other) = tokio::join!(import(app, &folder, Mode::Write), import(app, &folder, Mode::Write));
        let (one, other) = (one.expect("brought in").cases, other.expect("brought in").cases);
        assert_eq!((one.new + other.new, one.known + other.known), (4, 4));
        assert_eq!(history(app).await.len(), 4);
    });
}

#[test]
fn there_are_no_half_cases_and_what_was_left_out_comes_when_it_is_mended() {
    on_both(async |app| {
        let events = std::fs::read_to_string(example().join("events.jsonl")).expect("the example");
        let bad = events.replace("2019-04-09 09:30", "2019-02-30 09:30");
        let folder = spoiled(app, &[], &[("events.jsonl", bad.as_bytes())]);
        let report = import(app, &folder, Mode::Write).await.expect("the rest");
        assert_eq!(
            told(&report),
            [
                "events.jsonl:6 at: \"2019-02-30 09:30\" is no instant (2021-03-05T09:30:00Z)",
                "cases.csv:6: it leads to the case of line 2, which is left out",
                "cases.csv:7: it leads to the case of line 6, which is left out",
            ]
        );
        assert_eq!((report.cases, report.left_out), (counts(4, 1, 0), 3));
        assert_eq!(history(app).await.len(), 1);
        let report = import(app, &example(), Mode::Write).await.expect("mended");
        assert_eq!((report.cases, report.events.new), (counts(4, 3, 1), 8));
        let first = &history(app).await[0];
        assert_eq!((first.events.len(), first.notes.len()), (7, 1));
    });
}

/// Everything that a file can have wrong as a whole, and the line that says so.
#[test]
fn a_file_that_cannot_be_read_is_named_with_the_reason_and_nothing_is_written() {
    on_sqlite(async |app| {
        let before = rows(app).await;
        let utf16: Vec<u8> = "number,organization".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let header = "number,organization,product,requester,title,opened_at,status\n";
        let open_quote =
            format!("{header}1,C-17,pulso,u1,\"Nunca acaba,2020-01-01,new\n2,C-17,pulso,u1,x,2020-01-01,new\n");
        let cases: [(&str, &[u8], &str); 10] = [
            ("cases.csv", b"", "cases.csv: empty: a first line with the columns' names is needed"),
            (
                "cases.csv",
                b"number,title\n1,x\n",
                "cases.csv: the first line does not name organization, product, requester, opened_at, status",
            ),
            (
                "cases.csv",
                b"number,priorty\n1,P1\n",
                "cases.csv: there is no column \"priorty\" (number, organization, product, requester, title, opened_at, status, priority, description, assignee, resolution, closed_at, environment, steps, changes, impact, follow_up_of, merged_into, attachments)",
            ),
            ("cases.csv", b"number,number\n1,1\n", "cases.csv: the column number is there twice"),
            ("cases.csv", &utf16, "cases.csv: this is UTF-16; save it as UTF-8"),
            ("cases.csv", open_quote.as_bytes(), "cases.csv: line 2: a quote is opened in this row and never closed"),
            (
                "events.jsonl",
                b"{\"case\": 1\n",
                "events.jsonl: line 1: no JSON: EOF while parsing an object at line 2 column 0; which case misses this event cannot be told",
            ),
            (
                "events.jsonl",
                b"[1]\n",
                "events.jsonl: line 1: no JSON object; which case misses this event cannot be told",
            ),
            (
                "people.csv",
                b"key,email,name\nu1,\"a@b.example\n",
                "people.csv: line 2: a quote is opened in this row and never closed",
            ),
            ("cases.jsonl", b"{}\n", "there are cases.csv and cases.jsonl: keep one of them"),
        ];
        for (name, bytes, expected) in cases {
            let folder = spoiled(app, &[], &[(name, bytes)]);
            let Err(error) = import(app, &folder, Mode::Write).await else { panic!("{expected}") };
            assert_eq!(error.to_string(), expected);
        }
        let nowhere = app.data_dir.join("nowhere");
        let error = import(app, &nowhere, Mode::Write).await.err().expect("no folder").to_string();
        assert!(error.ends_with("nowhere: there is no such folder"), "{error}");
        let empty = app.data_dir.join("empty");
        std::fs::create_dir_all(&empty).expect("a folder");
        let error = import(app, &empty, Mode::Write).await.err().expect("no files").to_string();
        assert!(
            error.ends_with("none of organizations, people, cases and events is there, as .csv or .jsonl"),
            "{error}"
        );
        assert_eq!(rows(app).await, before);
    });
}

#[test]
fn an_event_whose_case_cannot_be_told_stops_the_run_before_anything_is_written() {
    on_sqlite(async |app| {
        let header = b"case,at,kind,author,body\n2019-0041,2020-01-01,comment,u1,Bien\n";
        let untold = "; which case misses this event cannot be told";
        let values = |count| format!("{count} values, but the first line names 5 columns{untold}");
        let torn = "text follows the quote that closes a value (on line 4); a quote inside of a value is written twice";
        let csv: [(&[u8], String); 5] = [
            (b",2020-01-01,comment,u1,Bien\n", format!("case: missing{untold}")),
            (b"2019-0041,2020-01-01,comment,u1\n", values(4)),
            (b"2019-0041,2020-01-01,comment,u1,Bien,mal\n", values(6)),
            (b"2019\x960041,2020-01-01,comment,u1,Bien\n", format!("case: not UTF-8{untold}")),
            (
                b"2019-0041,2020-01-01,comment,u1,\"Nunca acaba\n2019-0057,2020-01-01,comment,u1,\"Bien\"\n",
                torn.to_owned(),
            ),
        ];
        let before = rows(app).await;
        for (row, reason) in csv {
            let folder = spoiled(app, &["events.jsonl"], &[("events.csv", &[header, row].concat())]);
            let error = import(app, &folder, Mode::Write).await.err().expect("nobody's event").to_string();
            assert_eq!(error, format!("events.csv: line 3: {reason}"));
        }
        for row in
            [r#"{"at": "2020-01-01", "kind": "comment", "body": "Bien"}"#, r#"{"case": " ", "at": "2020-01-01"}"#]
        {
            let folder = spoiled(app, &[], &[("events.jsonl", row.as_bytes())]);
            let error = import(app, &folder, Mode::Write).await.err().expect("nobody's event").to_string();
            assert_eq!(error, format!("events.jsonl: line 1: case: missing{untold}"));
        }
        assert_eq!(rows(app).await, before);
    });
}

#[test]
fn rows_that_end_with_a_carriage_return_alone_all_come() {
    on_sqlite(async |app| {
        let cases = std::fs::read_to_string(example().join("cases.csv")).expect("the example");
        let folder = spoiled(app, &[], &[("cases.csv", cases.replace('\n', "\r").as_bytes())]);
        let report = import(app, &folder, Mode::Write).await.expect("brought in");
        assert_eq!((report.cases, report.events, report.rejected), (counts(4, 4, 0), counts(11, 11, 0), 0));
    });
}

/// They were stored with one blank and looked for with two: the second run brought them in again, and could not.
#[test]
fn numbers_and_keys_are_the_same_however_they_are_spaced() {
    on_both(async |app| {
        let cases = "number,organization,product,requester,title,opened_at,status,follow_up_of
A  1,K  1,pulso,p  1,Uno,2020-01-01,new,
A 2,K 1,pulso,p 1,Dos,2020-01-01,new,A   1
";
        let events = "{\"case\": \"A \\u0000 1\", \"at\": \"2020-01-02\", \"kind\": \"comment\", \"author\": \"p   1\", \"body\": \"Bien\"}
{\"case\": \"A 1\", \"at\": \"2020-01-03\", \"kind\": \"comment\", \"author\": \"p\\n1\", \"body\": \"Bien\\u0000\"}\n";
        let with: [(&str, &[u8]); 4] = [
            ("organizations.csv", b"key,name\nK 1,Mar de Fondo\n"),
            ("people.csv", b"key,email,name,organization\np 1,p@mar.example,P,K   1\n"),
            ("cases.csv", cases.as_bytes()),
            ("events.jsonl", events.as_bytes()),
        ];
        let folder = spoiled(app, &[], &with);
        let report = import(app, &folder, Mode::Write).await.expect("brought in");
        assert_eq!((told(&report), report.cases, report.events), (Vec::new(), counts(2, 2, 0), counts(2, 2, 0)));
        let again = import(app, &folder, Mode::Write).await.expect("read");
        assert_eq!((told(&again), again.cases), (Vec::new(), counts(2, 0, 2)));
        let pages = history(app).await;
        assert_eq!((pages[0].events.len(), pages[1].case.follow_up_of), (3, Some(pages[0].case.number)));
    });
}

/// Everything that a row can have wrong, and the line that says so.
#[test]
fn bad_rows_are_told_by_file_line_column_and_reason() {
    on_sqlite(async |app| {
        let cases =
            "\u{feff}number;organization;product;requester;title;opened_at;status;merged_into;closed_at;priority
1;C-17;pulso;u1;Bien;2020-01-01;closed;;2020-01-02;P1
2;C-99;pulso;u1;No hay tal organización;2020-01-01;new;;;
3;C-17;lotus;u9;;2020-01-01;open;;;P9
4;C-17;pulso;u1;Mañana;2999-01-01;new;;;
5;C-17;pulso;u1;Ayer;0000-00-00;new;;;
6;C-17;pulso;u1;Cerrado antes;2020-01-02;closed;;2020-01-01;
7;C-17;pulso;u1;Abierto y cerrado;2020-01-02;new;;2020-01-03;
1;C-17;pulso;u1;Otra vez;2020-01-01;new;;;
8;C-17;pulso;u1;Círculo;2020-01-01;closed;9;;
9;C-17;pulso;u1;Círculo;2020-01-01;closed;8;;
10;C-17;pulso;u1;Nadie;2020-01-01;closed;777;;
11;C-17;pulso
";
        let mut bytes = cases.as_bytes().to_vec();
        bytes.extend_from_slice(b"12;C-17;pulso;u1;Ca\xF1a;2020-01-01;new;;;\n");
        let events = r#"{"case": 1, "at": "2020-01-01", "kind": "comment", "body": "Bien"}
{"case": "1", "at": "2020-01-01", "kind": "comment", "body": {"text": "x"}}
{"case": "1", "at": "2020-01-01", "kind": "comment", "text": "x"}
{"case": "404", "at": "2020-01-01", "kind": "comment", "body": "A ninguno"}
{"case": "404", "at": "2020-01-01", "kind": "note", "author": "u1", "body": "De un cliente"}
"#;
        let folder = spoiled(app, &["events.jsonl"], &[("cases.csv", &bytes), ("events.jsonl", events.as_bytes())]);
        let file = app.data_dir.join("report.csv");
        let mut report = Report::to_file(&file).expect("a file");
        let order = Order { folder: &folder, origin: ORIGIN, zone: TimeZone::UTC, mode: Mode::Write, rows_most: None };
        run(&app.portal, order, &mut report, &ProgressBar::hidden()).await.expect("the rest");
        let told = std::fs::read_to_string(&file).expect("a report");
        let instants = "(2021-03-05T09:30:00Z)";
        let expected = [
            "file,line,column,reason",
            "cases.csv,3,organization,no organization that was brought in has this key",
            "cases.csv,4,status,\"\"\"open\"\" is not one of its values\"",
            "cases.csv,4,title,missing",
            "cases.csv,4,priority,\"\"\"P9\"\" is not one of its values\"",
            "cases.csv,5,opened_at,2999-01-01 is before 1970 or in the future",
            &format!("cases.csv,6,opened_at,\"\"\"0000-00-00\"\" is no instant {instants}\""),
            "cases.csv,7,closed_at,before the case was opened",
            "cases.csv,8,closed_at,the status says that the case is open",
            "cases.csv,9,number,the case of line 2 has it too",
            "cases.csv,13,,\"3 values, but the first line names 10 columns\"",
            "cases.csv,14,title,not UTF-8",
            "cases.csv,12,merged_into,\"no case has the number \"\"777\"\"\"",
            "events.jsonl,2,body,an object where a text is expected",
            "events.jsonl,3,,\"there is no column \"\"text\"\" (case, at, kind, author, body, to, from, channel, attachments)\"",
            "events.jsonl,4,case,\"cases.csv has no row with the number \"\"404\"\"\"",
            "events.jsonl,5,case,\"cases.csv has no row with the number \"\"404\"\"\"",
            "events.jsonl,5,author,not one of the vendor's people: their row names an organization",
            "cases.csv,11,merged_into,the cases that it leads to lead back to it",
            "cases.csv,10,,\"it leads to the case of line 11, which is left out\"",
        ];
        assert_eq!(told.lines().collect::<Vec<_>>(), expected);
        assert_eq!((report.cases, report.rejected), (counts(13, 0, 0), 16));
        assert!(history(app).await.is_empty(), "case 1 has two bad events");
    });
}

#[test]
fn a_circle_of_merges_and_follow_ups_is_told_by_the_column_that_closes_it() {
    on_sqlite(async |app| {
        let cases = "number,organization,product,requester,title,opened_at,status,follow_up_of,merged_into
1,C-17,pulso,u1,En sí mismo,2020-01-01,closed,,1
2,C-17,pulso,u1,Tras sí mismo,2020-01-01,new,2,
3,C-17,pulso,u1,Continúa,2020-01-01,new,4,
4,C-17,pulso,u1,Unido a otro,2020-01-01,closed,,3
5,C-17,pulso,u1,Unido a otro,2020-01-01,closed,,6
6,C-17,pulso,u1,Continúa,2020-01-01,new,5,
7,C-17,pulso,u1,Al lado,2020-01-01,new,3,
8,C-17,pulso,u1,Queda,2020-01-01,closed,9,9
9,C-17,pulso,u1,Queda,2020-01-01,new,,
";
        let with: [(&str, &[u8]); 2] = [("cases.csv", cases.as_bytes()), ("events.csv", b"case,at,kind\n")];
        let folder = spoiled(app, &["events.jsonl"], &with);
        let report = import(app, &folder, Mode::Write).await.expect("the rest");
        let circle = "the cases that it leads to lead back to it";
        let expected = [
            format!("cases.csv:2 merged_into: {circle}"),
            format!("cases.csv:3 follow_up_of: {circle}"),
            format!("cases.csv:5 merged_into: {circle}"),
            format!("cases.csv:7 follow_up_of: {circle}"),
            "cases.csv:4: it leads to the case of line 5, which is left out".to_owned(),
            "cases.csv:6: it leads to the case of line 7, which is left out".to_owned(),
            "cases.csv:8: it leads to the case of line 4, which is left out".to_owned(),
        ];
        assert_eq!(told(&report), expected);
        assert_eq!((report.cases, report.left_out), (counts(9, 2, 0), 7));
        assert_eq!(history(app).await.len(), 2);
    });
}

#[test]
fn an_organization_that_the_portal_has_is_joined_only_by_its_id() {
    on_both(async |app| {
        let row = |id: &str| format!("key,name,id\nC-17,Río Azul Viajes,{id}\nC-22,Fjordlaks AS,\n");
        let name = app
            .texts(sql("SELECT name FROM organization WHERE id = $1").bind(app.world.organization("rio-azul")))
            .await;
        let (same, id) = (row("").replace("Río Azul Viajes", &name[0]), app.world.organization("rio-azul"));
        let report = import(app, &spoiled(app, &[], &[("organizations.csv", same.as_bytes())]), Mode::Write).await;
        let told = told(&report.expect("the rest"));
        let reason = format!("the portal has an organization of this name; to bring the history to it, say id = {id}");
        assert_eq!(told[0], format!("organizations.csv:2 name: {reason}"));
        let joined = spoiled(app, &[], &[("organizations.csv", row(id.as_str()).as_bytes())]);
        let report = import(app, &joined, Mode::Write).await.expect("brought in");
        assert_eq!((report.organizations, report.rejected), (counts(2, 0, 2), 0));
        let carmen = app.sign_in("carmen@rio-azul.example").await;
        assert_eq!(list(&carmen, "period=all&q=2019-0041").await.rows.len(), 1);
    });
}

#[test]
fn a_file_has_a_limit_and_is_told_before_anything_is_written() {
    on_sqlite(async |app| {
        let before = rows(app).await;
        let case = |n: i32| format!("{n},C-17,pulso,u1,Bien,2020-01-01,new\n");
        let many = [CASES_HEADER, (1..=5).map(case).collect::<String>().as_bytes()].concat();
        let folder = spoiled(app, &[], &[("cases.csv", &many)]);
        for (most, file) in [(1, "organizations.csv"), (3, "people.csv"), (4, "cases.csv"), (10, "events.jsonl")] {
            let error = import_at_most(app, &folder, Mode::Write, Some(most)).await.err().expect("too long");
            assert_eq!(error.to_string(), format!("{file}: more than {most} rows; split it"));
        }
        assert_eq!(rows(app).await, before);
    });
}

/// Several batches of people, of whom the one with most rows stands last.
#[test]
fn people_come_in_parts_and_each_with_all_roles() {
    on_both(async |app| {
        let mut people = String::from("key,email,name,organization,role\n");
        for n in 0..1_200 {
            let _ = writeln!(people, "p{n},p{n}@mar.example,Persona {n},C-17,SupportAdministrator");
        }
        people += "q0,P0@mar.example,Otra vez,C-17,SystemAdministrator\n";
        people += "q1,p0@mar.example,Otra vez,C-22,SupportAdministrator\n";
        let with: [(&str, &[u8]); 3] =
            [("people.csv", people.as_bytes()), ("cases.csv", CASES_HEADER), ("events.csv", b"case,at,kind\n")];
        let folder = spoiled(app, &["events.jsonl"], &with);
        let checked = import(app, &folder, Mode::Check).await.expect("readable");
        assert_eq!((checked.people, told(&checked)), (counts(1_202, 1_200, 0), Vec::new()));
        let report = import(app, &folder, Mode::Write).await.expect("brought in");
        assert_eq!(report.people, counts(1_202, 1_200, 0));
        let roles = "SELECT o.name || ': ' || m.role FROM membership m JOIN person p ON p.id = m.person_id
            JOIN organization o ON o.id = m.organization_id WHERE p.email = 'p0@mar.example' ORDER BY 1";
        let roles = app.texts(sql(roles)).await;
        assert_eq!(roles.len(), 3, "{roles:?}");
        let before = rows(app).await;
        let again = import(app, &folder, Mode::Write).await.expect("read");
        assert_eq!(again.people, counts(1_202, 0, 1_202));
        assert_eq!(rows(app).await, before);
    });
}

/// Whoever answers a customer meanwhile must not wait for a check.
#[test]
fn a_check_does_not_wait_for_the_writer() {
    on_both(async |app| {
        let _writing = app.portal.db().begin().await.expect("a transaction that stays open");
        let folder = example();
        let check = import(app, &folder, Mode::Check);
        let checked = tokio::time::timeout(Duration::from_secs(4), check).await.expect("no waiting");
        let checked = checked.expect("readable");
        assert_eq!((checked.organizations, checked.people), (counts(2, 2, 0), counts(4, 4, 0)));
    });
}

#[test]
fn two_old_desks_at_once_make_no_organization_of_the_same_name_twice() {
    on_both(async |app| {
        let folder = example();
        let from = |origin| {
            let order = Order { folder: &folder, origin, zone: TimeZone::UTC, mode: Mode::Write, rows_most: None };
            async move {
                let mut report = Report::default();
                run(&app.portal, order, &mut report, &ProgressBar::hidden()).await.map(|()| report)
            }
        };
        // The later one is refused, by its rows or as a whole, depending on when it looked.
        let _ = tokio::join!(from("Mesa 2019"), from("Mesa 2020"));
        let twice = app.texts(sql("SELECT name FROM organization GROUP BY name HAVING COUNT(*) > 1")).await;
        assert_eq!(twice, [""; 0]);
        assert_eq!(history(app).await.len(), 4);
    });
}

/// One customer of the old desk had two of its rows; neither is the other's namesake.
#[test]
fn organizations_of_one_file_may_have_the_same_name() {
    on_both(async |app| {
        let with: [(&str, &[u8]); 2] = [
            ("organizations.csv", b"key,name\nC-17,Mar de Fondo\nC-22,Mar de Fondo\n"),
            ("events.csv", b"case,at,kind\n"),
        ];
        let folder = spoiled(app, &["events.jsonl"], &with);
        let report = import(app, &folder, Mode::Write).await.expect("brought in");
        assert_eq!((report.organizations, told(&report)), (counts(2, 2, 0), Vec::new()));
        let again = import(app, &folder, Mode::Write).await.expect("read");
        assert_eq!((again.organizations, told(&again)), (counts(2, 0, 2), Vec::new()));
    });
}
