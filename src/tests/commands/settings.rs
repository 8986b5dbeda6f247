use super::{Folder, run, text};

/// What is set, and the one line that comes of it.
const BAD: &[(&str, &str, &str)] = &[
    ("ATIENDE_LISTEN", "here", "ATIENDE_LISTEN: \"here\": invalid socket address syntax"),
    ("ATIENDE_LISTEN", "0.0.0.0:80", "ATIENDE_BASE_URL: needed when ATIENDE_LISTEN is not a loopback address"),
    ("ATIENDE_BASE_URL", "portal.example", "ATIENDE_BASE_URL: not of the form https://host or http://host:port"),
    (
        "ATIENDE_BASE_URL",
        "https://portal.example/desk",
        "ATIENDE_BASE_URL: not of the form https://host or http://host:port",
    ),
    ("ATIENDE_BASE_URL", "https://a b", "ATIENDE_BASE_URL: not of the form https://host or http://host:port"),
    ("ATIENDE_DATABASE_URL", "mysql://x", "ATIENDE_DATABASE_URL: neither postgres://… nor sqlite:<path>"),
    ("ATIENDE_DATABASE_URL", "sqlite::memory:", "ATIENDE_DATABASE_URL: not the path of a file (sqlite:<path>)"),
    (
        "ATIENDE_DATABASE_URL",
        "postgres://host:port/x",
        "ATIENDE_DATABASE_URL: not a PostgreSQL address (postgres://user:password@host/database)",
    ),
    ("ATIENDE_DATABASE_URL_FILE", "absent.txt", "ATIENDE_DATABASE_URL_FILE: No such file or directory (os error 2)"),
    ("ATIENDE_DATA_DIR", "/dev/null/data", "ATIENDE_DATA_DIR: /dev/null/data: Not a directory (os error 20)"),
    ("ATIENDE_SESSION_IDLE_HOURS", "0", "ATIENDE_SESSION_IDLE_HOURS: \"0\": 0 is not in 1..=8760"),
    ("ATIENDE_LOG_FORMAT", "xml", "ATIENDE_LOG_FORMAT: \"xml\": not one of text, json"),
    ("ATIENDE_LOG", "=,=", "ATIENDE_LOG: invalid filter directive"),
    ("ATIENDE_NO_MIGRATE", "perhaps", "ATIENDE_NO_MIGRATE: \"perhaps\": not one of true, false"),
    ("ATIENDE_NO_NOTIFY", "perhaps", "ATIENDE_NO_NOTIFY: \"perhaps\": not one of true, false"),
    ("ATIENDE_TRUSTED_PROXIES", "10.0.0", "ATIENDE_TRUSTED_PROXIES: \"10.0.0\": invalid IP address syntax"),
    ("ATIENDE_MAIL_FROM", "nobody", "ATIENDE_MAIL_FROM: not of the form Name <address>"),
    ("ATIENDE_SMTP_URL", "mail.example", "ATIENDE_SMTP_URL: not of the form smtps://user:password@host:port"),
    ("ATIENDE_SMTP_URL_FILE", "absent.txt", "ATIENDE_SMTP_URL_FILE: No such file or directory (os error 2)"),
    ("ATIENDE_LISEN", "127.0.0.1:0", "ATIENDE_LISEN: there is no such setting"),
];

/// What only `serve` looks at.
const BAD_TO_SERVE: &[(&str, &str, &str)] =
    &[("ATIENDE_SITE_DIR", "absent", "ATIENDE_SITE_DIR: no built browser files in absent")];

#[test]
fn a_bad_setting_ends_with_2_and_one_line_that_names_it() {
    let folder = Folder::new();
    for (command, bad) in [("migrate", BAD), ("serve", BAD_TO_SERVE)] {
        for (name, value, line) in bad {
            let output = run(&folder.0, &[command], &[(name, value)]);
            assert_eq!(text(&output.stderr), format!("atiende: {line}\n"), "{name}={value}");
            assert_eq!(output.status.code(), Some(2), "{name}={value}");
        }
    }
}

#[test]
fn every_setting_has_a_bad_value_above() {
    let folder = Folder::new();
    let printed = text(&run(&folder.0, &["config", "print"], &[]).stdout);
    let tried: Vec<_> = BAD.iter().chain(BAD_TO_SERVE).map(|(name, _, _)| *name).collect();
    let names: Vec<_> = printed.lines().filter_map(|line| line.split('=').next()).collect();
    assert!(names.len() > 10, "{printed}");
    for name in names {
        assert!(tried.contains(&name), "{name} was not tried");
    }
}

#[test]
fn p7_a_database_that_does_not_answer_is_no_bad_setting() {
    let folder = Folder::new();
    // A supervisor starts the portal again after 1, for the database may come back, and gives up after 2.
    let output = run(&folder.0, &["migrate"], &[("ATIENDE_DATABASE_URL", "postgres://127.0.0.1:9/x")]);
    let line = text(&output.stderr);
    assert!(line.starts_with("atiende: ATIENDE_DATABASE_URL: the database cannot be opened: "), "{line}");
    assert_eq!((line.lines().count(), output.status.code()), (1, Some(1)));
}

#[test]
fn a_secret_and_its_file_are_not_given_together_and_no_secret_is_printed() {
    let folder = Folder::new();
    let both = [("ATIENDE_DATABASE_URL", "postgres://a:hidden@b/c"), ("ATIENDE_DATABASE_URL_FILE", "file")];
    let output = run(&folder.0, &["migrate"], &both);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("atiende: ATIENDE_DATABASE_URL"), "{}", text(&output.stderr));
    let output = run(&folder.0, &["config", "print"], &both[..1]);
    let printed = text(&output.stdout);
    assert!(printed.contains("ATIENDE_DATABASE_URL=*** # environment\n"), "{printed}");
    assert!(printed.contains("ATIENDE_LISTEN=127.0.0.1:3117 # default\n"), "{printed}");
    assert!(!printed.contains("hidden"));
    let help = text(&run(&folder.0, &["--help"], &both[..1]).stdout);
    assert!(help.contains("ATIENDE_DATABASE_URL") && !help.contains("hidden"), "{help}");
}

#[test]
fn a_flag_comes_before_the_environment() {
    let folder = Folder::new();
    let output = run(&folder.0, &["config", "print", "--listen", "127.0.0.1:9"], &[("ATIENDE_LISTEN", "127.0.0.1:8")]);
    assert!(text(&output.stdout).contains("ATIENDE_LISTEN=127.0.0.1:9 # flag\n"), "{}", text(&output.stdout));
}

#[test]
fn every_setting_and_every_door_is_documented() {
    let folder = Folder::new();
    let printed = text(&run(&folder.0, &["config", "print"], &[]).stdout);
    let help = text(&run(&folder.0, &["--help"], &[]).stdout);
    for name in printed.lines().filter_map(|line| line.split('=').next()) {
        assert!(help.contains(name), "{name} is not in the help");
    }
    let doors: Vec<serde_json::Value> =
        serde_json::from_slice(&run(&folder.0, &["routes", "--json"], &[]).stdout).expect("JSON");
    let create = doors.iter().find(|door| door["path"] == "/api/cases/create").expect("opening a case");
    assert_eq!((&create["method"], &create["needs"][0]), (&"POST".into(), &"OpenCase".into()));
}
