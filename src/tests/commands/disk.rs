//! Disks that take nothing more, under the program as it runs: each refusal is said in the reader's language, nothing is
//! half written, reading goes on, and the portal recovers by itself (P7).

use super::{Folder, atiende_by, run, running::Served, text, visitor::Visitor};
use atiende::server::demo::PASSWORD;
use std::{
    fs,
    io::Write as _,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::Path,
    process::Command,
    time::Duration,
};

const CARMEN: &str = "carmen@rio-azul.example";
const LIAM: &str = "liam@northwind.example";
/// Two readers, and what each is told.
const TITLES: [(&str, &str); 2] =
    [(CARMEN, "Ahora no se puede guardar nada"), (LIAM, "Nothing can be saved right now")];

#[test]
fn p7_a_full_disk_refuses_what_is_written_in_the_readers_language_and_recovers_by_itself() {
    let folder = seeded();
    // The signal that comes with the limit would end the program; a full disk sends none.
    let portal = Served::start_by(&["sh", "-c", "trap '' XFSZ; exec \"$0\" \"$@\""], &folder);
    refuses_and_recovers(&portal, || portal.limit_files("0"), || portal.limit_files("unlimited"));
    assert!(portal.stop());
}

#[test]
fn p7_a_small_file_system_that_is_full_is_no_different() {
    let folder = seeded();
    let small = folder.0.join("small");
    fs::create_dir(&small).expect("a folder");
    let mount = format!(
        "mount -t tmpfs -o size=64m none '{0}' && cp -r '{1}'/atiende.db '{1}'/files '{0}' && export ATIENDE_DATA_DIR='{0}' && exec \"$0\" \"$@\"",
        small.display(),
        folder.0.display()
    );
    let unshare = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"];
    let is_allowed =
        Command::new(unshare[0]).args(&unshare[1..4]).args(["mount", "-t", "tmpfs", "none"]).arg(&small).output();
    if !is_allowed.is_ok_and(|tried| tried.status.success()) {
        eprintln!("this machine lets nobody mount: the limit of the test above stands for the full disk");
        return;
    }
    let portal = Served::start_by(&[&unshare[..], &[mount.as_str()]].concat(), &folder);
    let ballast = portal.seen_inside(&small.join("ballast"));
    let fill = || {
        let mut file = fs::File::create(&ballast).expect("a file");
        while file.write_all(&[0; 4096]).is_ok() {}
    };
    refuses_and_recovers(&portal, fill, || fs::remove_file(&ballast).expect("removed"));
    assert!(portal.stop());
}

#[test]
fn p7_a_read_only_database_refuses_the_write_keeps_reading_and_recovers_by_itself() {
    let folder = seeded();
    let portal = Served::start(&folder);
    let people = TITLES.map(|(email, _)| Visitor::sign_in(&portal.address, email));
    assert!(portal.stop());

    allow_files(&folder, 0o444);
    let portal = Served::start_by(bound_by_permissions(&folder), &folder);
    for (person, (_, title)) in people.iter().zip(TITLES) {
        refuses(&person.at(&portal.address), title);
    }
    assert!(Visitor::try_to_sign_in(&portal.address, LIAM).body.contains("Nothing can be saved right now"));
    allow_files(&folder, 0o644);
    // What was opened read-only is closed with the next requests.
    let carmen = people[0].at(&portal.address);
    let again = (0..50).find(|_| {
        std::thread::sleep(Duration::from_millis(100));
        carmen.submit("access/theme", &[("theme", ""), ("next", "/")]).status == 303
    });
    assert!(again.is_some(), "still read-only");
    for person in &people {
        accepts(&person.at(&portal.address));
    }
    assert!(portal.stop());
}

#[test]
fn p7_a_folder_that_cannot_be_written_stops_the_start_with_one_line() {
    let folder = Folder::new();
    allow(&folder.0, 0o555);
    let output =
        atiende_by(bound_by_permissions(&folder), &folder.0, &["migrate"], &[]).output().expect("the program runs");
    allow(&folder.0, 0o755);
    let line = text(&output.stderr);
    assert!(line.starts_with("atiende: ATIENDE_DATABASE_URL: the database cannot be "), "{line}");
    assert_eq!((line.lines().count(), output.status.code()), (1, Some(1)), "{line}");
}

