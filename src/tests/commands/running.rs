use super::{Folder, atiende_by, run, text};
use sqlx::{ConnectOptions as _, Executor as _, sqlite::SqliteConnectOptions};
use std::{
    collections::BTreeSet,
    fs::{self, OpenOptions},
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

/// A portal that runs until it is dropped.
pub struct Served {
    child: Child,
    pub address: String,
    /// What it printed before its address.
    said: Vec<String>,
    /// Where its errors go.
    errors: PathBuf,
}

impl Served {
    pub fn start(folder: &Folder) -> Served {
        Served::start_by(&[], folder)
    }

    /// The same, by another program that becomes the portal.
    pub fn start_by(starter: &[&str], folder: &Folder) -> Served {
        Served::start_on(starter, &folder.0, None)
    }

    /// The same, on any database; `None` is the embedded one in the folder. Several instances may share a folder.
    pub fn start_on(starter: &[&str], data_dir: &Path, database_url: Option<&str>) -> Served {
        fs::create_dir_all(data_dir.join("site/pkg")).expect("a folder");
        let errors = data_dir.join("errors.txt");
        let site = data_dir.join("site").display().to_string();
        let mut settings =
            vec![("ATIENDE_LISTEN", "127.0.0.1:0"), ("ATIENDE_SITE_DIR", site.as_str()), ("ATIENDE_LOG", "off")];
        settings.extend(database_url.map(|url| ("ATIENDE_DATABASE_URL", url)));
        let mut command = atiende_by(starter, data_dir, &["serve"], &settings);
        let to_errors = OpenOptions::new().create(true).append(true).open(&errors).expect("a file");
        command.stdout(Stdio::piped()).stderr(to_errors);
        let mut child = command.spawn().expect("the program runs");
        let mut said = Vec::new();
        let output = BufReader::new(child.stdout.take().expect("its output"));
        for line in output.lines().map_while(Result::ok) {
            if let Some(address) = line.strip_prefix("listening on http://") {
                return Served { child, address: address.to_owned(), said, errors };
            }
            said.push(line);
        }
        let ended = child.wait();
        let errors = fs::read_to_string(errors).unwrap_or_default();
        panic!("the portal printed no address: {said:?}, {ended:?}, {errors}");
    }

    /// Sends a request and leaves its answer to the caller.
    fn ask(&self, request: &str, headers: &str, body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        let (host, length) = (&self.address, body.len());
        let head = format!("{request} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {length}\r\nConnection: close\r\n");
        stream.write_all(format!("{head}{headers}\r\n{body}").as_bytes()).expect("it takes the request");
        stream
    }

    /// Signs somebody of the demo world in; gives the header that says so.
    fn sign_in(&self, email: &str) -> String {
        let form = format!("form[email]={email}&form[password]=atiende-demo&form[next]=");
        let headers = format!(
            "Content-Type: application/x-www-form-urlencoded\r\nAccept: text/html\r\nOrigin: http://{}\r\n",
            self.address
        );
        let answer = read(self.ask("POST /api/access/sign-in", &headers, &form));
        let cookies = answer.lines().filter_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next());
        let cookies: Vec<_> = cookies.collect();
        assert!(!cookies.is_empty(), "{answer}");
        format!("Cookie: {}\r\nAccept: text/html\r\n", cookies.join("; "))
    }

    /// Asks it to stop, as an operator does; answers whether it ended well.
    pub fn stop(mut self) -> bool {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(asked.expect("kill runs").success());
        self.child.wait().expect("it ends").success()
    }

    /// Ends it as `kill -9` does, without a word to anybody.
    pub fn kill(self) {
        drop(self);
    }

    /// Says how large a file it may write from now on, in bytes or `unlimited`.
    pub fn limit_files(&self, most: &str) {
        let (pid, most) = (self.child.id().to_string(), format!("--fsize={most}:"));
        let limited = Command::new("prlimit").args(["--pid", &pid, &most]).status();
        assert!(limited.expect("prlimit runs").success());
    }

    /// Where others find a file that it sees at a path, if it has mounts of its own.
    pub fn seen_inside(&self, path: &Path) -> PathBuf {
        PathBuf::from(format!("/proc/{}/root{}", self.child.id(), path.display()))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_first_start_prints_a_link_until_somebody_can_operate_and_the_health_check_follows() {
    let folder = Folder::new();
    let absent = run(&folder.0, &["healthcheck"], &[("ATIENDE_LISTEN", "127.0.0.1:9")]);
    assert_eq!(absent.status.code(), Some(1));
    assert!(text(&absent.stderr).starts_with("atiende: 127.0.0.1:9: "), "{}", text(&absent.stderr));

    let portal = Served::start(&folder);
    assert!(portal.said.iter().any(|line| line.contains("/welcome/")), "{:?}", portal.said);
    let ready = run(&folder.0, &["healthcheck"], &[("ATIENDE_LISTEN", portal.address.as_str())]);
    assert_eq!(text(&ready.stdout), "ready\n", "{}", text(&ready.stderr));
    assert!(portal.stop(), "a stop on demand is no failure");
}

/// A portal with the demo world in it, and the cases that the engineer's desk leads to.
fn at_the_desk(folder: &Folder) -> (Served, String, Vec<String>) {
    assert!(run(&folder.0, &["demo", "seed"], &[]).status.success());
    let portal = Served::start(folder);
    let session = portal.sign_in("nora@brujula.example");
    let desk = read(portal.ask("GET /desk", &session, ""));
    let cases: BTreeSet<_> = desk.split('"').filter(|part| part.starts_with("/cases/1")).map(str::to_owned).collect();
    assert!(cases.len() > 2, "{cases:?}");
    (portal, session, cases.into_iter().collect())
}

#[test]
fn a_page_that_nobody_waits_for_any_more_breaks_nothing() {
    let folder = Folder::new();
    let (portal, session, cases) = at_the_desk(&folder);
    thread::scope(|scope| {
        for path in [&cases[0], &cases[1], "/cases", "/account/sessions"] {
            let (portal, session) = (&portal, &session);
            scope.spawn(move || {
                for time in 0..80 {
                    let unread = portal.ask(&format!("GET {path}"), session, "");
                    // at every moment between "not yet begun" and "done"
                    thread::sleep(Duration::from_millis(time % 60));
                    drop(unread);
                }
            });
        }
    });
    let errors = portal.errors.clone();
    assert!(portal.stop(), "a stop on demand is no failure");
    let errors = fs::read_to_string(errors).expect("its errors");
    assert!(!errors.contains("panicked"), "{errors}");
}

#[test]
fn pages_that_are_written_at_the_same_time_keep_their_own_titles() {
    let folder = Folder::new();
    let (portal, session, cases) = at_the_desk(&folder);
    thread::scope(|scope| {
        for path in cases.iter().cycle().take(8) {
            let (portal, session) = (&portal, &session);
            scope.spawn(move || {
                let title = format!("<title>{} ", path.trim_start_matches("/cases/"));
                for _ in 0..40 {
                    let page = read(portal.ask(&format!("GET {path}"), session, ""));
                    assert!(page.contains(&title), "{title}: {}", page.lines().take(30).collect::<String>());
                }
            });
        }
    });
    assert!(portal.stop(), "a stop on demand is no failure");
}

#[test]
fn what_was_sent_as_its_page_was_left_is_kept() {
    let folder = Folder::new();
    let (portal, ..) = at_the_desk(&folder);
    let session = portal.sign_in("mateo@rio-azul.example");
    let form_type = "Content-Type: application/x-www-form-urlencoded\r\n";
    let headers = format!("{session}{form_type}Origin: http://{}\r\n", portal.address);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut writer = runtime.block_on(async {
        let options = SqliteConnectOptions::new().filename(folder.0.join("atiende.db"));
        let mut connection = options.connect().await.expect("the database");
        connection.execute("BEGIN IMMEDIATE").await.expect("nobody else writes");
        connection
    });
    let unread = portal.ask("POST /api/cases/save-draft", &headers, "form[title]=Left+at+once&step=problem&go=stay");
    // it has arrived, and waits for its turn to write
    thread::sleep(Duration::from_millis(500));
    drop(unread);
    thread::sleep(Duration::from_millis(100));
    runtime.block_on(writer.execute("ROLLBACK")).expect("others can write");
    let kept = || read(portal.ask("GET /api/cases/new", &session, "")).contains("Left at once");
    assert!((0..100).any(|_| kept()));
    assert!(portal.stop(), "a stop on demand is no failure");
}

fn read(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

#[test]
fn accounts_are_made_listed_and_signed_out_by_command() {
    let folder = Folder::new();
    let made =
        run(&folder.0, &["admin", "create", "Sol@Brujula.example", "--name", "Sol Ortega", "--role", "engineer"], &[]);
    assert!(text(&made.stdout).contains("/welcome/"), "{}", text(&made.stderr));
    let again = run(&folder.0, &["admin", "create", "sol@brujula.example", "--name", "Sol"], &[]);
    assert_eq!(text(&again.stderr), "atiende: sol@brujula.example has an account already\n");
    let listed = text(&run(&folder.0, &["admin", "list"], &[]).stdout);
    assert!(
        listed.contains("sol@brujula.example") && listed.contains("Engineer") && listed.contains("invited"),
        "{listed}"
    );
    let link = run(&folder.0, &["admin", "reset-link", "sol@brujula.example"], &[]);
    assert!(text(&link.stdout).contains("/welcome/"), "{}", text(&link.stderr));
    let ended = run(&folder.0, &["admin", "revoke-sessions", "sol@brujula.example"], &[]);
    assert_eq!(text(&ended.stdout), "0 sessions ended\n");
    let nobody = run(&folder.0, &["admin", "reset-link", "nobody@brujula.example"], &[]);
    assert_eq!(
        (nobody.status.code(), text(&nobody.stderr)),
        (Some(1), "atiende: nobody has the address nobody@brujula.example\n".into())
    );
}
