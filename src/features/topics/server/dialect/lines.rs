//! Marks that stand on lines of their own and are no Markdown: `+++` around collapsibles, and tabs and boxes in a quote's
//! dress. Each is set apart as a paragraph where it stands, so that the parser does not take it for the end of the one before.

use std::borrow::Cow;

/// Sets such marks apart, outside of code.
pub(super) fn apart(text: &str) -> Cow<'_, str> {
    if !(text.contains("+++") || text.contains("[!")) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut fences = Fences::default();
    for line in text.lines() {
        let mark = if fences.hold(line) { None } else { mark(line) };
        match mark {
            Some(mark) => {
                let indent = &line[..line.len() - line.trim_start().len()];
                out.push('\n');
                out.push_str(indent);
                out.push_str(mark);
                out.push_str("\n\n");
            }
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    Cow::Owned(out)
}

fn mark(line: &str) -> Option<&str> {
    let text = line.trim();
    if text.starts_with("+++") {
        return Some(text);
    }
    let text = text.strip_prefix('>').unwrap_or(text).trim();
    let is_alone = text.ends_with(']') || text.ends_with('"');
    let names = ["[!BEGINTABS", "[!ENDTABS", "[!TAB ", "[!BEGINSHADEBOX", "[!ENDSHADEBOX"];
    (is_alone && names.iter().any(|name| text.starts_with(name))).then_some(text)
}

/// Knows which lines are code between fences.
#[derive(Default)]
pub(super) struct Fences {
    open: Option<(u8, usize)>,
}

impl Fences {
    /// Takes the next line. Is it code, or a fence?
    pub(super) fn hold(&mut self, line: &str) -> bool {
        let text = line.trim_start_matches([' ', '\t', '>']);
        let first = text.bytes().next().unwrap_or_default();
        let run = text.bytes().take_while(|byte| *byte == first).count();
        let is_fence = (first == b'`' || first == b'~') && run >= 3;
        match self.open {
            Some((byte, length)) => {
                if is_fence && first == byte && run >= length && text[run..].trim().is_empty() {
                    self.open = None;
                }
                true
            }
            None => {
                if is_fence && !(first == b'`' && text[run..].contains('`')) {
                    self.open = Some((first, run));
                }
                is_fence && self.open.is_some()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn help_7_marks_become_paragraphs_where_they_stand_and_code_stays_as_it_is() {
        assert_eq!(apart("a\n+++Title\nb\n   +++\nc"), "a\n\n+++Title\n\nb\n\n   +++\n\nc\n");
        assert_eq!(apart("x\n>[!TAB One]\ny"), "x\n\n[!TAB One]\n\ny\n");
        assert_eq!(apart("```\n+++\n>[!ENDTABS]\n```\n+++"), "```\n+++\n>[!ENDTABS]\n```\n\n+++\n\n");
        assert_eq!(apart(">[!NOTE]\n>x"), ">[!NOTE]\n>x\n");
        assert_eq!(apart("1 +++ 2"), "1 +++ 2\n");
    }
}
