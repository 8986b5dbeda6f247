//! The one binary, as an operator runs it.
//!
//! What always holds: a bad setting ends with exit code 2 and one line that names it; everything else that fails, with 1
//! and one line.

mod demo;
mod disk;
mod import;
mod ledger;
mod running;
mod schema;
mod settings;
mod stop;
mod topics;
mod visitor;

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// The program with no settings but the given ones.
fn atiende(data_dir: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> Command {
    atiende_by(&[], data_dir, arguments, settings)
}

/// The same, started by another program that takes it as its arguments.
fn atiende_by(starter: &[&str], data_dir: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> Command {
    let words = [starter, &[env!("CARGO_BIN_EXE_atiende")]].concat();
    let mut command = Command::new(words[0]);
    command.args(&words[1..]);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("ATIENDE_") {
            command.env_remove(name);
        }
    }
    command.args(arguments).env("ATIENDE_DATA_DIR", data_dir).envs(settings.iter().copied());
    command
}

/// Runs it to its end.
fn run(data_dir: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> Output {
    atiende(data_dir, arguments, settings).output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A folder that is removed afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        let random: String = atiende::server::secret::token().chars().filter(char::is_ascii_alphanumeric).collect();
        let path = std::env::temp_dir().join(format!("atiende_test_{random}"));
        std::fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
