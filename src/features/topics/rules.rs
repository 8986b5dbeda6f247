//! The decisions of topics, without input or output.

mod edit;

pub use edit::*;

use super::model::{Entry, Guide, GuideLine, LinePlace, Neighbor, ShelfForm, Vote, VoteForm};
use crate::values::{DAY_MS, MINUTE_MS, Problem, Problems, ProductId, TopicId};

/// Characters of the reason of a vote.
pub const REASON_MOST: u32 = 1_000;
/// Characters of a shelf's title.
pub const SHELF_TITLE_MOST: u32 = 60;
/// Characters of all lines of synonyms of a language.
pub const SYNONYMS_MOST: u32 = 20_000;
/// So many votes against a topic within so long become a task (HELP-4).
pub const AGAINST_LEAST: i64 = 3;
pub const AGAINST_WITHIN_MS: i64 = 7 * DAY_MS;
/// How often topics that everybody reads may be opened or looked for from one address, by who is not signed in (SEC-6): some
/// people who type, and each key is a search.
pub const PUBLIC_PACE: (u32, i64) = (600, MINUTE_MS);
/// Topics beside a case that is being written (HELP-3).
pub const SUGGESTIONS_MOST: usize = 5;
/// Letters of a title from which on they are looked for.
const TITLE_LEAST: usize = 8;

/// Does a title say enough to look for topics?
pub fn says_enough(title: &str) -> bool {
    title.trim().chars().count() >= TITLE_LEAST
}

/// A table of contents beside the topic of an address: its first level, and the branch in which the topic stands.
pub fn guide(title: String, address: String, entries: &[Entry], current: &str) -> Guide {
    let at = entries.iter().position(|entry| entry.address.as_deref() == Some(current));
    let parents = parents(entries);
    let above: Vec<usize> = std::iter::successors(at.and_then(|at| parents[at]), |line| parents[*line]).collect();
    let lines = entries.iter().enumerate().filter_map(|(line, entry)| {
        let is_shown = parents[line].is_none_or(|parent| Some(parent) == at || above.contains(&parent));
        let has_more = entries.get(line + 1).is_some_and(|next| next.depth > entry.depth);
        let place = match () {
            () if Some(line) == at => LinePlace::Current,
            () if above.contains(&line) => LinePlace::Above,
            () if has_more => LinePlace::Folded,
            () => LinePlace::Plain,
        };
        is_shown.then(|| GuideLine {
            depth: entry.depth,
            title: entry.title.clone(),
            address: first_address(entries, line),
            place,
        })
    });
    let lines = lines.collect();
    let neighbor = |entry: &Entry| {
        let address = entry.address.clone().filter(|address| address != current && address.starts_with('/'))?;
        Some(Neighbor { title: entry.title.clone(), address })
    };
    let previous = at.and_then(|at| entries[..at].iter().rev().find_map(neighbor));
    let next = at.and_then(|at| entries[at + 1..].iter().find_map(neighbor));
    Guide { title, address, lines, previous, next }
}

/// A table of contents without the topics at these addresses, to which no list leads (HELP-5).
pub fn listed(mut entries: Vec<Entry>, unlisted: &[String]) -> Vec<Entry> {
    let is_unlisted = |entry: &Entry| {
        let address = entry.address.as_deref().and_then(|address| address.split('#').next());
        address.is_some_and(|address| unlisted.iter().any(|one| one == address))
    };
    entries.retain(|entry| !is_unlisted(entry));
    entries
}

/// The first level of a table of contents.
pub fn first_level(entries: &[Entry]) -> Vec<GuideLine> {
    guide(String::new(), String::new(), entries, "").lines
}

/// The line above each line, if it stands below one.
fn parents(entries: &[Entry]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let parent = |(line, entry): (usize, &Entry)| {
        while open.last().is_some_and(|above| entries[*above].depth >= entry.depth) {
            open.pop();
        }
        let parent = open.last().copied();
        open.push(line);
        parent
    };
    entries.iter().enumerate().map(parent).collect()
}

/// Where a line leads: if it only groups, to the first that it has.
fn first_address(entries: &[Entry], line: usize) -> Option<String> {
    let below = entries[line + 1..].iter().take_while(|entry| entry.depth > entries[line].depth);
    std::iter::once(&entries[line]).chain(below).find_map(|entry| entry.address.clone())
}

/// A shelf, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewShelf {
    pub title: String,
    pub product: Option<ProductId>,
    pub is_public: bool,
}

