//! The folder says where a file compiles, and what may stand in it.

use super::{files, none, program};

#[test]
fn features_are_named_only_where_a_room_begins() {
    let mut found = Vec::new();
    for source in program() {
        if ["src/lib.rs", "src/main.rs"].contains(&source.path.as_str()) {
            continue;
        }
        let lines: Vec<_> = source.lines().collect();
        for (at, line) in &lines {
            let next = lines.get(*at).map(|(_, line)| line.trim()).unwrap_or_default();
            let room = ["pub mod server;", "mod server;", "pub mod browser;", "mod browser;"].contains(&next);
            if line.contains("cfg") && line.contains("feature =") && !room {
                found.push(format!("{}:{at}: {line}", source.path));
            }
        }
    }
    none("a feature outside of a room's door", found);
}

#[test]
fn shared_code_names_the_server_only_in_server_functions() {
    let mut found = Vec::new();
    for source in program() {
        let shared = !source.is_in("server") && source.path != "src/main.rs" && source.name() != "api.rs";
        for (at, line) in source.lines().filter(|_| shared) {
            let code = line.split("//").next().unwrap_or_default();
            if code.contains("server::") && !code.contains("leptos::server") {
                found.push(format!("{}:{at}: {line}", source.path));
            }
        }
    }
    none("the server named in shared code", found);
}

#[test]
fn the_browsers_interfaces_stay_in_its_rooms() {
    let mut found = Vec::new();
    for source in program() {
        for (at, line) in source.lines().filter(|_| !source.is_in("browser")) {
            if ["web_sys::", "gloo_net::", "gloo_timers::", "js_sys::"].iter().any(|name| line.contains(name)) {
                found.push(format!("{}:{at}: {line}", source.path));
            }
        }
    }
    none("a browser's interface outside of its rooms", found);
}

#[test]
fn statements_stand_only_in_stores() {
    let mut found = Vec::new();
    for source in program() {
        let is_store =
            source.name().ends_with("store.rs") || source.is_in("store") || source.path.starts_with("src/server/db/");
        for (at, line) in source.lines().filter(|_| !is_store) {
            let code = line.split("//").next().unwrap_or_default();
            if code.contains("sql(") || code.contains("sqlx::query") {
                found.push(format!("{}:{at}: {line}", source.path));
            }
        }
    }
    none("a statement outside of a store", found);
}

#[test]
fn case_17_only_the_notes_own_store_names_their_table() {
    let named = |source: &super::Source| source.lines().any(|(_, line)| line.contains("case_note"));
    let found: Vec<_> = files("src", &["rs"])
        .into_iter()
        .filter(|source| !source.path.starts_with("src/tests/"))
        .filter(|source| source.name() != "notes_store.rs" && named(source))
        .map(|source| source.path)
        .collect();
    none("`case_note` outside of notes_store.rs", found);
}

#[test]
fn every_feature_has_the_same_files() {
    let folders = std::fs::read_dir(super::root().join("src/features")).expect("a folder");
    let features: Vec<_> = folders.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()).collect();
    assert!(features.len() > 10, "{features:?}");
    let mut found = Vec::new();
    // a server room alone
    for feature in features.iter().filter(|feature| !feature.ends_with("import")) {
        // the search keeps nothing of its own
        let store = (!feature.ends_with("search")).then_some("server/store.rs");
        let same = ["mod.rs", "model.rs", "api.rs", "view/mod.rs", "server/mod.rs"];
        let files = same.into_iter().chain(store).map(|file| feature.join(file));
        found.extend(files.filter(|path| !path.is_file()).map(|path| path.display().to_string()));
    }
    none("a file that every feature has", found);
}

#[test]
fn every_file_of_tests_is_run() {
    let sources = files("src/tests", &["rs"]);
    let named = |source: &super::Source| {
        let (folder, name) = source.path.rsplit_once('/').unwrap_or_default();
        let (module, owner) = match name {
            "main.rs" => return true,
            "mod.rs" => (folder.rsplit('/').next().unwrap_or_default(), "src/tests/main.rs".to_owned()),
            _ => (name.trim_end_matches(".rs"), format!("{folder}/mod.rs")),
        };
        let owner = sources.iter().find(|source| source.path == owner).expect("a folder has a mod.rs");
        owner.text.lines().any(|line| line.trim_start_matches("pub ").starts_with(&format!("mod {module};")))
    };
    let forgotten = sources.iter().filter(|source| !named(source)).map(|source| source.path.clone());
    none("a file of tests that no mod.rs names", forgotten.collect());
}

#[test]
fn every_module_says_what_it_is() {
    let silent = program().into_iter().filter(|source| source.name() == "mod.rs" && !source.text.starts_with("//!"));
    none("a mod.rs without its first sentence", silent.map(|source| source.path).collect());
}

#[test]
fn nothing_is_left_undone_or_allowed_without_a_reason() {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("todo", "!("), concat!("unimplemented", "!(")];
    let mut found = Vec::new();
    for source in files("src", &["rs"]) {
        let text: Vec<_> = source.text.lines().collect();
        for (at, line) in text.iter().enumerate() {
            let allowed = line.contains(concat!("#[", "allow(")) || line.contains(concat!("#![", "allow("));
            let reason = text[at..].iter().take(4).any(|line| line.contains("reason ="));
            if marks.iter().any(|mark| line.contains(mark)) || (allowed && !reason) {
                found.push(format!("{}:{}: {line}", source.path, at + 1));
            }
        }
    }
    none("something left undone", found);
}

#[test]
fn no_path_of_a_machine_stands_in_the_sources() {
    let marks = [concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/tmp", "/wt"), concat!("/wo", "rk/")];
    let mut found = Vec::new();
    for source in files("src", &["rs", "json", "sql", "md"]).into_iter().chain(files("style", &["css"])) {
        for (at, line) in source.text.lines().enumerate() {
            if marks.iter().any(|mark| line.contains(mark)) {
                found.push(format!("{}:{}: {line}", source.path, at + 1));
            }
        }
    }
    none("a machine's path", found);
}
