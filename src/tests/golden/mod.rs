//! What must not change unseen. `ATIENDE_TEST_GOLDEN=write` writes the files again; the tree must then be clean.

mod policy;

use std::path::Path;

/// Compares a text with a file of this folder.
#[allow(clippy::disallowed_methods, reason = "the one switch that writes golden files again")]
fn same_as_file(name: &str, now: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/golden").join(name);
    if std::env::var("ATIENDE_TEST_GOLDEN").is_ok_and(|how| how == "write") {
        std::fs::write(&path, now).expect("a writable file");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == now, "{name} differs; with ATIENDE_TEST_GOLDEN=write it becomes:\n{now}");
}
