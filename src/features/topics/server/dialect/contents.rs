//! A table of contents: a list of links in a file of its own, `TOC.md`.

use super::plain::of_inline;
use std::ops::Range;

/// One line of a table of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// 0 at the top.
    pub depth: u32,
    pub title: String,
    /// Where it leads, as the file says it.
    pub href: Option<String>,
}

/// Depth at which lines do not go further in.
const DEPTH_MOST: usize = 8;
/// Lines of a table of contents; the largest known has 500.
const LINES_MOST: usize = 20_000;

/// The lines of a table of contents, without those that it hides.
pub fn contents(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    // How far the lines above are indented, outermost first.
    let mut above: Vec<usize> = Vec::new();
    for line in text.lines().take(LINES_MOST) {
        let item = line.trim_start();
        let Some(item) = item.strip_prefix(['+', '-', '*']).filter(|item| item.starts_with([' ', '\t'])) else {
            continue;
        };
        let indent = line.len() - line.trim_start().len();
        while above.last().is_some_and(|outer| *outer >= indent) {
            above.pop();
        }
        let depth = above.len().min(DEPTH_MOST);
        above.push(indent);
        let (item, is_hidden) = unmarked(item.trim());
        if is_hidden {
            continue;
        }
        let link = link(item);
        let title = of_inline(link.as_ref().map_or(item, |(title, _)| &item[title.clone()]));
        if !title.is_empty() {
            let href = link.map(|(_, href)| item[href].trim().to_owned());
            lines.push(Line { depth: depth as u32, title, href });
        }
    }
    lines
}

/// A line without marks in braces around it. Is it hidden by one?
fn unmarked(item: &str) -> (&str, bool) {
    let (mut item, mut is_hidden) = (item, false);
    while let Some((mark, rest)) = item.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        is_hidden |= mark.contains("hide-from-toc") || mark.contains("hidefromtoc");
        item = rest.trim_start();
    }
    if let Some((title, _)) = item.rsplit_once("{#").filter(|(_, id)| id.trim_end().ends_with('}')) {
        item = title.trim_end();
    }
    (item, is_hidden)
}

/// Where the text and the address of a line's link stand; the text may have brackets of its own.
fn link(item: &str) -> Option<(Range<usize>, Range<usize>)> {
    let inside = item.strip_prefix('[')?;
    let middle = inside.rfind("](")?;
    let end = middle + inside[middle..].find(')')?;
    Some((1..middle + 1, middle + 3..end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_7_a_table_of_contents_is_read_with_its_levels() {
        let text = "# Guide {#g}\n\n+ [Start](start.md)\n+ Part {#part}\n    + [[!DNL One] & two](/help/one.md)\n      + deeper{#d}\n    + {hide-from-toc} [Hidden](h.md)\n+ [Out](https://a.example)\n+\n+ []()\ntext\n";
        let line = |depth, title: &str, href: Option<&str>| Line {
            depth,
            title: title.to_owned(),
            href: href.map(str::to_owned),
        };
        assert_eq!(
            contents(text),
            [
                line(0, "Start", Some("start.md")),
                line(0, "Part", None),
                line(1, "One & two", Some("/help/one.md")),
                line(2, "deeper", None),
                line(0, "Out", Some("https://a.example")),
            ]
        );
        assert!(contents(&format!("{}+ x", " ".repeat(100_000))).len() == 1);
        assert!(
            contents(&(0..1000).map(|n| format!("{}+ x\n", " ".repeat(n))).collect::<String>())
                .iter()
                .all(|line| line.depth <= 8)
        );
    }
}
