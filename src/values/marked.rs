use serde::{Deserialize, Serialize};

/// Stands before and behind each marked stretch. No character: Unicode keeps it for what programs do among themselves.
const MARK: char = '\u{fdd0}';

/// A text of which some stretches are marked: what was asked for, or what changed. One string, for a screen of results has
/// hundreds of stretches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marked(String);

impl Marked {
    pub fn push(&mut self, text: &str) {
        self.0.extend(text.split(MARK));
    }

    pub fn push_marked(&mut self, text: &str) {
        if !text.is_empty() {
            self.0.push(MARK);
            self.push(text);
            self.0.push(MARK);
        }
    }

    /// Its stretches, and whether each is marked.
    pub fn stretches(&self) -> impl Iterator<Item = (&str, bool)> {
        let stretches = self.0.split(MARK).enumerate();
        stretches.map(|(nth, text)| (text, nth % 2 == 1)).filter(|(text, _)| !text.is_empty())
    }

    /// What is marked of it.
    pub fn marks(&self) -> impl Iterator<Item = &str> {
        self.stretches().filter_map(|(text, is_marked)| is_marked.then_some(text))
    }

    /// The text without its marks.
    pub fn plain(&self) -> String {
        self.0.split(MARK).collect()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A text without a mark.
impl From<&str> for Marked {
    fn from(text: &str) -> Marked {
        let mut marked = Marked::default();
        marked.push(text);
        marked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_2_a_text_keeps_its_marks_and_takes_none_from_what_it_is_made_of() {
        let mut text = Marked::from("the \u{fdd0}");
        text.push_marked("first");
        text.push_marked("\u{fdd0}second\u{fdd0}");
        text.push_marked("");
        text.push(" and");
        assert_eq!(
            text.stretches().collect::<Vec<_>>(),
            [("the ", false), ("first", true), ("second", true), (" and", false)]
        );
        assert_eq!(text.marks().collect::<String>(), "firstsecond");
        assert_eq!(text.plain(), "the firstsecond and");
        let sent = serde_json::to_string(&text).expect("JSON");
        assert_eq!(serde_json::from_str::<Marked>(&sent).expect("the same"), text);
        assert_eq!((Marked::default().stretches().next(), Marked::from("").is_empty()), (None, true));
    }
}
