use super::{Folder, atiende, run, text};
use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

/// A portal that runs until it is dropped.
struct Served {
    child: Child,
    address: String,
    /// What it printed before its address.
    said: Vec<String>,
}

impl Served {
    fn start(folder: &Folder) -> Served {
        std::fs::create_dir_all(folder.0.join("site/pkg")).expect("a folder");
        let site = folder.0.join("site").display().to_string();
        let settings = [("ATIENDE_LISTEN", "127.0.0.1:0"), ("ATIENDE_SITE_DIR", site.as_str()), ("ATIENDE_LOG", "off")];
        let mut command = atiende(&folder.0, &["serve"], &settings);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the program runs");
        let mut said = Vec::new();
        let output = BufReader::new(child.stdout.take().expect("its output"));
        for line in output.lines().map_while(Result::ok) {
            if let Some(address) = line.strip_prefix("listening on http://") {
                return Served { child, address: address.to_owned(), said };
            }
            said.push(line);
        }
        let ended = child.wait();
        panic!("the portal printed no address: {said:?}, {ended:?}");
    }

    /// Asks it to stop, as an operator does; answers whether it ended well.
    fn stop(mut self) -> bool {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(asked.expect("kill runs").success());
        self.child.wait().expect("it ends").success()
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
