//! The house rules, held over the source itself. What a type can hold is held by a type; this is the rest.

mod doors;
mod language;
mod rooms;
mod schema;
mod style;

use std::path::Path;

/// A file of the repository: its path from the root, with slashes, and its text.
pub struct Source {
    pub path: String,
    text: String,
}

impl Source {
    /// Lines with their numbers from 1, without those of `mod tests` at the end of a file.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .take_while(|line| !line.starts_with("#[cfg(test)]"))
            .enumerate()
            .map(|(at, line)| (at + 1, line))
    }
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
    /// Is the file in a room that compiles into one side only?
    fn is_in(&self, room: &str) -> bool {
        self.path.split('/').any(|part| part == room)
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All files below a folder with one of these endings.
pub fn files(folder: &str, endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    collect(&root().join(folder), endings, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "{folder} holds no {endings:?}");
    found
}

fn collect(folder: &Path, endings: &[&str], found: &mut Vec<Source>) {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, endings, found);
        } else if endings.iter().any(|ending| path.extension().is_some_and(|e| e == *ending)) {
            let text = std::fs::read_to_string(&path).expect("a readable file");
            found.push(Source { path: relative(&path), text });
        }
    }
}

fn relative(path: &std::path::Path) -> String {
    let path = path.strip_prefix(root()).expect("a file of the repository");
    path.to_string_lossy().replace('\\', "/")
}

/// The program's own Rust files, without the tests and the benches.
fn program() -> Vec<Source> {
    let is_own = |source: &Source| !["src/tests/", "src/benches/"].iter().any(|room| source.path.starts_with(room));
    files("src", &["rs"]).into_iter().filter(is_own).collect()
}

/// Fails with everything that was found, one per line.
pub fn none(what: &str, found: Vec<String>) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}
