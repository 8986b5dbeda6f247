//! `atiende import` as an operator runs it: killed in the middle, twice at once, on records that are not right.

use super::{Folder, atiende, run, text};
use sqlx::{ConnectOptions as _, Executor as _, Row as _, sqlite::SqliteConnectOptions};
use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

/// Enough for several batches.
const CASES: usize = 1_000;

/// A portal with the demo world in it, and the records of an old desk beside it.
fn desk() -> (Folder, PathBuf) {
    let folder = Folder::new();
    assert!(run(&folder.0, &["demo", "seed"], &[]).status.success());
    let records = folder.0.join("records");
    fs::create_dir_all(&records).expect("a folder");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/features/import/example");
    for file in ["organizations.csv", "people.csv"] {
        fs::copy(example.join(file), records.join(file)).expect("a copy");
    }
    let mut cases = String::from("number,organization,product,requester,title,opened_at,status\n");
    let mut events = String::from("case,at,kind,author,body\n");
    for n in 0..CASES {
        let _ = writeln!(cases, "{n},C-17,pulso,u1,Caso {n},2020-01-01,in_progress");
        for kind in ["comment", "comment", "note"] {
            let _ = writeln!(events, "{n},2020-01-02,{kind},e1,\"Uno **más**, {kind}\"");
        }
    }
    fs::write(records.join("cases.csv"), cases).expect("a file");
    fs::write(records.join("events.csv"), events).expect("a file");
    (folder, records)
}

fn arguments(records: &Path) -> [String; 4] {
    ["import".to_owned(), records.display().to_string(), "--origin".to_owned(), "Mesa 2019".to_owned()]
}

/// How many cases came, and how many of them lack an event or a note.
fn brought_in(folder: &Folder) -> (i64, i64) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let options = SqliteConnectOptions::new().filename(folder.0.join("atiende.db"));
        let mut connection = options.connect().await.expect("the database");
        let row = connection.fetch_one(
            "SELECT COUNT(*), COALESCE(SUM(events <> 3 OR notes <> 1 OR last_seq <> 3), 0)
               FROM (SELECT c.last_seq, (SELECT COUNT(*) FROM case_event e WHERE e.case_id = c.id) AS events,
                            (SELECT COUNT(*) FROM case_note n WHERE n.case_id = c.id) AS notes
                       FROM support_case c WHERE c.origin = 'Mesa 2019')",
        );
        let row = row.await.expect("a row");
        (row.get(0), row.get(1))
    })
}

#[test]
fn hist_4_an_import_that_is_killed_leaves_no_half_case_and_goes_on_where_it_was() {
    let (folder, records) = desk();
    let (mut before, mut kills) = (0, 0);
    for wait_ms in [0, 23, 71] {
        let arguments = arguments(&records);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let mut child =
            atiende(&folder.0, &arguments, &[]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it runs");
        while brought_in(&folder).0 == before && child.try_wait().expect("a state").is_none() {
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(Duration::from_millis(wait_ms));
        kills += usize::from(child.kill().is_ok() && !child.wait().expect("an end").success());
        let (cases, half) = brought_in(&folder);
        assert_eq!(half, 0, "after {cases} cases");
        assert!(cases >= before, "{before}, then {cases}");
        before = cases;
    }
    assert!(kills > 0 && before > 0);
    let arguments = arguments(&records);
    let last = run(&folder.0, &arguments.each_ref().map(String::as_str), &[]);
    assert!(last.status.success(), "{}", text(&last.stderr));
    assert_eq!(brought_in(&folder), (CASES as i64, 0));
    let line = format!("{:>10} there before", before);
    assert!(
        text(&last.stdout).lines().any(|said| said.starts_with("cases") && said.ends_with(&line)),
        "{}",
        text(&last.stdout)
    );
}

#[test]
fn two_programs_that_import_at_once_bring_in_everything_once() {
    let (folder, records) = desk();
    let begin = || {
        let arguments = arguments(&records);
        let mut command = atiende(&folder.0, &arguments.each_ref().map(String::as_str), &[]);
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it runs")
    };
    for child in [begin(), begin()] {
        let ended = child.wait_with_output().expect("an end");
        assert!(ended.status.success(), "{}", text(&ended.stderr));
    }
    assert_eq!(brought_in(&folder), (CASES as i64, 0));
}

#[test]
fn an_import_says_how_it_ended_in_its_last_line_and_its_exit_code() {
    let (folder, records) = desk();
    let end = |change: &[&str]| {
        let arguments = arguments(&records);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).chain(change.iter().copied()).collect();
        let ended = run(&folder.0, &arguments, &[]);
        (ended.status.code(), text(&ended.stderr).lines().last().unwrap_or_default().to_owned())
    };
    assert_eq!(end(&["--zone", "Madrid"]).0, Some(2));
    fs::write(records.join("events.csv"), "case,at,kind,body\n7,2020-01-02,comment,Bien\n8,yesterday,comment,Mal\n")
        .expect("a file");
    let expected = (Some(1), "atiende: a row was not brought in".to_owned());
    assert_eq!(end(&["--dry-run"]), expected);
    assert_eq!(brought_in(&folder), (0, 0));
    assert_eq!(end(&[]), expected);
    assert_eq!(brought_in(&folder).0, CASES as i64 - 1);
    fs::write(records.join("cases.csv"), "number\n1\n").expect("a file");
    let (code, line) = end(&[]);
    assert!(line.starts_with("atiende: cases.csv: the first line does not name organization,"), "{line}");
    assert_eq!(code, Some(1));
}

#[test]
fn an_import_that_stops_says_first_what_it_found_so_far() {
    let (folder, records) = desk();
    let events = "case,at,kind,body\n8,yesterday,comment,Mal\n,2020-01-02,comment,De nadie\n";
    fs::write(records.join("events.csv"), events).expect("a file");
    let report = records.join("report.csv").display().to_string();
    let arguments = arguments(&records);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).chain(["--report", &report]).collect();
    let stopped = run(&folder.0, &arguments, &[]);
    let said = text(&stopped.stdout);
    let cases = format!("{:<16}{CASES:>10} read {:>10} new {:>10} there before", "cases", 0, 0);
    let bad = "events.csv:2 at: \"yesterday\" is no instant (2021-03-05T09:30:00Z)";
    for line in [&*cases, bad] {
        assert!(said.lines().any(|said| said == line), "{said}");
    }
    assert!(fs::read_to_string(report).expect("a report").contains("yesterday"));
    let line = "atiende: events.csv: line 3: case: missing; which case misses this event cannot be told";
    assert_eq!((stopped.status.code(), text(&stopped.stderr).lines().last()), (Some(1), Some(line)));
}
