use super::{Folder, run, text};

/// What is set, and the one line that comes of it.
const BAD: [(&str, &str, &str); 12] = [
    ("ATIENDE_LISTEN", "here", "ATIENDE_LISTEN: \"here\": invalid socket address syntax"),
    ("ATIENDE_LISTEN", "0.0.0.0:80", "ATIENDE_BASE_URL: needed when ATIENDE_LISTEN is not a loopback address"),
    ("ATIENDE_BASE_URL", "portal.example", "ATIENDE_BASE_URL: not of the form https://host or http://host:port"),
    ("ATIENDE_DATABASE_URL", "mysql://x", "ATIENDE_DATABASE_URL: neither postgres://… nor sqlite:<path>"),
    ("ATIENDE_SESSION_IDLE_HOURS", "0", "ATIENDE_SESSION_IDLE_HOURS: \"0\": 0 is not in 1..=8760"),
    ("ATIENDE_LOG_FORMAT", "xml", "ATIENDE_LOG_FORMAT: \"xml\": not one of text, json"),
    ("ATIENDE_LOG", "=,=", "ATIENDE_LOG: invalid filter directive"),
    ("ATIENDE_NO_MIGRATE", "perhaps", "ATIENDE_NO_MIGRATE: \"perhaps\": not one of true, false"),
    ("ATIENDE_TRUSTED_PROXIES", "10.0.0", "ATIENDE_TRUSTED_PROXIES: \"10.0.0\": invalid IP address syntax"),
    ("ATIENDE_MAIL_FROM", "nobody", "ATIENDE_MAIL_FROM: not of the form Name <address>"),
    ("ATIENDE_SMTP_URL_FILE", "absent.txt", "ATIENDE_SMTP_URL_FILE: No such file or directory (os error 2)"),
    ("ATIENDE_LISEN", "127.0.0.1:0", "ATIENDE_LISEN: there is no such setting"),
];

#[test]
fn a_bad_setting_ends_with_2_and_one_line_that_names_it() {
    let folder = Folder::new();
    for (name, value, line) in BAD {
        let output = run(&folder.0, &["migrate"], &[(name, value)]);
        // The database's address is read when it is opened.
        let code = if name == "ATIENDE_DATABASE_URL" { 1 } else { 2 };
        assert_eq!(text(&output.stderr), format!("atiende: {line}\n"), "{name}={value}");
        assert_eq!(output.status.code(), Some(code), "{name}={value}");
    }
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
