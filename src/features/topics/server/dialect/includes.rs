//! Texts that several topics share: a line `{{name}}` stands for the snippet of that name, `{{$include …}}` for a file.

use super::{FILE_MOST_BYTES, Finding, Trouble, lines::Fences};
use std::{borrow::Cow, collections::HashMap};

/// Snippets that one topic takes in, those in others counted: what includes two that include two … has no end else.
const INCLUDES_MOST: usize = 1_000;
/// Snippets in snippets.
const DEPTH_MOST: usize = 16;
/// Bytes of a name.
const NAME_MOST_BYTES: usize = 200;

/// The snippets of a product in a language, by name, and whole files of them by path.
#[derive(Default)]
pub struct Snippets(HashMap<String, String>);

impl Snippets {
    /// Adds a file of snippets, its path below the product's folder: the text below each heading with an id.
    pub fn add(&mut self, path: &str, text: &str) {
        self.0.insert(path.to_owned(), text.to_owned());
        let mut fences = Fences::default();
        let mut open: Option<(usize, &str, String)> = None;
        for line in text.lines() {
            let level = if fences.hold(line) { 0 } else { level(line) };
            if level > 0 && open.as_ref().is_none_or(|(outer, ..)| level <= *outer) {
                self.close(open.take());
                open = id(line).map(|id| (level, id, String::new()));
            } else if let Some((_, _, text)) = &mut open {
                text.push_str(line);
                text.push('\n');
            }
        }
        self.close(open);
    }

    fn close(&mut self, snippet: Option<(usize, &str, String)>) {
        if let Some((_, id, text)) = snippet {
            self.0.insert(id.to_owned(), text.trim().to_owned());
        }
    }

    /// A text with all that it includes.
    pub fn included<'t>(&self, text: &'t str, findings: &mut Vec<Finding>) -> Cow<'t, str> {
        if !text.contains("{{") {
            return Cow::Borrowed(text);
        }
        let mut work =
            Work { snippets: self, findings, out: String::with_capacity(text.len()), trail: Vec::new(), count: 0 };
        work.take(text, "");
        Cow::Owned(work.out)
    }
}

struct Work<'s, 'f> {
    snippets: &'s Snippets,
    findings: &'f mut Vec<Finding>,
    out: String,
    /// The names of the snippets that are being taken in.
    trail: Vec<String>,
    count: usize,
}

impl<'s> Work<'s, '_> {
    fn take(&mut self, text: &str, indent: &str) {
        let mut fences = Fences::default();
        for line in text.lines() {
            let name = if fences.hold(line) { None } else { name(line) };
            let Some(name) = name else {
                self.line(indent, line);
                continue;
            };
            match self.snippet(name) {
                Ok(Some(snippet)) => {
                    let deeper = format!("{indent}{}", &line[..line.len() - line.trim_start().len()]);
                    self.trail.push(name.to_owned());
                    self.take(snippet, &deeper);
                    self.trail.pop();
                }
                Ok(None) => self.line(indent, line),
                Err(trouble) => self.findings.push(Finding::of(trouble, name)),
            }
        }
    }

    fn line(&mut self, indent: &str, line: &str) {
        self.out.push_str(indent);
        self.out.push_str(line);
        self.out.push('\n');
    }

    /// The snippet to take in. `None`: there is none, and the line stays.
    fn snippet(&mut self, name: &str) -> Result<Option<&'s str>, Trouble> {
        let Some(snippet) = self.snippets.0.get(name) else {
            self.findings.push(Finding::of(Trouble::NoSnippet, name));
            return Ok(None);
        };
        if self.trail.iter().any(|above| above == name) {
            return Err(Trouble::LoopedSnippet);
        }
        self.count += 1;
        let is_full = self.count > INCLUDES_MOST || self.out.len() + snippet.len() > FILE_MOST_BYTES;
        if is_full || self.trail.len() >= DEPTH_MOST {
            return Err(Trouble::SurplusSnippet);
        }
        Ok(Some(snippet))
    }
}

/// The snippet that a line stands for.
fn name(line: &str) -> Option<&str> {
    let name = line.trim().strip_prefix("{{")?.strip_suffix("}}")?.trim();
    let file = name.strip_prefix("$include ").map(|path| path.trim().trim_start_matches("/help/"));
    let name = file.unwrap_or(name);
    let is_name =
        |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte) || (file.is_some() && b"/. ".contains(&byte));
    (!name.is_empty() && name.len() <= NAME_MOST_BYTES && name.bytes().all(is_name)).then_some(name)
}

/// The level of a heading; 0: none.
fn level(line: &str) -> usize {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=6).contains(&level) && line[level..].starts_with([' ', '\t']) { level } else { 0 }
}

fn id(heading: &str) -> Option<&str> {
    let (_, id) = heading.trim_end().strip_suffix('}')?.rsplit_once("{#")?;
    Some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# Snippets\n\n## One {#one}\n\n>[!NOTE]\n>\n>Shared.\n\n### Part {#part}\n\nx\n\n## A {#a}\n\n{{b}}\n\n## B {#b}\n\nB\n{{a}}\n";

    fn include(text: &str) -> (String, Vec<String>) {
        let mut snippets = Snippets::default();
        snippets.add("_includes/snippets.md", FILE);
        let mut findings = Vec::new();
        let text = snippets.included(text, &mut findings).into_owned();
        (text, findings.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn help_7_a_snippet_stands_where_it_is_named_and_code_stays_as_it_is() {
        let (text, findings) = include("a\n\n   {{one}}\n\n`{{one}}` and {{one}}\n\n```\n{{one}}\n```");
        assert!(text.contains("   >[!NOTE]\n   >\n   >Shared.\n"), "{text}");
        assert!(text.contains("### Part") && text.contains("`{{one}}` and {{one}}"), "{text}");
        assert!(text.contains("```\n{{one}}\n```") && findings.is_empty(), "{text}");
        assert!(include("{{$include /help/_includes/snippets.md}}").0.contains("# Snippets"));
    }

    #[test]
    fn help_7_cycles_and_missing_snippets_are_reported() {
        let (text, findings) = include("{{a}}\n{{none}}\n{{ user.name }}");
        assert_eq!(text.trim(), "B\n{{none}}\n{{ user.name }}");
        assert_eq!(findings, ["the snippet \"a\" includes itself", "there is no snippet \"none\""]);
    }

    #[test]
    fn help_7_snippets_that_multiply_come_to_an_end() {
        let mut snippets = Snippets::default();
        let file: String = (0..40).map(|n| format!("## S {{#s{n}}}\n\n{{{{s{0}}}}}\n{{{{s{0}}}}}\n", n + 1)).collect();
        snippets.add("_includes/a.md", &file);
        let mut findings = Vec::new();
        let text = snippets.included("{{s0}}", &mut findings);
        assert!(text.len() < 100_000 && !findings.is_empty());
    }
}