/// Checks what a shelf is called and which product it belongs to.
pub fn check_shelf(form: &ShelfForm) -> Result<NewShelf, Problems> {
    let mut problems = Problems::default();
    let title = problems.text("title", &form.title, 1, SHELF_TITLE_MOST);
    let product = match form.product.as_str() {
        "" => None,
        id => id.parse().map_err(|_| problems.add("product", Problem::NotAChoice)).ok(),
    };
    if problems.is_empty() { Ok(NewShelf { title, product, is_public: form.public == "yes" }) } else { Err(problems) }
}

/// Checks lines of synonyms: words with commas between them, one line for those that mean the same.
pub fn check_synonyms(lines: &str) -> Result<String, Problems> {
    let mut problems = Problems::default();
    let lines = problems.text("lines", lines, 0, SYNONYMS_MOST);
    if problems.is_empty() { Ok(lines) } else { Err(problems) }
}

/// A vote, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewVote {
    pub topic: TopicId,
    pub vote: Vote,
    pub reason: String,
}

/// Checks a vote. `None`: it names no topic.
pub fn check_vote(form: &VoteForm) -> Option<Result<NewVote, Problems>> {
    let topic = form.topic.parse().ok()?;
    let mut problems = Problems::default();
    let reason = problems.text("reason", &form.reason, 0, REASON_MOST);
    let vote = form.vote.parse().map_err(|()| problems.add("vote", Problem::NotAChoice)).ok();
    Some(match vote {
        Some(vote) if problems.is_empty() => Ok(NewVote { topic, vote, reason }),
        Some(_) | None => Err(problems),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(lines: &[(u32, &str, Option<&str>)]) -> Vec<Entry> {
        let entry = |(depth, title, address): &(u32, &str, Option<&str>)| Entry {
            depth: *depth,
            title: (*title).to_owned(),
            address: address.map(str::to_owned),
        };
        lines.iter().map(entry).collect()
    }

    fn contents() -> Vec<Entry> {
        entries(&[
            (0, "Start", Some("/start")),
            (0, "Events", None),
            (1, "Send", Some("/send")),
            (2, "Late", Some("/late")),
            (2, "Twice", Some("/twice")),
            (1, "Receive", Some("/receive")),
            (0, "Limits", None),
            (1, "Outside", Some("https://other.example")),
            (1, "Rates", Some("/rates")),
        ])
    }

    #[test]
    fn help_7_beside_a_topic_stand_the_first_level_and_its_own_branch() {
        let Guide { lines, previous, next, .. } = guide("G".into(), "/g".into(), &contents(), "/late");
        let shown: Vec<_> = lines.iter().map(|line| (line.title.as_str(), line.place)).collect();
        assert_eq!(
            shown,
            [
                ("Start", LinePlace::Plain),
                ("Events", LinePlace::Above),
                ("Send", LinePlace::Above),
                ("Late", LinePlace::Current),
                ("Twice", LinePlace::Plain),
                ("Receive", LinePlace::Plain),
                ("Limits", LinePlace::Folded),
            ]
        );
        assert_eq!(lines[1].address.as_deref(), Some("/send"), "what only groups leads to its first topic");
        assert_eq!(previous.map(|at| at.address), Some("/send".to_owned()));
        assert_eq!(next.map(|at| at.address), Some("/twice".to_owned()));
    }

    #[test]
    fn help_7_neighbors_are_topics_and_a_topic_outside_of_the_contents_has_none() {
        let Guide { next, .. } = guide(String::new(), String::new(), &contents(), "/receive");
        assert_eq!(next.map(|at| at.title), Some("Rates".to_owned()), "not what leads outside");
        let Guide { lines, previous, next, .. } = guide(String::new(), String::new(), &contents(), "/elsewhere");
        assert_eq!((lines.len(), previous, next), (3, None, None));
        assert_eq!(first_level(&[]), []);
        assert_eq!(first_level(&entries(&[(2, "Deep", None), (1, "Less", None)])).len(), 2, "no line above them");
    }

    #[test]
    fn help_4_a_vote_is_one_of_two_and_its_reason_is_short() {
        let form =
            VoteForm { topic: "00000000-0000-7000-8000-000000000001".into(), vote: "no".into(), ..VoteForm::default() };
        assert_eq!(check_vote(&form).map(|checked| checked.map(|vote| vote.vote)), Some(Ok(Vote::Unhelpful)));
        let long = VoteForm { reason: "x".repeat(1_001), vote: "perhaps".into(), ..form.clone() };
        let problems = check_vote(&long).expect("a topic").expect_err("two problems");
        assert!(problems.of("reason").is_some() && problems.of("vote") == Some(&Problem::NotAChoice));
        assert_eq!(check_vote(&VoteForm { topic: "x".into(), ..form }), None);
    }
}