fn seeded() -> Folder {
    let folder = Folder::new();
    let made = run(&folder.0, &["demo", "seed"], &[]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    folder
}

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
}

/// The database and what SQLite keeps beside it.
fn allow_files(folder: &Folder, mode: u32) {
    let entries = fs::read_dir(&folder.0).expect("a folder").flatten();
    let of_database =
        |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("atiende.db"));
    entries.map(|entry| entry.path()).filter(|path| of_database(path)).for_each(|path| allow(&path, mode));
}

/// Permissions do not bind root: it has to give up what makes it root.
fn bound_by_permissions(folder: &Folder) -> &'static [&'static str] {
    match fs::metadata(&folder.0).expect("a folder").uid() {
        0 => &["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"],
        _ => &[],
    }
}

fn refuses_and_recovers(portal: &Served, fill: impl Fn(), free: impl Fn()) {
    let people = TITLES.map(|(email, title)| (Visitor::sign_in(&portal.address, email), title));
    let files = people.each_ref().map(|(person, _)| announced(person));
    fill();
    for ((person, title), file) in people.iter().zip(&files) {
        refuses(person, title);
        assert_eq!(append(person, file), 503);
    }
    let sign_in = Visitor::try_to_sign_in(&portal.address, LIAM);
    assert_eq!(sign_in.status, 503);
    assert!(!sign_in.body.contains(PASSWORD), "a password stands on a page");
    free();
    for ((person, _), file) in people.iter().zip(&files) {
        accepts(person);
        let kept = person.send("HEAD", file, &[], "");
        assert_eq!(kept.header("upload-offset"), Some("0"), "a half of a file");
        assert_eq!(append(person, file), 204);
    }
}

/// Long enough not to fit into a page that the database has already.
fn a_comment() -> String {
    "Todavía pasa en todas las páginas. ".repeat(500)
}

/// Is a comment refused, with what was typed still there, and the case read as it was?
fn refuses(person: &Visitor, title: &str) {
    let number = person.a_case();
    let before = person.look(&number).case.last_seq;
    let (body, seen) = (a_comment(), before.to_string());
    let fields = [("form[case]", number.as_str()), ("form[body]", body.as_str()), ("form[seen]", seen.as_str())];
    let page = person.submit("cases/comment", &fields);
    assert_eq!((page.status, page.header("retry-after")), (503, Some("5")));
    assert!(page.body.contains(title), "{title}");
    assert!(page.body.contains(body.trim()), "what was typed is gone");
    let call = person.call("cases/comment", &fields);
    assert_eq!((call.status, call.body.as_str()), (503, "\"Unavailable\""));
    assert_eq!(person.page(&format!("/cases/{number}")).status, 200, "reading goes on");
    let after = person.look(&number);
    assert_eq!(after.case.last_seq, before, "half written");
    assert!(after.comment_draft.is_none(), "half written");
}

fn accepts(person: &Visitor) {
    let number = person.a_case();
    let before = person.look(&number).case.last_seq;
    let (body, seen) = (a_comment(), before.to_string());
    let fields = [("form[case]", number.as_str()), ("form[body]", body.as_str()), ("form[seen]", seen.as_str())];
    let page = person.submit("cases/comment", &fields);
    assert_eq!(page.status, 303);
    assert!(person.look(&number).case.last_seq > before);
}

/// The address of a file that may be sent now.
fn announced(person: &Visitor) -> String {
    let body = "{\"name\":\"a.log\",\"size_bytes\":9000,\"scope\":\"case\"}";
    let answer = person.send("POST", "/files", &["content-type: application/json"], body);
    answer.header("location").unwrap_or_else(|| panic!("{}", answer.body)).to_owned()
}

fn append(person: &Visitor, file: &str) -> u16 {
    person.send("PATCH", file, &["upload-offset: 0"], &"x".repeat(9_000)).status
}
