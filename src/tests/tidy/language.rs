//! Words: what the build does not hold already. (A key, a parameter or a plural category that one language lacks stops it.)

use super::{files, none, program};
use atiende::i18n::{Language, Plural};
use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use unic_langid::LanguageIdentifier;

#[test]
fn ux_2_plurals_are_those_of_cldr() {
    for language in Language::ALL {
        let tag: LanguageIdentifier = language.tag().parse().expect("a language tag");
        let rules = PluralRules::create(tag, PluralRuleType::CARDINAL).expect("CLDR has rules for it");
        let near_a_million = 999_990..1_000_010;
        let far = (0..=2_000_000).step_by(997);
        for n in (0..=1_200).chain(near_a_million).chain(far).chain([1_500_000, 2_000_000]) {
            // The crate's Spanish rules are older than CLDR 38, which gave the language its `many`.
            if language == Language::Es && n != 0 && n % 1_000_000 == 0 {
                assert_eq!(language.plural(n), Plural::Many, "{n}");
                continue;
            }
            let published = match rules.select(n).expect("a whole number") {
                PluralCategory::ONE => Plural::One,
                PluralCategory::MANY => Plural::Many,
                PluralCategory::OTHER => Plural::Other,
                PluralCategory::ZERO | PluralCategory::TWO | PluralCategory::FEW => panic!("{language}: {n}"),
            };
            assert_eq!(language.plural(n), published, "{language}: {n}");
        }
    }
}

#[test]
fn every_word_is_used() {
    let program: String = program().into_iter().map(|source| source.text).collect();
    let mut found = Vec::new();
    for source in files("src/i18n/locales/en", &["json"]) {
        let feature = source.name().trim_end_matches(".json").to_owned();
        let texts: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&source.text).expect("an object");
        for key in texts.keys() {
            let named =
                |call: String| program.match_indices(&call).any(|(at, _)| !continues(&program[at + call.len()..]));
            if !named(format!("::{key}")) {
                found.push(format!("{feature}.{key}"));
            }
        }
    }
    none("a word that nobody says", found);
}

fn continues(rest: &str) -> bool {
    rest.chars().next().is_some_and(|next| next.is_alphanumeric() || next == '_')
}

#[test]
fn no_text_is_empty_or_ends_in_a_blank() {
    let mut found = Vec::new();
    for source in files("src/i18n/locales", &["json"]) {
        let texts: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&source.text).expect("an object");
        for (key, value) in texts {
            let forms: Vec<String> = match value {
                serde_json::Value::String(text) => vec![text],
                serde_json::Value::Object(forms) => {
                    forms.values().filter_map(|form| form.as_str().map(str::to_owned)).collect()
                }
                other => panic!("{}: {key}: {other}", source.path),
            };
            if forms.iter().any(|form| form.trim() != form || form.is_empty()) {
                found.push(format!("{}: {key}", source.path));
            }
        }
    }
    none("a text that is empty or has blanks around it", found);
}
