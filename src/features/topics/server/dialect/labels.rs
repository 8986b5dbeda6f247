//! Marks inside a line: `[!UICONTROL …]` for what a control says, `[!DNL …]` for names that are not translated,
//! `[!BADGE …]{…}`, and `{#id}` for a place that can be led to.

/// Bytes of a label: looking further for its end would make many of them slow.
const LABEL_MOST_BYTES: usize = 400;
/// Bytes of the braces behind a badge, a link or a picture.
const BRACES_MOST_BYTES: usize = 300;
/// Bytes of an id.
pub(super) const ID_MOST_BYTES: usize = 200;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    /// What a control says.
    Control(String),
    Badge(String),
    Anchor(&'t str),
}

/// Reads the texts of a block one after the other: a label may have code or emphasis in it.
#[derive(Default)]
pub(super) struct Labels {
    /// Labels whose end is still to come.
    open: usize,
}

impl Labels {
    /// The pieces of the next text.
    pub(super) fn pieces<'t>(&mut self, text: &'t str) -> Vec<Piece<'t>> {
        let mut pieces = Vec::new();
        let mut rest = text;
        // Where to look on, brackets of the text's own, and how much of `rest` is text before that.
        let (mut at, mut depth) = (0, 0_usize);
        while let Some(found) = rest[at..].find(['[', ']', '{']) {
            at += found;
            let from = &rest[at..];
            let taken = if from.starts_with("[!") {
                let Some((piece, length)) = self.mark(from) else {
                    at += 1;
                    continue;
                };
                Some((piece, length))
            } else if from.starts_with(']') && depth == 0 && self.open > 0 {
                self.open -= 1;
                Some((None, 1))
            } else if let Some(id) = anchor(from) {
                Some((Some(Piece::Anchor(id)), id.len() + 3))
            } else {
                match from.as_bytes()[0] {
                    b'[' => depth += 1,
                    b']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                None
            };
            match taken {
                Some((piece, length)) => {
                    push_text(&mut pieces, &rest[..at]);
                    pieces.extend(piece);
                    rest = &rest[at + length..];
                    at = 0;
                }
                None => at += 1,
            }
        }
        push_text(&mut pieces, rest);
        pieces
    }

    /// The mark with which a text begins, and its length. Nothing to show: its end stands in a text that is still to come.
    fn mark<'t>(&mut self, text: &'t str) -> Option<(Option<Piece<'t>>, usize)> {
        let name = name(text)?;
        let head = 2 + name.len();
        if !text[head..].starts_with([' ', '\u{a0}']) {
            return None;
        }
        let Some(length) = closing(&text[head..]) else {
            self.open += 1;
            return Some((None, head + 1));
        };
        let label = stripped(text[head..head + length].trim());
        let end = head + length + 1;
        Some(match name {
            "UICONTROL" => (Some(Piece::Control(label)), end),
            "BADGE" => (Some(Piece::Badge(label)), end + braces(&text[end..])),
            _ => (Some(Piece::Text(text[head..head + length].trim_matches([' ', '\u{a0}']))), end),
        })
        .map(|(piece, end)| match piece {
            // A name inside a name.
            Some(Piece::Text(text)) if text.contains("[!") => (Some(Piece::Control(stripped(text))), end),
            piece => (piece, end),
        })
    }
}

fn push_text<'t>(pieces: &mut Vec<Piece<'t>>, text: &'t str) {
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
}

/// The name of a mark `[!NAME`.
pub(super) fn name(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("[!")?;
    let length = rest.bytes().take(32).take_while(|byte| byte.is_ascii_uppercase()).count();
    (length >= 2).then(|| &rest[..length])
}

/// Where the bracket closes that was opened before a text, other brackets in between passed over.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().take(LABEL_MOST_BYTES).enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' if depth == 0 => return Some(at),
            b']' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// A label without the marks in it.
fn stripped(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    let mut rest = label;
    while let Some(at) = rest.find("[!") {
        let from = &rest[at..];
        let head = name(from).map(|name| 2 + name.len()).filter(|head| from[*head..].starts_with(' '));
        let Some((head, length)) = head.and_then(|head| Some((head, closing(&from[head..])?))) else {
            out.push_str(&rest[..at + 2]);
            rest = &rest[at + 2..];
            continue;
        };
        out.push_str(&rest[..at]);
        out.push_str(from[head..head + length].trim());
        rest = &from[head + length + 1..];
    }
    out.push_str(rest);
    out
}

/// The id of `{#id}` at the beginning of a text.
fn anchor(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("{#")?;
    let length = rest.bytes().take(ID_MOST_BYTES + 1).position(|byte| byte == b'}')?;
    let id = &rest[..length];
    (!id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte))).then_some(id)
}

/// How long the braces are that say how something before them looks, such as `{width="200"}`.
pub(super) fn braces(text: &str) -> usize {
    let inside = text.trim_start_matches(' ');
    let blanks = text.len() - inside.len();
    let Some(rest) = inside.strip_prefix('{').filter(|rest| blanks <= 1 && !rest.starts_with(['#', '{'])) else {
        return 0;
    };
    let Some(length) = rest.bytes().take(BRACES_MOST_BYTES).position(|byte| byte == b'}') else { return 0 };
    let says = rest[..length].trim();
    if says.is_empty() || says.contains('=') || says.starts_with('.') { blanks + length + 2 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_7_labels_names_badges_and_places_are_told_from_text() {
        let mut labels = Labels::default();
        let pieces =
            labels.pieces("Open [!UICONTROL Save [x]] in [!DNL Pulso] {#here} [a] [!BADGE Beta]{type=Positive}!");
        assert_eq!(
            pieces,
            [
                Piece::Text("Open "),
                Piece::Control("Save [x]".to_owned()),
                Piece::Text(" in "),
                Piece::Text("Pulso"),
                Piece::Text(" "),
                Piece::Anchor("here"),
                Piece::Text(" [a] "),
                Piece::Badge("Beta".to_owned()),
                Piece::Text("!"),
            ]
        );
        assert_eq!(labels.pieces("[!UICONTROL a [!DNL b] c]"), [Piece::Control("a b c".to_owned())]);
        assert_eq!(labels.pieces("[!x] {y} [!NOTE]"), [Piece::Text("[!x] {y} [!NOTE]")]);
    }

    #[test]
    fn help_7_a_label_ends_in_a_later_text_of_its_block() {
        let mut labels = Labels::default();
        assert_eq!(labels.pieces("a [!UICONTROL b "), [Piece::Text("a "), Piece::Text("b ")]);
        assert_eq!(labels.pieces(" [c] d] e]"), [Piece::Text(" [c] d"), Piece::Text(" e]")]);
    }

    #[test]
    fn help_7_braces_behind_a_link_are_its_looks() {
        assert_eq!(braces("{target=_blank}, x"), 15);
        assert_eq!(braces(" {width=\"1\"}"), 12);
        assert_eq!((braces("{}"), braces("{#id}"), braces("{x}"), braces(" x")), (2, 0, 0, 0));
    }
}
