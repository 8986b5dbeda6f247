//! What changed between two texts, line by line, with the words that differ.

use crate::{
    error::AppError,
    features::topics::{
        model::{Difference, DifferenceLine, TopicPart},
        rules::TopicText,
    },
    server::telemetry,
    values::Marked,
};
use similar::{Algorithm, ChangeTag, InlineChange, TextDiff};
use std::time::{Duration, Instant};

/// Lines around a change.
const AROUND: usize = 3;
/// Lines that are shown of a part.
const LINES_MOST: usize = 3_000;
/// After so long a part is compared more roughly.
const EXACT_FOR: Duration = Duration::from_millis(400);

/// What changed, part by part; parts that did not are left out.
pub(super) async fn difference(before: TopicText, after: TopicText) -> Result<Difference, AppError> {
    let work = move || {
        let parts = [
            (TopicPart::Title, before.title, after.title),
            (TopicPart::Description, before.description, after.description),
            (TopicPart::Keywords, before.keywords, after.keywords),
            (TopicPart::Body, before.body, after.body),
        ];
        let changed = parts.into_iter().filter(|(_, before, after)| before != after);
        Difference(changed.map(|(part, before, after)| (part, lines(&before, &after))).collect())
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| telemetry::broken(&error))
}

fn lines(before: &str, after: &str) -> Vec<DifferenceLine> {
    let until = Instant::now() + EXACT_FOR;
    let texts = TextDiff::configure().algorithm(Algorithm::Patience).deadline(until).diff_lines(before, after);
    let (mut lines, mut at) = (Vec::new(), 0);
    for group in texts.grouped_ops(AROUND) {
        if lines.len() >= LINES_MOST {
            break;
        }
        let first = group.first().map_or(at, |op| op.old_range().start);
        skip(&mut lines, first - at);
        for op in &group {
            at = op.old_range().end;
            let rest = LINES_MOST.saturating_sub(lines.len());
            lines.extend(texts.iter_inline_changes_deadline(op, Some(until)).take(rest).map(line));
        }
    }
    skip(&mut lines, texts.old_len().saturating_sub(at));
    lines
}

fn skip(lines: &mut Vec<DifferenceLine>, count: usize) {
    if count > 0 {
        lines.push(DifferenceLine::Skipped(count as i64));
    }
}

fn line(change: InlineChange<'_, str>) -> DifferenceLine {
    let mut line = Marked::default();
    for (is_marked, text) in change.values() {
        let text = text.trim_end_matches(['\n', '\r']);
        if *is_marked { line.push_marked(text) } else { line.push(text) }
    }
    match change.tag() {
        ChangeTag::Equal => DifferenceLine::Same(line.plain()),
        ChangeTag::Delete => DifferenceLine::Gone(line),
        ChangeTag::Insert => DifferenceLine::Came(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(before: &str, word: &str, behind: &str) -> Marked {
        let mut marked = Marked::from(before);
        marked.push_marked(word);
        marked.push(behind);
        marked
    }

    #[test]
    fn help_5_lines_that_changed_have_their_words_marked_and_those_far_away_are_left_out() {
        let before: String = (0..20).map(|n| format!("Line {n} says something of its own.\n")).collect();
        let after = before.replace("Line 10 says something", "Line 10 says nothing");
        let lines = lines(&before, &after);
        assert_eq!(lines.first(), Some(&DifferenceLine::Skipped(7)));
        assert_eq!(lines.last(), Some(&DifferenceLine::Skipped(6)));
        let gone = marked("Line 10 says ", "something", " of its own.");
        let came = marked("Line 10 says ", "nothing", " of its own.");
        assert!(
            lines.contains(&DifferenceLine::Gone(gone)) && lines.contains(&DifferenceLine::Came(came)),
            "{lines:?}"
        );
        assert_eq!(lines.len(), 2 + 6 + 2);
        assert_eq!(super::lines("a", "a\n").len(), 2, "also where only the last line's end differs");
    }

    #[test]
    fn help_5_a_difference_of_long_texts_ends_and_shows_so_many_lines_at_most() {
        let before: String = (0..40_000).map(|n| format!("{} {n}\n", "word ".repeat(n % 7))).collect();
        let after: String = (0..40_000).map(|n| format!("{} {}\n", "word ".repeat(n % 5), n * 7)).collect();
        let lines = lines(&before, &after);
        assert!(lines.len() <= LINES_MOST + 100, "{}", lines.len());
    }
}
