//! Turns the locale files into Rust: one module per file, one function per key.
//!
//! `src/i18n/locales/<language>/<feature>.json` maps keys to texts. A text may hold `{name}`; its function then takes
//! `name: impl Display`, in the order in which the English text first names them. A value that is an object of CLDR
//! plural categories (`one`, `many`, `other`) makes a function whose first parameter is the count `n: i64`.
//! A key, a parameter or a category that one language lacks stops the build and is named.

use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::{fs, path::Path};

const LANGUAGES: [(&str, &str); 2] = [("en", "En"), ("es", "Es")];
const LOCALES: &str = "src/i18n/locales";

fn main() {
    println!("cargo::rerun-if-changed={LOCALES}");
    println!("cargo::rerun-if-changed=src/server/db/sqlite");
    println!("cargo::rerun-if-changed=src/server/db/postgres");
    let mut features: BTreeMap<String, Vec<Map<String, Value>>> = BTreeMap::new();
    for (language, _) in LANGUAGES {
        let folder = Path::new(LOCALES).join(language);
        let mut files: Vec<_> = fs::read_dir(&folder).expect("the folder of a language").flatten().collect();
        files.sort_by_key(|file| file.path());
        for file in files {
            let name = file.path().file_stem().expect("a file's name").to_string_lossy().into_owned();
            let text = fs::read_to_string(file.path()).expect("a readable locale file");
            let Value::Object(texts) = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{language}/{name}: {e}"))
            else {
                panic!("{language}/{name}: not an object")
            };
            features.entry(name).or_default().push(texts);
        }
    }
    let mut out = String::new();
    for (feature, texts) in features {
        let [en, es] = &texts[..] else { panic!("locales: {feature}.json is missing in a language") };
        same_keys(&feature, en, es);
        let _ = writeln!(out, "/// The texts of `{feature}.json`.\npub mod {feature} {{\n    use super::*;");
        for (key, english) in en {
            out.push_str(&function(&feature, key, english, &es[key]));
        }
        out.push_str("}\n");
    }
    let folder = std::env::var_os("OUT_DIR").expect("cargo gives a folder");
    fs::write(Path::new(&folder).join("text.rs"), out).expect("a writable folder");
}

fn same_keys(feature: &str, en: &Map<String, Value>, es: &Map<String, Value>) {
    let (en, es): (BTreeSet<_>, BTreeSet<_>) = (en.keys().collect(), es.keys().collect());
    let missing: Vec<_> = en.difference(&es).map(|k| format!("es/{feature}.json lacks {k}")).collect();
    let surplus: Vec<_> = es.difference(&en).map(|k| format!("en/{feature}.json lacks {k}")).collect();
    assert!(missing.is_empty() && surplus.is_empty(), "{}", [missing, surplus].concat().join("; "));
}

fn function(feature: &str, key: &str, en: &Value, es: &Value) -> String {
    let at = format!("{feature}.{key}");
    match (en, es) {
        (Value::String(en), Value::String(es)) => {
            let names = names(en);
            let same = BTreeSet::from_iter(&names) == BTreeSet::from_iter(&self::names(es));
            assert!(same, "{at}: the languages name different parameters");
            let doc = format!("    /// {}\n", en.replace('\n', " "));
            if names.is_empty() {
                format!(
                    "{doc}    pub fn {key}(language: Language) -> &'static str {{\n        match language {{\n            \
                     Language::En => {en:?},\n            Language::Es => {es:?},\n        }}\n    }}\n"
                )
            } else {
                let parameters: String = names.iter().map(|n| format!(", {n}: impl Display")).collect();
                format!(
                    "{doc}    pub fn {key}(language: Language{parameters}) -> String {{\n        match language {{\n            \
                     Language::En => format!({en:?}),\n            Language::Es => format!({es:?}),\n        }}\n    }}\n"
                )
            }
        }
        (Value::Object(en), Value::Object(es)) => {
            for category in ["one", "other"] {
                assert!(en.contains_key(category), "{at}: en lacks the plural category {category}");
            }
            for category in ["one", "many", "other"] {
                assert!(es.contains_key(category), "{at}: es lacks the plural category {category}");
            }
            let other = en["other"].as_str().expect("a text");
            let extra: String =
                names(other).iter().filter(|n| *n != "n").map(|n| format!(", {n}: impl Display")).collect();
            let arm = |texts: &Map<String, Value>| -> String {
                let text = |c: &str| texts.get(c).unwrap_or(&texts["other"]).as_str().expect("a text").to_owned();
                let (one, many, other) = (text("one"), text("many"), text("other"));
                format!(
                    "match language.plural(n) {{ Plural::One => format!({one:?}), Plural::Many => format!({many:?}), \
                     Plural::Other => format!({other:?}) }}"
                )
            };
            format!(
                "    /// {other}\n    #[allow(clippy::useless_format, reason = \"a category may not name its count\")]\n    \
                 pub fn {key}(language: Language, n: i64{extra}) -> String {{\n        match language {{\n            \
                 Language::En => {},\n            Language::Es => {},\n        }}\n    }}\n",
                arm(en),
                arm(es)
            )
        }
        _ => panic!("{at}: a text in one language, plural forms in the other"),
    }
}

/// The `{names}` of a text in the order of their first use.
fn names(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in text.split('{').skip(1) {
        let name = part.split('}').next().expect("split gives one part").to_owned();
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}
