//! Every door of the portal is declared with the right that it needs (SEC-2).

use super::{files, none, read};
use atiende::{
    app::Screen,
    route,
    server::http::permissions::{FUNCTIONS, PAGES, ROUTES},
};
use std::collections::BTreeSet;

#[test]
fn every_server_function_has_a_fixed_address_below_its_feature() {
    let mut found = Vec::new();
    for source in files("src/features", &["rs"]) {
        let feature = source.path.split('/').nth(2).unwrap_or_default();
        for (at, line) in source.lines().filter(|(_, line)| line.trim_start().starts_with("#[server")) {
            let address = format!("prefix = \"/api\", endpoint = \"{feature}/");
            if !line.contains(&address) || source.name() != "api.rs" {
                found.push(format!("{}:{at}: {line}", source.path));
            }
        }
    }
    none("a server function without a fixed address", found);
}

#[test]
fn sec_2_every_registered_server_function_is_declared() {
    let declared: BTreeSet<_> = FUNCTIONS.iter().map(|(endpoint, _)| format!("/api/{endpoint}")).collect();
    let registered: BTreeSet<_> = server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    assert!(!registered.is_empty());
    none("registered and not declared", registered.difference(&declared).cloned().collect());
    none("declared and not registered", declared.difference(&registered).cloned().collect());
    assert_eq!(declared.len(), FUNCTIONS.len(), "an endpoint is declared twice");
}

#[test]
fn nothing_that_writes_is_sent_as_get() {
    let reads = [
        "list",
        "open",
        "new",
        "link",
        "sessions",
        "open-preferences",
        "queue",
        "home",
        "since",
        "desk",
        "hours",
        "categories",
        "help",
        "find",
        "suggest",
        "similar",
        "operate",
        "versions",
    ];
    let found = server_fn::axum::server_fn_paths()
        .filter(|(path, method)| {
            *method == axum::http::Method::GET && !reads.contains(&path.rsplit('/').next().unwrap_or_default())
        })
        .map(|(path, _)| path.to_owned());
    none("a GET that is not known to read only", found.collect());
}

#[test]
fn sec_2_every_page_is_declared() {
    let app = read("src/app.rs");
    let pages: BTreeSet<_> = app
        .split("path!(\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|path| format!("/{path}"))
        .collect();
    let declared: BTreeSet<_> = PAGES.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(pages, declared);
}

#[test]
fn sec_2_every_own_route_is_declared() {
    let mut routes = BTreeSet::new();
    for source in super::program() {
        let text: String = source.lines().map(|(_, line)| line).collect::<Vec<_>>().join("\n");
        for rest in text.split(".route(").skip(1) {
            let path = rest.trim_start();
            match path.strip_prefix('"') {
                Some(literal) => routes.insert(literal.split('"').next().unwrap_or_default().to_owned()),
                None if path.starts_with("route::CASES_CSV") => routes.insert(route::CASES_CSV.to_owned()),
                None if path.starts_with("route::CASES_JSON") => routes.insert(route::CASES_JSON.to_owned()),
                None => routes.insert(path.chars().take(40).collect()),
            };
        }
    }
    // These carry all server functions.
    assert!(routes.remove("/api/{*function}") && routes.remove("/api/topics/edit/{*function}"));
    let declared: BTreeSet<_> = ROUTES.iter().map(|(_, path, _)| (*path).to_owned()).collect();
    none("an own route that is not declared", routes.difference(&declared).cloned().collect());
}

#[test]
fn every_page_has_the_screen_that_its_route_shows() {
    let app = read("src/app.rs");
    let shown = |path: &str| {
        let after = app.split(&format!("path!(\"{}\") view=Screen::", path.trim_start_matches('/'))).nth(1)?;
        after.split_whitespace().next().map(str::to_owned)
    };
    let found = PAGES.iter().filter_map(|(path, _)| {
        let address: Vec<_> = path.split('/').map(|part| if part.starts_with(':') { "x" } else { part }).collect();
        let screen = Screen::of(&address.join("/")).map(|screen| format!("{screen:?}"));
        (screen.is_none() || screen != shown(path)).then(|| format!("{path}: {screen:?}, but {:?}", shown(path)))
    });
    none("an address whose code is not loaded before it comes to life", found.collect());
}
