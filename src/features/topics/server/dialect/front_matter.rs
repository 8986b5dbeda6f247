//! What stands above a topic's text: names and values between two lines of `---`, the part of YAML that topics use.

use super::{Finding, Trouble};
use std::collections::HashMap;

/// Lines of front matter; the longest known have forty.
const LINES_MOST: usize = 500;

/// The values by their names. Lists and values below other names are left out: nothing here asks for them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct FrontMatter(HashMap<String, String>);

impl FrontMatter {
    /// A value that is not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}

/// Splits a file into its front matter and its text. Front matter that does not end is text.
pub fn split<'a>(file: &'a str, findings: &mut Vec<Finding>) -> (FrontMatter, &'a str) {
    let none = |text| (FrontMatter::default(), text);
    let file = file.strip_prefix('\u{feff}').unwrap_or(file);
    let Some((first, rest)) = file.split_once('\n').filter(|(first, _)| first.trim_end() == "---") else {
        return none(file);
    };
    let mut from = first.len() + 1;
    let mut lines = Vec::new();
    for line in rest.split_inclusive('\n').take(LINES_MOST) {
        from += line.len();
        let line = line.trim_end();
        if line == "---" || line == "..." {
            return (read(&lines, findings), &file[from..]);
        }
        lines.push(line);
    }
    findings.push(Finding::of(Trouble::FrontMatter, "it does not end; the whole file is taken as text"));
    none(rest)
}

fn read(lines: &[&str], findings: &mut Vec<Finding>) -> FrontMatter {
    let mut values: HashMap<String, String> = HashMap::new();
    let mut last: Option<String> = None;
    for (at, line) in lines.iter().enumerate() {
        let text = line.trim_start();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        if text.len() < line.len() || text.starts_with("- ") {
            // The value above goes on, unless it is a list or has names of its own.
            if let Some(value) = last.as_ref().and_then(|name| values.get_mut(name)) {
                value.push(if value.is_empty() { '\u{0}' } else { ' ' });
                value.push_str(text);
            }
            continue;
        }
        match line.split_once(':') {
            Some((name, value)) if is_name(name) => {
                let value = value.trim();
                let opens_text = matches!(value, ">" | ">-" | "|" | "|-");
                values.insert(name.to_owned(), if opens_text { " ".to_owned() } else { value.to_owned() });
                last = Some(name.to_owned());
            }
            Some(_) | None => {
                // Numbered as in the file, whose first line is `---`.
                let what = format!("line {}: no name and value: {line}", at + 2);
                findings.push(Finding::of(Trouble::FrontMatter, what));
                last = None;
            }
        }
    }
    values.retain(|_, value| !value.starts_with('\u{0}'));
    FrontMatter(values.into_iter().map(|(name, value)| (name, unquoted(value.trim()))).collect())
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= 64 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// Takes away the quotes of a value (YAML 1.2, section 7.3).
fn unquoted(value: &str) -> String {
    let inside = |quote: char| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    if let Some(text) = inside('\'') {
        return text.replace("''", "'");
    }
    match inside('"') {
        Some(text) => text.replace("\\\"", "\"").replace("\\\\", "\\"),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str) -> (FrontMatter, String, Vec<Finding>) {
        let mut findings = Vec::new();
        let (matter, text) = split(file, &mut findings);
        (matter, text.to_owned(), findings)
    }

    #[test]
    fn help_7_values_are_read_quoted_or_not_and_lists_are_left_out() {
        let (matter, text, findings) = read(
            "---\ntitle: 'It''s here: a title'\ndescription: >-\n  One\n  two.\nkeywords: \"a;b\"\nlevel:\n  - id: 1\n# no\nlong: goes\n  on\n---\n\n# Text\n",
        );
        assert_eq!(matter.get("title"), Some("It's here: a title"));
        assert_eq!(matter.get("description"), Some("One two."));
        assert_eq!(matter.get("keywords"), Some("a;b"));
        assert_eq!(matter.get("long"), Some("goes on"));
        assert_eq!((matter.get("level"), matter.get("none")), (None, None));
        assert_eq!((text.as_str(), findings.len()), ("\n# Text\n", 0));
    }

    #[test]
    fn help_7_broken_front_matter_is_reported_and_loses_no_text() {
        let (matter, text, findings) = read("---\ntitle: A\n\n# Text\n");
        assert_eq!((matter.get("title"), text.as_str()), (None, "title: A\n\n# Text\n"));
        assert_eq!(findings.len(), 1);
        let (matter, text, findings) = read("---\ntitle A\n{{{\ndescription: B\n---\nText");
        assert_eq!((matter.get("description"), text.as_str()), (Some("B"), "Text"));
        assert_eq!(findings[0].about, "line 2: no name and value: title A");
        assert_eq!(findings.len(), 2);
        for file in ["", "---", "---\n---\n", "--- \n---\nx", "\u{feff}---\ntitle: x\n---\n", "----\nx"] {
            read(file);
        }
    }
}
